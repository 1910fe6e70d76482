"""Sets up everything the tests need and runs them: ``python3 tests/run.py``.

Arguments are handed to pytest. With root rights (or sudo without a password) on Debian or Ubuntu it also installs
LibreOffice and free Chinese fonts, so that the rendered pages are looked at too; elsewhere those tests are skipped
when the programs are not there. In CI nothing may be skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "generator"))

import run as start  # noqa: E402 – the folder with it is only now on the path
from office_parts import lacks_sheets  # noqa: E402

FONTS = start.ENVIRONMENT / "share" / "fonts"
OFFICE_PACKAGES = (
    "libreoffice-writer-nogui",
    "libreoffice-calc-nogui",
    "poppler-utils",
    "fonts-noto-cjk",
    "fonts-liberation",
    "fontconfig",
)
BROWSER_PACKAGES = ("chromium", "chromium-driver")
"""Apart from the others: where a system calls them otherwise, the pages of documents are looked at all the same."""

FONT_PACKAGE = "texlive-lang-chinese"
"""Only its Fandol fonts are taken out of it: 仿宋, 楷体, 黑体 and 宋体 with every character of GB 2312."""


def install_office() -> bool:
    """Install LibreOffice, poppler and fonts where that is possible; return whether all of them are there."""
    if lacks_sheets() or not all(shutil.which(name) for name in ("soffice", "pdftoppm", "fc-list")):
        start.say("正在安装 LibreOffice 和中文字体（用来核对版面）……")
        start.apt_install(*OFFICE_PACKAGES)
    if not any(FONTS.glob("Fandol*.otf")):
        fetch_fonts()
    return all(shutil.which(name) for name in ("soffice", "pdftoppm", "fc-list")) and any(FONTS.glob("Fandol*.otf"))


def install_browser() -> bool:
    """Install Chromium and its driver where that is possible; return whether both are there."""

    def found() -> bool:
        return bool(shutil.which("chromium") or shutil.which("google-chrome")) and bool(shutil.which("chromedriver"))

    if not found():
        start.say("正在安装 Chromium（用来核对网页报告）……")
        start.apt_install(*BROWSER_PACKAGES)
    return found()


def fetch_fonts() -> None:
    """Take the Fandol fonts out of their Debian package into the private environment."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        words = ["apt-get", "download", "-qq", FONT_PACKAGE]
        if subprocess.run(words, cwd=folder, check=False, stderr=subprocess.DEVNULL).returncode:
            start.apt_install("dpkg")  # brings the lists of packages up to date
            subprocess.run(words, cwd=folder, check=False)
        for package in folder.glob("*.deb"):
            tree = folder / "tree"
            subprocess.run(["dpkg-deb", "-x", str(package), str(tree)], check=False)
            FONTS.mkdir(parents=True, exist_ok=True)
            for font in tree.rglob("Fandol*.otf"):
                if "Braille" not in font.name:
                    shutil.copy(font, FONTS / font.name)


def font_settings() -> Path:
    """Write a fontconfig file that shows the Fandol fonts under the names official documents ask for."""
    names = {
        "FandolFang R": ("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK"),
        "FandolKai": ("楷体_GB2312", "楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK"),
        "FandolHei": ("黑体", "SimHei", "方正黑体_GBK"),
        "FandolSong": ("宋体", "SimSun", "方正小标宋简体", "方正小标宋_GBK"),
    }
    matches = [
        f'<match target="pattern"><test qual="any" name="family"><string>{alias}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{family}</string></edit></match>'
        for family, aliases in names.items()
        for alias in aliases
    ]
    lines = [
        '<?xml version="1.0"?>',
        "<fontconfig>",
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
        f"<dir>{FONTS}</dir>",
        f"<cachedir>{FONTS / 'cache'}</cachedir>",
        *matches,
        "</fontconfig>",
    ]
    path = FONTS / "fonts.conf"
    path.write_text("\n".join(lines), "utf-8")
    return path


def main() -> int:
    """Set up, then run pytest with the arguments given."""
    python = start.prepare(tests=True)
    settings = dict(os.environ)
    if install_office():
        settings["FONTCONFIG_FILE"] = str(font_settings())
    elif os.environ.get("CI"):
        start.say("CI 上必须有 LibreOffice、poppler 和中文字体。")
        return 2
    else:
        start.say("没有 LibreOffice 或中文字体：核对版面的测试将跳过。")
    if not install_browser():
        if os.environ.get("CI"):
            start.say("CI 上必须有 Chromium 和 chromedriver。")
            return 2
        start.say("没有 Chromium：核对网页报告的测试将跳过。")
    arguments = sys.argv[1:] or ["-n", "auto"]
    return subprocess.run(
        start.module(python, "pytest", *arguments), cwd=REPOSITORY, env=settings, check=False
    ).returncode


if __name__ == "__main__":
    raise SystemExit(main())
