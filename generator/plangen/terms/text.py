"""Text as Chinese offices write it: encodings, widths, numerals, spaces."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plangen.terms.patterns import lazy_pattern


@dataclass(frozen=True)
class DecodedText:
    r"""A text file's content and how it was encoded.

    Attributes:
        text: the content, newlines as ``\n``, without a byte order mark.
        encoding: ``utf-8``, ``utf-16`` or ``gb18030``.
        byte_order_mark: whether the file began with one.
    """

    text: str
    encoding: str
    byte_order_mark: bool


def decode(data: bytes) -> DecodedText:
    """Decode bytes that are UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030.

    Raises:
        ValueError: the bytes are binary or in none of these encodings.
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            text = data.decode("utf-8-sig" if name == "utf-8" else "utf-16")
            return DecodedText(_normal_newlines(text), name, True)
    if b"\x00" in data:
        raise ValueError("binary data")
    for name in ("utf-8", "gb18030"):
        try:
            return DecodedText(_normal_newlines(data.decode(name)), name, False)
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8 nor GB18030")


def read_text(path: Path) -> DecodedText:
    """Read a text file; see :func:`decode`.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not text.
    """
    return decode(path.read_bytes())


def _normal_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2002: 0x20, 0x2003: 0x20, 0xA0: 0x20}


_BULLETS = "●■◆◇▪•·*＊"


def half_width(text: str) -> str:
    """Return the text with full-width ASCII and odd spaces folded, for comparing; never for printing."""
    return text.translate(_WIDE)


def squeeze(text: str) -> str:
    """Return the text without any white space, for comparing."""
    return "".join(text.split())


def without_bullet(text: str) -> str:
    """Return a paragraph without the sign that a list puts before it: ● and the like; a number is no such sign."""
    return text.lstrip().lstrip(_BULLETS).lstrip()


def comparable(text: str) -> str:
    """Return the text without white space and with half-width ASCII, as names, words and headings are compared."""
    return squeeze(half_width(text))


def alternatives(*lists: Iterable[str]) -> str:
    """Return words as the alternatives of a pattern, the longest first so that a longer one is never cut."""
    every = {word for one in lists for word in one}
    return "|".join(re.escape(word) for word in sorted(every, key=lambda word: (-len(word), word)))


def short(text: str, limit: int = 24) -> str:
    """Return a text for a message, cut where it is longer than the limit, an ellipsis in its last place."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


_CONTROLS = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffc]")
UNPRINTABLE = lazy_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no Word document can hold, or what turns the order of the characters round without being seen."""


def without_controls(text: str) -> str:
    """Return the text without control characters and what XML forbids; line ends and tabs stay."""
    return _CONTROLS.sub("", text)


def without_unseen(text: str) -> str:
    """Return the text without control characters and without marks of no width, as text that was pasted has them."""
    return _UNSEEN.sub("", text)


_LEAST_CHINESE = 0.2
_LEAST_LETTERS = 40
"""Letters below which nobody can tell the language of a text by their number."""


def is_chinese(texts: Iterable[str]) -> bool:
    """Return whether a text is Chinese by its letters; one with hardly any letters counts as Chinese.

    Args:
        texts: its lines.
    """
    chinese = foreign = 0
    for text in texts:
        own = len(re.findall("[\u4e00-\u9fff]", text))
        chinese += own
        foreign += sum(map(str.isalpha, text)) - own
    return chinese + foreign < _LEAST_LETTERS or chinese >= _LEAST_CHINESE * (chinese + foreign)
