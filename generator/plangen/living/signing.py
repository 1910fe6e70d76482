"""Who made a change, where the document says so: tracked changes put to what they are part of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plangen.living.model import Change, ChangeKind, Where
from plangen.living.view import Block
from plangen.office.body import Revision
from plangen.terms.text import squeeze

PROGRAM = "plangen"
"""The author of comments and tracked changes that the program itself made."""

_MOVES = (ChangeKind.ITEM_MOVED, ChangeKind.MOVED, ChangeKind.ROW_MOVED)


def signed(block: Block, changes: Sequence[Change], moved: Sequence[str]) -> Iterator[Change]:
    """Yield the changes of a block with who made them, and tracked changes that are none of them.

    Args:
        block: the block of the draft.
        changes: what was found in it.
        moved: words, without white space, of the blocks that stand elsewhere now; what they left was not deleted.
    """
    left = [one for paragraph in block.paragraphs for one in paragraph.revisions if one.author != PROGRAM]
    for change in changes:
        mine = [one for one in left if _is_part_of(one, change, block)]
        left = [one for one in left if one not in mine]
        author = "、".join(dict.fromkeys(one.author for one in mine if one.author))
        yield replace(change, author=author, date=max((one.date for one in mine), default="")) if mine else change
    for revision in left:
        words, inserted = squeeze(revision.text), revision.kind == "inserted"
        if words and (inserted or not any(words in text for text in moved)):
            yield Change(
                kind=ChangeKind.REVISION,
                where=Where.TABLE if block.unit.kind == "row" else Where.BODY,
                key=block.key,
                title=block.title or block.heading,
                place=block.place,
                before="" if inserted else revision.text,
                after=revision.text if inserted else "",
                author=revision.author,
                date=revision.date,
            )


def _is_part_of(revision: Revision, change: Change, block: Block) -> bool:
    words = squeeze(revision.text)
    if change.kind in _MOVES:
        return revision.kind == "inserted" and words in squeeze(block.text)
    if not words:
        return change.kind in (ChangeKind.SPLIT, ChangeKind.JOINED)
    side = change.after if revision.kind == "inserted" else change.before
    return words in squeeze(side) or squeeze(side) in words if side else False
