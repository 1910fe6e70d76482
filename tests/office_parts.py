"""Which parts of LibreOffice are installed: Debian packages them apart."""

from __future__ import annotations

import shutil
from pathlib import Path


def lacks_sheets() -> bool:
    """Return whether there is a LibreOffice that reads texts only, no workbooks."""
    office = shutil.which("soffice")
    folder = Path(office).resolve().parent if office else None
    return folder is not None and (folder / "libswlo.so").is_file() and not (folder / "libsclo.so").is_file()
