"""Where something stands in a document that was read, and how that is said to a person."""

from __future__ import annotations

from dataclasses import dataclass, field

from plangen.terms.text import short

_LONGEST_HEADING = 18
_LONGEST_OPENING = 12
_PATH = "—"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands in a document; what does not apply is None. All numbers count from 1.

    Two places are the same when their numbers are; the words around them only serve to name the place.

    Attributes:
        line: line of a text, or of a page.
        paragraph: number of the paragraph among all that hold text.
        page: page of a PDF.
        table: number of the table.
        row: row of the table.
        cell: cell of the row.
        headings: the headings that it stands under, the highest first; of a heading itself, that heading too.
        below: number of the paragraph under the last of these headings; 0 is the heading.
        caption: what the table is called.
        opening: how the paragraph begins.
    """

    line: int | None = None
    paragraph: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
    headings: tuple[str, ...] = field(default=(), compare=False, repr=False)
    below: int | None = field(default=None, compare=False, repr=False)
    caption: str | None = field(default=None, compare=False, repr=False)
    opening: str = field(default="", compare=False, repr=False)

    @property
    def words(self) -> str | None:
        """The place as a person finds it in Word or a PDF viewer; None for a text, whose line says all.

        Word shows no numbers of paragraphs: what leads there are headings, a table's title and how a paragraph begins.
        """
        path = f"“{_PATH.join(short(heading, _LONGEST_HEADING) for heading in self.headings)}”" if self.headings else ""
        page = f"第{self.page}页" if self.page else ""
        if self.table:
            row = f"第{self.row}行" if self.row else ""
            if self.caption:
                return f"{page}“{short(self.caption, _LONGEST_HEADING)}”（表{self.table}）{row}"
            return f"{page}{path}{'下' if path else ''}表{self.table}{row}"
        if self.page or self.line or not self.paragraph:
            return page or None
        if path:
            return f"{path}下第{self.below}段" if self.below else path
        opening = f"（“{short(self.opening, _LONGEST_OPENING)}”）" if self.opening else ""
        return f"第{self.paragraph}段{opening}"
