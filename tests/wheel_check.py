"""Builds the wheel, installs it in an empty environment with what the lock names, and renders from an empty folder.

Run by CI with ``python -P tests/wheel_check.py`` in the environment that ``tests/run.py`` sets up; the libraries are
fetched. So it also says whether the lock's first part is all that plangen needs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "generator"))

import run as start  # noqa: E402 – the folder with it is only now on the path


def main() -> int:
    """Return 0 when the installed wheel renders the example spec as a checkout does."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        words = ("--wheel", "--no-isolation", "--outdir", str(root / "dist"), str(REPOSITORY))
        subprocess.run(start.module(sys.executable, "build", *words), check=True, stdout=subprocess.DEVNULL)
        (wheel,) = (root / "dist").glob("plangen-*.whl")
        contents = zipfile.ZipFile(wheel).namelist()
        venv.create(root / "env", with_pip=True)
        programs = root / "env" / ("Scripts" if os.name == "nt" else "bin")
        wanted = root / "wanted.txt"
        wanted.write_text(start.locked(tests=False), "utf-8")
        quiet = ("install", "--quiet", "--disable-pip-version-check")
        for words in (("--require-hashes", "--requirement", str(wanted)), ("--no-deps", "--no-index", str(wheel))):
            subprocess.run(start.module(programs / "python", "pip", *quiet, *words), check=True)
        subprocess.run(start.module(programs / "python", "pip", "check"), check=True, stdout=subprocess.DEVNULL)
        empty = root / "empty"
        empty.mkdir()
        shutil.copy(REPOSITORY / "specs" / "yonghe.yaml", empty)
        plangen = str(programs / "plangen")
        for words in ([plangen, "parents"], [plangen, "render", "yonghe.yaml"], [plangen, "init", "某某县"]):
            subprocess.run(words, cwd=empty, check=True, env={**os.environ, "PYTHONUTF8": "1"})
        subprocess.run([plangen, "render", "某某县.yaml"], cwd=empty, check=True, env={**os.environ, "PYTHONUTF8": "1"})
        made = (empty / "output" / "yonghe.docx").read_bytes()
    command = start.module(sys.executable, "plangen", "render", "specs/yonghe.yaml", "-o")
    with tempfile.TemporaryDirectory() as name:
        here = Path(name) / "yonghe.docx"
        subprocess.run([*command, str(here)], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
        if here.read_bytes() != made:
            print("the installed wheel writes another document than the checkout")
            return 1
    print(f"wheel: {len(contents)} files, installed alone, rendered from an empty folder: same bytes as the checkout")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
