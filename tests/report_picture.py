"""Makes the picture of the report for the README: ``python tests/report_picture.py [PICTURE]``."""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

from browser import open_browser
from plangen.trace.report_html import page
from report_builders import realistic


def main() -> None:
    """Open the report, filter and open one row, and save what can be seen."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "pictures" / "report.png")
    report, parent, plan = realistic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        path = Path(name) / "report.html"
        path.write_bytes(
            page(report, parents=[parent], plan=plan, draft="永和县实施方案（征求意见稿）.docx").encode("utf-8")
        )
        with open_browser(Path(name) / "profile", width=1280, height=1930) as chrome:
            chrome.get(path.as_uri())
            chrome.find_element("css selector", "button.partial").click()
            chrome.execute_script(
                "document.querySelector('details.partial > summary').click(); document.activeElement.blur();"
                "window.scrollTo(0, 0)"
            )
            picture = Image.open(BytesIO(chrome.get_screenshot_as_png())).convert("RGB")
    # few colours make a small file
    picture.quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
