"""A planner's style document, opened: a package that holds what gives a draft its looks, and nothing else.

The file may come from a stranger.  Nothing of it is handed on as it is: its parts are parsed with plangen's own safe
parser, go through the list of what is allowed (:mod:`plangen.document.word_grammar`), and are put into a new package
whose names, types and relationships are plangen's.  What is left out is said.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.document import rules
from plangen.document.style_references import StyleReferences
from plangen.document.word_grammar import R, Sieve, short_name
from plangen.office.docx_package import parse_xml, read_parts
from plangen.office.limits import MOST_FILE_BYTES
from plangen.office.word_xml import W
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.resources import templates_folder

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAXIMUM_PART_BYTES = 4_000_000
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TAKEN = {"styles": "styles", "settings": "settings", "fontTable": "fonts", "numbering": "numbering"}
"""Kinds of parts that are taken whole, and the root of each."""
_STORIES = {"headerReference": ("header", "hdr"), "footerReference": ("footer", "ftr")}
_QUOTES = {"fontTable": '"', "theme": '"'}
"""How the declarations of these parts have always been written; the same plan gives the same bytes as before."""
_MACROS = ("vba", "macro")
_LONGEST_FONT = 100


@dataclass(frozen=True, kw_only=True)
class _Relationship:
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, kw_only=True)
class StyleSource:
    """What a style document gives a draft.

    Attributes:
        sections: the first upright and the first turned section, as far as there are.
        styles: the root of its styles.
        parts: the parts that are taken over, by name under word/.
        related: relationships of the draft's text to these parts: id to kind and name.
        findings: what was left out.
    """

    sections: tuple[Element, ...]
    styles: Element | None
    parts: Mapping[str, bytes]
    related: Mapping[str, tuple[str, str]]
    findings: tuple[Finding, ...]


def open_style(path: Path) -> StyleSource:
    """Read a Word document that gives its styles.

    Args:
        path: the file.

    Returns:
        its styles, numbering, fonts, settings, pages, headers and footers, and what was left out.

    Raises:
        FindingsError: it is missing, no Word document (.docx), damaged, a template (.dotx), or has macros (.docm).
    """
    location = Location(file=str(path))
    try:
        if not path.is_file():
            raise ValueError("no file")
        with path.open("rb") as stream:
            return _opened(stream.read(MOST_FILE_BYTES + 1), location)
    except OSError as error:
        raise rules.STYLE_UNREADABLE.error(location, reason=error.strerror or error) from error
    except ValueError as error:
        raise rules.STYLE_UNREADABLE.error(location, reason="不是完好的 Word 文档（.docx）") from error


@lru_cache(maxsize=1)
def _opened(content: bytes, location: Location) -> StyleSource:
    """Return what a style document gives; the document and its further annexes, and those of all counties, have one."""
    source = _Source(read_parts(content))
    if source.has_macros:
        raise rules.STYLE_MACROS.error(location)
    if "template" in source.main_type:
        raise rules.STYLE_TEMPLATE.error(location)
    return _Rebuilt(source).result(location)


class _Source:
    """The stranger's package: its parts, what types it gives them, and how they hang together.

    Raises:
        ValueError: it is no Word document.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self.types = self._content_types()
        top = self.relationships("").values()
        self.main = next((one.target for one in top if one.kind == "officeDocument" and not one.external), "")
        self.main_type = self.types.get(self.main, "")
        if "wordprocessingml" not in self.main_type and "ms-word" not in self.main_type:
            raise ValueError("no Word document")

    @property
    def has_macros(self) -> bool:
        """Whether there are macros, under whatever name."""
        related = [name for name in self.parts if name.endswith(".rels")]
        kinds = [one.kind for name in related for one in self._read_relationships(name).values()]
        return any(word in text.lower() for text in (*kinds, *self.parts, *self.types.values()) for word in _MACROS)

    def root(self, name: str) -> Element:
        """Return a part's XML.

        Raises:
            ValueError: it is not there, too large, or no sound XML.
        """
        if len(self.parts.get(name, b"")) > MAXIMUM_PART_BYTES:
            raise ValueError(f"part {name!r} is too large")
        root: Element = parse_xml(self.parts.get(name, b""))
        return root

    def relationships(self, name: str) -> dict[str, _Relationship]:
        """Return a part's relationships by id; those of the package itself for an empty name."""
        folder, _, file = name.rpartition("/")
        return self._read_relationships("/".join(piece for piece in (folder, "_rels", f"{file}.rels") if piece))

    def _read_relationships(self, name: str) -> dict[str, _Relationship]:
        if name not in self.parts:
            return {}
        folder = posixpath.dirname(posixpath.dirname(name))
        found = {}
        for node in self.root(name):
            target = node.get("Target") or ""
            external = node.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (node.get("Type") or "").rpartition("/")[2]
            found[node.get("Id") or ""] = _Relationship(kind=kind, target=target, external=external)
        return found

    def _content_types(self) -> dict[str, str]:
        root = self.root("[Content_Types].xml")
        types = {node.get("Extension", "").lower(): node.get("ContentType", "") for node in root}
        own = {node.get("PartName", "").lstrip("/"): node.get("ContentType", "") for node in root}
        return {name: own.get(name) or types.get(name.rpartition(".")[2].lower(), "") for name in self.parts}


class _Rebuilt:
    """The new package, and what did not get into it.

    Raises:
        ValueError: a part that is needed is damaged.
    """

    def __init__(self, source: _Source) -> None:
        self.source = source
        self.sieve = Sieve()
        self.links: dict[str, None] = {}
        self.roots: dict[str, Element] = {}
        self.kinds: dict[str, str] = {}
        self.related: dict[str, tuple[str, str]] = {}
        self._take_looks()
        self.sections = tuple(self._sections())
        drawings = [node for root in self.roots.values() for node in root.iter(f"{_WP}docPr")]
        for number, node in enumerate(drawings, 1):  # ids of drawings are unique in a document; ours begin at 1,000
            node.set("id", str(number))
        StyleReferences(self.roots, self.sieve).mend()

    def _take_looks(self) -> None:
        """Take the parts that are taken whole, each of the first relationship of its kind."""
        for identifier, one in self.source.relationships(self.source.main).items():
            if one.kind not in (*_TAKEN, "theme", "header", "footer", "hyperlink"):
                self.sieve.leave_out(one.kind)
            elif one.external or one.kind not in (*_TAKEN, "theme") or one.kind in self.kinds.values():
                continue
            elif one.kind == "theme":
                self._add(identifier, "theme/theme1.xml", one.kind, _theme(self.source.root(one.target)))
            else:
                root = self._rooted(one.target, _TAKEN[one.kind])
                self._add(identifier, f"{one.kind}.xml", one.kind, self.sieve.clean(root))
        for one in self.source.relationships("").values():
            if one.kind != "officeDocument":
                self.sieve.leave_out(one.kind)

    def _rooted(self, part: str, name: str) -> Element:
        root = self.source.root(part)
        if root.tag != f"{W}{name}":
            raise ValueError(f"part {part!r} is no {name}")
        for one in self.source.relationships(part).values():
            if one.external and one.kind != "attachedTemplate":
                self.links[one.target] = None
            else:
                self.sieve.leave_out(one.kind)
        return root

    def _add(self, identifier: str, name: str, kind: str, root: Element) -> None:
        self.roots[name] = root
        self.kinds[name] = kind
        self.related[identifier] = (kind, name)

    def _sections(self) -> Iterator[Element]:
        """Yield the first upright and the first turned section, each with its headers and footers."""
        root = self.source.root(self.source.main)
        if root.tag != f"{W}document":
            raise ValueError("another kind of Word document")
        sections = list(root.iter(f"{W}sectPr"))
        for turned in (False, True):
            section = next((one for one in sections if is_landscape(one) is turned), None)
            if section is not None:
                yield self._section(copy.deepcopy(section))

    def _section(self, section: Element) -> Element:
        relationships = self.source.relationships(self.source.main)
        for node in list(section):
            kind, name = _STORIES.get(short_name(node.tag), ("", ""))
            if not kind:
                continue
            identifier = node.get(f"{R}id") or ""
            one = relationships.get(identifier)
            if one is None or one.external or one.kind != kind:
                section.remove(node)
            elif identifier not in self.related:
                number = sum(known == kind for known in self.kinds.values()) + 1
                self._add(identifier, f"{kind}{number}.xml", kind, self._story(one.target, name))
        return self.sieve.clean(section)

    def _story(self, part: str, name: str) -> Element:
        from lxml import etree

        root = self._rooted(part, name)
        self.sieve.clean_fields(root)
        self.sieve.clean(root)
        if not len(root):
            etree.SubElement(root, f"{W}p")
        return root

    def result(self, location: Location) -> StyleSource:
        """Return what was taken."""
        order = self.source.relationships(self.source.main)
        return StyleSource(
            sections=self.sections,
            styles=self.roots.get("styles.xml"),
            parts={name: part_xml(root, _QUOTES.get(self.kinds[name], "'")) for name, root in self.roots.items()},
            related={identifier: self.related[identifier] for identifier in order if identifier in self.related},
            findings=tuple(self._findings(location)),
        )

    def _findings(self, location: Location) -> Iterator[Finding]:
        """Yield what was left out."""
        for target in self.links:
            yield rules.STYLE_LINK.found(location, target=target)
        harmless = self.sieve.grammar.harmless
        if named := [name for name in self.sieve.dropped if name not in harmless]:
            yield rules.STYLE_DROPPED.found(location, names=named)
        if named := [name for name in self.sieve.dropped if name in harmless]:
            yield rules.STYLE_DROPPED.found(location, severity=Severity.INFO, names=named)
        if self.sieve.odd:
            yield rules.STYLE_VALUES.found(location, values=list(self.sieve.odd))


def is_landscape(section: Element) -> bool:
    """Return whether a section's pages are turned."""
    size = section.find(f"{W}pgSz")
    return size is not None and size.get(f"{W}orient") == "landscape"


def part_xml(root: Element, quote: str = "'") -> bytes:
    """Return the bytes of a part.

    Args:
        root: its root.
        quote: the quotation mark of the XML declaration.
    """
    from lxml import etree

    declaration = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n".replace("'", quote)
    return declaration.encode("ascii") + etree.tostring(root, encoding="UTF-8")


def _theme(source: Element) -> Element:
    """Return our own theme with the fonts and colours of another."""
    from lxml import etree

    shipped = read_parts((templates_folder() / "style" / "gongwen.docx").read_bytes())
    theme: Element = parse_xml(shipped["word/theme/theme1.xml"])
    for name in ("majorFont", "minorFont"):
        ours, theirs = theme.find(f".//{_A}{name}"), source.find(f".//{_A}{name}")
        if ours is None or theirs is None:
            continue
        fonts = [node for node in theirs if short_name(node.tag) in ("a:latin", "a:ea", "a:cs", "a:font")]
        if [short_name(node.tag) for node in fonts[:3]] != ["a:latin", "a:ea", "a:cs"]:
            continue
        ours[:] = []
        for node in fonts:
            kept = {key: (node.get(key) or "")[:_LONGEST_FONT] for key in ("script", "typeface") if key in node.attrib}
            etree.SubElement(ours, node.tag, kept)
    for ours in theme.iterfind(f".//{_A}clrScheme/*"):
        colour = source.find(f".//{_A}clrScheme/{ours.tag}/*")
        value = colour.get("lastClr") or colour.get("val") if colour is not None else None
        if value and re.fullmatch("[0-9A-Fa-f]{6}", value):
            ours[0].set("val", value)
    return theme
