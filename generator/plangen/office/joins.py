"""Whether a break between two lines ends a paragraph, and how the halves of a wrapped one are put together.

This only serves to mend wrapped lines; which numbers make headings is decided later, over the whole document.
"""

from __future__ import annotations

import re

from plangen.terms.marks import parse_mark

_OTHER_HEADS = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}条|[㉑-㉟㊱-㊿]|专栏 ?[\d一二三四五六七八九十]|附[件表录] ?\d|注[：:]"
)
_SENTENCE_ENDS = "。；！？;!?"
_CLOSING = '”’）)》】」』"'


def starts_with_number(text: str) -> bool:
    """Return whether a line begins with one of the numbers that officials write before headings and list entries."""
    return parse_mark(text) is not None or _OTHER_HEADS.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Return whether a line ends in a stop, or in a stop within closing quotes or brackets."""
    return text.rstrip(_CLOSING)[-1:] in tuple(_SENTENCE_ENDS)


def joined(before: str, after: str) -> str:
    """Return two pieces of wrapped text as one: words of Latin letters are kept apart, all else is not."""
    last, first = before[-1:], after[:1]
    apart = last.isascii() and last.isalpha() and first.isascii() and first.isalnum()
    return f"{before} {after}" if apart else before + after
