"""Telling the same task in several parents: sure or not at all."""

from __future__ import annotations

import importlib.util
import json
import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_builders import clause, item, parent, unlike
from plangen.parent.model import ParentItem, ParentPlan
from plangen.parent.store import find_parent
from plangen.parent.store_reading import load_parent
from plangen.plan.same import find_same
from plangen.plan.same_groups import ItemRef
from plangen.plan.titles import indicator_key, load_same_words
from plangen.terms.findings import FindingsError
from plangen.terms.likeness import Candidates, Similarity, plain

WORDS = load_same_words()


def merged(first: ParentItem, second: ParentItem) -> bool:
    return bool(find_same([parent(first, identifier="a"), parent(second, identifier="b")]).groups)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("完善领导指挥体制", "强化领导指挥体系"),
        ("严格安全准入", "严格把控安全准入"),
        ("开展隐患排查治理", "持续强化隐患排查治理"),
        ("强化行业专业救援队伍", "建优行业专业应急救援队伍"),
        ("加强安全应急文化建设", "加强应急和安全文化建设"),
        ("灾害风险调查和重点隐患排查工程", "实施灾害风险调查和重点隐患排查"),
        ("防汛抗旱水利提升工程", "防汛抗旱水利提升工程"),
        ("强化紧急运输保障", "强化应急运输保障"),
        ("危化品安全监管", "危险化学品安全监管"),
        ("严格安全准入", "严格 安全准入。"),
    ],
)
def test_the_same_task(first: str, second: str) -> None:
    assert merged(item("T01", first), item("T01", second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("建强国家综合性消防救援队伍", "建强综合性应急救援队伍"),
        ("强化应急物资保障", "强化应急资金保障"),
        ("强化理论技术创新", "强化应用技术创新"),
        ("应急文化建设", "安全文化建设"),
        ("完善航空应急救援基础设施建设", "提高航空应急救援能力"),
        ("应急救援中心建设工程", "应急救援保障中心建设工程"),
        ("健全管理机制", "完善管理体制"),
        ("建设3个避难场所", "建设5个避难场所"),
        ("加强应急管理", "加强安全管理"),
        ("加强", "完善"),
        ("防汛", "防火"),
        ("", "加强"),
    ],
)
def test_not_surely_the_same_task(first: str, second: str) -> None:
    assert not merged(item("T01", first), item("T01", second))


def test_kinds_do_not_mix() -> None:
    title = "防汛抗旱水利提升工程"
    assert not merged(item("T01", title), item("P01", title))
    assert not merged(item("G01", title), item("T01", title))
    under_task = parent(item("T02", "综合防治", item("T02.1", title)), identifier="b")
    result = find_same([parent(item("P01", title), identifier="a"), under_task])
    assert result.groups == ()
    assert [(pair.first, pair.second) for pair in result.possible] == [(("a", "P01"), ("b", "T02.1"))]


@pytest.mark.parametrize("nested_first", [False, True])
def test_a_project_and_what_another_city_nests_under_a_project_by_the_same_title(nested_first: bool) -> None:
    title = "防汛抗旱水利提升工程"
    single = parent(item("P01", title), identifier="single")
    nesting = parent(item("P02", "综合防治工程", item("P02.1", title)), identifier="nesting")
    plans = [nesting, single] if nested_first else [single, nesting]
    result = find_same(plans)
    expected = [("single", "P01"), ("nesting", "P02.1")]
    assert [group.members for group in result.groups] == [tuple(expected[::-1] if nested_first else expected)]
    assert result.possible == ()


def test_across_levels_only_telling_titles_that_no_parent_has_twice() -> None:
    def groups(title: str, *more: ParentItem) -> int:
        nesting = parent(item("P02", "综合防治工程", item("P02.1", title), *more), identifier="b")
        return len(find_same([parent(item("P01", title), identifier="a"), nesting]).groups)

    assert groups("山洪沟道治理工程") == 1
    assert groups("完善工作机制工程") == 0  # says nothing but how
    assert groups("山洪治理") == 0
    assert groups("山洪沟道治理工程", item("P02.2", "山洪沟道治理工程")) == 0


def test_all_projects_of_one_city_that_another_lists_under_one_are_found() -> None:
    shipped = [load_parent(find_parent(name))[0] for name in ("xinzhou-145", "yangquan-145", "changzhi-145")]
    result = find_same(shipped, exclude={("changzhi-145", "P04")})  # what the spec says about the host changes nothing
    carriers = {member: group.members[0] for group in result.groups for member in group.members}
    found = [carriers["changzhi-145", f"P04.{number}"] for number in range(1, 7)]
    assert found == [("xinzhou-145", name) for name in ("P03", "P05", "P04", "P02", "P08", "P09")]


def test_indicators_are_the_same_by_name() -> None:
    assert merged(item("I01", "亿元GDP生产安全事故死亡率"), item("I02", "亿元地区生产总值生产安全事故死亡率"))
    assert not merged(item("I01", "公众覆盖率"), item("I01", "人员覆盖率"))
    assert indicator_key("年均损失占全县生产总值比例") == indicator_key("年均损失占地区生产总值比例")


def test_nested_items_need_merged_hosts_or_a_telling_title() -> None:
    first = parent(
        item("T01", "持续推进专项整治", item("T01.1", "消防"), item("T01.2", "油气输送管道整治")), identifier="a"
    )
    other = parent(item("T01", "另一件事情", item("T01.1", "消防"), item("T01.2", "油气输送管道整治")), identifier="b")
    alike = parent(item("T01", "深入推进专项整治", item("T01.1", "消防")), identifier="b")
    assert [group.members for group in find_same([first, other]).groups] == [(("a", "T01.2"), ("b", "T01.2"))]
    assert [group.members for group in find_same([first, alike]).groups] == [
        (("a", "T01"), ("b", "T01")),
        (("a", "T01.1"), ("b", "T01.1")),
    ]


def test_one_item_of_a_parent_in_a_group_and_none_where_two_would_fit() -> None:
    first = parent(item("T01", "严格安全准入"), identifier="a")
    twice = parent(item("T01", "严格把控安全准入"), item("T02", "严格安全准入"), identifier="b")
    assert [group.members for group in find_same([first, twice]).groups] == [(("a", "T01"), ("b", "T02"))]
    unclear = parent(item("T01", "严格把控安全准入"), item("T02", "持续严格安全准入"), identifier="b")
    assert find_same([first, unclear]).groups == ()
    assert find_same([twice]).groups == ()


def test_short_equal_titles_need_like_headings_or_units() -> None:
    def task(group: str | None, *units: str) -> ParentItem:
        return item("T01", "健全管理机制", group=group, responsibility=clause(*units) if units else None)

    assert not merged(task(None), task(None))
    assert not merged(task("应急物资"), task("人才队伍"))
    assert merged(task("加强应急物资保障"), task("强化应急物资保障"))
    assert merged(task(None, "市应急局", "市财政局"), task(None, "市应急局", "市财政局"))
    assert not merged(task(None, "市应急局", "市财政局"), task(None, "市公安局"))


def test_alike_titles_merge_where_the_texts_say_the_same() -> None:
    words = "梳理各类预案，逐级开展评估修订，组织桌面推演和实战演练，演练之后形成评估报告并限期整改。"
    other = "检查车站码头，查验从业资格，规范客运秩序，发现问题立即纠正，并向社会公布举报电话。"
    beside = [item(f"T{number:02}", title) for number, title in enumerate(("森林防火", "道路客运", "安全执法"), 5)]
    first = parent(item("T01", "强化应急预案准备", text=words), *beside, identifier="a")

    def joined(text: str | None) -> bool:
        second = parent(item("T01", "规范应急预案管理", text=text), identifier="b")
        return bool(find_same([first, second]).groups)

    assert joined(words.replace("逐级", "分级"))
    assert not joined(other)
    assert not joined(None)


def test_three_parents_make_one_group_and_exclusions_hold() -> None:
    plans = [
        parent(item("T01", title), identifier=name)
        for name, title in zip("abc", ("完善领导指挥体制",) * 3, strict=True)
    ]
    (group,) = find_same(plans).groups
    assert group.members == (("a", "T01"), ("b", "T01"), ("c", "T01"))
    (group,) = find_same(plans, exclude={("a", "T01")}).groups
    assert group.members == (("b", "T01"), ("c", "T01"))


TITLES = [
    "严格安全准入",
    "严格把控安全准入",
    "消防",
    "矿山",
    "完善领导指挥体制",
    "强化领导指挥体系",
    "",
    "健全管理机制",
]


@st.composite
def plans(draw: st.DrawFn, identifier: str) -> ParentPlan:
    items = [
        item(
            f"T{number:02}",
            draw(st.sampled_from(TITLES)),
            *(
                item(f"T{number:02}.{index}", draw(st.sampled_from(TITLES)))
                for index in range(1, draw(st.integers(0, 2)) + 1)
            ),
        )
        for number in range(1, draw(st.integers(0, 4)) + 1)
    ]
    return parent(*items, identifier=identifier)


@given(plans("a"), plans("b"), plans("c"))
def test_groups_are_disjoint_and_the_same_every_time(first: ParentPlan, second: ParentPlan, third: ParentPlan) -> None:
    given_plans = [first, second, third]
    result = find_same(given_plans)
    members = [member for group in result.groups for member in group.members]
    assert len(members) == len(set(members))
    for group in result.groups:
        names = [name for name, _ in group.members]
        assert names == sorted(set(names)) and len(names) >= 2
    assert find_same(given_plans) == result


@given(st.text(alphabet="应急预案演练管理", max_size=8), st.text(alphabet="应急预案演练管理", max_size=8))
def test_similarity_is_symmetric_and_bounded(first: str, second: str) -> None:
    similarity = Similarity([first, second, "应急预案"])
    score = similarity.between(first, second)
    assert 0 <= score <= 1 + 1e-9
    assert score == pytest.approx(similarity.between(second, first))
    if first:
        assert similarity.between(first, first) == pytest.approx(1)


def test_plain_titles() -> None:
    assert plain("（一）ＡＢ “应急”、管理 ") == "一ab应急管理"


@pytest.mark.parametrize("broken", ["a: [", "generic: []", "generic: []\nweak: []\nthresholds: {shortest: 4}\n"])
def test_broken_words_are_a_finding(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "same.yaml"
    path.write_text(broken, "utf-8")
    with pytest.raises(FindingsError) as error:
        load_same_words(path)
    assert all(finding.location.line for finding in error.value.findings)


@pytest.mark.corpus
def test_nothing_is_merged_wrongly_in_the_real_plans(gold: Path, repository: Path) -> None:
    specification = importlib.util.spec_from_file_location("same_tasks", repository / "benchmarks" / "same_tasks.py")
    assert specification and specification.loader
    benchmark = importlib.util.module_from_spec(specification)
    __import__("sys").modules["same_tasks"] = benchmark
    specification.loader.exec_module(benchmark)
    data = json.loads((gold / "align_xinzhou-145_yangquan-145.json").read_text("utf-8"))
    first, second = (load_parent(find_parent(data[key]))[0] for key in ("parent", "child"))
    result = benchmark.compare(first, second, data["alignments"])
    assert result.wrong == ()
    assert result.recall > 0.7
    assert len(result.expected) == 56


def test_the_order_of_parents_changes_who_comes_first_not_what_is_merged() -> None:
    names = ("xinzhou-145", "yangquan-145", "changzhi-145")
    shipped = [load_parent(find_parent(name))[0] for name in names]
    titles = {(plan.id, item.id): plain(item.title) for plan in shipped for item in plan.all_items()}

    def exact(order: tuple[ParentPlan, ...]) -> set[frozenset[ItemRef]]:
        groups = (frozenset(group.members) for group in find_same(order).groups)
        return {members for members in groups if len({titles[one] for one in members}) == 1}

    found = [exact(order) for order in permutations(shipped)]
    assert all(groups == found[0] for groups in found)


def test_what_has_nothing_in_common_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    between = Similarity.between

    def counted(self: Similarity, first: str, second: str) -> float:
        nonlocal compared
        compared += 1
        return between(self, first, second)

    monkeypatch.setattr(Similarity, "between", counted)
    plans = [parent(*unlike(400, seed), identifier=f"p-{seed}") for seed in range(3)]
    again = replace(plans[2], tasks=(*plans[2].tasks[:-1], replace(plans[0].tasks[7], id="T0399")))
    assert [group.members for group in find_same([*plans[:2], again]).groups] == [(("p-0", "T0007"), ("p-2", "T0399"))]
    assert compared < 3 * 400  # each with each would be 480,000


def test_looking_up_finds_all_that_comparing_each_finds() -> None:
    chooser = random.Random(3)
    titles = [chooser.choice(unlike(40, 1)).title[: chooser.randrange(1, 9)] for _ in range(200)]
    texts = ["".join(chooser.choice(titles) for _ in range(4)) for _ in range(400)]
    similarity = Similarity(titles)
    candidates = Candidates(similarity, texts)
    for least in (0.3, 0.5, 0.72, 0.9, 1.0):
        for text in texts[:40]:
            alike = {place for place, other in enumerate(texts) if similarity.between(text, other) >= least}
            assert alike <= set(candidates.like(text, least))
    assert len(candidates.like(texts[0], 0.9)) < len(texts) / 2
    assert candidates.like(texts[0], 0.0) == list(range(len(texts)))
