"""A Word file's body as a stream: bounded while it is read, taken piece by piece, so that its size does not matter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree

from plangen.office.body import Block
from plangen.office.limits import MOST_PARAGRAPHS, MOST_ROWS, MOST_RUNS, damaged, too_large
from plangen.office.numbering import Numbering
from plangen.office.word_body import BodyReader
from plangen.office.word_package import refuse_entities
from plangen.office.word_styles import Styles
from plangen.office.word_xml import word_tags

BOUNDS = {"p": (MOST_PARAGRAPHS, "段落"), "r": (MOST_RUNS, "文字片段"), "tr": (MOST_ROWS, "表格行")}
"""Most elements of a kind, and what they are in Chinese."""
_PIECES = word_tags("p", "tbl", "sdt", "body")
_COUNTED = word_tags(*BOUNDS)


@dataclass(frozen=True, kw_only=True)
class BodyContent:
    """What the body holds.

    Attributes:
        blocks: its paragraphs and tables.
        counts: how often something was met that a person should know of, by word: ``insertions``, ``notes``,
            ``comments``, ``pictures``, ``objects``, ``contents`` (lines left out), ``symbols``, ``number-fields``,
            ``bare-numbers``.
        broken_contents: a table of contents does not end where it should.
    """

    blocks: tuple[Block, ...]
    counts: Counter[str]
    broken_contents: bool


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
    reader = BodyReader(numbering, styles, contents)
    events = etree.iterparse(
        stream, tag=[*_PIECES, *_COUNTED], resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    counts: Counter[str] = Counter()
    taken = body = None
    try:
        for _, element in events:
            if not counts:
                refuse_entities(element, name)
            tag = element.tag
            _count(tag, counts, name)
            if tag not in _PIECES:
                continue
            parent = element.getparent()
            if _PIECES[tag] == "body":
                body = element
                _take(reader, element, taken, None)
            elif parent is not None and _PIECES.get(parent.tag) == "body":
                _take(reader, parent, taken, element)
                taken = element
    except etree.XMLSyntaxError as error:
        # libxml2 stops at texts of 10 MB and 256 levels; how it says so differs between its versions.
        if any(sign in str(error).lower() for sign in ("resource limit", "huge", "depth")):
            raise too_large(name, "某一段文字过长或嵌套过深") from error
        raise damaged(name, "正文部件不是完好的XML") from error
    if body is None:
        raise damaged(name, "压缩包内没有Word正文")
    reader.finish()
    return BodyContent(blocks=tuple(reader.blocks), counts=reader.counts, broken_contents=reader.broken_contents)


def _count(tag: str, counts: Counter[str], name: str) -> None:
    """Count an element as soon as it is there, before what holds it is whole."""
    kind = _COUNTED.get(tag, "")
    counts[kind] += 1
    if kind and counts[kind] > BOUNDS[kind][0]:
        raise too_large(name, f"{BOUNDS[kind][1]}超过{BOUNDS[kind][0] // 10_000}万个")


def _take(reader: BodyReader, body: Any, taken: Any, last: Any) -> None:
    """Read what stands in the body up to an element (None: all of it), and free it.

    The parser may be further than its events, and it still needs the element that was taken last.
    """
    element = body[0] if taken is None and len(body) else taken
    while element is not None:
        if element is not taken:
            reader.read(element)
            element.clear(keep_tail=False)
            if element is last:
                return
        following = element.getnext()
        body.remove(element)
        element = following
