"""The base (底稿) of a Word file: the text that it was rendered from, which it carries along while people edit it.

It stands in a custom XML part, which Word, WPS and LibreOffice keep when they save .docx, and in a file beside the
document, for programs that drop the part (a way over .odt does).  A digest over it stands in the part and among the
document's properties, so that a base which was cut off or changed is never taken for what was rendered.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from plangen.office import rules
from plangen.office.docx_package import (
    CUSTOM_CONTENT_TYPE,
    CUSTOM_NAMESPACE,
    CUSTOM_PART,
    CUSTOM_RELATIONSHIP,
    custom_properties_xml,
    parse_xml,
    read_parts,
    read_properties,
)
from plangen.office.limits import DocumentError
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.text import without_controls

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BASE_PROPERTY = "plangen.base"
"""Custom property with the digest of the base."""

MOST_BASE_BYTES = 4 * 1024 * 1024
"""Longest text, in UTF-8, that a document carries along; 71 pages of a real plan have a tenth of a million."""

FOLDER, ENDING = ".plangen", ".底稿.xml"
"""Where the base stands once more: ``output/永和县.docx`` -> ``output/.plangen/永和县.docx.底稿.xml``."""

_NAMESPACE = "urn:plangen:base"
_MOST_PART_BYTES = 2 * MOST_BASE_BYTES
_MOST_BESIDE = 200
_NOT_IN_XML = re.compile("[\x0b\x0c]")
_PART = re.compile(r"customXml/item([0-9]+)\.xml", re.IGNORECASE)
_TYPES_PART = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_ITEM_ID = "{8E2C6F0A-4B1D-4F63-9A57-0D3C1B7E5A42}"


@dataclass(frozen=True, kw_only=True)
class Base:
    """What a document was rendered from.

    Attributes:
        text: the composed Markdown; it has the keys of items, the rows of tables and the sources.
        spec: fingerprint of the spec and of the parents' items.
        version: version of the program.
        identity: the custom properties by which the document is known (``plangen.document``, ``plangen.department``).
        parents: what the parents said then, as :mod:`plangen.document.past` writes and reads it; empty in documents of
            versions that did not keep it, and where it was too long.
    """

    text: str
    spec: str
    version: str
    identity: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    parents: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over all of it."""
        content = [self.text, self.spec, self.version, sorted(self.identity.items())]
        content += [self.parents] if self.parents else []
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def fits(self) -> bool:
        """Whether it is short enough to be carried along."""
        return len((self.text + self.parents).encode("utf-8", "surrogatepass")) <= MOST_BASE_BYTES

    def as_xml(self) -> bytes:
        """Return the base as the part, and as the file beside the document."""
        from lxml import etree

        namespaces: Any = {None: _NAMESPACE}
        root = etree.Element(f"{{{_NAMESPACE}}}base", nsmap=namespaces)
        clean = replace(self, text=carried(self.text), parents=carried(self.parents))
        known = {"spec": clean.spec, "version": clean.version, "characters": str(len(clean.text))}
        for name, value in (known | {"sha256": clean.digest}).items():
            root.set(name, value)
        for name, value in sorted(self.identity.items()):
            node = etree.SubElement(root, f"{{{_NAMESPACE}}}known")
            node.set("name", name)
            node.text = value
        for tag, content in (("text", clean.text), ("parents", clean.parents)):
            if content or tag == "text":
                etree.SubElement(root, f"{{{_NAMESPACE}}}{tag}").text = content
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def carried(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return without_controls(_NOT_IN_XML.sub(" ", text))


class BaseState(StrEnum):
    """How a document stands to its base."""

    FOUND = "found"
    BESIDE = "beside"
    ABSENT = "absent"
    MISSING = "missing"
    TRUNCATED = "truncated"
    TAMPERED = "tampered"


_FINDINGS = {
    BaseState.BESIDE: rules.BASE_BESIDE,
    BaseState.ABSENT: rules.BASE_ABSENT,
    BaseState.MISSING: rules.BASE_MISSING,
    BaseState.TRUNCATED: rules.BASE_TRUNCATED,
    BaseState.TAMPERED: rules.BASE_TAMPERED,
}


@dataclass(frozen=True, kw_only=True)
class ReadBase:
    """What was found of a document's base.

    Attributes:
        base: the base; None where there is none that can be trusted.
        state: ``FOUND`` in the document, ``BESIDE`` it; ``ABSENT`` where it never had one (another program's document,
            or one of a version that wrote none), ``MISSING`` where its properties say that it had one, ``TRUNCATED``
            and ``TAMPERED`` where what is there is not what was written.
    """

    base: Base | None
    state: BaseState

    def finding(self, location: Location, *, severity: Severity | None = None) -> Finding | None:
        """Return what there is to say about it; None where it stands in the document, as it should.

        Args:
            location: the document.
            severity: where it weighs more than usual, because nothing can be done without the base.
        """
        rule = _FINDINGS.get(self.state)
        return rule.found(location, severity=severity) if rule else None


def read_base(parts: Mapping[str, bytes]) -> ReadBase:
    """Return the base that a Word file carries.

    Args:
        parts: contents by name.

    Raises:
        DocumentError: the document's properties are no XML.
    """
    stated = read_properties(parts).get(BASE_PROPERTY)
    found = [content for name, content in parts.items() if _PART.fullmatch(name) and _is_ours(content)]
    if not found:
        return ReadBase(base=None, state=BaseState.MISSING if stated else BaseState.ABSENT)
    read = read_base_xml(found[0])
    if len(found) > 1 or (read.base is not None and stated not in (None, read.base.digest)):
        return ReadBase(base=None, state=BaseState.TAMPERED)
    return read


def read_base_xml(content: bytes) -> ReadBase:
    """Return the base that stands in a part or in the file beside a document; anybody may have written it.

    Args:
        content: the XML.
    """
    if len(content) > _MOST_PART_BYTES:
        return ReadBase(base=None, state=BaseState.TAMPERED)
    try:
        root = parse_xml(content)
    except DocumentError:
        return ReadBase(base=None, state=BaseState.TRUNCATED)
    nodes = [root.findall(f"{{{_NAMESPACE}}}{tag}") for tag in ("text", "parents")]
    if root.tag != f"{{{_NAMESPACE}}}base" or any(len(found) > 1 for found in nodes):
        return ReadBase(base=None, state=BaseState.TAMPERED)
    known = {node.get("name") or "": node.text or "" for node in root.iterfind(f"{{{_NAMESPACE}}}known")}
    text, parents = ("".join(map(str, found[0].itertext())) if found else "" for found in nodes)
    spec, version = (root.get(name) or "" for name in ("spec", "version"))
    base = Base(text=text, spec=spec, version=version, identity=known, parents=parents)
    if base.fits and root.get("sha256") == base.digest:
        return ReadBase(base=base, state=BaseState.FOUND)
    length = root.get("characters") or ""
    short = not length.isdecimal() or len(length) > 9 or len(text) < int(length)
    return ReadBase(base=None, state=BaseState.TRUNCATED if short else BaseState.TAMPERED)


def find_base(path: Path, data: bytes | None = None) -> ReadBase:
    """Return the base of a Word file: what it carries, else what stands beside it.

    Args:
        path: the file.
        data: its content, where it was read before.

    Raises:
        DocumentError: the file cannot be opened as an Office file.
        OSError: it cannot be read.
    """
    parts = read_parts(path.read_bytes() if data is None else data, path.name)
    read = read_base(parts)
    if read.base is not None:
        return read
    properties = read_properties(parts)
    for content in _beside(path):
        base = read_base_xml(content).base
        if base is not None and _belongs(base, properties):
            return ReadBase(base=base, state=BaseState.BESIDE)
    return read


def beside_path(path: Path) -> Path:
    """Return where the base of a document stands beside it."""
    return path.parent / FOLDER / f"{path.name}{ENDING}"


def is_base_of(identity: Mapping[str, str | None], content: bytes) -> bool:
    """Return whether a file beside a document is the base of the same document, in whatever version.

    Args:
        identity: custom properties that the document has, or (None) must not have.
        content: the file.
    """
    base = read_base_xml(content).base
    return base is not None and all(base.identity.get(name) == value for name, value in identity.items())


def with_base(parts: Mapping[str, bytes], base: Base, *, main: str = "word/document.xml") -> dict[str, bytes]:
    """Return a package that carries a base, in the place of the one that it carried before.

    Args:
        parts: contents by name; any program may have written them.
        base: what it is to carry.
        main: name of the part that holds the text.

    Raises:
        ValueError: the base is too long, see :attr:`Base.fits`.
        DocumentError: content types, relationships or properties are no XML.
    """
    if not base.fits:
        raise ValueError("the text is too long to be carried along")
    held = [(name, match[1]) for name in parts if (match := _PART.fullmatch(name))]
    own = next(((name, number) for name, number in held if _is_ours(parts[name])), None)
    free = max((int(number) for _, number in held), default=0) + 1
    name, number = own or (f"customXml/item{free}.xml", str(free))
    folder, rest = posixpath.split(main)
    relations = posixpath.join(folder, "_rels", f"{rest}.rels")
    content = base.as_xml()
    changed = dict(parts)
    changed[name] = content
    if own is None:
        side = f"customXml/itemProps{number}.xml"
        changed[side] = _ITEM_PROPERTIES
        changed[f"customXml/_rels/item{number}.xml.rels"] = _related(None, "customXmlProps", posixpath.basename(side))
        changed[relations] = _related(parts.get(relations), "customXml", posixpath.relpath(name, folder or "."))
        kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
        changed[_TYPES_PART] = _typed(parts[_TYPES_PART], side, kind)
    return with_property(changed, BASE_PROPERTY, _digest_of(content))


def with_property(parts: Mapping[str, bytes], name: str, value: str | None) -> dict[str, bytes]:
    """Return a package with a custom text property; those of others, of whatever type, stay as they are.

    Args:
        parts: contents by name.
        name: the property.
        value: what it is to say; None takes it away.
    """
    if CUSTOM_PART not in parts:
        if value is None:
            return dict(parts)
        types = _typed(parts[_TYPES_PART], CUSTOM_PART, CUSTOM_CONTENT_TYPE)
        top = _related(parts.get("_rels/.rels"), CUSTOM_RELATIONSHIP, CUSTOM_PART)
        added = {CUSTOM_PART: custom_properties_xml({name: value}), _TYPES_PART: types, "_rels/.rels": top}
        return {**parts, **added}
    root = parse_xml(parts[CUSTOM_PART])
    for node in list(root.iterchildren(f"{{{CUSTOM_NAMESPACE}}}property")):
        if re.fullmatch(rf"{re.escape(name)}(?:#[0-9]+)?", node.get("name") or ""):
            root.remove(node)
    used = (node.get("pid") or "" for node in root)
    last = max((int(one) for one in used if one.isdecimal() and len(one) < 9), default=1)
    if value is not None:
        # written by the one function that knows how; only the numbers go on from those that are there
        new = parse_xml(custom_properties_xml({name: value}))
        for number, node in enumerate(list(new), last + 1):
            node.set("pid", str(number))
            root.append(node)
    return {**parts, CUSTOM_PART: _xml(root)}


def _is_ours(content: bytes) -> bool:
    """Return whether a custom part is a base, whole or cut off."""
    return _NAMESPACE.encode() in content[:2_000]


def _digest_of(content: bytes) -> str:
    return str(parse_xml(content).get("sha256"))


def _belongs(base: Base, properties: Mapping[str, str]) -> bool:
    """Return whether the base beside a document is the document's own."""
    if stated := properties.get(BASE_PROPERTY):
        return base.digest == stated
    # a document without any property of ours is matched with nothing: its name alone says little
    known = {name: properties.get(name) for name in base.identity}
    return bool(known) and known == dict(base.identity)


def _beside(path: Path) -> Iterator[bytes]:
    """Yield the bases beside a document, that of its name first: people rename their files."""
    first = beside_path(path)
    try:
        others = sorted(one for one in first.parent.glob("*.xml") if one != first)
    except OSError:
        return
    for one in (first, *others[:_MOST_BESIDE]):
        try:
            if one.is_file() and not one.is_symlink() and one.stat().st_size <= _MOST_PART_BYTES:
                yield one.read_bytes()
        except OSError:
            continue


def _related(before: bytes | None, kind: str, target: str) -> bytes:
    """Return relationships with one more."""
    from lxml import etree

    namespaces: Any = {None: _RELATIONS[1:-1]}
    root: Element = (
        etree.Element(f"{_RELATIONS}Relationships", nsmap=namespaces) if before is None else parse_xml(before)
    )
    used = {node.get("Id") for node in root}
    number = next(number for number in range(1, len(root) + 2) if f"rIdBase{number}" not in used)
    node = etree.SubElement(root, f"{_RELATIONS}Relationship")
    node.set("Id", f"rIdBase{number}")
    node.set("Type", kind if "/" in kind else f"{_OFFICE}/relationships/{kind}")
    node.set("Target", target)
    return _xml(root)


def _typed(types: bytes, part: str, kind: str) -> bytes:
    """Return content types with that of one more part."""
    from lxml import etree

    root = parse_xml(types)
    if not any(node.get("Extension") == "xml" for node in root.iterchildren(f"{_TYPES}Default")):
        default = etree.Element(f"{_TYPES}Default")
        default.set("Extension", "xml")
        default.set("ContentType", "application/xml")
        root.insert(0, default)
    node = etree.SubElement(root, f"{_TYPES}Override")
    node.set("PartName", f"/{part}")
    node.set("ContentType", kind)
    return _xml(root)


def _xml(root: Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_ITEM_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    f'<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
).encode()
