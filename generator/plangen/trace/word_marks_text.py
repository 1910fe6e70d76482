"""What two texts differ in, as a line for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from plangen.trace.word_diff import WordMark

_SHOWN_SAME = 12  # characters of unchanged text on each side of a change


def marks_text(marks: Sequence[WordMark], colour: bool) -> str:
    """Return how one text became another, what is unchanged shortened.

    Args:
        marks: see :func:`plangen.trace.word_diff.word_marks`.
        colour: with ANSI colours; without them removed words stand in ``[-…-]`` and added ones in ``{+…+}``.
    """
    shown = []
    for position, mark in enumerate(marks):
        if mark.change == "same":
            text = mark_text(mark, colour)
            head = text[:_SHOWN_SAME] if position else ""
            tail = text[-_SHOWN_SAME:] if position < len(marks) - 1 else ""
            shown.append(text if len(text) <= len(head) + len(tail) else f"{head}…{tail}")
        else:
            shown.append(mark_text(mark, colour))
    return "".join(shown)


def mark_text(mark: WordMark, colour: bool) -> str:
    """Return one run of words; see :func:`marks_text`."""
    text = mark.text.replace("\n", " ")
    if mark.change == "same":
        return text
    if colour:
        return paint(text, "red" if mark.change == "removed" else "green", colour)
    return f"[-{text}-]" if mark.change == "removed" else f"{{+{text}+}}"


def paint(text: str, name: str, colour: bool) -> str:
    """Return a text in a colour, or as it is."""
    if not colour:
        return text
    from click import style

    return style(text, fg=name)
