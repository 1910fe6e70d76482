"""Sentences of the kinds of work that recur in items of every subject: chosen by an item's points."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from plangen.parent.model import ItemKind
from plangen.plan.facts import filled
from plangen.plan.measures import MeasureRequest, WrittenMeasures, write_measures
from plangen.plan.themes import Measure, Theme
from plangen.plan.works import Work, load_works
from plangen.terms.findings import FindingsError
from plangen.terms.levels import LevelWords

YONGHE = LevelWords(name="永和县", towns=True, townships=True)
DRILLS = Work(id="drills", name="演练", words=("演练",), measures=("组织联合演练、疏散演练和桌面推演，形成演练记录。",))
STOCKS = Work(
    id="stocks",
    name="储备",
    words=("储备",),
    measures=("核定储备品类。", "核定储备品类、储备规模和储备布局，改造储备库。"),
)
FLOOD = Theme(
    id="flood",
    name="防汛",
    words=("防汛",),
    lead="水利局",
    measures=(Measure(text="汛前检查。"), Measure(text="备足物料。")),
)
DRILL_POINTS = ("联合演练", "疏散演练")
STOCK_POINTS = ("储备品类", "储备规模", "储备布局", "储备库改造")
MANY = tuple(f"某某甲乙{word}" for word in "丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")


def ask(key: str, title: str, *points: str, wanted: int = 2, kind: ItemKind = ItemKind.TASK) -> MeasureRequest:
    return MeasureRequest(key=key, kind=kind, title=title, points=points, wanted=wanted)


def write(*requests: MeasureRequest, works: Sequence[Work] = (DRILLS, STOCKS)) -> dict[str, WrittenMeasures]:
    return dict(write_measures(requests, themes=(FLOOD,), works=works, facts={}, county=YONGHE, end_year=2030))


def texts(written: WrittenMeasures) -> list[str]:
    return [sentence.text for sentence in written.sentences]


def test_an_item_gets_what_speaks_of_its_points() -> None:
    written = write(ask("a", "某事", *DRILL_POINTS))["a"]
    assert texts(written) == list(DRILLS.measures)
    assert [sentence.theme for sentence in written.sentences] == ["演练"]


@pytest.mark.parametrize("points", [("联合演练",), ("疏散演练", "培训"), ("演练场地", "演练器材"), ()])
def test_one_point_by_the_way_is_not_enough(points: tuple[str, ...]) -> None:
    assert texts(write(ask("a", "某事", *points))["a"]) == []


def test_points_that_do_not_name_the_work_do_not_choose_it() -> None:
    other = Work(id="other", name="记录", words=("演练",), measures=("形成检查记录和会议记录，开展演练。",))
    assert texts(write(ask("a", "某事", "检查记录", "会议记录"), works=(other,))["a"]) == []


def test_of_several_sentences_the_one_that_speaks_of_most_is_taken() -> None:
    assert texts(write(ask("a", "某事", *STOCK_POINTS))["a"]) == [STOCKS.measures[1]]


def test_the_themes_sentence_stands_first_unless_the_other_speaks_of_much() -> None:
    assert texts(write(ask("a", "加强防汛", *DRILL_POINTS, wanted=3))["a"])[:2] == ["汛前检查。", "备足物料。"]
    assert texts(write(ask("a", "加强防汛", *STOCK_POINTS, wanted=1))["a"]) == [STOCKS.measures[1]]


def test_a_second_sentence_goes_to_the_work_that_speaks_of_three_points() -> None:
    assert texts(write(ask("a", "加强防汛", *STOCK_POINTS[:3]))["a"]) == ["汛前检查。", STOCKS.measures[1]]


def test_no_item_gets_more_than_it_wants_and_one_more_where_the_parent_asks_for_very_much() -> None:
    points = (*STOCK_POINTS, *DRILL_POINTS)
    assert len(write(ask("a", "某事", *points, wanted=1))["a"].sentences) == 1
    assert len(write(ask("a", "某事", *points, *MANY, wanted=1))["a"].sentences) == 2
    assert texts(write(ask("a", "某事", *points, *MANY, wanted=0))["a"]) == []


def test_no_sentence_stands_twice_and_goals_get_none() -> None:
    written = write(
        ask("a", "某事", *DRILL_POINTS),
        ask("b", "另事", *DRILL_POINTS),
        ask("g", "目标", *STOCK_POINTS, kind=ItemKind.GOAL),
    )
    assert (texts(written["a"]), texts(written["b"]), texts(written["g"])) == (list(DRILLS.measures), [], [])


# -- the shipped ones --------------------------------------------------------------------------------------------------


def test_every_shipped_sentence_can_be_chosen_by_points_of_its_own_words() -> None:
    for work in load_works():
        for sentence in work.measures:
            said = filled(sentence, {"level": "县", "towns": "乡镇"})
            named = [word for word in work.words if word in said]
            assert named, f"{work.id}: none of its words stands in {said}"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("制定应急演练计划", "每季度制定应急演练计划", "自拟的"),
        ("{{ towns }}和企业开展", "{{ villages }}和企业开展", "villages"),
        ("words: [心理]", "words: [心]", "两个字"),
        ("  - id: drills\n", "  - id: training\n", "两次"),
    ],
)
def test_a_spoilt_file_is_a_finding(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    from plangen.terms.resources import knowledge_file

    text = knowledge_file("works.yaml").read_text("utf-8")
    assert right in text
    path = tmp_path / "works.yaml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(FindingsError) as raised:
        load_works(path)
    assert said in str(raised.value)
