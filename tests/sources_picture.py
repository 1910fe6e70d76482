"""Makes the README's picture of a page with both kinds of sentences: ``python tests/sources_picture.py [PICTURE]``."""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

import plangen
from browser import open_browser

SPEC = Path(__file__).resolve().parent.parent / "specs" / "yonghe.yaml"
ITEM = "jincheng-155:T05"


def main() -> None:
    """Open the example as a web page at a task with the county's own sentences beside proposals, and save it."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "pictures" / "sources.png")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        path = Path(name) / "draft.html"
        path.write_bytes(plangen.render(SPEC, "html").data)
        with open_browser(Path(name) / "profile", width=1000, height=760) as chrome:
            chrome.get(path.as_uri())
            chrome.execute_script(f"document.querySelector('[data-items=\"{ITEM}\"]').scrollIntoView()")
            picture = Image.open(BytesIO(chrome.get_screenshot_as_png())).convert("RGB")
    # few colours make a small file
    picture.quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
