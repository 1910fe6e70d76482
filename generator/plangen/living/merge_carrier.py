"""The person's file as what everything is put into: its styles, lists, comments and bookmarks are used, not ours."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from plangen.living.merge_blocks import COUNTED
from plangen.living.revisions import AUTHOR, BOOKMARK, BOOKMARK_END, PPR, RPR, SECTION, Ink, P, R, T, free_numbers
from plangen.office.docx_package import parse_xml
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_REFERENCES = {f"{W}pStyle": "paragraph", f"{W}rStyle": "character", f"{W}tblStyle": "table"}
_VAL = f"{W}val"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OURS = frozenset(f"{W}{tag}" for tag in ("rStyle", "rFonts"))
_NOT_LENT = frozenset(f"{W}{tag}" for tag in ("rStyle", "rFonts", "rPrChange", "ins", "del"))


@dataclass
class Carrier:
    """A person's Word file that is merged into.

    Attributes:
        parts: contents by name; :meth:`finished` has what was changed.
        main: name of the part that holds the text.
        new_parts: those of the document as it is rendered now.
        date: what our tracked changes and comments bear.
    """

    parts: dict[str, bytes]
    main: str
    new_parts: Mapping[str, bytes]
    date: str
    lists: dict[tuple[str, str], str] = field(default_factory=dict)
    """Level and list of the new document -> list of the person's; filled from what is in both."""

    def __post_init__(self) -> None:
        self.root = parse_xml(self.parts[self.main])
        self.ink = Ink(date=self.date, numbers=free_numbers(self.root))
        self.names = {_name(node) for node in self.root.iter(BOOKMARK)}
        self._styles = self._related("styles")
        self._numbering = self._related("numbering")
        self._comments = self._related("comments")
        self._new_styles = _by_id(parse_xml(self.new_parts["word/styles.xml"]))
        self._known = {(kind, name): identity for (kind, identity), (name, _) in _by_id(self._styles[1]).items()}
        self._added_styles = self._added_lists = False
        self.renamed: dict[str, str] = {}  # bookmarks that came along, and what they are called here
        self._kept: dict[str, str] = {}
        self.asking: list[Element] = []

    def dress(self, run: Element, neighbour: Element | None) -> None:
        """Give a new run the style of ours under its name here, and what else its neighbour has."""
        self.restyle(run)
        lent = neighbour.find(RPR) if neighbour is not None else None
        given = [copy.deepcopy(node) for node in lent if node.tag not in _NOT_LENT] if lent is not None else []
        properties = run.find(RPR)
        own = [node for node in properties if node.tag in _OURS] if properties is not None else []
        if properties is not None:
            run.remove(properties)
        if own or given:
            fresh = etree.Element(RPR)
            fresh.extend([*own, *given])
            run.insert(0, fresh)

    def style_of(self, run: Element) -> str | None:
        """Return the id here of the character style of a run of the new document; None where it has none."""
        node = run.find(f"{RPR}/{W}rStyle")
        return self._style("character", node.get(_VAL) or "") if node is not None else None

    def restyle(self, element: Element) -> None:
        """Replace our ids of styles in what comes from the new document by those of the same names here."""
        for node in list(element.iter(*_REFERENCES)):
            identity = self._style(_REFERENCES[str(node.tag)], node.get(_VAL) or "")
            if identity:
                node.set(_VAL, identity)
            elif (parent := node.getparent()) is not None:
                parent.remove(node)

    def adopt(self, element: Element) -> Element:
        """Return a copy of a paragraph or table of the new document that fits here: styles, lists, bookmarks."""
        fresh = copy.deepcopy(element)
        self.restyle(fresh)
        for drawing in fresh.iter(_DRAWING):
            drawing.set("id", str(100_000 + int(self.ink.number())))
        for section in list(fresh.iter(SECTION)):
            section.getparent().remove(section)  # type: ignore[union-attr]
        for number in list(fresh.iter(f"{W}numPr")):
            self._renumber(number)
        numbers: dict[str, str] = {}
        for node in list(fresh.iter(BOOKMARK)):
            numbers[node.get(f"{W}id") or ""] = number_here = self.ink.number()
            node.set(f"{W}id", number_here)
            node.set(f"{W}name", self.free_name(node.get(f"{W}name") or ""))
        for node in fresh.iter(BOOKMARK_END):
            node.set(f"{W}id", numbers.get(node.get(f"{W}id") or "", self.ink.number()))
        self.asking += fresh.iter(f"{W}instrText")
        return fresh

    def free_name(self, name: str) -> str:
        """Return a bookmark's name, another one where it is taken here, and take it."""
        free = self._kept.get(name, name)
        number = 2
        while free.lower() in self.names:
            free, number = f"{name[:34]}_n{number}", number + 1
        self.names.add(free.lower())
        self.renamed[name] = free
        return free

    def rename(self, names: Iterable[tuple[Element, str, str]], going: Iterable[Element]) -> None:
        """Give bookmarks other names, all at once: what one is called may be the name of another so far.

        Args:
            names: the paragraph or row that a bookmark stands in, its name and the one that it gets.
            going: what goes from the document; its bookmarks give way.
        """
        renamed: list[tuple[Element, str]] = []
        for place, before, after in names:
            renamed += [(node, after) for node in place.iter(BOOKMARK) if node.get(f"{W}name") == before][:1]
        for place in going:
            self._unmark(place, {after.lower() for _, after in renamed})
        while True:  # a name that stays since its new one is taken is taken too
            kept = self.names - {_name(node) for node, _ in renamed}
            free = [(node, after) for node, after in renamed if after.lower() not in kept]
            if len(free) == len(renamed):
                break
            renamed = free
        self.names = kept | {after.lower() for _, after in renamed}
        for node, after in renamed:
            node.set(f"{W}name", after)

    def release(self, element: Element, new: Element) -> None:
        """Take bookmarks away from what goes from its place, so that what is put in elsewhere can have them.

        Args:
            element: what goes.
            new: what is put in, as it stands in the new document; names that are counted through are others there.
        """
        here = [node.get(f"{W}name") or "" for node in element.iter(BOOKMARK)]
        names = set()
        for name in (node.get(f"{W}name") or "" for node in new.iter(BOOKMARK)):
            kind = name.rstrip("0123456789")
            same = next((one for one in here if name.startswith(COUNTED) and one.startswith(kind)), name)
            self._kept[name] = same
            names.add(same)
        self._unmark(element, {name.lower() for name in names})  # others may be taken here by what stays

    def _unmark(self, element: Element, names: Collection[str]) -> None:
        """Take bookmarks away, by their names in lower case, and free the names."""
        marks = [node for node in element.iter(BOOKMARK) if _name(node) in names]
        gone = {node.get(f"{W}id") for node in marks}
        for node in list(element.iter(BOOKMARK, BOOKMARK_END)):
            if node.get(f"{W}id") in gone and (parent := node.getparent()) is not None:
                parent.remove(node)
        self.names -= {_name(node) for node in marks}

    def comment(self, paragraph: Element, text: str) -> None:
        """Put a comment on a paragraph."""
        if self._comments[1] is None:
            self._comments = self._new_part("comments")
        root = self._comments[1]
        assert root is not None
        used = (node.get(f"{W}id") or "" for node in root)
        number = str(max((int(one) for one in used if one.isdecimal() and len(one) < 9), default=-1) + 1)
        node = etree.SubElement(root, f"{W}comment")
        for name, value in (("id", number), ("author", AUTHOR), ("date", self.date), ("initials", "p")):
            node.set(f"{W}{name}", value)
        for line in text.split("\n"):
            run = etree.SubElement(etree.SubElement(node, P), R)
            content = etree.SubElement(run, T)
            content.text = line
            content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        start, end = etree.Element(f"{W}commentRangeStart"), etree.SubElement(paragraph, f"{W}commentRangeEnd")
        properties = paragraph.find(PPR)
        paragraph.insert(0 if properties is None else 1, start)
        reference = etree.SubElement(paragraph, R)
        for one in (start, end, etree.SubElement(reference, f"{W}commentReference")):
            one.set(f"{W}id", number)

    def finished(self) -> dict[str, bytes]:
        """Return the parts with everything that was changed."""
        changed = {self.main: _xml(self.root)}
        for (name, root), touched in (
            (self._styles, self._added_styles),
            (self._numbering, self._added_lists),
            (self._comments, True),
        ):
            if touched and root is not None:
                changed[name] = _xml(root)
        return {**self.parts, **changed}

    def _style(self, kind: str, identity: str) -> str | None:
        """Return the id here of a new style; one that is not here comes along with what it is based on."""
        known = self._new_styles.get((kind, identity))
        if known is None:
            return None
        name, node = known
        if (kind, name) in self._known:
            return self._known[kind, name]
        if self._styles[1] is None:
            return None
        fresh = copy.deepcopy(node)
        for tag in ("link", "next", "rsid"):
            for one in list(fresh.iterchildren(f"{W}{tag}")):
                fresh.remove(one)
        used = {here for _, here in _by_id(self._styles[1])}
        here, number = identity, 2
        while here in used:
            here, number = f"{identity}{number}", number + 1
        self._known[kind, name] = here
        fresh.set(f"{W}styleId", here)
        fresh.attrib.pop(f"{W}default", "")
        if (base := fresh.find(f"{W}basedOn")) is not None:
            if parent := self._style(kind, base.get(_VAL) or ""):
                base.set(_VAL, parent)
            else:
                fresh.remove(base)
        self._styles[1].append(fresh)
        self._added_styles = True
        return here

    def _renumber(self, properties: Element) -> None:
        """Set the list here that a paragraph of the new document belongs to; a new list where there is none."""
        level, number = properties.find(f"{W}ilvl"), properties.find(f"{W}numId")
        if number is None:
            return
        key = ((level.get(_VAL) if level is not None else None) or "0", number.get(_VAL) or "0")
        if key not in self.lists:
            made = self._new_list(key[0])
            if made is None:
                properties.getparent().remove(properties)  # type: ignore[union-attr]
                return
            self.lists[key] = made
        number.set(_VAL, self.lists[key])

    def _new_list(self, level: str) -> str | None:
        """Return a new list that counts from one, of the same look as one of that level here."""
        root = self._numbering[1]
        like = next((here for (one, _), here in self.lists.items() if one == level), None)
        if root is None or like is None:
            return None
        nums = {node.get(f"{W}numId") or "": node for node in root.iterchildren(f"{W}num")}
        abstract = nums[like].find(f"{W}abstractNumId") if like in nums else None
        if abstract is None:
            return None
        number = str(max((int(one) for one in nums if one.isdecimal()), default=0) + 1)
        node = etree.Element(f"{W}num")
        node.set(f"{W}numId", number)
        node.append(copy.deepcopy(abstract))
        override = etree.SubElement(node, f"{W}lvlOverride")
        override.set(f"{W}ilvl", level)
        etree.SubElement(override, f"{W}startOverride").set(_VAL, "1")
        list(nums.values())[-1].addnext(node)
        self._added_lists = True
        return number

    def _related(self, kind: str) -> tuple[str, Any]:
        """Return the name and the root of a part by its relationship; the root is None where there is none."""
        folder, base = posixpath.split(self.main)
        relations = self.parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
        for node in parse_xml(relations) if relations is not None else ():
            if (node.get("Type") or "").endswith(f"/{kind}"):
                target = node.get("Target") or ""
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                name = posixpath.normpath(path)
                if name in self.parts:
                    return name, parse_xml(self.parts[name])
        return "", None

    def _new_part(self, kind: str) -> tuple[str, Any]:
        folder, base = posixpath.split(self.main)
        name = posixpath.join(folder, f"{kind}.xml")
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        root = parse_xml(self.parts[relations])
        used = {node.get("Id") for node in root}
        node = etree.SubElement(root, f"{_RELATION}Relationship")
        node.set("Id", next(one for number in range(len(used) + 1) if (one := f"rIdComments{number}") not in used))
        node.set("Type", f"{_OFFICE}/{kind}")
        node.set("Target", f"{kind}.xml")
        self.parts[relations] = _xml(root)
        types = parse_xml(self.parts["[Content_Types].xml"])
        override = etree.SubElement(types, f"{_TYPES}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", f"{_WORD}.{kind}+xml")
        self.parts["[Content_Types].xml"] = _xml(types)
        return name, etree.Element(f"{W}{kind}", nsmap={"w": W[1:-1]})


def style_names(styles: Element | None) -> dict[str, str]:
    """Return the names of styles, in lower case, by their ids."""
    return {identity: name for (_, identity), (name, _) in _by_id(styles).items()}


def _by_id(styles: Element | None) -> dict[tuple[str, str], tuple[str, Element]]:
    """Return styles by kind and id: their names in lower case, and themselves."""
    found = {}
    for node in styles.iter(f"{W}style") if styles is not None else ():
        name = node.find(f"{W}name")
        if name is not None:
            key = (node.get(f"{W}type") or "paragraph", node.get(f"{W}styleId") or "")
            found[key] = ((name.get(_VAL) or "").lower(), node)
    return found


def _name(bookmark: Element) -> str:
    """Return a bookmark's name as Word compares it."""
    return (bookmark.get(f"{W}name") or "").lower()


def _xml(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
