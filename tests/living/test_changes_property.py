"""Whatever is edited in whatever combination: nothing is invented, every word is found, and both directions agree."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from draft_surgery import Surgery, W, remove, text_of
from example_drafts import example
from hand_edits import new_paragraph
from plangen.document.word_style import load_style_data
from plangen.living.changes import compare
from plangen.living.model import Change, ChangeKind
from plangen.office.word_document import read_docx
from plangen.terms.text import squeeze
from plangen.trace.check_words import load_check_words

COME = {ChangeKind.ADDED, ChangeKind.ITEM_ADDED, ChangeKind.ROW_ADDED}
GONE = {ChangeKind.DELETED, ChangeKind.ITEM_DELETED, ChangeKind.ROW_DELETED}
WORDS = "校舍围墙食堂操场宿舍门卫路灯井盖栏杆水塘渡口缆车"
_LONG = 20  # characters of a text that stands in the draft once


@cache
def small() -> bytes:
    """Return the example with its first items and the first rows of their table, so that many can be tried."""
    surgery = Surgery(example("yonghe")[1])
    children = list(surgery.body)
    table = next(surgery.find("jincheng-155:T02", "pgr_").iterancestors(f"{W}tbl"))
    start, stop = children.index(surgery.find("jincheng-155:T05")), children.index(table)
    for child in [*children[start:stop], *children[stop + 1 : -1]]:
        remove(child)
    return surgery.data()


@dataclass
class Person:
    """Somebody who edits the draft, and remembers what."""

    surgery: Surgery
    chance: random.Random
    touched: list[etree._Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[etree._Element] = field(default_factory=list)

    def words_to_type(self) -> str:
        """Return words that stand nowhere else."""
        typed = f"{''.join(self.chance.choices(WORDS, k=8))}第{len(self.words) + 101}处"
        self.words.append(typed)
        return typed

    def choose(self, *, row: bool = False) -> etree._Element | None:
        """Return a paragraph of running text, or a row, that nobody has touched."""
        every = self.surgery.body.iter(f"{W}tr") if row else self.surgery.body.iterchildren(f"{W}p")
        free = [one for one in every if len(text_of(one)) > _LONG and one not in self.touched]
        if not free:
            return None
        place = self.chance.choice(free)
        self.touched.append(place)
        self.before.append(text_of(place))
        return place

    def edit(self, kind: str) -> None:
        """Make an edit at a place that is still as it was rendered."""
        place = self.choose(row="row" in kind)
        if place is None:
            return
        if "delete" in kind:
            remove(place)
            return
        self.after.append(place)
        if kind == "insert paragraph":
            typed = new_paragraph(self.surgery, f"{self.words_to_type()}由乡镇巡查并登记在册。", place)
            place.addnext(typed)
            self.touched.append(typed)
            self.after.append(typed)
        elif kind == "sentence":
            etree.SubElement(etree.SubElement(place, f"{W}r"), f"{W}t").text = f"{self.words_to_type()}一并排查。"
        else:
            text = max(place.iter(f"{W}t"), key=lambda one: len(one.text or ""))
            middle = len(text.text or "") // 2
            text.text = f"{(text.text or '')[:middle]}{self.words_to_type()}{(text.text or '')[middle:]}"


KINDS = ["sentence", "words", "insert paragraph", "delete paragraph", "words in a row", "delete row"]


def edited(kinds: list[str], seed: int) -> Person:
    person = Person(Surgery(small()), random.Random(seed))
    for kind in kinds:
        person.edit(kind)
    return person


def changes(base: bytes, draft: bytes) -> tuple[Change, ...]:
    proposal = load_style_data()["classes"]["character"]["proposal"]
    return compare(read_docx(base, "base"), read_docx(draft, "draft"), load_check_words(), proposal).changes


EDITS = st.lists(st.sampled_from(KINDS), min_size=1, max_size=6)


@settings(max_examples=25)
@given(EDITS, st.integers(0, 10_000))
def test_every_word_is_found_and_no_untouched_text_is_said_to_be_changed(kinds: list[str], seed: int) -> None:
    person = edited(kinds, seed)
    found = changes(small(), person.surgery.data())
    for word in person.words:
        assert any(word in squeeze(change.after) for change in found), word
    touched = [squeeze(text) for text in (*person.before, *map(text_of, person.after))]
    for change in found:
        for said in (change.before, change.after):
            for line in said.replace("｜", "\n").replace("、", "\n").splitlines():
                assert any(squeeze(line) in text for text in touched), (change.kind, said)


@settings(max_examples=25)
@given(EDITS, st.integers(0, 10_000))
def test_what_was_added_is_what_is_deleted_the_other_way_round(kinds: list[str], seed: int) -> None:
    draft = edited(kinds, seed).surgery.data()
    there, back = changes(small(), draft), changes(draft, small())

    def words(found: tuple[Change, ...], kinds: set[ChangeKind], *, after: bool) -> Counter[str]:
        sides = ((one.after if after else one.before) for one in found if one.kind in kinds)
        return Counter(line for side in sides for line in side.splitlines())

    assert words(there, COME, after=True) == words(back, GONE, after=False)
    assert words(there, GONE, after=False) == words(back, COME, after=True)
    others = [[one for one in found if one.kind not in COME | GONE] for found in (there, back)]
    assert Counter((one.kind, one.before, one.after) for one in others[0]) == Counter(
        (one.kind, one.after, one.before) for one in others[1]
    )
