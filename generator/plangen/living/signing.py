"""Who made a change, where the document says so: tracked changes put to what they are part of."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from plangen.living.model import Change, ChangeKind, Where
from plangen.living.view import SPLIT, Block
from plangen.office.body import Paragraph, Revision, Unseen
from plangen.office.word_document import WordDocument
from plangen.terms.text import squeeze

PROGRAM = "plangen"
"""The author of comments and tracked changes that the program itself made."""

_MOVES = (ChangeKind.ITEM_MOVED, ChangeKind.MOVED, ChangeKind.ROW_MOVED)
_DELETIONS = (ChangeKind.ITEM_DELETED, ChangeKind.DELETED)


@dataclass
class Deletion:
    """Words that somebody deleted as a tracked change, and that are part of no change of the place where they stood.

    Attributes:
        place: number of the block of the draft in which they stand.
        revision: the first of the tracked changes.
        text: the words that no change has claimed yet, without white space.
        words: as the document has them.
    """

    place: int
    revision: Revision
    text: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Signed:
    """The changes of a block, with who made them.

    Attributes:
        changes: the changes, and tracked insertions that are none of them.
        deletions: tracked deletions that are none of them.
    """

    changes: tuple[Change, ...]
    deletions: tuple[Deletion, ...] = field(default=())


def signed(place: int, block: Block, changes: Sequence[Change], *, moved: bool) -> Signed:
    """Return the changes of a block with who made them, and what was tracked beside them.

    Args:
        place: number of the block in the draft.
        block: the block.
        changes: what was found in it.
        moved: it stands elsewhere than it was rendered; what was put in with it was not written.
    """
    left = [one for paragraph in block.paragraphs for one in paragraph.revisions if one.author != PROGRAM]
    found: list[Change] = []
    for change in changes:
        mine = [one for one in left if _is_part_of(one, change, block)]
        left = [one for one in left if one not in mine]
        author = "、".join(dict.fromkeys(one.author for one in mine if one.author))
        found.append(
            replace(change, author=author, date=max((one.date for one in mine), default="")) if mine else change
        )
    deletions: list[Deletion] = []
    groups = itertools.groupby(left, key=lambda one: (one.kind, one.author, one.date))
    for (kind, _, _), group in groups:
        members = list(group)
        words = "".join(one.text for one in members)
        if not squeeze(words) or (kind == "inserted" and moved and squeeze(words) in squeeze(block.text)):
            continue
        if kind == "inserted":
            found.append(_tracked(block, members[0], words))
        else:
            deletions.append(Deletion(place, members[0], squeeze(words), words))
    return Signed(changes=tuple(found), deletions=tuple(deletions))


def claimed(change: Change, deletions: Sequence[Deletion]) -> Change:
    """Return the deletion of a paragraph or an item with who made it: its words stand, deleted, in what follows it."""
    words = squeeze(change.before)
    if change.kind not in _DELETIONS or not words:
        return change
    mine = []
    for one in deletions:
        if words in one.text:
            one.text = one.text.replace(words, "", 1)
        elif one.text and one.text in words:
            one.text = ""
        else:
            continue
        mine.append(one.revision)
    return _by(change, mine)


def is_of_new(change: Change, added: Sequence[str]) -> bool:
    """Return whether a tracked insertion is part of an item that is new as a whole.

    Args:
        change: a change of a block.
        added: words, without white space, of the new items.
    """
    words = squeeze(change.after)
    return change.kind is ChangeKind.REVISION and bool(words) and any(words in text for text in added)


def rest(deletions: Sequence[Deletion], block: Block, moved: Sequence[str]) -> Iterator[Change]:
    """Yield the tracked deletions of a block that no change has claimed.

    Args:
        deletions: those of the block.
        block: the block.
        moved: words, without white space, of the blocks that stand elsewhere now; what they left was not deleted.
    """
    for one in deletions:
        left = one.text
        for text in sorted(moved, key=len, reverse=True):
            left = "" if left in text else left.replace(text, "")
        if left:
            yield _tracked(block, one.revision, one.words if left == squeeze(one.words) else left)


@dataclass(frozen=True, kw_only=True)
class GoneRow:
    """A row that is deleted as a tracked change.

    Attributes:
        names: its bookmarks.
        text: its words, without white space.
        revision: who deleted it.
    """

    names: frozenset[str]
    text: str
    revision: Revision


def gone_rows(document: WordDocument) -> list[GoneRow]:
    """Return the rows of a document that somebody deleted as a tracked change."""
    found = []
    for passage in document.passages:
        row = passage.row
        if row is None or row.unseen is not Unseen.DELETED:
            continue
        own = (one for one in row.revisions if one.kind == "deleted" and one.author != PROGRAM)
        if (revision := next(own, None)) is not None:
            inside = [block for cell in row.cells for block in cell.blocks if isinstance(block, Paragraph)]
            names = frozenset(name for one in inside for name in one.bookmarks)
            text = squeeze("".join(run.text for one in inside for run in one.runs))
            found.append(GoneRow(names=names, text=text, revision=revision))
    return found


def row_signed(change: Change, block: Block, gone: Sequence[GoneRow]) -> Change:
    """Return the deletion of a row with who made it.

    Args:
        change: the deletion.
        block: the row as it was rendered.
        gone: see :func:`gone_rows`.
    """
    words = squeeze("".join(block.text.split(SPLIT)))  # without the number of the row, which is counted
    mine = [one for one in gone if one.names & set(block.unit.names)]
    mine = mine or [one for one in gone if words and one.text.endswith(words)]
    return _by(change, [one.revision for one in mine[:1]])


def _by(change: Change, revisions: Sequence[Revision]) -> Change:
    if not revisions:
        return change
    author = "、".join(dict.fromkeys(one.author for one in revisions if one.author))
    return replace(change, author=author, date=max(one.date for one in revisions))


def _tracked(block: Block, revision: Revision, words: str) -> Change:
    inserted = revision.kind == "inserted"
    return Change(
        kind=ChangeKind.REVISION,
        where=Where.TABLE if block.unit.kind == "row" else Where.BODY,
        key=block.key,
        title=block.name,
        place=block.place,
        before="" if inserted else words,
        after=words if inserted else "",
        author=revision.author,
        date=revision.date,
    )


def _is_part_of(revision: Revision, change: Change, block: Block) -> bool:
    words = squeeze(revision.text)
    if change.kind in _MOVES:
        return revision.kind == "inserted" and words in squeeze(block.text)
    if not words:
        return change.kind in (ChangeKind.SPLIT, ChangeKind.JOINED)
    if revision.inside:  # somebody took words out of what another had put in
        return bool(change.after)
    side = change.after if revision.kind == "inserted" else change.before
    return words in squeeze(side) or squeeze(side) in words if side else False
