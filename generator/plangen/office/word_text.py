"""What the runs of a Word file say: characters, symbols, fields, and how they look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from plangen.office.body import Block, Look, Revision, Run, Unseen
from plangen.office.word_styles import Appearance, Styles, ground_of, is_lost_on
from plangen.office.word_xml import attribute, children, is_switched_on
from plangen.terms.numerals import circled

_CIRCLED_FIELD = re.compile(r"\\o\s*(?:\\a[cdlr]\s*)*\(\s*[○〇◯]\s*[,;，；]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_NUMBER_FIELDS = ("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM")
_LONGEST_CONTENTS_LINE = 120
# The characters of the Symbol font that stand in plans; Word keeps them in a private area.
_SYMBOLS = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xB7: "·", 0xA5: "∞",
    0x2D: "−", 0x25: "%", 0x3C: "<", 0x3E: ">", 0x7E: "~", 0x2B: "+", 0x3D: "=",
}  # fmt: skip


@dataclass
class OpenParagraph:
    """A paragraph that is being read; see :class:`~plangen.office.body.Paragraph` for what is kept.

    Attributes:
        boxes: what is in the text boxes that hang on it.
        style: id of its style.
        label: its automatic number; None as long as it has not been counted.
        numbering: its own ``w:numPr``.
        mark: why its end is not shown, so that the next paragraph goes on in it.
        contents_style: it is in a style for tables of contents.
        in_contents: text that belongs to an automatic table of contents.
        in_instruction: text between the begin of a field and its result.
        revisions: its tracked changes.
        pictures: how many pictures stand in it.
        page_break: where a page break stands.
    """

    runs: list[Run] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    style: str | None = None
    level: int | None = None
    label: str | None = None
    numbering: Any = None
    mark: Unseen | None = None
    contents_style: bool = False
    in_contents: list[str] = field(default_factory=list)
    in_instruction: list[Run] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    pictures: int = 0
    page_break: str = ""

    @property
    def text(self) -> str:
        """What is shown of it, without its number."""
        return "".join(run.text for run in self.runs if run.look.unseen is None)


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False
    contents: bool = False


_INK = "000000"
_SWITCHES = {"b": "bold", "i": "italic"}
_VALUED = {"u": "underline", "highlight": "highlight"}
_SMALLEST = 8
"""Half points of the smallest size that anybody can read on paper."""


def _unseen(look: Appearance, ground: str | None) -> Unseen | None:
    """Return why a reader of the paper does not see text of a look, or sees that it does not count."""
    if look.hidden:
        return Unseen.HIDDEN
    if look.struck:
        return Unseen.STRUCK
    if is_lost_on(look.colour, ground):
        return Unseen.PALE
    return Unseen.TINY if look.half_points is not None and look.half_points < _SMALLEST else None


def _marks(properties: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what run properties put on text by hand."""
    switched = (mark for name, mark in _SWITCHES.items() if name in properties and is_switched_on(properties[name]))
    valued = (mark for name, mark in _VALUED.items() if name in properties and _is_put_on(properties[name]))
    return (*switched, *valued)


def _is_put_on(element: Any) -> bool:
    return attribute(element) not in (None, "none")


class TextReader:
    """Takes the text of paragraphs; fields reach over several, so that one reader takes them all.

    Args:
        styles: the document's styles.
        contents: leave out the lines of tables of contents that fields or content controls make.

    Attributes:
        counts: how often something was met that a person should know of.
        controls: for each open content control, whether it is a table of contents.
        broken_contents: a table of contents does not end where it should.
    """

    def __init__(self, styles: Styles, contents: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.controls: list[bool] = []
        self.broken_contents = False
        self._styles = styles
        self._skip_contents = contents
        self._fields: list[_Field] = []
        self._looks: dict[Look, Look] = {}

    def look(
        self,
        properties: Any | None,
        paragraph: str | None,
        table: str | None,
        *,
        gone: Unseen | None,
        inserted: bool,
        ground: str | None = None,
    ) -> Look:
        """Return how a run looks.

        Args:
            properties: its ``w:rPr``, or None.
            paragraph: style of its paragraph.
            table: style of its table.
            gone: why what is around it is not shown.
            inserted: what is around it was inserted.
            ground: colour of the ground that it stands on.
        """
        own = self._styles.appearance(properties, paragraph, table)
        found = children(properties)
        ground = ground_of(found.get("shd"), found.get("highlight")) or ground or self._styles.ground(paragraph)
        drawn = own
        if "highlight" in found and own.colour in (None, "auto"):
            drawn = replace(own, colour=_INK)  # under a highlighter automatic text stays black; on a shading it turns
        unseen = _unseen(drawn, ground)
        if unseen is not Unseen.HIDDEN or gone is not Unseen.TINY:  # what is hidden is so in a low line too
            unseen = gone or unseen
        look = Look(
            unseen=unseen,
            inserted=inserted,
            struck=bool(own.struck),
            colour=own.colour,
            half_points=own.half_points,
            style=self._styles.name(attribute(found["rStyle"])) if "rStyle" in found else "",
            marks=_marks(found),
        )
        return self._looks.setdefault(look, look)

    def add(self, text: str, paragraph: OpenParagraph | None, look: Look) -> None:
        """Put text into a paragraph: where it is shown, left out, or only an instruction."""
        if paragraph is None or not text:
            return
        run = Run(text, look)
        if not self._fields and not self.controls:
            paragraph.runs.append(run)
        elif any(not one.in_result for one in self._fields):
            paragraph.in_instruction.append(run)
        elif self.in_contents():
            if text.strip() and look.unseen is None:
                paragraph.in_contents.append(text)
        else:
            paragraph.runs.append(run)

    def in_contents(self) -> bool:
        """Return whether the current place belongs to an automatic table of contents."""
        return self._skip_contents and (any(self.controls) or any(one.contents for one in self._fields))

    def symbol(self, element: Any) -> str:
        """Return the character of a ``w:sym``."""
        try:
            code = int(attribute(element, "char") or "", 16)
        except ValueError:
            return ""
        font = (attribute(element, "font") or "").lower()
        if not 0xF000 <= code <= 0xF0FF:
            return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code <= 0xFFFD else ""
        if font == "symbol" and code - 0xF000 in _SYMBOLS:
            return _SYMBOLS[code - 0xF000]
        self.counts["symbols"] += 1
        return ""

    # --- fields and tables of contents ------------------------------------------------------------------------------

    def open_field(self, instruction: str) -> None:
        """Begin a field whose instruction is known."""
        self._fields.append(_Field(instruction, in_result=True, contents=_is_contents_field(instruction)))

    def close_field(self) -> None:
        """End the innermost field."""
        if self._fields:
            self._fields.pop()

    def instruct(self, text: str) -> None:
        """Take a piece of a field's instruction."""
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].instruction += text

    def step_field(self, step: str | None, paragraph: OpenParagraph | None, look: Look) -> None:
        """Take a ``w:fldChar``: begin, separate or end."""
        if step == "begin":
            self._fields.append(_Field())
        elif step == "separate" and self._fields:
            self._fields[-1].in_result = True
            self._fields[-1].contents = _is_contents_field(self._fields[-1].instruction)
        elif step == "end" and self._fields:
            ended = self._fields.pop()
            if ended.in_result:
                return
            # Numbers in circles beyond those that fonts have are typed as formula fields.
            if match := _CIRCLED_FIELD.search(ended.instruction):
                self.add(circled(int(match[1])), paragraph, look)
            elif ended.instruction.strip().upper().startswith(_NUMBER_FIELDS):
                self.counts["number-fields"] += 1

    def end_contents_before_heading(self) -> None:
        """A heading inside the field of a table of contents means that the field's end was lost."""
        if self.in_contents() and not any(self.controls):
            self.counts["contents-open"] += 1
            for one in self._fields:
                one.contents = False

    def end_paragraph(self, paragraph: OpenParagraph) -> None:
        """Close what may not reach over the end of a paragraph, and count the lines of tables of contents."""
        if any(not one.in_result for one in self._fields):  # only a damaged file has an instruction that goes on
            self._fields = [one for one in self._fields if one.in_result]
            paragraph.runs.extend(paragraph.in_instruction)
        if paragraph.in_contents:
            self.counts["contents"] += 1
            self.broken_contents |= len("".join(paragraph.in_contents)) > _LONGEST_CONTENTS_LINE
        if paragraph.contents_style and paragraph.text.strip():
            self.counts["contents"] += 1
            paragraph.runs = []

    def end(self) -> None:
        """Say that the document ends."""
        self.broken_contents |= any(one.contents for one in self._fields)


def together(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return runs with neighbours of one look joined."""
    if len(runs) < 2:
        return tuple(runs)
    groups = groupby(runs, key=lambda run: id(run.look))
    return tuple(
        Run("".join(run.text for run in group), group[0].look) for group in (list(members) for _, members in groups)
    )


def _is_contents_field(instruction: str) -> bool:
    return instruction.split()[:1] in (["TOC"], ["toc"])
