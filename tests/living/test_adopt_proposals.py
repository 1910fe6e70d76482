"""Taking the mark off what is proposed takes it over: all of it, or just what lost its mark."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

import plangen
from adoptable_edits import T02, behind
from draft_surgery import Surgery, W, remove, text_of
from hand_edits import _MAP, both, say, starting, type_item
from plangen.api.adopting import AdoptedDraft
from plangen.plan.sentence import SentenceSource

SPECS = Path(__file__).resolve().parents[2] / "specs"
PRINCIPLES = ("逐项承接，一项不漏", "立足县情，突出重点", "一事一牵头，分工到单位", "明确时限，闭环管理")


@cache
def rendered(name: str = "yonghe") -> bytes:
    return plangen.render(SPECS / f"{name}.yaml").data


def desk(folder: Path, edit: Callable[[Surgery], None], name: str = "yonghe") -> tuple[Path, Path]:
    surgery = Surgery(rendered(name))
    edit(surgery)
    draft, spec = folder / "文稿.docx", folder / "填报.yaml"
    draft.write_bytes(surgery.data())
    spec.write_bytes((SPECS / f"{name}.yaml").read_bytes())
    return draft, spec


def edits(found: AdoptedDraft) -> dict[str, object]:
    return {".".join(map(str, edit.path)): edit.after for one in found.adoption.adopted for edit in one.edits}


def unmark(*nodes: etree._Element) -> None:
    for node in nodes:
        for style in list(node.iter(f"{W}rStyle")):
            remove(style)


def section(title: str) -> Callable[[Surgery], None]:
    """Take the marks off a section and its heading."""

    def apply(surgery: Surgery) -> None:
        heading = next(one for one in surgery.body.iter(f"{W}p") if text_of(one) == title)
        unmark(heading, heading.getnext())

    return apply


def one_sentence(words: str) -> Callable[[Surgery], None]:
    """Take the mark off one sentence of an item."""

    def apply(surgery: Surgery) -> None:
        paragraph = surgery.under(surgery.find(T02))[0]
        run = next(one for one in paragraph.iter(f"{W}r") if words in text_of(one))
        whole = text_of(run)
        at = whole.index(words)
        parts = [part for part in (whole[:at], words, whole[at + len(words) :]) if part]
        for part in parts:
            piece = copy.deepcopy(run)
            say(piece, whole, part)
            if part == words:
                unmark(piece)
            run.addprevious(piece)
        remove(run)

    return apply


FIRST = "组织各行业领域重新辨识安全风险，按红、橙、黄、蓝分级建档，重大风险逐项明确包联责任人和管控措施。"


@pytest.mark.parametrize(("words", "other"), [(FIRST, _MAP), (_MAP, FIRST)])
def test_of_two_proposals_one_is_taken_and_the_other_stays_proposed(words: str, other: str, tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, one_sentence(words))
    found = plangen.adopt(draft, spec)
    root = "inherit.jincheng-155.T02"
    assert edits(found) == {f"{root}.measures": [words], f"{root}.suggest_measures": True}
    spec.write_bytes(found.content)
    plan = plangen.build_plan(spec).plan
    assert plan is not None
    item = next(one for one in plan.all_items() if one.key == T02)
    county, proposal = SentenceSource.COUNTY, SentenceSource.PROPOSAL
    assert [(one.text, one.source) for one in item.measures] == [(words, county), (other, proposal)]
    again = plangen.adopt(draft, spec)
    assert (again.adoption.adopted, again.adoption.conflicts, again.content) == ((), (), found.content)


def test_several_chapters_that_are_taken_are_all_written(tmp_path: Path) -> None:
    def front(surgery: Surgery) -> None:
        unmark(starting(surgery, "上位规划中应由永和县承担"), starting(surgery, "已经起草完成"))

    draft, spec = desk(tmp_path, both(front, *map(section, PRINCIPLES)))
    found = plangen.adopt(draft, spec)
    assert sorted(map(str, edits(found).values())) == ["notice", "preface", "principles"]
    spec.write_bytes(found.content)
    plan = plangen.build_plan(spec).plan
    assert plan is not None
    assert sorted(plan.spec.text.accept) == ["notice", "preface", "principles"]


@pytest.mark.parametrize("select", [[1], [2], [1, 2]])
def test_any_of_several_new_entries_of_a_list_may_be_selected(select: list[int], tmp_path: Path) -> None:
    def front(surgery: Surgery) -> None:
        unmark(starting(surgery, "上位规划中应由永和县承担"), starting(surgery, "已经起草完成"))

    draft, spec = desk(tmp_path, front)
    found = plangen.adopt(draft, spec, select=select)
    assert [one.split(".")[-1] for shown in found.places for one in shown] == ["1", "2"]
    spec.write_bytes(found.content)
    plan = plangen.build_plan(spec).plan
    assert plan is not None
    assert list(plan.spec.text.accept) == [("notice", "preface")[number - 1] for number in select]


@pytest.mark.parametrize("select", [None, [2]])
def test_two_items_that_were_typed(select: list[int] | None, tmp_path: Path) -> None:
    def another(surgery: Surgery) -> None:
        say(starting(surgery, "强化学校周边安全巡查"), "强化学校周边安全巡查", "强化景区周边安全巡查")
        type_item(surgery)

    draft, spec = desk(tmp_path, both(type_item, another))
    found = plangen.adopt(draft, spec, select=select)
    spec.write_bytes(found.content)
    plan = plangen.build_plan(spec).plan
    assert plan is not None
    typed = {"强化学校周边安全巡查", "强化景区周边安全巡查"} & {one.title for one in plan.spec.local_tasks}
    assert len(typed) == (2 if select is None else 1)


def test_a_part_of_a_chapter_is_listed_with_the_line_that_takes_it_all(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, section(PRINCIPLES[0]))
    found = plangen.adopt(draft, spec)
    assert (edits(found), found.content == found.before) == ({}, True)
    assert all("采纳以一章为单位" in one.reason for one in found.adoption.unsaid)
    assert found.adoption.unsaid[0].lines == ("正文:", "  采纳: [工作原则]")


def test_a_section_typed_behind_what_is_proposed_makes_the_chapter_the_countys(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, behind(PRINCIPLES[3], "公开透明", "公布与群众有关的安排。"))
    found = plangen.adopt(draft, spec)
    after = edits(found)["text.principles"]
    assert isinstance(after, list)
    assert [one["title"] for one in after] == [*PRINCIPLES, "公开透明"]
