"""Boxes (专栏) in a chapter of tasks that list projects: what their title calls projects is no part of a task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plangen.parent import rules
from plangen.parent.block_model import Block, Paragraph, Table
from plangen.parent.drafts import Context, Draft
from plangen.parent.item_reading import box_title, is_titled, read_item, read_titled
from plangen.parent.model import ItemKind
from plangen.parent.outline_model import Node
from plangen.parent.paragraph_items import is_named
from plangen.terms.marks import parse_mark
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted, vocabulary

_LONGEST_TITLE = 40


@dataclass(kw_only=True)
class _Box:
    """A box with its caption, and what it lists: headings with numbers, or paragraphs with names."""

    caption: Paragraph
    nodes: list[Node] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


def take_boxes(tops: Sequence[Node], context: Context) -> list[Draft]:
    """Take the boxes of projects out of a chapter of tasks and return the projects.

    Args:
        tops: the chapter's headings; what stands in the boxes is removed from the outline below them.
        context: the document's.
    """
    drafts: list[Draft] = []
    for top in tops:
        for node in list(top.walk()):
            for box in (*_in_body(node), *_below(node)):
                drafts += _read(box, context)
    return drafts


def _read(box: _Box, context: Context) -> list[Draft]:
    title = box_title(box.caption.text)
    drafts = [read_item(node, ItemKind.PROJECT, title, context) for node in box.nodes]
    drafts += [read_titled(paragraph, ItemKind.PROJECT, title, context) for paragraph in box.paragraphs]
    context.note(box.caption, f"专栏的标题，其下{len(drafts)}项为工程")
    context.say(rules.BOX_AS_PROJECTS, box.caption.place, box=quoted(box.caption.text), count=len(drafts))
    return drafts


def _is_caption(text: str) -> bool:
    """Whether a line is the title of a box of projects: 专栏3　应急体系建设重点工程."""
    if not comparable(text).startswith(vocabulary().box_words) or len(text) > _LONGEST_TITLE:
        return False
    title = comparable(box_title(text))
    return "projects" in vocabulary().roles(title) and re.search("[。；，：]", text) is None


def _below(node: Node) -> list[_Box]:
    """Take the headings with numbers that a box heads."""
    boxes: list[_Box] = []
    kept: list[Node] = []
    for child in node.children:
        head = child.list_head
        if head is None or not _is_caption(head.text):
            kept.append(child)
        elif boxes and boxes[-1].caption is head:
            boxes[-1].nodes.append(child)
        else:
            boxes.append(_Box(caption=head, nodes=[child]))
    node.children[:] = kept
    return boxes


def _in_body(node: Node) -> list[_Box]:
    """Take the paragraphs without numbers that stand below a box's title, or with it in a table of one column."""
    boxes: list[_Box] = []
    kept: list[Block] = []
    blocks = [inner for block in node.body for inner in _opened(block)]
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if isinstance(block, Paragraph) and _is_caption(block.text):
            stop = index
            while stop < len(blocks) and _names_project(blocks[stop]):
                stop += 1
            listed = [one for one in blocks[index:stop] if isinstance(one, Paragraph)]
            if listed:
                boxes.append(_Box(caption=block, paragraphs=[_without_number(one) for one in listed]))
                index = stop
                continue
        kept.append(block)
    if boxes:
        node.body[:] = kept
    return boxes


def _opened(block: Block) -> Sequence[Block]:
    """Return a table of one column whose first cell, or title, is a box's as the paragraphs that stand in it."""
    if not isinstance(block, Table) or any(len(set(filter(None, row.cells))) > 1 for row in block.rows):
        return [block]
    first = next((text for text in (*block.rows[0].cells, block.caption or "") if text), "").split("\n")[0]
    captions = [block.caption] if block.caption and _is_caption(block.caption) else []
    if not captions and not _is_caption(first):
        return [block]
    lines = [(line, row.place) for row in block.rows for line in next(filter(None, row.cells), "").split("\n")]
    place = block.rows[0].place
    return [
        *(Paragraph(text=text, place=place, places=(place,)) for text in captions),
        *(Paragraph(text=line.strip(), place=where, places=(where,)) for line, where in lines if line.strip()),
    ]


def _names_project(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    bare = _without_number(block)
    return is_named(bare.text) or is_titled(bare)


def _without_number(paragraph: Paragraph) -> Paragraph:
    mark = parse_mark(paragraph.text)
    if mark is None:
        return paragraph
    return Paragraph(text=mark.rest, place=paragraph.place, places=paragraph.places, level=paragraph.level)
