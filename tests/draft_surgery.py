"""What people do to a draft in Word, done to its XML: for the tests of the check."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree

from plangen.office import docx_package
from plangen.office.bookmarks import item_key

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"


class Surgery:
    """A draft opened for changes; bookmarks are looked up anew for every change."""

    def __init__(self, data: bytes) -> None:
        self.parts = docx_package.read_parts(data)
        self.root = etree.fromstring(self.parts[MAIN])
        self.body = self.root.find(f"{W}body")
        styles = [style_of(paragraph) for paragraph in self.body.findall(f"{W}p")]
        self.body_style = max(set(styles), key=styles.count)  # that of running text

    def data(self) -> bytes:
        """Return the changed draft."""
        content = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return docx_package.write_parts({**self.parts, MAIN: content})

    # -- places

    def starts(self, prefix: str) -> Iterator[tuple[str, etree._Element]]:
        for start in self.root.iter(f"{W}bookmarkStart"):
            name = start.get(f"{W}name") or ""
            if name.startswith(prefix) and (key := item_key(name)):
                yield key, start

    def paragraphs(self) -> dict[int, tuple[etree._Element, list[str]]]:
        """Return every anchored paragraph of the body with its keys, in order."""
        found: dict[int, tuple[etree._Element, list[str]]] = {}
        for key, start in self.starts("pg_"):
            paragraph = next(start.iterancestors(f"{W}p"))
            found.setdefault(id(paragraph), (paragraph, []))[1].append(key)
        return found

    def rows(self) -> dict[int, tuple[etree._Element, list[str]]]:
        """Return every anchored row with its keys, in order."""
        found: dict[int, tuple[etree._Element, list[str]]] = {}
        for key, start in self.starts("pgr_"):
            row = next(start.iterancestors(f"{W}tr"))
            found.setdefault(id(row), (row, []))[1].append(key)
        return found

    def anchored(self) -> list[tuple[etree._Element, list[str]]]:
        return list(self.paragraphs().values())

    def find(self, key: str, prefix: str = "pg_") -> etree._Element:
        found = self.paragraphs() if prefix == "pg_" else self.rows()
        return next(place for place, keys in found.values() if key in keys)

    def under(self, paragraph: etree._Element) -> list[etree._Element]:
        """Return the unanchored body paragraphs that follow an item's paragraph."""
        found = []
        if style_of(paragraph) == self.body_style:
            return []
        for following in paragraph.itersiblings():
            if following.tag != f"{W}p" or style_of(following) != self.body_style or is_anchored(following):
                break
            found.append(following)
        return found


def is_anchored(paragraph: etree._Element) -> bool:
    return any((mark.get(f"{W}name") or "").startswith("pg_") for mark in paragraph.iter(f"{W}bookmarkStart"))


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val") if style is not None else ""


def text_of(node: etree._Element) -> str:
    return "".join(text.text or "" for text in node.iter(f"{W}t"))


def remove(node: etree._Element) -> None:
    node.getparent().remove(node)


def empty(node: etree._Element) -> None:
    """Delete the text and keep the paragraph and its bookmarks."""
    for run in list(node.iter(f"{W}r")):
        remove(run)


def keep_only(paragraph: etree._Element, length: int) -> None:
    """Keep the first characters of a paragraph."""
    left = length
    for text in list(paragraph.iter(f"{W}t")):
        whole = text.text or ""
        text.text = whole[:left]
        left -= len(text.text)


def type_over(node: etree._Element, words: str) -> None:
    """Type other words over a paragraph; its bookmark stays around them."""
    texts = list(node.iter(f"{W}t"))
    for text in texts[1:]:
        text.text = ""
    texts[0].text = words


def delete_tracked(node: etree._Element) -> None:
    """Delete a paragraph's text under revision."""
    for number, run in enumerate(list(node.iter(f"{W}r"))):
        deleted = etree.Element(f"{W}del", {f"{W}id": str(90000 + number), f"{W}author": "甲"})
        run.addprevious(deleted)
        deleted.append(run)
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"


def hide(node: etree._Element) -> None:
    """Give all text of a paragraph or row the property “hidden”."""
    for run in node.iter(f"{W}r"):
        looks = run.find(f"{W}rPr")
        if looks is None:
            looks = etree.Element(f"{W}rPr")
            run.insert(0, looks)
        looks.append(etree.Element(f"{W}vanish"))


def delete_row_tracked(row: etree._Element) -> None:
    """Delete a row under revision: Word marks it and keeps what is in it."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = etree.Element(f"{W}trPr")
        row.insert(0, properties)
    properties.append(etree.Element(f"{W}del", {f"{W}id": "95000", f"{W}author": "甲"}))


def join_with_previous(paragraph: etree._Element) -> None:
    """Press Backspace at the beginning of a paragraph."""
    previous = paragraph.getprevious()
    for child in list(paragraph):
        if child.tag != f"{W}pPr":
            previous.append(child)
    remove(paragraph)


def divide(paragraph: etree._Element, *, names_twice: bool) -> etree._Element:
    """Press Enter in the middle of a paragraph; LibreOffice writes the bookmark's name on both halves."""
    second = copy.deepcopy(paragraph)
    whole = text_of(paragraph)
    middle = max(1, len(whole) // 2)
    keep_only(paragraph, middle)
    left = middle
    for text in second.iter(f"{W}t"):
        cut = min(left, len(text.text or ""))
        text.text = (text.text or "")[cut:]
        left -= cut
    if not names_twice:
        for mark in [*second.iter(f"{W}bookmarkStart"), *second.iter(f"{W}bookmarkEnd")]:
            remove(mark)
    paragraph.addnext(second)
    return second


def copy_paste(paragraph: etree._Element, *, tail: str | None) -> etree._Element:
    """Paste a copy behind the paragraph: LibreOffice names the copied bookmark with a tail, Word drops it."""
    pasted = copy.deepcopy(paragraph)
    for mark in [*pasted.iter(f"{W}bookmarkStart"), *pasted.iter(f"{W}bookmarkEnd")]:
        if tail is None or mark.tag == f"{W}bookmarkEnd":
            remove(mark)
        else:
            mark.set(f"{W}name", (mark.get(f"{W}name") or "") + tail)
    paragraph.addnext(pasted)
    return pasted


def drop_bookmarks(node: etree._Element) -> None:
    for mark in [*node.iter(f"{W}bookmarkStart"), *node.iter(f"{W}bookmarkEnd")]:
        remove(mark)


_SYNONYMS = (
    ("每年", "每一年"),
    ("建立", "建好"),
    ("组织", "安排"),
    ("开展", "进行"),
    ("落实", "落到实处"),
    ("及时", "尽快"),
)


def reword(node: etree._Element) -> None:
    """Say the same in slightly other words."""
    for text in node.iter(f"{W}t"):
        for word, other in _SYNONYMS:
            text.text = (text.text or "").replace(word, other)


def hosts(key: str) -> set[str]:
    """Return the items that an item is nested under."""
    found = set()
    while re.search(r"\.\d+$", key):
        key = key.rpartition(".")[0]
        found.add(key)
    return found


def base(key: str) -> str:
    return key.partition("/")[0]


def head_of(table: etree._Element) -> etree._Element:
    """Return the row with the names of the columns, under the label of the group where there is one."""
    return next(row for row in table.findall(f"{W}tr") if len(row.findall(f"{W}tc")) > 1)
