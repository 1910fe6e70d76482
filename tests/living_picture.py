"""Makes the README's picture of a draft that was merged: ``python tests/living_picture.py [PICTURE]``.

Needs LibreOffice and poppler; with FONTCONFIG_FILE set as tests/run.py sets it, the page shows the official fonts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

import plangen
from draft_picture import FRAME
from draft_surgery import Surgery
from hand_edits import T02, T03, comment, row_words, say, under

SPECS = Path(__file__).resolve().parent.parent / "specs"
_PDF = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
WORDS = "对学校食堂单独建档。"


def main() -> None:
    """Render the example, edit it as people do, change the spec, render again, and show a page of it."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures" / "living.png"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        spec, draft = folder / "yonghe.yaml", folder / "yonghe.docx"
        spec.write_bytes((SPECS / "yonghe.yaml").read_bytes())
        plangen.write([plangen.render(spec).documents[0].at(draft)])
        surgery = Surgery(draft.read_bytes())
        under(T02, lambda one: say(one, "（拟由", f"{WORDS}（拟由"))(surgery)
        row_words(T02, "县应急局", "县能源局")(surgery)
        comment(surgery)
        draft.write_bytes(surgery.data())
        for key, what, value in ((T02, "时限", "2027"), (T03, "牵头", "县工信局")):
            plangen.change_spec(spec, f"承接.{key.replace(':', '.')}.{what}", value)
        merged = plangen.merge_over(plangen.render(spec).documents[0], draft)
        assert merged is not None
        assert merged.output is not None
        plangen.write([merged.output])
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        convert = ["soffice", profile, "--headless", "--convert-to", _PDF, "--outdir", name, str(draft)]
        subprocess.run(convert, check=True, capture_output=True)
        pages = subprocess.run(["pdftotext", f"{name}/yonghe.pdf", "-"], check=True, capture_output=True, text=True)
        number = next(at for at, page in enumerate(pages.stdout.split("\f"), 1) if WORDS in page.replace("\n", ""))
        only = ["-r", "90", "-f", str(number), "-l", str(number)]
        drawn = ["pdftoppm", *only, "-png", f"{name}/yonghe.pdf", f"{name}/page"]
        subprocess.run(drawn, check=True, capture_output=True)
        page = Image.open(next(folder.glob("page*.png"))).convert("RGB")
    ImageOps.expand(page, FRAME // 4, "#999").quantize(32, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
