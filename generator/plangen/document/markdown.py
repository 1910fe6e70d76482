"""The Markdown that templates write: reads it into blocks, and makes anybody's text safe to put into it.

The dialect is CommonMark's headings and paragraphs, pipe tables, attributes in braces and one container.  Numbers are
typed, so lists do not exist: ``1. 标题`` is a paragraph.  What else CommonMark knows (quotes, code, links, images,
HTML) has no place in an official document; where a template uses it, its text is kept and a finding says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from plangen.document import rules
from plangen.document.blocks import LINE_BREAK, Block, Cell, Cover, Document, Landscape, Paragraph, Run, Table
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.text import without_controls

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MARKDOWN_NAME = "文稿.md"
"""What findings call the Markdown that the templates made; it is no file unless a planner asks for one."""

PAGE_BREAK = "page-break"
_CONTAINERS: Mapping[str, type[Landscape | Cover]] = {"landscape": Landscape, "cover": Cover}
HEADING_LEVELS = 5

# C0 and C1 controls, surrogates and the two non-characters that XML forbids
_LINE_ENDS = re.compile("(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])+")
_SPECIAL = re.compile(r"[*_\[\]{}<>#`~|&]|:(?=::)")
_LEADING_NUMBER = re.compile(r"([0-9]{1,9})([.)])")

_SEAL_LINE = re.compile(r"\n?<!-- plangen:sha256=[0-9a-f]{64} -->\s*\Z")

# Marks that stand in the text only when something was mistyped; what markdown_escape made safe never gets here.
_LEFT_OVER = re.compile(r"[{}]|\*\*|:::|\]\(|`{3}|~{3}|<!--|</?[A-Za-z]")
_FOREIGN_START = re.compile(r"[-*+](?:\s|$)|>|\||#{1,6}(?:\s|$)|-{3,}\s*$|={3,}\s*$")
_NUMBERED_START = re.compile(r"\d+[.、．)）]|[①-⑳]|[（(][\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、")


def printable(text: str) -> str:
    """Return the text on one line: line ends and tabs become a space, control and non-XML characters go."""
    return without_controls(_LINE_ENDS.sub(" ", text).replace("\t", " "))


def markdown_escape(text: str) -> str:
    """Return Markdown that stands for exactly this text, at the start of a paragraph, in it, and in a table cell.

    Args:
        text: anybody's text; :func:`printable` is applied to it first.

    Returns:
        one line without any active mark; reading it back gives ``printable(text)``.
    """
    line = printable(text)
    bare = line.strip()
    if not bare:
        return "".join(map(_entity, line))
    start = line.index(bare[0])
    head, tail = line[:start], line[start + len(bare) :]
    # a backslash becomes an entity: before a cell's bar, its own escape would swallow the bar
    escaped = _SPECIAL.sub(r"\\\g<0>", bare.replace("\\", "\0")).replace("\0", "&#92;")
    if match := _LEADING_NUMBER.match(escaped):
        escaped = f"{match[1]}\\{escaped[match.end(1) :]}"
    elif escaped[0] in "-+=:":
        escaped = f"\\{escaped}"
    return "".join(map(_entity, head)) + escaped + "".join(map(_entity, tail))


def _entity(character: str) -> str:
    return f"&#{ord(character)};"


@lru_cache(maxsize=4)  # a document is checked and then written, and so are its further annexes
def parse_markdown(text: str) -> Document:
    """Read the Markdown of a document.

    Args:
        text: Markdown in plangen's dialect; a seal at its end is left out.

    Returns:
        its blocks, and a finding (with the line) for everything that was not understood as written.
    """
    text = _SEAL_LINE.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    clean = without_controls(text)
    reader = _Reader(lines=clean.split("\n"))
    if len(clean) != len(text):
        number = len(text) - len(clean)
        reader.say(rules.CHARACTER_REMOVED, 1, number=number)
    environment: dict[str, object] = {"reader": reader}
    blocks = tuple(reader.blocks(_parser().parse(clean, environment)))
    return Document(blocks=blocks, findings=tuple(reader.findings))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
    from mdit_py_plugins.container import container_plugin

    parser = MarkdownIt("commonmark", {"html": False})
    parser.enable("table")
    parser.use(attrs_plugin, after=("span_close",), spans=True)
    parser.use(attrs_block_plugin)
    for name in _CONTAINERS:
        parser.use(container_plugin, name)
    parser.disable(["blockquote", "code", "fence", "hr", "html_block", "lheading", "list", "reference"])
    # text_join would hide which characters were escaped
    parser.disable(["autolink", "backticks", "html_inline", "image", "link", "text_join"])
    parser.inline.ruler.before("html_inline", "line_break", _line_break_rule)
    parser.core.ruler.before("attr", "attribute_lines", _attribute_lines_rule)
    return parser


def _line_break_rule(state: StateInline, silent: bool) -> bool:
    """``<br>`` is the only way to break a line in a table cell."""
    match = re.compile(r"<br\s*/?>", re.IGNORECASE).match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.push("hardbreak", "br", 0).markup = match[0]
    state.pos = match.end()
    return True


def _attribute_lines_rule(state: StateCore) -> None:
    """Find attribute lines that the plugin would drop without a word."""
    from mdit_py_plugins.attrs.parse import parse

    reader = state.env["reader"]
    if not isinstance(reader, _Reader):  # another caller's parser
        return
    for position, token in enumerate(state.tokens):
        if token.type != "attrs_block" or not token.map:
            continue
        line = token.map[0]
        source = reader.lines[line].strip()
        # a brace cannot stand inside the attributes, so one closing brace is the last character
        if source.count("}") > 1 and parse(source)[0] + 1 < len(source):
            reader.say(rules.ATTRIBUTE_LINE_TEXT, line + 1, source=_short(source))
        following = state.tokens[position + 1] if position + 1 < len(state.tokens) else None
        if following is None or following.nesting < 0:
            reader.say(rules.ATTRIBUTE_LINE_LONELY, line + 1, source=_short(source))


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}……"


@dataclass
class _Reader:
    """Walks the parser's tokens; the only mutable thing here is the list of findings."""

    lines: Sequence[str]
    findings: list[Finding] = field(default_factory=list)

    def say(self, rule: Rule, line: int, **values: Any) -> None:
        """Record a finding at a line of the Markdown."""
        self.findings.append(rule.found(Location(file=MARKDOWN_NAME, line=line), **values))

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        position = 0
        while position < len(tokens):
            end = _closing(tokens, position)
            if kind := _CONTAINERS.get(_container(tokens[position])):
                yield kind(blocks=self._contained(tokens, position, end))
            else:
                yield from self._flat(tokens, position, end)
            position = end + 1

    def _contained(self, tokens: Sequence[Token], position: int, end: int) -> tuple[Paragraph | Table, ...]:
        token = tokens[position]
        first, last = token.map or [0, 0]
        self._attributes(token, (), first + 1)
        if last >= len(self.lines) or not self.lines[last].strip().startswith(":::"):
            self.say(rules.LANDSCAPE_NOT_CLOSED, first + 1, name=_container(token))
        inner: list[Paragraph | Table] = []
        position += 1
        while position < end:
            inner_end = _closing(tokens, position)
            if name := _container(tokens[position]):
                line = (tokens[position].map or [0])[0] + 1
                self.say(rules.LANDSCAPE_NESTED, line, name=name)
                inner.extend(self._contained(tokens, position, inner_end))
            else:
                inner.extend(self._flat(tokens, position, inner_end))
            position = inner_end + 1
        return tuple(inner)

    def _flat(self, tokens: Sequence[Token], position: int, end: int) -> Iterator[Paragraph | Table]:
        token = tokens[position]
        if token.type == "table_open":
            yield self._table(tokens[position : end + 1])
        elif token.type in ("paragraph_open", "heading_open"):
            yield self._paragraph(token, tokens[position + 1])
        else:  # no rule that is left on makes another kind of block
            raise AssertionError(f"unexpected Markdown block {token.type}")

    def _paragraph(self, token: Token, inline: Token) -> Paragraph:
        line = (token.map or [0])[0] + 1
        level = int(token.tag[1]) if token.type == "heading_open" else None
        if level and level > HEADING_LEVELS:
            self.say(rules.HEADING_LEVEL, line)
            level = HEADING_LEVELS
        attributes = self._attributes(token, ("class", "items", "id"), line)
        classes = attributes.get("class", "").split()
        page_break = PAGE_BREAK in classes
        return Paragraph(
            runs=tuple(_joined(self._pieces(inline, line))),
            level=level,
            style=self._one_class([name for name in classes if name != PAGE_BREAK], line),
            page_break=page_break,
            items=_keys(attributes),
            identifier=attributes.get("id"),
            line=line,
        )

    def _one_class(self, classes: Sequence[str], line: int) -> str | None:
        if len(classes) > 1:
            self.say(rules.CLASS_SEVERAL, line, classes=list(classes))
        return classes[0] if classes else None

    def _attributes(self, token: Token, allowed: Sequence[str], line: int) -> Mapping[str, str]:
        given = {name: str(value) for name, value in token.attrs.items()}
        refused = {**given, **token.meta.get("insecure_attrs", {})}
        for name in refused:
            if name not in allowed:
                self.say(rules.ATTRIBUTE_UNKNOWN, line, name=name, advice=_allowed_hint(allowed))
        return given

    def _table(self, tokens: Sequence[Token]) -> Table:
        line = (tokens[0].map or [0])[0] + 1
        attributes = self._attributes(tokens[0], ("class", "widths", "merge", "items", "id"), line)
        rows: list[tuple[Cell, ...]] = []
        cells: list[Cell] = []
        alignments: list[str | None] = []
        for position, token in enumerate(tokens):
            if token.type == "tr_open":
                cells = []
                row_line = (token.map or [0])[0]
            elif token.type in ("th_open", "td_open"):
                if token.type == "th_open":
                    alignments.append(str(token.attrs.get("style", "")).removeprefix("text-align:") or None)
                cells.append(Cell(runs=tuple(_joined(self._pieces(tokens[position + 1], row_line + 1, in_cell=True)))))
            elif token.type == "tr_close":
                self._check_row(row_line, len(cells))
                rows.append(tuple(cells))
        columns = len(rows[0])
        return Table(
            header=rows[0],
            rows=tuple(rows[1:]),
            alignments=tuple(alignments),
            style=self._one_class(attributes.get("class", "").split(), line),
            widths=self._widths(attributes.get("widths"), columns, line),
            merge=self._merge(attributes.get("merge"), columns, line),
            items=_keys(attributes),
            identifier=attributes.get("id"),
            line=line,
        )

    def _check_row(self, line: int, columns: int) -> None:
        from markdown_it.rules_block.table import escapedSplit

        parts = escapedSplit(self.lines[line].strip(" \t"))
        if parts and parts[0] == "":
            parts.pop(0)
        if parts and parts[-1] == "":
            parts.pop()
        if len(parts) != columns:
            row = _short(self.lines[line].strip())
            self.say(rules.TABLE_ROW_CELLS, line + 1, cells=len(parts), columns=columns, row=row)

    def _widths(self, value: str | None, columns: int, line: int) -> tuple[float, ...]:
        if value is None:
            return ()
        try:
            widths = tuple(float(part) for part in value.split())
        except ValueError:
            widths = ()
        if len(widths) != columns or not all(0 < width < 10_000 for width in widths):
            self.say(rules.TABLE_WIDTHS, line, value=_short(value), columns=columns)
            return ()
        return widths

    def _merge(self, value: str | None, columns: int, line: int) -> tuple[int, ...]:
        if value is None:
            return ()
        parts = value.split()
        numbers = tuple(int(part) for part in parts if re.fullmatch(r"[0-9]{1,4}", part))
        if len(numbers) != len(parts) or not all(1 <= number <= columns for number in numbers):
            self.say(rules.TABLE_MERGE, line, value=_short(value), columns=columns)
            return ()
        return tuple(dict.fromkeys(numbers))

    def _pieces(self, inline: Token, first_line: int, *, in_cell: bool = False) -> Iterator[Run]:
        styles: list[str | None] = [None]
        items: list[tuple[str, ...]] = [()]
        line, before, soft = first_line, "", False
        at_start = not in_cell  # a lone dash is a usual thing to find in a cell
        for token in inline.children or ():
            if token.type in ("text", "text_special"):
                content = token.content
                if not content:
                    continue
                if token.type == "text":
                    self._check_text(content, line, at_start, after_soft_break=soft)
                if soft and not (_is_wide(before) or _is_wide(content[0])):
                    content = f" {content}"
                yield Run(text=content, style=styles[-1], items=items[-1])
                before, soft, at_start = content[-1], False, False
            elif token.type == "softbreak":
                line, soft, at_start = line + 1, True, True
            elif token.type == "hardbreak":
                yield Run(text=LINE_BREAK, style=styles[-1], items=items[-1])
                line, before, soft, at_start = line if token.markup else line + 1, "", False, not in_cell
            elif token.nesting == 1:
                style, keys = self._span(token, line)
                if style and styles[-1]:
                    self.say(rules.SPAN_NESTED, line, inner=style, outer=styles[-1])
                styles.append(style or styles[-1])
                items.append((*items[-1], *keys))
            elif token.nesting == -1:
                styles.pop()
                items.pop()

    def _span(self, token: Token, line: int) -> tuple[str | None, tuple[str, ...]]:
        if token.type == "strong_open":
            return "strong", ()
        if token.type == "em_open":
            return "emphasis", ()
        attributes = self._attributes(token, ("class", "items"), line)
        return self._one_class(attributes.get("class", "").split(), line), _keys(attributes)

    def _check_text(self, text: str, line: int, at_start: bool, *, after_soft_break: bool) -> None:
        bare = text.lstrip()
        if at_start and (match := _FOREIGN_START.match(bare)):
            self.say(rules.MARKUP_UNSUPPORTED, line, mark=match[0].strip(), text=_short(bare))
        elif match := _LEFT_OVER.search(text):
            self.say(rules.MARKUP_LEFT_OVER, line, mark=match[0], text=_short(bare))
        if after_soft_break and _NUMBERED_START.match(bare):
            self.say(rules.PARAGRAPH_JOINED, line, text=_short(bare))


def _allowed_hint(allowed: Sequence[str]) -> str:
    if not allowed:
        return "请删去这个属性。"
    names = {"class": ".样式名", "items": 'items="条目编号"', "id": "#名称", "widths": "widths", "merge": "merge"}
    return f"这里可以写：{'、'.join(names[name] for name in allowed)}。"


def _keys(attributes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(attributes.get("items", "").split()))


def _container(token: Token) -> str:
    """Return the name of the container that a token opens; empty where it opens none."""
    return token.type[len("container_") : -len("_open")] if token.type.startswith("container_") else ""


def _closing(tokens: Sequence[Token], position: int) -> int:
    """Return the position of the token that closes the one at ``position``."""
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth <= 0:
            return index
    raise AssertionError("the parser leaves no block open")


def _is_wide(character: str) -> bool:
    return character != "" and unicodedata.east_asian_width(character) in "WFA"


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Join neighbours that differ in nothing; a line break stays alone."""
    kept: Run | None = None
    texts: list[str] = []
    for run in runs:
        same = kept is not None and (kept.style, kept.items) == (run.style, run.items)
        if kept is not None and same and LINE_BREAK not in (run.text, kept.text):
            texts.append(run.text)
            continue
        if kept is not None:
            yield Run(text="".join(texts), style=kept.style, items=kept.items)
        kept, texts = run, [run.text]
    if kept is not None:
        yield Run(text="".join(texts), style=kept.style, items=kept.items)
