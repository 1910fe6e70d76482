"""Writes text into paragraphs of a Word file: styles by class, bookmarks around items, fonts for Chinese signs."""

from __future__ import annotations

import difflib
import itertools
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from plangen.document import rules
from plangen.document.blocks import LINE_BREAK, Paragraph, Run
from plangen.document.markdown import MARKDOWN_NAME
from plangen.document.word_style import FALLBACK_STYLE, Data, WordStyle
from plangen.office.bookmarks import BookmarkRegister, text_key
from plangen.office.word_xml import W
from plangen.terms.findings import Finding, Location
from plangen.terms.text import without_controls

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

P, PPR, PSTYLE, RUN, RPR, RSTYLE, TEXT = (f"{W}{tag}" for tag in ("p", "pPr", "pStyle", "r", "rPr", "rStyle", "t"))
VAL = f"{W}val"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Characters that Word and LibreOffice take for Latin ones unless their font is named: “ ” ‘ ’ — … · ℃ ① and the like.
# Set in Times New Roman they would be half as wide and look foreign.
_EAST_ASIAN = re.compile(
    "([\u00a7\u00b0\u00b1\u00b7\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u2103\u2109\u2116\u2121\u2150-\u218b"
    "\u2190-\u22ff\u2460-\u24ff\u2500-\u266f]+)"
)
_TAB = re.compile("(\t)")
_NARROWEST = 50  # per cent; narrower characters cannot be read
_HANGING = "。，、；：！？）》”’"
_STAND_INS = {"paragraph": "“正文”", "character": "普通文字", "table": "细线表格"}


@dataclass
class TextWriter:
    """Writes text, and keeps what a whole document shares: bookmarks, numbers, findings.

    Attributes:
        style: ids and fonts of the style document.
        classes: styles.yaml's names of styles by class.
        register: every bookmark.
        findings: unknown classes and missing styles, each once.
        numbers: ids of bookmarks and drawings.
    """

    style: WordStyle
    classes: Data
    register: BookmarkRegister = field(default_factory=BookmarkRegister)
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def content(self, parent: Element, runs: Sequence[Run], style_id: str, prefix: str, keys: Sequence[str]) -> None:
        """Write runs, bookmarks around the whole for ``keys`` and around parts for what the runs name.

        Args:
            parent: the paragraph.
            runs: its text.
            style_id: its style.
            prefix: kind of the bookmarks around the whole.
            keys: what they stand for.
        """
        whole = [self._open_bookmark(parent, prefix, key) for key in dict.fromkeys(keys)]
        inner = "pgr" if prefix in ("pgr", "pghr") else "pg"
        open_keys: dict[str, str] = {}
        runs, hanging = _without_hanging(runs) if whole else (runs, None)
        for run in runs:
            for key in [key for key in open_keys if key not in run.items]:
                _close_bookmark(parent, open_keys.pop(key))
            for key in run.items:
                if key not in open_keys:
                    open_keys[key] = self._open_bookmark(parent, inner, key)
            self._run(parent, run, style_id)
        for number in (*open_keys.values(), *whole):
            _close_bookmark(parent, number)
        if hanging:
            self._run(parent, hanging, style_id)

    def _open_bookmark(self, parent: Element, prefix: str, key: str) -> str:
        number = str(next(self.numbers))
        start = etree.SubElement(parent, f"{W}bookmarkStart")
        start.set(f"{W}id", number)
        start.set(f"{W}name", self.register.take(prefix, key))
        return number

    def _run(self, parent: Element, run: Run, style_id: str) -> None:
        character_id = None
        if run.style:
            character_id = self.style_id("character", self.class_style("character", run.style, None))
        if run.text == LINE_BREAK:
            etree.SubElement(etree.SubElement(parent, RUN), f"{W}br")
            return
        text = without_controls(run.text).replace(LINE_BREAK, " ")
        for part in _TAB.split(text) if "\t" in text else (text,):
            if part == "\t":
                etree.SubElement(etree.SubElement(parent, RUN), f"{W}tab")
                continue
            for position, piece in enumerate(_EAST_ASIAN.split(part)):
                if piece:
                    self._text(parent, piece, style_id, character_id, east_asian=position % 2 == 1)

    def _text(self, parent: Element, text: str, style_id: str, character_id: str | None, *, east_asian: bool) -> None:
        node = etree.SubElement(parent, RUN)
        if character_id or east_asian:
            properties = etree.SubElement(node, RPR)
            if character_id:
                etree.SubElement(properties, RSTYLE).set(VAL, character_id)
            if east_asian:
                fonts = etree.SubElement(properties, f"{W}rFonts")
                fonts.set(f"{W}hint", "eastAsia")  # enough for Word; LibreOffice needs the name
                name = self.style.fonts.get(character_id or "") or self.style.fonts.get(style_id)
                if name:
                    for slot in ("ascii", "hAnsi", "eastAsia"):
                        fonts.set(f"{W}{slot}", name)
        content = etree.SubElement(node, TEXT)
        content.text = text
        if text[0].isspace() or text[-1].isspace() or "  " in text:
            content.set(_XML_SPACE, "preserve")

    def paragraph_style(self, block: Paragraph) -> str:
        """Return the id of a paragraph's or heading's style."""
        if block.level:
            if block.style:
                self.unknown_class(block.style, (), block.line, "标题")
            names = self.classes["heading"]
            return self.style_id("paragraph", names[min(block.level, len(names)) - 1])
        return self.style_id("paragraph", self.class_style("paragraph", block.style or "body", block.line))

    def class_style(self, kind: str, name: str, line: int | None) -> str:
        """Return the name of the style that a class stands for; body text stands in for an unknown class."""
        known: Mapping[str, Any] = self.classes[kind]
        if name in known:
            return str(known[name])
        self.unknown_class(name, known, line, "段落" if kind == "paragraph" else "文字")
        return str(self.classes["paragraph"]["body"]) if kind == "paragraph" else ""

    def unknown_class(self, name: str, known: Mapping[str, Any] | Sequence[str], line: int | None, what: str) -> None:
        """Record that a class is not in styles.yaml."""
        near = difflib.get_close_matches(name, list(known), 1)
        hint = f"是不是“.{near[0]}”？" if near else ""
        listed = "、".join(f".{entry}" for entry in known)
        hint += f"可用的有：{listed}。" if listed else "这里不能指定样式。"
        location = Location(file=MARKDOWN_NAME, line=line)
        finding = rules.CLASS_UNKNOWN.found(location, what=what, name=name, advice=hint)
        self.findings.setdefault(("class", f"{what}{name}"), finding)

    def style_id(self, kind: str, name: str) -> str:
        """Return a style's id; that of body text where it is missing, nothing where that is missing too."""
        identifier = self.style.style_id(kind, name)
        if identifier is None and name:
            location = Location(file=self.style.file)
            finding = rules.STYLE_MISSING.found(location, name=name, instead=_STAND_INS[kind])
            self.findings.setdefault(("style", name), finding)
        if identifier is None and kind == "paragraph":
            identifier = self.style.style_id(kind, FALLBACK_STYLE)
        return identifier or ""


def new_paragraph(style_id: str) -> tuple[Element, Element]:
    """Return a paragraph of a style, and its properties."""
    paragraph = etree.Element(P)
    properties = etree.SubElement(paragraph, PPR)
    if style_id:
        etree.SubElement(properties, PSTYLE).set(VAL, style_id)
    return paragraph, properties


def properties_of(paragraph: Element) -> Element:
    """Return a paragraph's properties; it gets them where it has none."""
    properties = paragraph.find(PPR)
    if properties is None:
        properties = etree.Element(PPR)
        paragraph.insert(0, properties)
    return properties


def split_at_breaks(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs of each line of a text."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == LINE_BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def tiny_paragraph() -> Element:
    """Return a paragraph that takes no room, for places where Word wants one."""
    paragraph = etree.Element(P)
    properties = etree.SubElement(paragraph, PPR)
    etree.SubElement(properties, f"{W}snapToGrid").set(VAL, "0")
    spacing = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
    etree.SubElement(properties, f"{W}spacing", {f"{W}{key}": value for key, value in spacing.items()})
    run_properties = etree.SubElement(properties, RPR)
    etree.SubElement(run_properties, f"{W}sz").set(VAL, "2")
    etree.SubElement(run_properties, f"{W}szCs").set(VAL, "2")
    return paragraph


def border(weight: int) -> dict[str, str]:
    """Return the attributes of a border; the weight is in eighths of a point."""
    values = {"val": "single", "sz": str(weight), "space": "0", "color": "auto"}
    return {f"{W}{key}": value for key, value in values.items()}


def narrow(paragraph: Element, text: str, size: float, width: float) -> None:
    """Make characters narrower, as printers do, where a line would not fit; a far too long one is left to wrap.

    Args:
        paragraph: the paragraph.
        text: its text.
        size: of its characters, in points.
        width: what there is room for, in twips.
    """
    longest = max(width_of(line) for line in text.split(LINE_BREAK)) * size * 20
    percent = math.floor(width / longest * 100) if longest else 100
    if not _NARROWEST <= percent < 100:
        return
    for run in paragraph.iter(RUN):
        properties = run.find(RPR)
        if properties is None:
            properties = etree.Element(RPR)
            run.insert(0, properties)
        etree.SubElement(properties, f"{W}w").set(VAL, str(percent))


def width_of(text: str) -> float:
    """Return the width of a text in Chinese characters."""
    return sum(map(_width_of_character, text))


@cache
def _width_of_character(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def marks_of(runs: Sequence[Run], prefix: str, keys: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the kind and the keys of the bookmarks around a whole paragraph.

    A paragraph that no item stands for, as a whole or in part, is known by its words.
    """
    text = "".join(run.text for run in runs)
    if keys or any(run.items for run in runs) or not text.strip():
        return prefix, keys
    return "pgh", (text_key(text),)


def _without_hanging(runs: Sequence[Run]) -> tuple[Sequence[Run], Run | None]:
    """Split off the punctuation mark that ends a paragraph.

    A bookmark that ends behind a mark that hangs over the margin makes LibreOffice add an empty line.
    """
    if not runs or runs[-1].text[-1:] not in tuple(_HANGING) or runs[-1].items:
        return runs, None
    last = runs[-1]
    if len(last.text) == 1:
        return (runs[:-1], last) if len(runs) > 1 else (runs, None)
    return [*runs[:-1], replace(last, text=last.text[:-1])], replace(last, text=last.text[-1])


def _close_bookmark(parent: Element, number: str) -> None:
    etree.SubElement(parent, f"{W}bookmarkEnd").set(f"{W}id", number)
