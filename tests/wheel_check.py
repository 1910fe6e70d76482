"""Builds the wheel, installs it alone in an empty environment and renders from an empty folder.

Run by CI with ``python tests/wheel_check.py``; needs the ``test`` extra and network access for the libraries.
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


def main() -> int:
    """Return 0 when the installed wheel renders the example spec as a checkout does."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        words = [sys.executable, "-m", "build", "--wheel", "--outdir", str(root / "dist"), str(REPOSITORY)]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        (wheel,) = (root / "dist").glob("plangen-*.whl")
        contents = zipfile.ZipFile(wheel).namelist()
        venv.create(root / "env", with_pip=True)
        programs = root / "env" / ("Scripts" if os.name == "nt" else "bin")
        pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
        subprocess.run(pip, check=True)
        empty = root / "empty"
        empty.mkdir()
        shutil.copy(REPOSITORY / "specs" / "yonghe.yaml", empty)
        plangen = str(programs / "plangen")
        for words in ([plangen, "parents"], [plangen, "render", "yonghe.yaml"], [plangen, "init", "某某县"]):
            subprocess.run(words, cwd=empty, check=True, env={**os.environ, "PYTHONUTF8": "1"})
        subprocess.run([plangen, "render", "某某县.yaml"], cwd=empty, check=True, env={**os.environ, "PYTHONUTF8": "1"})
        made = (empty / "output" / "yonghe.docx").read_bytes()
    command = [sys.executable, "-m", "plangen", "render", "specs/yonghe.yaml", "-o"]
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
