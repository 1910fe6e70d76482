"""What the writer takes from a Word document that gives its styles: style ids by name, fonts, page set-up."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plangen.office.word_xml import W
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.resources import templates_folder
from plangen.terms.yaml_data import parse_yaml

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from lxml.etree import _Element as Element

Data = Mapping[str, Any]

STYLE_DATA = "styles.yaml"
FALLBACK_STYLE = "Normal"

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_A4 = {"w": 11906, "h": 16838, "top": 2098, "right": 1474, "bottom": 1984, "left": 1588}


def load_style_data() -> Data:
    """Return the content of templates/style/styles.yaml."""
    data: Data = parse_yaml((templates_folder() / "style" / STYLE_DATA).read_text("utf-8-sig"))
    return data


@dataclass(frozen=True, kw_only=True)
class Page:
    """One kind of page.

    Attributes:
        section: the prototype of ``w:sectPr``; copied for every section.
        text_width: width of the text in twips.
        text_height: height of the text in twips.
    """

    section: Element
    text_width: int
    text_height: int


@dataclass(frozen=True, kw_only=True)
class WordStyle:
    """What a style document offers.

    Attributes:
        file: its name, for findings.
        ids: style id by kind (``paragraph``, ``character``, ``table``) and name in lower case.
        fonts: the font of Chinese characters by style id.
        sizes: the size of the characters in points by style id.
        portrait: upright page.
        landscape: landscape page.
        findings: what the document lacks and what stands in for it.
    """

    file: str
    ids: Mapping[tuple[str, str], str]
    fonts: Mapping[str, str]
    sizes: Mapping[str, float]
    portrait: Page
    landscape: Page
    findings: tuple[Finding, ...] = ()

    def style_id(self, kind: str, name: str) -> str | None:
        """Return the id of a style; Word does not tell upper from lower case in names of its own styles."""
        return self.ids.get((kind, name.lower()))


def read_word_style(package: OpcPackage, file: str) -> WordStyle:
    """Read a style document that is open.

    Args:
        package: see :func:`plangen.office.docx_package.open_style`.
        file: its name, for findings.

    Raises:
        FindingsError: it has no styles at all.
    """
    document = package.main_document_part
    styles = next((rel.target_part for rel in document.rels.values() if rel.reltype.endswith("/styles")), None)
    root = getattr(styles, "element", None)
    if root is None:
        raise FindingsError(
            [
                _finding(
                    "style-unreadable",
                    Severity.ERROR,
                    "样式文件里没有样式。",
                    file,
                    "请换用 Word 或 WPS 保存的 .docx 文档。",
                )
            ]
        )
    nodes = [node for node in root.iter(f"{W}style") if node.get(f"{W}styleId")]
    ids: dict[tuple[str, str], str] = {}
    for node in nodes:
        name = node.find(f"{W}name")
        if name is not None:
            key = (node.get(f"{W}type") or "paragraph", (name.get(f"{W}val") or "").lower())
            ids.setdefault(key, node.get(f"{W}styleId"))
    portrait, landscape, findings = _pages(document.element, file)
    return WordStyle(
        file=file,
        ids=ids,
        fonts=_inherited(root, nodes, "rFonts", "eastAsia"),
        sizes={
            identifier: int(size) / 2
            for identifier, size in _inherited(root, nodes, "sz", "val").items()
            if size.isascii() and size.isdigit()
        },
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


def _pages(document: Element, file: str) -> tuple[Page, Page, list[Finding]]:
    sections = list(document.iter(f"{W}sectPr"))
    upright = next((node for node in sections if not _is_landscape(node)), None)
    turned = next((node for node in sections if _is_landscape(node)), None)
    findings: list[Finding] = []
    if upright is None:
        findings.append(
            _finding(
                "style-page", Severity.WARNING, "样式文件里没有竖排页，按 A4 国标版心排。", file, "请从原样式文件改起。"
            )
        )
        upright = _plain_section()
    if turned is None:
        message = "样式文件里没有横排页，横排页按竖排页转90度排，页码在横排页的下方。"
        findings.append(
            _finding("style-page", Severity.WARNING, message, file, "请从原样式文件改起，保留后半部分的横排页。")
        )
        turned = _turned(upright)
    return _page(upright), _page(turned), findings


def _is_landscape(section: Element) -> bool:
    size = section.find(f"{W}pgSz")
    return size is not None and size.get(f"{W}orient") == "landscape"


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
    landscape = _is_landscape(section)
    width = _twips(size, "w", _A4["h" if landscape else "w"])
    height = _twips(size, "h", _A4["w" if landscape else "h"])
    edges = {edge: _twips(margins, edge, _A4[edge]) for edge in ("top", "right", "bottom", "left")}
    return Page(
        section=section,
        text_width=max(width - edges["left"] - edges["right"] - _twips(margins, "gutter", 0), 1440),
        text_height=max(height - edges["top"] - edges["bottom"], 1440),
    )


def _twips(node: Element | None, name: str, fallback: int) -> int:
    value = node.get(f"{W}{name}") if node is not None else None
    try:
        # Word allows up to 22 inches; a negative margin means that the header may overlap
        return min(abs(int(str(value))), 31_680)
    except ValueError:
        return fallback


def _finding(code: str, severity: Severity, message: str, file: str, hint: str) -> Finding:
    return Finding(code=code, severity=severity, message=message, location=Location(file=file), hint=hint)
