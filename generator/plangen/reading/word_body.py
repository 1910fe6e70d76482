"""The body of a Word file as blocks, read as a stream so that its size does not matter.

The reader sees what a person sees in the final view: insertions are there, deletions are not; a text box, which Word
writes twice, is there once; a field shows its result; an automatic table of contents is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

from plangen.office.limits import MOST_PARAGRAPHS, MOST_RUNS, damaged, too_large
from plangen.office.numbering import Numbering, with_label
from plangen.office.word_package import entities_refused, has_document_type
from plangen.office.word_styles import BODY_LEVEL, Styles
from plangen.office.word_xml import (
    attribute,
    child,
    child_value,
    drawing_tags,
    is_on,
    local_name,
    number,
    word_tags,
)
from plangen.reading.blocks import Block, Cell, Paragraph, Table
from plangen.terms.numerals import circled

_TAGS = (
    word_tags(
        "p", "pPr", "r", "tbl", "tr", "trPr", "tc", "tcPr", "txbxContent", "del", "moveFrom", "ins", "moveTo",
        "fldSimple", "rt", "sdt", "docPartGallery", "altChunk",
    )
    | drawing_tags()
)  # fmt: skip
_LEFT_OUT = frozenset({"del", "moveFrom", "rt"})
_CIRCLED_FIELD = re.compile(r"\\o\s*(?:\\a[cdlr]\s*)*\(\s*[○〇◯]\s*[,;，；]\s*(\d{1,2})\s*\)", re.IGNORECASE)
_NUMBER_FIELDS = ("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM")
_LONGEST_CONTENTS_LINE = 120
# The characters of the Symbol font that stand in plans; Word keeps them in a private area.
_SYMBOLS = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xB7: "·", 0xA5: "∞",
    0x2D: "−", 0x25: "%", 0x3C: "<", 0x3E: ">", 0x7E: "~", 0x2B: "+", 0x3D: "=",
}  # fmt: skip


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False
    contents: bool = False


@dataclass
class _Container:
    """Something that holds blocks: the body, a cell, a text box."""

    blocks: list[Block] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)  # text of a paragraph whose end was deleted

    def flush(self) -> None:
        """Make a paragraph of the text that waits for the next one, where none comes."""
        text = "".join(self.carried)
        if text.strip():
            self.blocks.append(Paragraph(text))
        self.carried = []


@dataclass
class _OpenCell(_Container):
    columns: int = 1
    above: bool = False
    left: bool = False


@dataclass
class _OpenRow:
    cells: list[Cell] = field(default_factory=list)
    deleted: Any = None  # the row's element, when the row was deleted in a tracked change


@dataclass
class _OpenTable:
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


@dataclass
class _OpenParagraph:
    pieces: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    label: str | None = None
    style: str | None = None
    level: int | None = None
    end_deleted: bool = False
    contents_style: bool = False
    hidden: bool = False
    in_contents: list[str] = field(default_factory=list)
    in_instruction: list[str] = field(default_factory=list)


@dataclass
class BodyContent:
    """What the body holds.

    Attributes:
        blocks: its paragraphs and tables.
        counts: how often something was met that a person should know of, by word: ``insertions``, ``deletions``,
            ``notes``, ``comments``, ``pictures``, ``objects``, ``hidden``, ``contents`` (lines left out),
            ``symbols``, ``number-fields``, ``bare-numbers``.
        broken_contents: a table of contents does not end where it should.
    """

    blocks: list[Block] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    broken_contents: bool = False


def read_body(stream: IO[bytes], numbering: Numbering, styles: Styles, name: str, *, contents: bool) -> BodyContent:
    """Return the blocks of a main document part.

    Args:
        stream: the part.
        numbering: the document's numbering, fresh: its counters are used up.
        styles: the document's styles.
        name: the file's name.
        contents: leave out the lines of tables of contents that fields or content controls make.

    Raises:
        FindingsError: the XML is damaged, declares entities, or there is more of it than any plan has.
    """
    reader = _BodyReader(numbering, styles, name, contents)
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=list(_TAGS),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    first = True
    try:
        for event, element in events:
            if first:
                first = False
                if has_document_type(element):
                    raise entities_refused(name)
            kind = _TAGS[str(element.tag)]
            if event == "start":
                reader.start(kind, element)
            else:
                reader.end(kind, element)
    except etree.XMLSyntaxError as error:
        # libxml2 stops at texts of 10 MB and 256 levels; how it says so differs between its versions.
        if any(sign in str(error).lower() for sign in ("resource limit", "huge", "depth")):
            raise too_large(name, "某一段文字过长或嵌套过深") from error
        raise damaged(name, "正文部件不是完好的XML") from error
    return reader.finish()


class _BodyReader:
    """Takes the elements one after another; the stack holds what is open around the current place."""

    def __init__(self, numbering: Numbering, styles: Styles, name: str, contents: bool) -> None:
        self._numbering = numbering
        self._styles = styles
        self._name = name
        self._skip_contents = contents
        self._content = BodyContent()
        self._body = _Container(blocks=self._content.blocks)
        self._stack: list[_Container | _OpenTable | _OpenRow | _OpenParagraph] = [self._body]
        self._skipping = 0
        self._choices: list[bool] = []  # for each open AlternateContent: whether a choice was taken
        self._skipped_choices: list[bool] = []
        self._fields: list[_Field] = []
        self._controls: list[bool] = []  # for each open content control: whether it is a table of contents
        self._runs = 0
        self._paragraphs = 0

    # --- elements ---------------------------------------------------------------------------------------------------

    def start(self, kind: str, element: Any) -> None:
        """Take the opening of an element; its children are not known yet."""
        if kind in ("Choice", "Fallback"):
            taken = bool(self._choices) and self._choices[-1]
            self._skipped_choices.append(taken)
            self._skipping += taken
            if self._choices:
                self._choices[-1] = True
        elif kind == "AlternateContent":
            self._choices.append(False)
        elif kind in _LEFT_OUT:
            self._skipping += 1
        elif kind == "sdt":
            self._controls.append(False)
        elif self._skipping:
            return
        elif kind == "p":
            self._stack.append(_OpenParagraph())
            self._paragraphs += 1
            if self._paragraphs > MOST_PARAGRAPHS:
                raise too_large(self._name, f"段落超过{MOST_PARAGRAPHS // 10_000}万个")
        elif kind == "tbl":
            self._container().flush()
            self._stack.append(_OpenTable())
        elif kind == "tr":
            self._stack.append(_OpenRow())
        elif kind == "tc":
            self._stack.append(_OpenCell())
        elif kind == "txbxContent":
            self._number_open_paragraph()
            self._stack.append(_Container())
        elif kind == "fldSimple":
            instruction = attribute(element, "instr") or ""
            self._fields.append(_Field(instruction, in_result=True, contents=_is_contents_field(instruction)))
        elif kind == "picture":
            self._content.counts["pictures"] += 1
        elif kind in ("object", "altChunk"):
            self._content.counts["objects"] += 1
        elif kind == "docPartGallery" and self._controls:
            gallery = (attribute(element) or "").lower()
            self._controls[-1] = gallery == "table of contents"

    def end(self, kind: str, element: Any) -> None:
        """Take the end of an element; all of it is known."""
        if kind in ("Choice", "Fallback"):
            self._skipping -= self._skipped_choices.pop()
        elif kind == "AlternateContent":
            self._choices.pop()
        elif kind in _LEFT_OUT:
            self._skipping -= 1
            self._content.counts["deletions"] += kind != "rt" and len(element) > 0
        elif kind == "sdt":
            self._controls.pop()
        elif kind in ("ins", "moveTo"):
            self._content.counts["insertions"] += len(element) > 0
        elif self._skipping and not self._is_deleted_row(element):
            pass
        else:
            self._end_visible(kind, element)
        if kind in ("p", "r", "tbl", "tr", "tc"):
            _forget(element)

    def _end_visible(self, kind: str, element: Any) -> None:
        if kind == "r":
            self._take_run(element)
        elif kind == "math-run":
            for part in element:
                if local_name(part) == "t":
                    self._add(part.text or "")
        elif kind == "pPr":
            self._take_paragraph_properties(element)
        elif kind == "p":
            self._end_paragraph()
        elif kind == "tcPr":
            self._take_cell_properties(element)
        elif kind == "trPr":
            self._take_row_properties(element)
        elif kind == "tc":
            self._end_cell()
        elif kind == "tr":
            self._end_row()
        elif kind == "tbl":
            self._end_table()
        elif kind == "txbxContent":
            self._end_box()
        elif kind == "fldSimple" and self._fields:
            self._fields.pop()

    def finish(self) -> BodyContent:
        """Return what was read."""
        self._body.flush()
        if any(one.contents for one in self._fields):
            self._content.broken_contents = True
        return self._content

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _paragraph(self) -> _OpenParagraph | None:
        top = self._stack[-1]
        return top if isinstance(top, _OpenParagraph) else None

    def _take_paragraph_properties(self, properties: Any) -> None:
        paragraph = self._paragraph()
        if paragraph is None or local_name(properties.getparent()) != "p":
            return
        paragraph.style = child_value(properties, "pStyle")
        paragraph.contents_style = self._styles.is_contents(paragraph.style)
        mark = child(properties, "rPr")
        if mark is not None:
            paragraph.end_deleted = child(mark, "del") is not None or child(mark, "moveFrom") is not None
            paragraph.hidden = is_on(mark, "vanish")
        own_level = number(child_value(properties, "outlineLvl"))
        outline = self._styles.outline(paragraph.style) if own_level is None else own_level
        if outline is not None and 0 <= outline < BODY_LEVEL:
            paragraph.level = outline + 1
            self._end_contents_before_heading()
        self._number(paragraph, child(properties, "numPr"))

    def _end_contents_before_heading(self) -> None:
        """A heading inside the field of a table of contents means that the field's end was lost."""
        if self._in_contents() and not any(self._controls):
            self._content.counts["contents-open"] += 1
            for one in self._fields:
                one.contents = False

    def _number_open_paragraph(self) -> None:
        paragraph = self._paragraph()
        if paragraph is not None and paragraph.label is None:
            self._number(paragraph, None)

    def _number(self, paragraph: _OpenParagraph, direct: Any | None) -> None:
        paragraph.label = ""
        if paragraph.end_deleted or paragraph.contents_style or paragraph.hidden:
            return
        reference = self._numbering.reference(paragraph.style, direct)
        if reference is not None:
            paragraph.label = self._numbering.label(*reference)

    def _end_paragraph(self) -> None:
        self._number_open_paragraph()
        paragraph = self._stack.pop()
        assert isinstance(paragraph, _OpenParagraph)
        self._close_lost_fields(paragraph)
        container = self._container()
        if paragraph.in_contents:
            self._content.counts["contents"] += 1
            if len("".join(paragraph.in_contents)) > _LONGEST_CONTENTS_LINE:
                self._content.broken_contents = True
        text = "".join(paragraph.pieces)
        if paragraph.contents_style and text.strip():
            self._content.counts["contents"] += 1
            text = ""
        text = "".join(container.carried) + text
        container.carried = []
        if paragraph.end_deleted:
            container.carried = [text]
        elif text.strip():
            container.blocks.append(Paragraph(with_label(paragraph.label or "", text.strip()), paragraph.level))
        elif paragraph.label:
            self._take_bare_number(container, paragraph.label)
        container.blocks.extend(paragraph.boxes)

    def _close_lost_fields(self, paragraph: _OpenParagraph) -> None:
        """Close fields whose instruction is still open at the end of a paragraph, which only a damaged file has."""
        if any(not one.in_result for one in self._fields):
            self._fields = [one for one in self._fields if one.in_result]
            paragraph.pieces.extend(paragraph.in_instruction)

    def _take_bare_number(self, container: _Container, label: str) -> None:
        """Keep a number without text where it is the content, in a table cell; count it elsewhere."""
        if isinstance(container, _OpenCell):
            container.blocks.append(Paragraph(label))
        else:
            self._content.counts["bare-numbers"] += 1

    def _container(self) -> _Container:
        return next(one for one in reversed(self._stack) if isinstance(one, _Container))

    def _end_box(self) -> None:
        box = self._stack.pop()
        assert isinstance(box, _Container)
        box.flush()
        for outer in reversed(self._stack):
            if isinstance(outer, _OpenParagraph):
                outer.boxes.extend(box.blocks)
                return
        self._container().blocks.extend(box.blocks)

    # --- tables -----------------------------------------------------------------------------------------------------

    def _take_cell_properties(self, properties: Any) -> None:
        cell = self._stack[-1]
        if not isinstance(cell, _OpenCell):
            return
        cell.columns = max(number(child_value(properties, "gridSpan")) or 1, 1)
        for name, down in (("vMerge", True), ("hMerge", False)):
            merge = child(properties, name)
            if merge is not None and attribute(merge) in (None, "continue"):
                cell.above, cell.left = (True, cell.left) if down else (cell.above, True)

    def _take_row_properties(self, properties: Any) -> None:
        row = self._stack[-1]
        # a deletion would be skipped until its element ends, which must be the row itself
        if not isinstance(row, _OpenRow) or local_name(properties.getparent()) != "tr":
            return
        before = number(child_value(properties, "gridBefore")) or 0
        if before > 0:
            row.cells.append(Cell(columns=before))
        if child(properties, "del") is not None and row.deleted is None:
            row.deleted = properties.getparent()
            self._skipping += 1
            self._content.counts["deletions"] += 1
        self._content.counts["insertions"] += child(properties, "ins") is not None

    def _is_deleted_row(self, element: Any) -> bool:
        row = self._stack[-1]
        return isinstance(row, _OpenRow) and row.deleted is element

    def _end_cell(self) -> None:
        cell = self._stack.pop()
        assert isinstance(cell, _OpenCell)
        cell.flush()
        row = self._stack[-1]
        if isinstance(row, _OpenRow):
            row.cells.append(
                Cell(tuple(cell.blocks), columns=cell.columns, continues_above=cell.above, continues_left=cell.left)
            )

    def _end_row(self) -> None:
        row = self._stack.pop()
        assert isinstance(row, _OpenRow)
        if row.deleted is not None:
            self._skipping -= 1
            return
        table = self._stack[-1]
        if isinstance(table, _OpenTable) and row.cells:
            table.rows.append(tuple(row.cells))

    def _end_table(self) -> None:
        table = self._stack.pop()
        assert isinstance(table, _OpenTable)
        if table.rows:
            self._container().blocks.append(Table(tuple(table.rows)))

    # --- text -------------------------------------------------------------------------------------------------------

    def _take_run(self, run: Any) -> None:
        self._runs += 1
        if self._runs > MOST_RUNS:
            raise too_large(self._name, f"文字片段超过{MOST_RUNS // 10_000}万个")
        hidden = False
        for part in run:
            name = local_name(part)
            if name == "rPr":
                hidden = self._is_hidden(part)
                continue
            if name == "fldChar":
                self._take_field(attribute(part, "fldCharType"))
            elif name == "instrText":
                if self._fields and not self._fields[-1].in_result:
                    self._fields[-1].instruction += part.text or ""
            elif name in ("footnoteReference", "endnoteReference"):
                self._content.counts["notes"] += 1
            elif name == "commentReference":
                self._content.counts["comments"] += 1
            else:
                text = self._text_of(name, part)
                if hidden and text.strip():
                    self._content.counts["hidden"] += 1
                elif text:
                    self._add(text)

    def _is_hidden(self, looks: Any) -> bool:
        style = child_value(looks, "rStyle")
        if child(looks, "vanish") is not None:
            return is_on(looks, "vanish")
        return style is not None and self._styles.is_hidden(style)

    def _text_of(self, name: str, part: Any) -> str:
        if name == "t":
            return part.text or ""
        if name == "tab":
            return "\t"
        if name in ("br", "cr"):
            return "\n"
        if name == "noBreakHyphen":
            return "-"
        if name == "sym":
            return self._symbol(part)
        return ""

    def _symbol(self, part: Any) -> str:
        try:
            code = int(attribute(part, "char") or "", 16)
        except ValueError:
            return ""
        font = (attribute(part, "font") or "").lower()
        if not 0xF000 <= code <= 0xF0FF:
            return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code <= 0xFFFD else ""
        if font == "symbol" and code - 0xF000 in _SYMBOLS:
            return _SYMBOLS[code - 0xF000]
        self._content.counts["symbols"] += 1
        return ""

    def _add(self, text: str) -> None:
        paragraph = self._paragraph()
        if paragraph is None:
            return
        if any(not one.in_result for one in self._fields):
            paragraph.in_instruction.append(text)
        elif self._in_contents():
            if text.strip():
                paragraph.in_contents.append(text)
        else:
            paragraph.pieces.append(text)

    def _in_contents(self) -> bool:
        return self._skip_contents and (any(self._controls) or any(one.contents for one in self._fields))

    def _take_field(self, step: str | None) -> None:
        if step == "begin":
            self._fields.append(_Field())
        elif step == "separate" and self._fields:
            self._fields[-1].in_result = True
            self._fields[-1].contents = _is_contents_field(self._fields[-1].instruction)
        elif step == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.in_result:
                self._take_field_without_result(ended.instruction)

    def _take_field_without_result(self, instruction: str) -> None:
        # Numbers in circles beyond those that fonts have are typed as formula fields.
        if match := _CIRCLED_FIELD.search(instruction):
            self._add(circled(int(match[1])))
        elif instruction.strip().upper().startswith(_NUMBER_FIELDS):
            self._content.counts["number-fields"] += 1


def _is_contents_field(instruction: str) -> bool:
    return instruction.split()[:1] in (["TOC"], ["toc"])


def _forget(element: Any) -> None:
    """Free what has been read: the element's content and everything before it under the same parent."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
