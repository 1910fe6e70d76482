"""Finding the places of a draft that carry a parent item."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draft_builders import DRILLS, GRAIN, RESCUE, ROADS, document, table
from plan_builders import clause, item, parent
from plangen.parent.model import ParentItem
from plangen.terms.findings import FindingsError
from plangen.terms.place import Place
from plangen.trace.align import Aligner
from plangen.trace.align_texts import unit_identity
from plangen.trace.alignment_words import grams, load_alignment_words, sentences
from plangen.trace.sections import DraftPlace, PlaceKind, draft_places

WORDS = load_alignment_words()


def heading(title: str, text: str = "", *units: str, number: int = 1, **fields: object) -> DraftPlace:
    return DraftPlace(
        kind=PlaceKind.HEADING,
        number=f"{number}.",
        title=title,
        text=text,
        units=units,
        position=Place(line=number),
        **fields,  # type: ignore[arg-type]
    )


def best(items: list[ParentItem], places: list[DraftPlace]) -> dict[str, int | None]:
    """Return for each item the index of its first place that is worth the name."""
    plan = parent(*items)
    aligned = Aligner([plan], places).align(plan)
    least = WORDS.thresholds["missing"]
    return {
        identity: found[0].place if found and found[0].score >= least else None for identity, found in aligned.items()
    }


# ------------------------------------------------------------------------------------------------ places


def test_headings_carry_their_own_text_units_and_groups() -> None:
    places = draft_places(
        document(
            "某县应急体系建设实施方案",
            "一、重点任务",
            "（一）提升救援能力",
            "1.建强水上救援力量",
            RESCUE + "（县应急局牵头，县水利局、县公安局配合）",
            "2.规范预案演练",
            "2027年底前" + DRILLS,
        )
    )
    by_title = {place.title: place for place in places}
    rescue = by_title["建强水上救援力量"]
    assert (rescue.number, rescue.text, rescue.groups) == ("1.", RESCUE, ("重点任务", "提升救援能力"))
    assert (rescue.leads, rescue.units) == (("县应急局",), ("县应急局", "县水利局", "县公安局"))
    assert rescue.location == "第4行"
    assert by_title["规范预案演练"].deadline == 2027
    assert places[rescue.parent or 0].title == "提升救援能力"


def test_named_paragraphs_and_project_names_with_their_clause_are_places() -> None:
    places = draft_places(
        document(
            "一、重点工程",
            "（一）综合防治工程",
            "水库除险加固。" + ROADS,
            "公路隐患整治：" + RESCUE,
            "（二）能力工程",
            "指挥中心建设工程（县应急局牵头，县财政局配合）",
        )
    )
    titles = [place.title for place in places]
    assert titles == ["重点工程", "综合防治工程", "水库除险加固", "公路隐患整治", "能力工程", "指挥中心建设工程"]
    assert places[-1].leads == ("县应急局",) and places[-1].titled


def test_one_named_paragraph_is_the_text_of_its_heading() -> None:
    (place,) = draft_places(document("一、严格准入", "把好安全准入关。" + ROADS))[-1:]
    assert (place.title, place.text) == ("严格准入", "把好安全准入关。" + ROADS)


def test_rows_of_division_and_indicator_tables_are_places() -> None:
    rows = draft_places(
        table(
            ("序号", "重点任务", "主要内容", "牵头单位", "配合单位", "完成时限"),
            ("1", "建强水上救援力量", RESCUE, "县应急局", "县水利局、县公安局", "2027年"),
            before=("一、任务分工",),
        )
    )
    (row,) = [place for place in rows if place.kind is PlaceKind.ROW]
    assert (row.title, row.text, row.leads, row.deadline) == ("建强水上救援力量", RESCUE, ("县应急局",), 2027)
    assert row.units == ("县应急局", "县水利局", "县公安局") and row.location == "表1第2行"
    rows = draft_places(
        table(
            ("序号", "指标名称", "目标值", "属性"), ("1", "隐患整改率", "95%以上", "约束性"), before=("一、主要指标",)
        )
    )
    (indicator,) = [place for place in rows if place.kind is PlaceKind.INDICATOR]
    assert (indicator.title, indicator.target) == ("隐患整改率", "95%以上")


def test_rows_of_any_other_table_are_places_too() -> None:
    rows = draft_places(table(("建强水上救援力量", RESCUE), ("12", "3"), before=("一、附表",)))
    assert [(row.title, row.text) for row in rows if row.kind is PlaceKind.ROW] == [("建强水上救援力量", RESCUE)]


def test_without_headings_every_paragraph_is_a_place() -> None:
    places = draft_places(document(RESCUE, DRILLS))
    assert [place.text for place in places] == [RESCUE, DRILLS]
    assert all(place.kind is PlaceKind.PARAGRAPH and not place.titled for place in places)


def test_an_empty_draft_has_no_places() -> None:
    assert draft_places(document()) == ()
    assert draft_places(document("", "　")) == ()


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["一、重点任务", "（一）救援", "1.水上救援", "2.演练", "①装备", "附件", "（县应急局牵头）", "目录"]
        ),
        st.sampled_from([RESCUE, DRILLS, GRAIN, ROADS]),
        st.text(alphabet="应急救援一二、。（）1.：；\t ", max_size=30),
    ),
    max_size=14,
)


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_no_sentence_of_a_draft_is_lost_or_doubled(lines: list[str]) -> None:
    """Whatever the outline makes of it, each known sentence stands in as many places as it was written."""
    from plangen.parent.blocks import prepare

    draft = document(*lines)
    read = "".join(getattr(block, "text", "") for block in prepare(draft).blocks)
    places = draft_places(draft)
    said = "\n".join(f"{place.title}\n{place.text}" for place in places)
    for sentence in (RESCUE, DRILLS, GRAIN, ROADS):
        telling = sentence.split("，")[-1].rstrip("。")
        assert said.count(telling) <= read.count(telling)
        if lines and lines[0].startswith("一、"):  # otherwise the first lines may be taken for the title
            assert said.count(telling) == read.count(telling)


# ------------------------------------------------------------------------------------------------ words


def test_grams_do_not_cross_punctuation_and_leave_boilerplate_out() -> None:
    assert grams("防汛，抗旱", WORDS) == {"防汛", "抗旱"}
    assert grams("2027年底前按职责分工负责", WORDS) == frozenset()
    assert sentences("甲。乙；丙\n丁") == ["甲", "乙", "丙", "丁"]


def test_one_function_has_one_identity_at_every_level() -> None:
    assert unit_identity("市应急局") == unit_identity("县应急管理局") != unit_identity("县水利局")


@pytest.mark.parametrize("broken", ["a: [", "boilerplate: []", "boilerplate: ['(']\nweights: {}\nthresholds: {}\n"])
def test_broken_words_are_a_finding(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "alignment.yaml"
    path.write_text(broken, "utf-8")
    with pytest.raises(FindingsError) as error:
        load_alignment_words(path)
    assert all(finding.location.line for finding in error.value.findings)


# ------------------------------------------------------------------------------------------------ matching


def test_content_decides_where_two_tasks_bear_one_heading() -> None:
    items = [item("T01", "健全管理机制", text=GRAIN), item("T02", "健全管理机制", text=DRILLS)]
    places = [heading("健全管理机制", DRILLS, number=1), heading("健全管理机制", GRAIN, number=2)]
    assert best(items, places) == {"T01": 1, "T02": 0}


def test_a_task_under_another_heading_is_found_by_its_text() -> None:
    items = [item("T01", "水上搜救", text=RESCUE), item("T02", "预案演练", text=DRILLS)]
    places = [heading("补短板强弱项", RESCUE, number=1), heading("其他工作", DRILLS, number=2)]
    assert best(items, places) == {"T01": 0, "T02": 1}


def test_three_tasks_merged_into_one_place_are_all_found_there() -> None:
    items = [
        item("T01", "水上搜救", text=RESCUE),
        item("T02", "预案演练", text=DRILLS),
        item("T03", "粮食", text=GRAIN),
    ]
    assert best(items, [heading("综合保障", RESCUE + DRILLS + GRAIN), heading("道路", ROADS, number=2)]) == {
        "T01": 0,
        "T02": 0,
        "T03": 0,
    }


def test_a_task_spread_over_places_is_found_in_all_of_them() -> None:
    plan = parent(item("T01", "综合保障", text=RESCUE + DRILLS + GRAIN), item("T02", "道路", text=ROADS))
    places = [
        heading("水上", RESCUE, number=1),
        heading("推演", DRILLS, number=2),
        heading("道路", ROADS, number=3),
        heading("成品粮", GRAIN, number=4),
    ]
    found = Aligner([plan], places).align(plan)["T01"]
    assert {one.place for one in found[:3]} == {0, 1, 3}
    assert found[2].score > 2 * found[3].score if len(found) > 3 else True


def test_what_is_not_there_is_not_matched_by_a_like_heading() -> None:
    items = [item("T01", "强化应急物资保障", text=GRAIN), item("T02", "强化应急道路保障", text=ROADS)]
    assert best(items, [heading("强化应急道路保障", ROADS)]) == {"T01": None, "T02": 0}


def test_without_text_title_group_and_units_tell() -> None:
    facts = [
        item("T01", "发挥社会作用", responsibility=clause("市民政局", with_=("市红十字会", "市气象局"))),
        item("T02", "森林防火", responsibility=clause("市林业局")),
    ]
    places = [
        heading("引导多方参与", "", "县民政局", "县红十字会", "县气象局", number=1),
        heading("强化社会力量作用", "", "县民政局", "县红十字会", "县气象局", number=2),
        heading("森林草原防火", "", "县林业局", number=3),
    ]
    plan = parent(*facts)
    aligned = Aligner([plan], places).align(plan)
    assert aligned["T01"][0].place == 1
    assert aligned["T02"][0].place == 2


def test_what_is_said_of_the_past_does_not_carry() -> None:
    draft = document(
        "一、形势分析",
        "（一）主要成效",
        "1.水上救援",
        "过去五年，演练常态化开展。",
        "二、重点任务",
        "1.预案演练",
        DRILLS,
    )
    plan = parent(item("T01", "预案演练", text=DRILLS))
    places = draft_places(draft)
    first = Aligner([plan], places).align(plan)["T01"][0]
    assert places[first.place].groups == ("重点任务",)


def test_scores_are_bounded_and_the_same_every_time() -> None:
    plan = parent(item("T01", "水上搜救", text=RESCUE), item("T02", "预案演练", text=DRILLS))
    places = [heading("水上搜救", RESCUE), heading("预案演练", DRILLS, number=2)]
    first, second = (Aligner([plan], places).align(plan) for _ in range(2))
    assert first == second
    assert all(0 <= one.score <= 1 for found in first.values() for one in found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("match: 0.31", "match: .nan", "应当是数字"),
        ("match: 0.31", "match: 很多", "应当是数字"),
        ("missing: 0.25", "missing: true", "应当是数字"),
        ("about_parents: [", "about_parents: ['', ", "应当是一段文字，这里写的是空的"),
        ("boilerplate:\n", "boilerplate:\n  - (?:各级)?\n", "什么都没有也算"),
    ],
)
def test_weights_that_make_no_sense_are_a_finding(
    tmp_path: Path, repository: Path, old: str, new: str, said: str
) -> None:
    text = (repository / "templates" / "knowledge" / "alignment.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / "alignment.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FindingsError) as error:
        load_alignment_words(path)
    (finding,) = error.value.findings
    assert finding.code.startswith("knowledge-") and finding.location.line and said in finding.message


def test_a_short_text_with_its_title_is_a_copy() -> None:
    plan = parent(item("T01", "水上搜救", text="定期开展演练。"))
    (copied,) = Aligner([plan], [heading("水上搜救", "定期开展演练。")]).align(plan)["T01"]
    assert copied.score >= WORDS.thresholds["sure"]


def test_a_copy_is_found_where_every_place_says_the_same() -> None:
    """In a draft of nothing but one task, copied many times, its words are common and still its words."""
    plan = parent(item("T01", "水上搜救", text=RESCUE))
    places = [heading("水上搜救", RESCUE, number=number) for number in range(1, 121)]
    found = Aligner([plan], places).align(plan)["T01"]
    assert found and found[0].score >= WORDS.thresholds["sure"]


def test_profiles_say_what_a_text_is_about() -> None:
    from plangen.plan.theme_profiles import ThemeProfiles, direction, telling
    from plangen.plan.themes import load_themes

    profiles = ThemeProfiles(load_themes())
    assert profiles.of("", "") == {} and direction({}, {}) == {}
    texts = [profiles.of("森林防火", RESCUE), profiles.of("危险化学品安全", DRILLS), profiles.of("应急物资保障", GRAIN)]
    assert all(texts)
    weights = telling(texts)
    for one in texts:
        if found := direction(one, weights):
            assert 0 < sum(value * value for value in found.values()) < 1
    title, text = profiles.of("森林防火", ""), profiles.of("", "森林防火森林防火森林防火森林防火")
    assert all(title[theme] > text[theme] for theme in title.keys() & text.keys())


# ------------------------------------------------------------------------------------------------ real plans


def test_a_stray_word_says_less_than_a_text_about_one_thing() -> None:
    from plangen.plan.theme_profiles import direction

    weights = {"flood": 3.0, "fire": 3.0}
    stray, much = direction({"flood": 1.0}, weights), direction({"flood": 20.0}, weights)
    assert 0 < stray["flood"] < 0.6 < much["flood"] < 1
    mixed = direction({"flood": 20.0, "fire": 1.0}, weights)
    assert mixed["fire"] < 0.3 < mixed["flood"]


def test_siblings_tell_the_section_and_an_item_alone_tells_nothing() -> None:
    from plangen.trace.align_siblings import found_with_siblings

    match = {"a": {1: 9.0, 5: 0.0}, "b": {2: 9.0, 6: 0.0}, "c": {3: 1.0, 7: 1.0}, "d": {3: 1.0, 7: 1.0}}
    groups = {"a": "g", "b": "g", "c": "g", "d": "other"}
    found = found_with_siblings(match, groups, [None, 0, 0, 0, None, 4, 4, 4])
    assert found["c"][3] > 0.6 and found["c"][7] < 0.01
    assert found["d"] == {3: 0.0, 7: 0.0}
    assert found_with_siblings({"a": {}}, {"a": None}, []) == {"a": {}}


@pytest.fixture(scope="module")
def benchmark_module(repository: Path) -> ModuleType:
    path = repository / "benchmarks" / "alignment.py"
    specification = importlib.util.spec_from_file_location("alignment_benchmark", path)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules["alignment_benchmark"] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pairs(benchmark_module: ModuleType, shared_folder: Path, repository: Path) -> list[Any]:
    """All pairs that were judged by hand, imported once."""
    return list(benchmark_module.load_pairs(shared_folder, repository / "tests"))


@pytest.mark.corpus
@pytest.mark.xdist_group("judged pairs")
def test_first_places_in_the_real_plans(benchmark_module: ModuleType, pairs: list[Any]) -> None:
    from plangen.trace.audit import audit_places
    from plangen.trace.model import Status

    placed = first = absent = wrong = 0
    for pair in pairs:
        result = benchmark_module.measure(pair, audit_places(pair.places, [pair.parent], name=pair.draft.name))
        placed, first = placed + result.placed, first + result.first
        absent += sum(count for (wanted, _), count in result.confusion.items() if wanted is Status.MISSING)
        wrong += result.confusion.get((Status.MISSING, Status.CARRIED), 0)
    assert first >= 0.92 * placed
    assert wrong <= 0.01 * absent, "what is not there is called carried"


@pytest.mark.corpus
@pytest.mark.xdist_group("judged pairs")
def test_the_gold_is_whole(pairs: list[Any], shared_folder: Path) -> None:
    data = json.loads((shared_folder / "gold" / "align_xinzhou-145_yangquan-145.json").read_text("utf-8"))
    assert len(pairs[0].relations) == len(data["alignments"]) == 64
    for pair in pairs:
        wanted = {one for _, children in pair.relations.values() for one in children}
        assert wanted <= frozenset().union(*pair.names.values())
