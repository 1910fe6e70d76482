"""What was changed in a draft and in the spec too since is adopted over neither: it is listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import plangen
from adoptable_edits import G01, IMPLEMENTATION, PLAN, T02, T03, T05, Adoptable, delete_with_row, fitting, paragraph
from draft_surgery import Surgery, W, join_with_previous, text_of
from hand_edits import both, say, type_item, words
from own_items import COMMUNITIES, DEATHS, GAS, TREATED, WATER

SPECS = Path(__file__).resolve().parents[2] / "specs"
MAIN, GUIHUA = "yonghe", "yonghe-guihua"
Edit = Callable[[Surgery], None]
Change = Callable[[str], str]
EDITS = {(name, edit.name): edit for name, edits in ((MAIN, IMPLEMENTATION), (GUIHUA, PLAN)) for edit in edits}


@cache
def rendered(name: str) -> bytes:
    return plangen.render(SPECS / f"{name}.yaml").data


def desk(folder: Path, name: str, edit: Edit, *changes: Change) -> tuple[Path, Path]:
    """Return a draft with an edit, and its spec changed since."""
    surgery = Surgery(rendered(name))
    edit(surgery)
    draft, spec = folder / "文稿.docx", folder / "填报.yaml"
    draft.write_bytes(surgery.data())
    text = (SPECS / f"{name}.yaml").read_text("utf-8")
    for change in changes:
        assert change(text) != text
        text = change(text)
    spec.write_text(text, "utf-8")
    return draft, spec


def swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new, 1)


def decided(lines: str) -> Change:
    """Say something of an item of the parent."""
    return swap("  jincheng-155:\n", f"  jincheng-155:\n    {lines}\n")


def written(lines: str) -> Change:
    return lambda text: f"{text}\ntext:\n{lines}\n"


def own_first(text: str) -> str:
    """Put another item of the county before its others, so that their numbers are other ones."""
    return text.replace("local_tasks:\n", "local_tasks:\n  - {title: 加强煤层气井场巡查, lead: 县应急局}\n", 1)


@dataclass(frozen=True)
class Clash:
    """An edit of a draft and a change of its spec that meet, and which field of what clashes."""

    name: str
    example: str
    edit: Edit
    change: Change
    field: str
    key: str = ""


def known(example: str, name: str) -> Edit:
    found: Adoptable = EDITS[example, name]
    return found.apply


_PREFACE = "  preface: 为落实上位规划，制定本方案。"
_PRINCIPLES = "  principles: [{title: 统筹兼顾, text: 各项任务统筹安排。}]"
_SHOWN = "省级综合减灾示范社区（个）, target: "
_GAS, _CAVES = "  - title: 加强天然气开采", "  - title: 强化黄土崩塌"
_REQUIREMENTS = "  requirements: [{title: 加强领导, text: 各单位负总责。}]"
CLASHES: Sequence[Clash] = (
    # chapters: proposed when rendered, written since; written when rendered, rewritten since
    Clash("preface", MAIN, known(MAIN, "preface"), written(_PREFACE), "chapter"),
    Clash("principles", MAIN, known(MAIN, "principle"), written(_PRINCIPLES), "chapter"),
    Clash("requirements", MAIN, known(MAIN, "requirement"), written(_REQUIREMENTS), "chapter"),
    Clash(
        "the same section of the review",
        GUIHUA,
        known(GUIHUA, "section of the review"),
        swap("52万亩森林的火情瞭望和巡护有了基础条件。", "森林火情瞭望有了条件。"),
        "chapter",
    ),
    Clash(
        "guiding thought",
        GUIHUA,
        known(GUIHUA, "guiding thought"),
        swap("补齐乡村应急力量和设施短板", "补短板"),
        "chapter",
    ),
    Clash("the same term", GUIHUA, known(GUIHUA, "term"), swap("预警信息传递", "预警信息发布"), "chapter"),
    # fields of items
    Clash("lead", MAIN, known(MAIN, "lead, in both"), decided("T02: {lead: 县水利局}"), "lead", T02),
    Clash(
        "who takes part",
        MAIN,
        known(MAIN, "who takes part, in both"),
        decided("T03: {participants: [县公安局]}"),
        "participants",
        T03,
    ),
    Clash("deadline", MAIN, known(MAIN, "deadline"), decided("T02: {deadline: 2027}"), "deadline", T02),
    Clash("title", MAIN, known(MAIN, "title"), decided("T02: {title: 强化风险源头治理}"), "title", T02),
    Clash(
        "measures",
        MAIN,
        known(MAIN, "sentence of the county reworded"),
        swap("评查结果作为执法人员考核依据", "评查结果公开"),
        "text",
        T05,
    ),
    Clash("target", MAIN, known(MAIN, "target"), swap(f'{_SHOWN}"2"', f'{_SHOWN}"4"'), "target", COMMUNITIES),
    Clash(
        "goal", MAIN, words(G01, "到2030年，", "到2029年，"), decided("G01: {measures: [企业按期整改。]}"), "text", G01
    ),
    Clash(
        "a column of a project",
        GUIHUA,
        known(GUIHUA, "scale of a project"),
        swap("scale: 21处，其中", "scale: 19处，其中"),
        "detail",
        TREATED,
    ),
    Clash(
        "value before",
        GUIHUA,
        known(GUIHUA, "value before"),
        swap("    unit: 人\n", "    unit: 人\n    baseline: 4\n"),
        "detail",
        DEATHS,
    ),
    Clash(
        "what was reached in the last period",
        GUIHUA,
        known(GUIHUA, "what was reached in the last period"),
        swap("previous: {target: 低于“十三五”平均水平}", "previous: {target: 低于“十三五”平均水平, result: 19人}"),
        "detail",
        DEATHS,
    ),
    # the county's own items
    Clash(
        "own measures",
        MAIN,
        known(MAIN, "sentence of an item of the county"),
        swap("每年评估一次", "每季度评估一次"),
        "text",
        GAS,
    ),
    Clash(
        "own item that has another number since",
        MAIN,
        known(MAIN, "sentence of an item of the county"),
        lambda text: own_first(text.replace("每年评估一次", "每季度评估一次")),
        "text",
        GAS,
    ),
    Clash(
        "own item deleted",
        MAIN,
        delete_with_row(WATER),
        swap("deadline: 长期坚持", "deadline: 2027"),
        "whole",
        WATER,
    ),
    Clash(
        "own item reworded, gone since",
        MAIN,
        known(MAIN, "sentence of an item of the county"),
        lambda text: text.replace(text[text.index(_GAS) : text.index(_CAVES)], ""),
        "whole",
        GAS,
    ),
    # items that the spec has taken away since
    Clash(
        "waived since",
        MAIN,
        known(MAIN, "who takes part, in both"),
        decided("T03: {waive: 本县没有实施对象, by: 县政府, on: 2026-12-01}"),
        "whole",
        T03,
    ),
    Clash(
        "merged since", MAIN, known(MAIN, "who takes part, in both"), decided("T03: {merge_into: T02}"), "whole", T03
    ),
    Clash(
        "split since",
        MAIN,
        known(MAIN, "who takes part, in both"),
        decided("T03: {split: [{title: 甲领域整治}, {title: 乙领域整治}]}"),
        "whole",
        T03,
    ),
    # a merge made by hand
    Clash(
        "joined by hand, written since",
        MAIN,
        lambda surgery: join_with_previous(surgery.find("jincheng-155:T04.6")),
        decided("T04.6: {measures: [本县另有安排。]}"),
        "whole",
        "jincheng-155:T04.5",
    ),
)


@pytest.mark.parametrize("clash", CLASHES, ids=lambda one: one.name)
def test_what_both_changed_is_a_conflict_and_nothing_is_written(clash: Clash, tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, clash.example, clash.edit, clash.change)
    found = plangen.adopt(draft, spec)
    said = [(one.field.value, one.key) for one in found.adoption.conflicts]
    assert said == [(clash.field, clash.key)]
    (one,) = found.adoption.conflicts
    assert one.draft
    assert one.spec
    assert one.draft != one.spec
    assert (found.adoption.adopted, found.content == found.before, found.failed) == ((), True, True)
    assert found.adoption.unsaid == ()


REVIEW = [("2019年3月县应急管理局挂牌", "先后设立"), ("建成瞭望哨1座", "基础条件"), ("部门之间职责衔接", "仍然存在")]


@pytest.mark.parametrize(("mine", "theirs"), [(0, 1), (1, 0), (2, 0)])
def test_different_sections_of_a_chapter_go_together(mine: int, theirs: int, tmp_path: Path) -> None:
    (begin, said), (_, other) = REVIEW[mine], REVIEW[theirs]
    draft, spec = desk(tmp_path, GUIHUA, paragraph(begin, said, f"{said}改"), swap(other, f"{other}另改"))
    found = plangen.adopt(draft, spec)
    places = [edit.path for one in found.adoption.adopted for edit in one.edits]
    assert places == [("text", "review", mine, "text")]
    text = found.content.decode("utf-8")
    assert (f"{said}改" in text, f"{other}另改" in text, found.failed) == (True, True, False)


@pytest.mark.parametrize(
    ("example", "name", "change"),
    [
        (MAIN, "preface", written("  accept: [preface]")),
        (MAIN, "principle", written("  accept: [notice]")),
        (MAIN, "preface", written(_PRINCIPLES)),
        (GUIHUA, "term", swap("威胁人员或者财产安全", "威胁人员、财产安全")),
        (GUIHUA, "guiding thought", swap("先后设立", "陆续设立")),
    ],
)
def test_what_the_spec_changed_beside_it_is_no_conflict(
    example: str, name: str, change: Change, tmp_path: Path
) -> None:
    draft, spec = desk(tmp_path, example, known(example, name), change)
    found = plangen.adopt(draft, spec)
    assert (len(found.adoption.adopted), found.adoption.conflicts, found.adoption.unsaid) == (1, (), ())


@pytest.mark.parametrize("name", ["preface", "principle", "requirement"])
def test_words_that_the_spec_has_by_now_are_settled(name: str, tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, MAIN, known(MAIN, name))
    spec.write_bytes(plangen.adopt(draft, spec).content)
    found = plangen.adopt(draft, spec)
    assert (found.adoption.adopted, found.adoption.conflicts, found.adoption.unsaid) == ((), (), ())
    assert found.adoption.settled


def test_an_item_that_the_spec_has_waived_by_now_may_be_deleted(tmp_path: Path) -> None:
    waived = decided("T03: {waive: 本县没有实施对象, by: 县政府, on: 2026-12-01}")
    draft, spec = desk(tmp_path, MAIN, delete_with_row(T03), waived)
    found = plangen.adopt(draft, spec)
    assert (found.adoption.adopted, found.adoption.conflicts, found.adoption.unsaid) == ((), (), ())


def test_a_typed_item_that_the_spec_has_in_other_words_is_a_conflict(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, MAIN, type_item)
    spec.write_bytes(plangen.adopt(draft, spec).content)
    spec.write_text(spec.read_text("utf-8").replace("组织学校会同派出所巡查道路。", "组织学校巡查道路。"), "utf-8")
    found = plangen.adopt(draft, spec)
    assert ([one.title for one in found.adoption.conflicts], found.adoption.adopted) == (["强化学校周边安全巡查"], ())
    assert "组织学校巡查道路。" in found.adoption.conflicts[0].spec


def test_a_typed_item_with_the_name_of_another_is_listed(tmp_path: Path) -> None:
    def apply(surgery: Surgery) -> None:
        type_item(surgery)
        for one in [*surgery.body.iter(f"{W}p"), *surgery.root.iter(f"{W}tr")]:
            if "强化学校周边安全巡查" in text_of(one):
                say(one, "强化学校周边安全巡查", "健全应急物资储备保障体系")

    draft, spec = desk(tmp_path, MAIN, apply)
    found = plangen.adopt(draft, spec)
    assert (found.adoption.adopted, found.content == found.before) == ((), True)
    assert any("已有同名的条目" in one.reason for one in found.adoption.unsaid)


SINCE: Sequence[tuple[Change, str]] = (
    (decided("T02: {deadline: 2027}"), "'T02': {'deadline': 2027"),
    (decided("T03: {participants: [县公安局]}"), "'participants': ['县公安局']"),
    (swap("评查结果作为执法人员考核依据", "评查结果公开"), "评查结果公开"),
    (swap("每年评估一次", "每季度评估一次"), "每季度评估一次"),
    (own_first, "加强煤层气井场巡查"),
    (written(f"{_PREFACE}\n{_PRINCIPLES}"), "为落实上位规划，制定本方案。"),
    (swap("deadline: 长期坚持", "deadline: 2027"), "'deadline': 2027, 'measures': ['在黄河沿岸"),
    (decided("G01: {measures: [企业按期整改。]}"), "企业按期整改。"),
)


@settings(
    max_examples=5, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_nothing_that_the_spec_says_since_is_written_over(tmp_path: Path, data: st.DataObject) -> None:
    edits = data.draw(st.lists(st.sampled_from(IMPLEMENTATION), min_size=3, max_size=8, unique_by=lambda one: one.name))
    since = data.draw(st.lists(st.sampled_from(SINCE), min_size=1, max_size=4, unique_by=lambda one: one[1]))
    together = both(*(one.apply for one in fitting(edits)))
    draft, spec = desk(tmp_path, MAIN, together, *(change for change, _ in since))
    found = plangen.adopt(draft, spec)
    text = str(yaml.safe_load(found.content))
    assert [words for _, words in since if words not in text] == []
