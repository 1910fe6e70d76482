"""Every code that the parent room gives is registered, and every registered one is given somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from plangen.parent.codes import CODES

ROOM = Path(__file__).resolve().parent.parent / "generator" / "plangen" / "parent"
FOREIGN = {"file-missing", "file-is-folder", "file-empty", "file-too-large", "file-binary", "file-unreadable"}


def test_the_register_and_the_room_agree() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*sorted(ROOM.glob("*.py")), ROOM / "readers" / "text.py"]
        if path.name != "codes.py"
    )
    assert not [code for code in CODES if f'"{code}"' not in source and code not in FOREIGN]
    used = set(
        re.findall(
            r'(?:code=|find\(|wrong\(|finding\(|_finding\(|_about\(|Problem\(code=)\s*"([a-z]+(?:-[a-z]+)+)"', source
        )
    )
    assert used and used <= set(CODES)


def test_codes_are_lower_case_and_explained_in_english() -> None:
    for code, meaning in CODES.items():
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)+", code)
        assert meaning.isascii() and meaning[0].isupper() and meaning.endswith(".")
