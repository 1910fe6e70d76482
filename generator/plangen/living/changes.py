"""What people changed in a draft since it was rendered: the draft as it is against the same text rendered anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plangen.living.columns import column_changes, columns_of
from plangen.living.model import Change, ChangeKind, Where
from plangen.living.moving import differing, stands_at
from plangen.living.pairing import Pairing, pair
from plangen.living.paragraph_changes import (
    accepted,
    looks_changed,
    paragraph_changes,
    row_changes,
    texts,
    without_number,
)
from plangen.living.replacements import folded, folded_looks
from plangen.living.signing import PROGRAM, claimed, gone_rows, is_of_new, rest, row_signed, signed
from plangen.living.view import Block, view
from plangen.office.word_document import WordDocument
from plangen.terms.marks import parse_mark
from plangen.terms.text import squeeze
from plangen.trace.check_words import CheckWords

_NEW_ITEMS = (ChangeKind.ITEM_ADDED, ChangeKind.ITEM_COPIED)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A draft beside its last render.

    Attributes:
        base: the blocks of the render.
        edited: the blocks of the draft.
        pairing: which is which.
        changes: what was changed, in the order of the draft.
    """

    base: tuple[Block, ...]
    edited: tuple[Block, ...]
    pairing: Pairing
    changes: tuple[Change, ...]

    @property
    def by_bookmark(self) -> float:
        """Share of the rendered blocks that a bookmark led to."""
        return len(self.pairing.by_name) / len(self.base) if self.base else 1.0


def compare(base: WordDocument, edited: WordDocument, words: CheckWords, proposal: str) -> Compared:
    """Compare a draft with its last render.

    Args:
        base: the document as it was rendered.
        edited: the document as people made it.
        words: heads of columns, and at what the text of an item ends.
        proposal: name of the character style of proposals.
    """
    ours, theirs = view(base, words), view(edited, words)
    pairing = pair([block.unit for block in ours], [block.unit for block in theirs])
    found = _Comparison(ours, theirs, pairing, base, edited, proposal).changes()
    return Compared(base=ours, edited=theirs, pairing=pairing, changes=tuple(found))


class _Comparison:
    def __init__(
        self,
        base: Sequence[Block],
        edited: Sequence[Block],
        pairing: Pairing,
        before: WordDocument,
        after: WordDocument,
        proposal: str,
    ) -> None:
        self._base, self._edited, self._pairing = base, edited, pairing
        self._before, self._after, self._proposal = before, after, proposal
        self._ours = {place: one for one, place in pairing.theirs.items()}
        self._joined: dict[int, list[int]] = defaultdict(list)
        for one, place in pairing.joined.items():
            self._joined[place].append(one)
        pairs = sorted((one, place) for one, place in pairing.theirs.items() if base[one].unit.kind == "row")
        self._columns = columns_of((base[one], edited[place]) for one, place in pairs)
        self._gone_rows = gone_rows(after)
        self._typed: set[int] = set()  # new blocks that begin with a number typed by hand
        self._moved_words = [squeeze(base[one].text) for one in sorted(pairing.moved)]

    def changes(self) -> list[Change]:
        """Return all changes, in the order of the draft; what is gone stands where it was."""
        at: dict[int, list[Change]] = defaultdict(list)
        for one, place in self._pairing.theirs.items():
            at[place] += self._of_pair(one, place)
        for place, change in self._added():
            at[place].append(change)
        for one, change in self._deleted():
            at[self._place_of(one)].append(change)
        self._sign(at)
        for place, block in enumerate(self._edited):
            at[place] += self._asides(place, block)
        for place, change in (*self._columns_changed(), *self._looks(), *self._page_breaks()):
            at[place].append(change)
        titles = {key: one.title for one in reversed(self._base) for key in one.keys if one.title}
        everything = [
            replace(change, title=titles.get(change.key, change.title)) for place in sorted(at) for change in at[place]
        ]
        return list(folded([*_moved_sentences(everything), *self._margins()]))

    def _sign(self, at: dict[int, list[Change]]) -> None:
        """Put who made them to changes, and the tracked changes that are part of none behind them."""
        moved = {self._pairing.theirs[one] for one in self._pairing.moved}
        found = [signed(place, block, at[place], moved=place in moved) for place, block in enumerate(self._edited)]
        deletions = [one for result in found for one in result.deletions]
        added = [squeeze(one.after) for result in found for one in result.changes if one.kind in _NEW_ITEMS]
        for place, result in enumerate(found):
            kept = [one for one in result.changes if not is_of_new(one, added)]
            at[place] = [claimed(change, deletions) for change in kept]
        for place, result in enumerate(found):
            at[place] += rest(result.deletions, self._edited[place], self._moved_words)

    # --- pairs ------------------------------------------------------------------------------------------------------

    def _of_pair(self, one: int, place: int) -> Iterator[Change]:
        before, after = self._base[one], self._edited[place]
        if before.unit.kind == "row":
            yield from row_changes(before, after, self._columns.get(before.table))
            if one in self._pairing.moved:
                yield self._change(ChangeKind.ROW_MOVED, before, after, before.text, after.text)
            return
        divided = [self._edited[other] for other in self._pairing.split.get(one, ())]
        joined = [self._base[other] for other in self._joined.get(place, ())]
        if divided:
            yield self._change(ChangeKind.SPLIT, before, after, before.text, "\n".join(map(_text, [after, *divided])))
        if joined:
            yield self._change(ChangeKind.JOINED, before, after, "\n".join(map(_text, [before, *joined])), after.text)
        yield from paragraph_changes(before, after, texts([before, *joined]), texts([after, *divided]))
        yield from accepted(before, after, self._proposal)
        if one in self._pairing.moved and not self._moves_along(one, place):
            if before.keys:
                old, new = stands_at(self._base, one), stands_at(self._edited, place)
                yield self._change(ChangeKind.ITEM_MOVED, before, after, *differing(old, new))
            else:
                yield self._change(ChangeKind.MOVED, before, after, before.text, after.text)

    def _columns_changed(self) -> Iterator[tuple[int, Change]]:
        return column_changes(self._columns, self._base, self._edited, self._pairing.theirs)

    def _looks(self) -> Iterator[tuple[int, Change]]:
        """Yield what only looks otherwise."""
        found = [
            (place, lost, change)
            for one, place in self._pairing.theirs.items()
            if self._base[one].unit.kind == "paragraph"
            for lost, change in looks_changed(self._base[one], self._edited[place], self._proposal)
        ]
        return folded_looks(found)

    def _moves_along(self, one: int, place: int) -> bool:
        """Return whether a moved paragraph belongs to an item that was moved as a whole."""
        before, after = self._base[one], self._edited[place]
        if before.keys:
            heading, now = (without_number(block.above[-1]) if block.above else "" for block in (before, after))
            return heading == now and any(self._base[n].text == heading for n in self._pairing.moved)
        owner = before.owner
        places = (n for n in self._pairing.moved if owner and owner in self._base[n].keys)
        return any(self._base[n].unit.kind == "paragraph" for n in places)

    def _change(self, kind: ChangeKind, before: Block, after: Block, old: str, new: str) -> Change:
        return Change(
            kind=kind,
            where=Where.TABLE if before.unit.kind == "row" else Where.BODY,
            key=before.key,
            title=before.name,
            place=after.place,
            before=old,
            after=new,
        )

    # --- what is new, what is gone ----------------------------------------------------------------------------------

    def _added(self) -> Iterator[tuple[int, Change]]:
        """Yield what is new; the paragraphs that follow a new item's first belong to it."""
        item: tuple[int, Change] | None = None
        last = -2
        for place in sorted({*self._pairing.added, *self._pairing.copied}):
            block = self._edited[place]
            if not block.text:
                continue  # pictures and page breaks are said by themselves
            if (
                item is not None
                and place == last + 1
                and block.unit.kind == "paragraph"
                and not block.boxed
                and not self._begins_item(place)
            ):
                item = (item[0], replace(item[1], after=f"{item[1].after}\n{block.text}"))
                last = place
                continue
            if item is not None:
                yield item
                item = None
            change, last = self._new(place, block), place
            if change.kind is ChangeKind.ITEM_ADDED:
                item = (place, change)
            else:
                yield place, change
        if item is not None:
            yield item

    def _new(self, place: int, block: Block) -> Change:
        """Return what a new block is."""
        above = self._above(place)
        kind, key, title = ChangeKind.ADDED, above.key if above else "", block.heading
        copied = self._pairing.copied.get(place)
        if block.boxed:
            kind, title = ChangeKind.TEXT_BOX, (above.title or above.heading) if above else block.heading
        elif block.unit.kind == "row":
            kind, key, title = ChangeKind.ROW_ADDED, "", block.name
        elif copied is not None and self._base[copied].keys:
            kind, key, title = ChangeKind.ITEM_COPIED, self._base[copied].key, self._base[copied].title
        elif self._begins_item(place) and self._among_items(place):
            kind, key, title = ChangeKind.ITEM_ADDED, "", block.title or block.text
        return Change(
            kind=kind,
            where=Where.TABLE if block.unit.kind == "row" else Where.BODY,
            key=key,
            title=title,
            place=block.place,
            after=block.text,
        )

    def _begins_item(self, place: int) -> bool:
        """Return whether a new block begins with a number, its own or one typed that continues those of the items."""
        block, before = self._edited[place], self._edited[place - 1] if place else None
        if block.unit.kind != "paragraph" or block.level is not None or block.numbered:
            return block.unit.kind == "paragraph"
        if before is None or before.style != block.style:
            return False
        if not (place - 1 in self._typed or (place - 1 in self._ours and self._base[self._ours[place - 1]].keys)):
            return False
        own, typed = parse_mark(before.paragraphs[0].label or before.text), parse_mark(block.text)
        if own is None or typed is None or (own.form != typed.form and own.value + 1 != typed.value):
            return False
        self._typed.add(place)
        return True

    def _above(self, place: int) -> Block | None:
        """Return the rendered block that stands before a place of the draft."""
        before = (self._ours[other] for other in range(place - 1, -1, -1) if other in self._ours)
        return next((self._base[one] for one in before if self._base[one].unit.kind == "paragraph"), None)

    def _among_items(self, place: int) -> bool:
        """Return whether items stand right before or behind a place."""
        around = [*range(place - 1, -1, -1)], [*range(place + 1, len(self._edited))]
        nearest = (next((self._ours[other] for other in side if other in self._ours), None) for side in around)
        return any(one is not None and self._base[one].key for one in nearest)

    def _deleted(self) -> Iterator[tuple[int, Change]]:
        gone = set(self._pairing.deleted)
        items = {key for one in gone for key in self._base[one].keys if self._base[one].unit.kind == "paragraph"}
        said: dict[str, list[str]] = defaultdict(list)
        for one in self._pairing.deleted:
            block = self._base[one]
            if block.unit.kind == "paragraph" and block.key in items:
                said[block.key].append(block.text)
        for one in self._pairing.deleted:
            block = self._base[one]
            kind, words = ChangeKind.DELETED, block.text
            if block.unit.kind == "row":
                kind = ChangeKind.ROW_DELETED
            elif block.keys:
                kind, words = ChangeKind.ITEM_DELETED, "\n".join(said[block.key])
            elif block.owner in items or not block.text:
                continue  # it is gone with its item
            change = Change(
                kind=kind,
                where=Where.TABLE if block.unit.kind == "row" else Where.BODY,
                key=block.key,
                title=block.name,
                place=block.place,
                before=words,
            )
            yield one, row_signed(change, block, self._gone_rows) if block.unit.kind == "row" else change

    def _place_of(self, one: int) -> int:
        """Return the place in the draft before which something that is gone stood."""
        if one in self._pairing.emptied:
            return self._pairing.emptied[one]
        before = (self._pairing.theirs[n] for n in range(one - 1, -1, -1) if n in self._pairing.theirs)
        return next(before, 0)

    # --- what stands beside the words -------------------------------------------------------------------------------

    def _asides(self, place: int, block: Block) -> Iterator[Change]:
        one = self._ours.get(place)
        before = self._base[one] if one is not None else None
        about = before or self._above(place)
        head = Change(
            kind=ChangeKind.COMMENT,
            where=Where.TABLE if block.unit.kind == "row" else Where.BODY,
            key=about.key if about else "",
            title=(about.title or about.heading) if about else block.heading,
            place=block.place,
        )
        had = before.paragraphs if before else ()
        for paragraph in block.paragraphs:
            for identifier in paragraph.comments:
                comment = self._after.comments.get(identifier)
                if comment is not None and comment.author != PROGRAM:
                    yield replace(head, after=comment.text, author=comment.author, date=comment.date)
        old = [self._before.notes.get(key, "") for paragraph in had for key in paragraph.notes]
        new = [self._after.notes.get(key, "") for paragraph in block.paragraphs for key in paragraph.notes]
        for text in new:
            if text in old:
                old.remove(text)
            else:
                yield replace(head, kind=ChangeKind.NOTE, after=text)
        for text in old:
            yield replace(head, kind=ChangeKind.NOTE, before=text)
        if sum(one.pictures for one in block.paragraphs) > sum(one.pictures for one in had):
            yield replace(head, kind=ChangeKind.PICTURE)

    def _page_breaks(self) -> Iterator[tuple[int, Change]]:
        """Yield where a page begins now and did not; programs write the same break before and behind a paragraph."""
        known = set(_begun_pages(self._base))
        for place in _begun_pages(self._edited):
            at = next((other for other in range(place, len(self._edited)) if other in self._ours), None)
            if at is not None and self._ours[at] not in known:
                before, after = self._base[self._ours[at]], self._edited[at]
                yield at, self._change(ChangeKind.PAGE_BREAK, before, after, "", after.text)

    def _margins(self) -> Iterator[Change]:
        old, new = set(self._before.margins), set(self._after.margins)
        if old != new:
            gone, come = sorted(old - new), sorted(new - old)
            words = ("；".join(gone), "；".join(come))
            yield Change(kind=ChangeKind.MARGIN, where=Where.MARGIN, place="页眉页脚", before=words[0], after=words[1])


def _begun_pages(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the places of blocks that a page break makes begin a page."""
    for place, block in enumerate(blocks):
        breaks = {one.page_break for one in block.paragraphs} if block.unit.kind == "paragraph" else set()
        if "before" in breaks and block.text:
            yield place
        elif breaks & {"inside", "before"}:
            yield place + 1


def _text(block: Block) -> str:
    return block.text


def _moved_sentences(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes with a sentence that was deleted in one place and written in another as moved."""
    come = {squeeze(one.after): one for one in changes if one.kind is ChangeKind.ADDED}
    moved = {
        squeeze(one.before): come[squeeze(one.before)]
        for one in changes
        if one.kind is ChangeKind.DELETED and squeeze(one.before) in come
    }
    for change in changes:
        if change.kind is ChangeKind.DELETED and squeeze(change.before) in moved:
            continue
        if change.kind is ChangeKind.ADDED and squeeze(change.after) in moved:
            yield replace(change, kind=ChangeKind.MOVED, before=change.after)
        else:
            yield change
