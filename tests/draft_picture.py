"""Makes the README's picture of the example draft: ``python tests/draft_picture.py [PICTURE]``.

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

SPEC = Path(__file__).resolve().parent.parent / "specs" / "yonghe.yaml"
PORTRAITS = ("意见的函", "说明：本稿中", "（二）重点任务")
LANDSCAPE = "重点任务分工表"
WIDTH, FRAME = 1585, 8
ANNEX = re.compile(r"^附件 ?\d$", re.MULTILINE)


def main() -> None:
    """Show the letter, the title page and a page of tasks side by side, the first page of the tasks' table below."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "pictures" / "yonghe.png")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "draft.docx").write_bytes(plangen.render(SPEC, "docx").data)
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name, f"{name}/draft.docx"]
        subprocess.run(convert, check=True, capture_output=True)
        said = subprocess.run(["pdftotext", f"{name}/draft.pdf", "-"], check=True, capture_output=True, text=True)
        pages = said.stdout.split("\f")
        portraits = [picture(folder, pages, words, (WIDTH - 4 * FRAME) // 3) for words in PORTRAITS]
        table = picture(folder, pages, LANDSCAPE, WIDTH - 2 * FRAME, annex=True)
    height = max(one.height for one in portraits)
    sheet = Image.new("RGB", (WIDTH, height + table.height + 3 * FRAME), "white")
    for place, one in enumerate(portraits):
        sheet.paste(one, (FRAME + place * (one.width + FRAME), FRAME))
    sheet.paste(table, (FRAME, height + 2 * FRAME))
    # few colours make a small file
    sheet.quantize(32, dither=Image.Dither.NONE).save(target, optimize=True)


def picture(folder: Path, pages: list[str], words: str, width: int, *, annex: bool = False) -> Image.Image:
    """Return the first page that holds the words (of an annex, with its mark), framed and as wide as asked."""
    number = next(at for at, page in enumerate(pages, 1) if words in page and bool(ANNEX.search(page)) is annex)
    draw = ["pdftoppm", "-r", "110", "-f", str(number), "-l", str(number), "-singlefile", "-png"]
    subprocess.run([*draw, f"{folder}/draft.pdf", f"{folder}/page"], check=True)
    page = Image.open(folder / "page.png").convert("RGB")
    return ImageOps.expand(page.resize((width - 2, page.height * (width - 2) // page.width)), 1, "grey")


if __name__ == "__main__":
    main()
