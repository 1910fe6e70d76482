"""Makes the README's pictures of the example drafts: ``python tests/draft_picture.py [NAME [PICTURE]]``.

Needs LibreOffice and poppler; with FONTCONFIG_FILE set as tests/run.py sets it, the pages show the official fonts.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

import plangen

SPECS = Path(__file__).resolve().parent.parent / "specs"
PAGES = {
    "yonghe": (("意见的函", "说明：本稿中", "（二）重点任务"), "重点任务分工表"),
    "yonghe-guihua": ((r"\A\s*永和县“十五五”\s+应急体系建设规划", r"目\s+录", r"专栏\s*1"), "重点工程项目表"),
}
"""What the upright pages and the turned one have that a picture shows, by the name of the spec."""

WIDTH, FRAME = 1585, 8
ANNEX = re.compile(r"^附件 ?\d$", re.MULTILINE)


def main() -> None:
    """Make one picture, or all of them."""
    for name in sys.argv[1:2] or PAGES:
        target = sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent / "pictures" / f"{name}.png"
        draw(name, Path(target))


def draw(spec: str, target: Path) -> None:
    """Show three pages of a draft side by side, and the first page of a table below."""
    portrait, landscape = PAGES[spec]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "draft.docx").write_bytes(plangen.render(SPECS / f"{spec}.yaml", "docx").data)
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name, f"{name}/draft.docx"]
        subprocess.run(convert, check=True, capture_output=True)
        said = subprocess.run(["pdftotext", f"{name}/draft.pdf", "-"], check=True, capture_output=True, text=True)
        pages = said.stdout.split("\f")
        portraits = [picture(folder, pages, words, (WIDTH - 4 * FRAME) // 3) for words in portrait]
        table = picture(folder, pages, landscape, WIDTH - 2 * FRAME, annex=True)
    height = max(one.height for one in portraits)
    sheet = Image.new("RGB", (WIDTH, height + table.height + 3 * FRAME), "white")
    for place, one in enumerate(portraits):
        sheet.paste(one, (FRAME + place * (one.width + FRAME), FRAME))
    sheet.paste(table, (FRAME, height + 2 * FRAME))
    # few colours make a small file
    sheet.quantize(32, dither=Image.Dither.NONE).save(target, optimize=True)


def picture(folder: Path, pages: list[str], words: str, width: int, *, annex: bool = False) -> Image.Image:
    """Return the first page that holds the words (of an annex, with its mark), framed and as wide as asked."""
    number = next(
        at for at, page in enumerate(pages, 1) if re.search(words, page) and bool(ANNEX.search(page)) is annex
    )
    draw = ["pdftoppm", "-r", "110", "-f", str(number), "-l", str(number), "-singlefile", "-png"]
    subprocess.run([*draw, f"{folder}/draft.pdf", f"{folder}/page"], check=True)
    page = Image.open(folder / "page.png").convert("RGB")
    return ImageOps.expand(page.resize((width - 2, page.height * (width - 2) // page.width)), 1, "grey")


if __name__ == "__main__":
    main()
