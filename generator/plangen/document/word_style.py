"""What the writer takes from a Word document that gives its styles: style ids by name, fonts, page set-up."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plangen.document import rules
from plangen.document.style_source import StyleSource, is_landscape
from plangen.office.word_xml import W
from plangen.terms.findings import Finding, Location
from plangen.terms.resources import templates_folder
from plangen.terms.yaml_data import read_yaml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Data = Mapping[str, Any]

STYLE_DATA = "styles.yaml"
FALLBACK_STYLE = "Normal"

_LEAST_TEXT = 1440
"""Twips of text that a page must have room for in each direction: one inch."""

_A4 = {"w": 11906, "h": 16838, "top": 2098, "right": 1474, "bottom": 1984, "left": 1588}


def load_style_data() -> Data:
    """Return the content of templates/style/styles.yaml."""
    data: Data = read_yaml(templates_folder() / "style" / STYLE_DATA)
    return data


@dataclass(frozen=True, kw_only=True)
class Page:
    """One kind of page.

    Attributes:
        section: the prototype of ``w:sectPr``; copied for every section.
        text_width: width of the text in twips.
        text_height: height of the text in twips.
        width: of the sheet in twips.
        height: of the sheet in twips.
        top: from the upper edge of the sheet to the text in twips.
    """

    section: Element
    text_width: int
    text_height: int
    width: int
    height: int
    top: int


@dataclass(frozen=True, kw_only=True)
class WordStyle:
    """What a style document offers.

    Attributes:
        file: its name, for findings.
        ids: style id by kind (``paragraph``, ``character``, ``table``) and name in lower case.
        fonts: the font of Chinese characters by style id.
        sizes: the size of the characters in points by style id.
        indents: the attributes of ``w:ind`` by style id.
        portrait: upright page.
        landscape: landscape page.
        findings: what the document lacks and what stands in for it.
    """

    file: str
    ids: Mapping[tuple[str, str], str]
    fonts: Mapping[str, str]
    sizes: Mapping[str, float]
    indents: Mapping[str, Mapping[str, str]]
    portrait: Page
    landscape: Page
    findings: tuple[Finding, ...] = ()

    def style_id(self, kind: str, name: str) -> str | None:
        """Return the id of a style; Word does not tell upper from lower case in names of its own styles."""
        return self.ids.get((kind, name.lower()))


def read_word_style(source: StyleSource, file: str) -> WordStyle:
    """Read what the writer needs to know of a style document.

    Args:
        source: see :func:`plangen.document.style_source.open_style`.
        file: its name, for findings.

    Raises:
        FindingsError: it has no styles at all.
    """
    root = source.styles
    if root is None:
        raise rules.STYLE_UNREADABLE.error(Location(file=file), reason="里面没有样式")
    nodes = [node for node in root.iter(f"{W}style") if node.get(f"{W}styleId")]
    ids: dict[tuple[str, str], str] = {}
    for node in nodes:
        name = node.find(f"{W}name")
        if name is not None:
            key = (node.get(f"{W}type") or "paragraph", (name.get(f"{W}val") or "").lower())
            ids.setdefault(key, node.get(f"{W}styleId") or "")
    portrait, landscape, findings = _pages(source.sections, file)
    return WordStyle(
        file=file,
        ids=ids,
        fonts=_inherited(root, nodes, "rFonts", "eastAsia"),
        sizes={
            identifier: int(size) / 2
            for identifier, size in _inherited(root, nodes, "sz", "val").items()
            if size.isascii() and size.isdigit()
        },
        indents=_indents(nodes),
        portrait=portrait,
        landscape=landscape,
        findings=tuple(findings),
    )


def _inherited(root: Element, nodes: list[Element], path: str, attribute: str) -> dict[str, str]:
    """Return a property of the characters of every style, inherited ones too.

    A character style without the property leaves the paragraph's, so it is not among the keys.
    """
    own: dict[str, str] = {}
    parents: dict[str, str] = {}
    paragraphs: set[str] = set()
    default_style = ""
    for node in nodes:
        identifier = node.get(f"{W}styleId") or ""
        if node.get(f"{W}type", "paragraph") == "paragraph":
            paragraphs.add(identifier)
            if node.get(f"{W}default") in ("1", "true"):
                default_style = identifier
        found = node.find(f"{W}rPr/{W}{path}")
        if found is not None and (value := found.get(f"{W}{attribute}")):
            own[identifier] = value
        parent = node.find(f"{W}basedOn")
        if parent is not None:
            parents[identifier] = parent.get(f"{W}val") or ""
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}{path}")
    fallback = own.get(default_style) or (defaults.get(f"{W}{attribute}") if defaults is not None else None)
    values: dict[str, str] = {}
    for node in nodes:
        identifier = current = node.get(f"{W}styleId") or ""
        seen: set[str] = set()
        while current not in own and current in parents and current not in seen:
            seen.add(current)
            current = parents[current]
        value = own.get(current) or (fallback if identifier in paragraphs else None)
        if value:
            values[identifier] = value
    return values


def _indents(nodes: Iterable[Element]) -> dict[str, dict[str, str]]:
    """Return the indents of every style, with what it does not say itself from the style that it is based on."""
    own: dict[str, dict[str, str]] = {}
    based: dict[str, str] = {}
    for node in nodes:
        identifier = node.get(f"{W}styleId") or ""
        indent, parent = node.find(f"{W}pPr/{W}ind"), node.find(f"{W}basedOn")
        own[identifier] = {} if indent is None else {str(name): str(value) for name, value in indent.items()}
        based[identifier] = "" if parent is None else parent.get(f"{W}val") or ""
    whole: dict[str, dict[str, str]] = {}
    for identifier in own:
        chain: list[str] = []
        current = identifier
        while current in own and current not in chain:
            chain.append(current)
            current = based[current]
        whole[identifier] = {name: value for one in reversed(chain) for name, value in own[one].items()}
    return whole


def _pages(given: Iterable[Element], file: str) -> tuple[Page, Page, list[Finding]]:
    sections = [section for section in given if _has_room(section)]
    upright = next((node for node in sections if not is_landscape(node)), None)
    turned = next((node for node in sections if is_landscape(node)), None)
    location = Location(file=file)
    findings: list[Finding] = []
    if upright is None:
        findings.append(rules.STYLE_PAGE.found(location, page="竖排页", instead="按 A4 国标版心排"))
        upright = _plain_section()
    if turned is None:
        instead = "横排页按竖排页转90度排，页码在横排页的下方"
        findings.append(rules.STYLE_PAGE.found(location, page="横排页", instead=instead))
        turned = _turned(upright)
    return _page(upright), _page(turned), findings


def _has_room(section: Element) -> bool:
    """Return whether a section's pages have a size and margins that leave room for text."""
    if section.find(f"{W}pgSz") is None or section.find(f"{W}pgMar") is None:
        return False
    page = _page(section)
    return page.text_width >= _LEAST_TEXT and page.text_height >= _LEAST_TEXT


def _plain_section() -> Element:
    from lxml import etree

    section = etree.Element(f"{W}sectPr")
    etree.SubElement(section, f"{W}pgSz", {f"{W}{key}": str(_A4[key]) for key in ("w", "h")})
    margins = {f"{W}{key}": str(_A4[key]) for key in ("top", "right", "bottom", "left")}
    etree.SubElement(section, f"{W}pgMar", {**margins, f"{W}header": "851", f"{W}footer": "1417", f"{W}gutter": "0"})
    return section


def _turned(section: Element) -> Element:
    turned = copy.deepcopy(section)
    size, margins = turned.find(f"{W}pgSz"), turned.find(f"{W}pgMar")
    if size is not None:
        width, height = size.get(f"{W}w"), size.get(f"{W}h")
        for key, value in (("w", height), ("h", width), ("orient", "landscape")):
            if value is not None:
                size.set(f"{W}{key}", value)
    if margins is not None:
        edges = {edge: margins.get(f"{W}{edge}") for edge in ("top", "right", "bottom", "left")}
        for edge, source in (("top", "left"), ("right", "top"), ("bottom", "right"), ("left", "bottom")):
            if (value := edges[source]) is not None:
                margins.set(f"{W}{edge}", value)
    return turned


def _page(section: Element) -> Page:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    return Page(
        section=section,
        text_width=_twips(size, "w") - _twips(margins, "left") - _twips(margins, "right") - _twips(margins, "gutter"),
        # a negative margin means that the header may overlap
        text_height=_twips(size, "h") - abs(_twips(margins, "top")) - abs(_twips(margins, "bottom")),
        width=_twips(size, "w"),
        height=_twips(size, "h"),
        top=abs(_twips(margins, "top")),
    )


def _twips(node: Element | None, name: str) -> int:
    """Return a measure; the style document's numbers were checked when it was opened."""
    return int(node.get(f"{W}{name}") or 0) if node is not None else 0
