"""Brackets of every width, and lists taken apart outside them."""

from __future__ import annotations

from collections.abc import Mapping

_KINDS = {
    "round": "（）()",
    "tortoise": "〔〕",
    "square": "[]［］",
    "lenticular": "【】",
    "curly": "{}｛｝",
    "pointed": "〈〉<>＜＞‹›",
    "title": "《》",
}
"""Every kind of bracket, opening and closing in turn; widths of a kind close each other."""

_BY_KIND = tuple({sign: kind for kind, signs in _KINDS.items() for sign in signs[side::2]} for side in (0, 1))
_POINTED = tuple(dict.fromkeys(_KINDS["pointed"][side::2], "pointed") for side in (0, 1))
_ALIKE = tuple(
    {sign: "round" for sign, kind in signs.items() if kind not in ("pointed", "title")} for signs in _BY_KIND
)

OPENING, CLOSING = ("".join(signs) for signs in _ALIKE)
POINTED, POINTED_CLOSING = ("".join(signs) for signs in _POINTED)
"""Brackets that mostly stand inside names (各县〈市、区〉) and only now and then around a whole clause."""


def closers(text: str, *, alike: bool = False) -> dict[int, int]:
    """Return for each opening bracket that is closed where it is closed, widths mixed.

    Args:
        text: any text.
        alike: round and square brackets close each other, and pointed ones are no brackets.
    """
    return _closers(text, *(_ALIKE if alike else _BY_KIND))


def pointed_closers(text: str) -> dict[int, int]:
    """Return for each pointed opening bracket that is closed where it is closed, whatever its form."""
    return _closers(text, *_POINTED)


def _closers(text: str, opening: Mapping[str, str], closing: Mapping[str, str]) -> dict[int, int]:
    result: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for index, character in enumerate(text):
        if kind := opening.get(character):
            stack.append((kind, index))
        elif kind := closing.get(character):
            for position in range(len(stack) - 1, -1, -1):
                if stack[position][0] == kind:
                    result[stack[position][1]] = index
                    del stack[position:]
                    break
    return result


def depth(text: str) -> int:
    """Return how many more round and square brackets open than close."""
    return sum(map(text.count, OPENING)) - sum(map(text.count, CLOSING))


def split_outside(text: str, separators: str) -> list[str]:
    """Split at separators outside brackets; brackets that never close do not swallow the rest."""
    pieces: list[str] = []
    ends = closers(text)
    start, until = 0, -1
    for index, character in enumerate(text):
        if index <= until:
            continue
        until = ends.get(index, until)
        if index > until and character in separators:
            pieces.append(text[start:index])
            start = index + 1
    return [*pieces, text[start:]]


def strip_brackets(text: str, tail: str = "") -> str:
    """Return a text without the brackets around it, whatever their widths and even when one is missing.

    Args:
        text: for instance a responsibility clause.
        tail: signs that may stand behind the closing bracket.
    """
    bare = text.strip()
    if bare[:1] and bare[:1] in OPENING + POINTED:
        end = (pointed_closers(bare) if bare[0] in POINTED else closers(bare, alike=True)).get(0)
        if end is None:
            return bare[1:].strip()
        return bare[1:end].strip() if not bare[end + 1 :].strip(tail + CLOSING + POINTED_CLOSING) else bare
    ended = bare.rstrip("。")
    return ended[:-1].strip() if ended[-1:] in CLOSING and depth(ended) < 0 else bare
