"""Says in the draft what a revision of the parents touches: a comment at each item, and what became of it there."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plangen.living import merge_rules as rules
from plangen.living.merge_blocks import Block
from plangen.living.merge_carrier import Carrier
from plangen.living.merge_words import Words
from plangen.living.revised_parents import Touched
from plangen.living.revisions import PPR, P
from plangen.office.bookmarks import bare_name, bookmark_name
from plangen.office.word_xml import W
from plangen.terms.findings import Location
from plangen.trace.check_words import load_check_words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = "heading"
_OF_ITEMS = ("pg", "pgr")


@dataclass(frozen=True, kw_only=True)
class Revised:
    """What a revision of a parent did to an item, and what became of it in the draft.

    Attributes:
        key: ``parent:item``.
        name: kind and title of the item, in Chinese.
        kind: ``changed``, ``added``, ``removed``, or ``renamed`` of a heading over items.
        changes: what is different in the parent, in Chinese, one by one.
        outcome: what became of it in the draft, in Chinese.
        decision: somebody has to decide: what the county settled stands in the way.
        comment: the words of the comment in the draft.
    """

    key: str
    name: str
    kind: str
    changes: tuple[str, ...]
    outcome: str
    decision: bool
    comment: str


@dataclass(frozen=True, kw_only=True)
class Side:
    """A render: its paragraphs and rows, and what stands for them in the person's file.

    Attributes:
        blocks: the paragraphs and rows.
        here: place in ``blocks`` -> paragraph or row of the person's file.
        styles: names of the render's styles by their ids.
    """

    blocks: Sequence[Block]
    here: Mapping[int, Element]
    styles: Mapping[str, str]

    def style_of(self, block: Block) -> str:
        """Return the name of the style of a paragraph; empty for a row."""
        node = block.element.find(f"{PPR}/{W}pStyle")
        return self.styles.get((node.get(f"{W}val") or "") if node is not None else "", "")

    def places(self) -> dict[str, int]:
        """Return where each bookmark begins."""
        return {name: place for place, block in enumerate(self.blocks) for name in block.unit.names}

    def owners(self, ends: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each place with the names of the items to which the words there belong.

        Args:
            ends: how the names of styles begin at which the text of an item ends.
        """
        owner: tuple[str, ...] = ()
        for place, block in enumerate(self.blocks):
            named = tuple(bare_name(name) for name in block.unit.names if name.partition("_")[0] in _OF_ITEMS)
            if block.is_row:
                yield place, named
                continue
            style = self.style_of(block)
            if named or style.startswith((_HEADING, *ends)):
                owner = named
            yield place, owner


def annotate(
    touched: Sequence[Touched], base: Side, new: Side, carrier: Carrier, words: Words, *, accept: bool
) -> tuple[Revised, ...]:
    """Put a comment at each item that a revision of the parents touches.

    Args:
        touched: the items.
        base: the last render.
        new: the new one, which was merged into the person's file.
        carrier: the person's file.
        words: what was told of the merge; what needs a decision is added to its conflicts.
        accept: what is deleted goes, so that no comment can stand on it.
    """
    return _Annotating(base, new, carrier, words, accept).all(touched)


class _Annotating:
    def __init__(self, base: Side, new: Side, carrier: Carrier, words: Words, accept: bool) -> None:
        self.base, self.new, self.carrier, self.words, self.accept = base, new, carrier, words, accept
        self.known = [(side, side.places()) for side in (new, base)]
        self.told: dict[str, set[str]] = defaultdict(set)
        ends = load_check_words().ends.styles
        for side in (base, new):
            for place, names in side.owners(ends):
                for element in (side.blocks[place].element, side.here.get(place)):
                    for name in names:
                        self.told[name] |= words.touched.get(element, set())

    def all(self, touched: Sequence[Touched]) -> tuple[Revised, ...]:
        return tuple(map(self._one, touched))

    def _one(self, one: Touched) -> Revised:
        names = [bookmark_name(prefix, key) for key in one.keys for prefix in _OF_ITEMS]
        kinds = set().union(*(self.told[name] for name in names))
        going = self.accept and one.kind == "removed" and "deleted" in kinds
        place = None if going else next(self._standing(names), None)
        near = self._near(one) if place is None else None
        if one.kind == "renamed":
            place, kinds = near, self.words.touched.get(near, set())
        outcome = self._outcome(one, kinds, found=place is not None)
        verb = {"added": "新增", "removed": "删去了"}.get(one.kind, "修订了")
        head = f"上位规划{f'《{one.parent}》' if one.parent else ''}{verb}{one.name}"
        said = "；\n".join(one.changes)
        comment = f"{head}：\n{said}。\n{outcome}" if said else f"{head}。\n{outcome}"
        at = place if place is not None else near
        if at is not None:
            self.carrier.comment(at, comment)
        if one.decisions:
            self._decide(one, head)
        return Revised(
            key=one.key,
            name=one.name,
            kind=one.kind,
            changes=one.changes,
            outcome=outcome,
            decision=bool(one.decisions),
            comment=comment,
        )

    def _decide(self, one: Touched, head: str) -> None:
        said = "；".join(one.changes)
        found = rules.MERGE_PARENT_REVISED.found(
            Location(file=self.words.file or None, place=one.key),
            items=(one.key,),
            revised=f"{head}{f'（{said}）' if said else ''}",
            decisions="；".join(one.decisions),
        )
        self.words.conflicts.append(found)

    def _outcome(self, one: Touched, kinds: set[str], *, found: bool) -> str:
        """Return what became of it in the draft."""
        marked = "" if self.accept else "，用修订标出"
        clash = "，其中人改过的地方没有动，见旁边的批注" if "conflict" in kinds else ""
        done = kinds - {"conflict"}
        if one.kind == "removed":
            if "deleted" in kinds:
                kept = "确要保留的，请在填报文件里列为本县的任务或者工程。"
                return f"文稿中承接它的内容已删去{marked}{clash}；{kept}"
            return "文稿中承接它的内容人改过，仍然保留，请确定是否删去。" if clash else "文稿中没有单列它。"
        followed = f"文稿已改{marked}{clash}。" if done else ""
        if not done and clash:
            how = "改过同一处" if found else "已把它删去"
            followed = f"文稿中人{how}，这次的变化没有合入，见旁边的批注。"
        if one.decisions:
            return f"{followed}{'；'.join(one.decisions)}。"
        if one.kind == "added":
            if one.disposition:
                return f"填报文件已写明{one.disposition}。{followed}"
            return (
                f"填报文件还没有写明怎样承接，先照上位规划写入{marked}{clash}；请确定怎样承接，并落实责任单位和时限。"
            )
        if not found:
            return f"{followed}文稿中没有单列它，请看相关内容要不要改。"
        return followed or "文稿的文字没有随之变动，请看要不要改。"

    # --- where ------------------------------------------------------------------------------------------------------

    def _near(self, one: Touched) -> Element | None:
        """Return the heading, or the title of the table, over what stands beside an item in the parent.

        Where nothing of it is in the draft it is the draft's first heading, in the end its first paragraph.
        """
        for key in one.near:
            for prefix in _OF_ITEMS:
                for side, known in self.known:
                    start = known.get(bookmark_name(prefix, key))
                    if start is not None and (found := self._over(side, start)) is not None:
                        return found
        headings = [
            place for place, block in enumerate(self.new.blocks) if self.new.style_of(block).startswith(_HEADING)
        ]
        first = next((self.new.here[place] for place in headings if place in self.new.here), self.carrier.root)
        return next(first.iter(P), None)

    def _over(self, side: Side, start: int) -> Element | None:
        of_row = side.blocks[start].is_row
        for place in range(start - 1, -1, -1):
            block = side.blocks[place]
            items = any(name.partition("_")[0] in _OF_ITEMS for name in block.unit.names)
            over = not block.is_row and (of_row or side.style_of(block).startswith(_HEADING))
            if over and not items and place in side.here:
                return next(side.here[place].iter(P), None)
        return None

    def _standing(self, names: Iterable[str]) -> Iterator[Element]:
        for name in names:
            for side, known in self.known:
                element = side.here.get(known[name]) if name in known else None
                # what we put in before and nobody accepted goes without a trace
                if element is not None and next(element.iterancestors(f"{W}body"), None) is not None:
                    yield from itertools.islice(element.iter(P), 1)
