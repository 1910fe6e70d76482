"""Writing measures for a plan: nothing empty, nothing twice, the best matching item first."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.parent.model import ItemKind
from plangen.plan.facts import exists, look_up
from plangen.plan.measures import MeasureRequest, WrittenMeasures, uncovered, write_measures
from plangen.plan.sentences import summarise
from plangen.plan.themes import Measure, Theme
from plangen.terms.findings import FindingsError
from plangen.terms.levels import LevelWords

FLOOD = Theme(
    id="flood",
    name="防汛抗旱",
    words=("防汛抗旱", "防汛"),
    lead="水利局",
    measures=(
        Measure(text="对{{ villages }}个行政村逐村登记。", needs=("villages",), fallback="对各行政村逐村登记。"),
        Measure(text="汛前检查一遍堤防。"),
        Measure(text="备足抗旱水泵。"),
    ),
)
MINE = Theme(
    id="mine",
    name="煤矿安全",
    words=("煤矿",),
    requires="coal_mines",
    absent="我县目前没有煤矿，出现后即行纳入。",
    lead="能源局",
    measures=(Measure(text="每月检查一次煤矿。"), Measure(text="每季度公布一次煤矿隐患。")),
)
YONGHE = LevelWords("永和县", towns=True, townships=True)
THEMES = (FLOOD, MINE)


def request(key: str, title: str, **settings: Any) -> MeasureRequest:
    return MeasureRequest(**{"key": key, "kind": ItemKind.TASK, "title": title, "wanted": 2, **settings})


def write(*requests: MeasureRequest, **facts: Any) -> dict[str, WrittenMeasures]:
    return dict(write_measures(requests, themes=THEMES, facts=facts, county=YONGHE))


def texts(written: WrittenMeasures) -> tuple[str, ...]:
    return tuple(sentence.text for sentence in written.sentences)


def test_the_best_matching_item_gets_the_first_measure() -> None:
    titles = {
        "a": "开展城乡居民防汛知识普及和其他活动",
        "b": "防汛抗旱",
        "c": "加强防汛",
        "d": "面向居民开展防汛知识普及",
    }
    written = write(*(request(key, title, wanted=1) for key, title in titles.items()))
    assert texts(written["b"]) == ("备足抗旱水泵。",)
    assert [key for key in titles if texts(written[key])] == ["b", "c", "d"]  # as many as the theme has measures


def test_every_item_gets_its_first_concrete_sentence_before_any_gets_its_second() -> None:
    written = write(request("a", "防汛抗旱"), request("b", "加强防汛抗旱"), request("c", "持续加强防汛抗旱工作"))
    concrete = {"对各行政村逐村登记。", "汛前检查一遍堤防。", "备足抗旱水泵。"}
    assert all(len(concrete & set(texts(entry))) == 1 for entry in written.values())


def test_a_measure_goes_to_the_item_that_it_speaks_of() -> None:
    written = write(request("a", "防汛抗旱堤防", wanted=1), request("b", "防汛抗旱水泵", wanted=1))
    assert texts(written["a"]) == ("汛前检查一遍堤防。",)
    assert texts(written["b"]) == ("备足抗旱水泵。",)


def test_facts_are_printed_as_given() -> None:
    written = write(request("a", "防汛抗旱", wanted=3), villages=69)
    assert "对69个行政村逐村登记。" in texts(written["a"])
    assert written["a"].unknown == ()
    written = write(request("a", "防汛抗旱", wanted=3), villages=69.0)
    assert "对69个行政村逐村登记。" in texts(written["a"])
    written = write(request("a", "防汛抗旱", wanted=3), villages=12.5)
    assert "对12.5个行政村逐村登记。" in texts(written["a"])


@pytest.mark.parametrize("villages", [None, True])
def test_an_unknown_number_gives_the_fallback_and_is_named(villages: object) -> None:
    facts = {} if villages is None else {"villages": villages}
    written = write(request("a", "防汛抗旱", wanted=3), **facts)
    assert "对各行政村逐村登记。" in texts(written["a"])
    assert written["a"].unknown == ("villages",)


def test_none_of_something_gives_the_fallback_and_is_not_unknown() -> None:
    written = write(request("a", "防汛抗旱", wanted=3), villages=0)
    assert "对各行政村逐村登记。" in texts(written["a"])
    assert written["a"].unknown == ()


@pytest.mark.parametrize("value", [0, False, "无", {"total": 0}])
def test_what_the_county_does_not_have_is_said_and_carried(value: object) -> None:
    written = write(request("a", "煤矿"), request("b", "提升煤矿安全水平"), coal_mines=value)
    assert texts(written["a"])[0] == MINE.absent
    assert written["a"].absent == written["b"].absent == ("coal_mines",)
    assert len(texts(written["a"])) == 1
    assert texts(written["b"]) == ()  # nothing is said twice, and nothing else fits


@pytest.mark.parametrize("value", [3, True, "有", {"total": 2}])
def test_what_the_county_has_gets_its_measures(value: object) -> None:
    written = write(request("a", "煤矿"), coal_mines=value)
    assert texts(written["a"]) == tuple(measure.text for measure in MINE.measures)
    assert written["a"].absent == written["a"].unknown == ()


def test_what_nobody_says_gets_its_measures_and_is_named() -> None:
    written = write(request("a", "煤矿"))
    assert texts(written["a"]) == tuple(measure.text for measure in MINE.measures)
    assert written["a"].unknown == ("coal_mines",)


def test_goals_leave_the_measures_to_the_tasks() -> None:
    written = write(request("g", "防汛抗旱能力更加完备", kind=ItemKind.GOAL), request("t", "防汛抗旱", wanted=3))
    assert set(texts(written["t"])) == {"对各行政村逐村登记。", "汛前检查一遍堤防。", "备足抗旱水泵。"}
    assert texts(written["g"]) == ()


def test_siblings_get_the_measures_that_suit_them_best_together() -> None:
    measures = ("馆每周开放四天。", "乡镇消防站分两档建设。", "新区一级消防站按五分钟布点。", "消防站建成后检查。")
    stations = Theme(
        id="stations",
        name="消防站",
        words=("乡镇消防站", "一级消防站", "消防站"),
        lead="消防救援支队",
        measures=tuple(Measure(text=text) for text in measures),
    )
    titles = {"whole": "消防站", "first": "在新区布局一级消防站", "town": "全面推进乡镇消防站建设"}
    for order in permutations(titles):
        requests = [request(key, titles[key], wanted=1) for key in order]
        written = write_measures(requests, themes=(stations,), facts={}, county=YONGHE)
        assert texts(written["town"]) == (measures[1],)
        assert texts(written["first"]) == (measures[2],)
        assert texts(written["whole"]) == (measures[3],) or measures[0] in texts(written["whole"])


def test_many_items_of_a_theme_with_many_measures() -> None:
    measures = tuple(Measure(text=f"第{number}号沟清淤。") for number in range(1, 31))
    many = Theme(id="many", name="清沟", words=("清沟",), lead="水利局", measures=measures)
    requests = [request(f"k{number}", f"清沟{number}", wanted=1) for number in range(40)]
    written = write_measures(requests, themes=(many,), facts={}, county=YONGHE)
    every = [sentence for entry in written.values() for sentence in texts(entry)]
    assert sorted(every) == sorted(measure.text for measure in measures)


GOALS = (
    Theme(
        id="rescue",
        name="救援",
        words=("救援力量",),
        lead="应急局",
        goal="到{{ end }}，{{ county }}乡镇都有救援力量。",
        measures=(Measure(text="训练救援队。"), Measure(text="配齐装备。")),
    ),
    FLOOD,
)


@pytest.mark.parametrize(("year", "end"), [(2030, "2030年"), (None, "实施期末")])
def test_a_goal_says_what_is_reached(year: int | None, end: str) -> None:
    requests = [
        request("g", "应急救援力量体系更加完备", kind=ItemKind.GOAL, wanted=1),
        request("h", "救援力量更加有力", kind=ItemKind.GOAL, wanted=1),
        request("t", "发展救援力量", wanted=2),
    ]
    written = write_measures(requests, themes=GOALS, facts={}, county=YONGHE, end_year=year)
    assert texts(written["g"]) == (f"到{end}，永和县乡镇都有救援力量。",)
    assert texts(written["h"]) == ()  # said once
    assert texts(written["t"]) == ("训练救援队。", "配齐装备。")


def test_a_goal_that_says_enough_gets_nothing() -> None:
    requests = [request("g", "应急救援力量体系更加完备", kind=ItemKind.GOAL, wanted=0)]
    written = write_measures(requests, themes=GOALS, facts={}, county=YONGHE)
    assert texts(written["g"]) == ()


def test_the_same_plan_gets_the_same_sentences() -> None:
    requests = [request(f"k{index}", title) for index, title in enumerate(["防汛抗旱", "煤矿", "健全机制", "压实责任"])]
    assert write(*requests, villages=3) == write(*requests, villages=3)


def test_two_items_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        write(request("a", "防汛"), request("a", "煤矿"))


def test_no_items() -> None:
    assert write() == {}


def test_a_sentence_with_an_undefined_name_is_a_finding() -> None:
    broken = Theme(id="x", name="某事", words=("某事",), lead="应急局", measures=(Measure(text="去{{ nowhere }}。"),))
    with pytest.raises(FindingsError) as caught:
        write_measures([request("a", "某事")], themes=(broken,), facts={}, county=YONGHE)
    assert caught.value.findings[0].code == "measure-template"


def test_a_sentence_cannot_reach_into_python() -> None:
    text = "去{{ county.__class__.__mro__ }}。"
    broken = Theme(id="x", name="某事", words=("某事",), lead="应急局", measures=(Measure(text=text),))
    with pytest.raises(FindingsError):
        write_measures([request("a", "某事")], themes=(broken,), facts={}, county=YONGHE)


def test_a_title_is_never_a_template() -> None:
    written = write(request("a", "建立{{ county }}机制"), request("g", "{{ 7 * 7 }}", kind=ItemKind.GOAL))
    assert all("49" not in sentence for sentence in texts(written["g"]))
    assert all("永和县" not in sentence for sentence in texts(written["a"]))


_TITLES = st.sampled_from(
    [
        "防汛抗旱",
        "加强防汛",
        "煤矿",
        "健全动态化提示机制",
        "山洪沟治理",
        "压实责任",
        "以煤矿为重点，防汛抗旱，加强宣传。",
        "",
    ]
) | st.text(max_size=50)
_REQUESTS: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        title=_TITLES,
        kind=st.sampled_from(list(ItemKind)),
        group=st.none() | _TITLES,
        text=st.none() | _TITLES,
        points=st.lists(_TITLES, max_size=4).map(tuple),
        wanted=st.integers(0, 5),
    ),
    max_size=25,
)
_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "villages": st.integers(0, 99) | st.booleans() | st.text(max_size=3),
        "coal_mines": st.integers(0, 9) | st.booleans() | st.fixed_dictionaries({"total": st.integers(0, 3)}),
    },
)


@settings(max_examples=120, deadline=None)
@given(wanted=_REQUESTS, facts=_FACTS)
def test_nobody_gets_more_than_wanted_and_none_twice(wanted: list[dict[str, Any]], facts: dict[str, Any]) -> None:
    requests = [MeasureRequest(key=f"p:T{index}", **settings) for index, settings in enumerate(wanted)]
    written = write(*requests, **facts)
    assert list(written) == [entry.key for entry in requests]
    sentences = [sentence for entry in written.values() for sentence in texts(entry)]
    assert len(set(sentences)) == len(sentences)
    for entry in requests:
        assert len(written[entry.key].sentences) <= entry.wanted
        for sentence in written[entry.key].sentences:
            assert sentence.text.endswith("。") and sentence.theme in {theme.name for theme in THEMES}
            assert "None" not in sentence.text and "{{" not in sentence.text


# --- what fits, and what nobody speaks of ---


def test_a_title_that_no_theme_names_gets_nothing() -> None:
    written = write(request("a", "健全问责机制"), request("b", "完善各项制度", group="防汛抗旱"))
    assert written["a"].sentences == written["b"].sentences == ()


def test_a_theme_that_the_points_name_fits_and_one_that_a_single_point_names_does_not() -> None:
    points = ("防汛抗旱值班", "防汛抗旱物资", "宣传教育", "信息报送")
    written = write(request("a", "完善各项制度", points=points), request("b", "健全协作", points=points[1:]))
    assert texts(written["a"])
    assert texts(written["b"]) == ()


def test_points_choose_among_the_measures_of_a_theme() -> None:
    written = write(request("a", "加强防汛", points=("抗旱水泵",), wanted=1))
    assert texts(written["a"]) == ("备足抗旱水泵。",)


def test_points_that_a_text_does_not_speak_of() -> None:
    points = ("抗旱水泵", "转移路线", "值班值守制度")
    assert uncovered(points, "备足抗旱水泵，落实值班值守。") == ("转移路线",)
    assert uncovered((), "") == ()
    assert uncovered(points, "") == points


# --- small helpers ---------------------------------------------------------------------------------------------


def test_a_short_sentence_is_its_own_summary() -> None:
    assert summarise("汛前检查一遍堤防。") == "汛前检查一遍堤防。"


def test_a_long_sentence_is_cut_after_a_whole_clause() -> None:
    sentence = (
        "每年汛前由水利部门逐处检查堤防和涵洞，发现的隐患列入清单限期整改，主汛期前组织复查，"
        "复查不合格的移交督办并在全县范围内予以通报。"
    )
    assert summarise(sentence) == "每年汛前由水利部门逐处检查堤防和涵洞，发现的隐患列入清单限期整改，主汛期前组织复查。"
    assert summarise(sentence, 30) == "每年汛前由水利部门逐处检查堤防和涵洞。"


def test_a_clause_that_waits_for_its_verb_is_no_summary() -> None:
    sentence = "对全县隐患点，" + "逐处落实监测人员和防灾责任人并在汛期每日巡查" * 4 + "。"
    assert summarise(sentence) == sentence


def test_brackets_and_quotes_are_not_cut() -> None:
    first = (
        "各乡镇在汛前编制“一图一表（转移路线，安置地点，责任人员）”并张贴到每个自然村的显著位置供群众查阅，每年更新一次"
    )
    sentence = first + "，更新情况报县级备案。"
    assert summarise(sentence, 30) == sentence
    assert summarise(sentence, 60) == first + "。"


@given(st.lists(st.text("检查登记对把，；（）“”", min_size=1, max_size=20), min_size=1, max_size=8), st.integers(1, 80))
def test_a_summary_is_a_beginning_of_the_sentence(parts: list[str], limit: int) -> None:
    sentence = "，".join(parts) + "。"
    summary = summarise(sentence, limit)
    assert summary == sentence or (sentence.startswith(summary[:-1] + "，") or sentence.startswith(summary[:-1] + "；"))
    assert len(summary) <= max(limit, len(sentence))


def test_facts_are_looked_up_by_dotted_name() -> None:
    facts = {"geohazard_sites": {"total": 180}, "villages": 69}
    assert look_up(facts, "geohazard_sites.total") == 180
    assert look_up(facts, "villages") == 69
    assert look_up(facts, "villages.total") is None
    assert look_up(facts, "nowhere.total") is None


def test_existence() -> None:
    facts: dict[str, object] = {"none": 0, "some": 2, "no": "没有", "part": {"total": 0}, "listed": {"large": 1}}
    assert exists(facts, "none") is False
    assert exists(facts, "some") is True
    assert exists(facts, "no") is False
    assert exists(facts, "part") is False
    assert exists(facts, "listed") is True
    assert exists(facts, "nothing") is None
