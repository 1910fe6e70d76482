"""Whose a sentence is: the parent's, the county's, a proposal or nobody's, and how a proposal becomes the county's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from own_items import own as own_key
from plan_builders import at, build, codes, item, named, of_code, parent, said, spec
from plangen.county.spec import Disposition, LocalItem
from plangen.plan.census import census
from plangen.plan.model import CountyPlan
from plangen.plan.sentence import SentenceSource, proposal_mark
from plangen.terms.quantity import Quantity

PARENT, COUNTY, PROPOSAL, OPEN = SentenceSource
FACTS = parent(item("T01", "防汛抗旱"), item("T02", "完善某项安排", points=("甲乙丙", "丁戊己")))
TOTAL = Quantity(what="减灾示范社区", direction="达到", value=80, unit="个", total=True)
HOURS = Quantity(what="受灾人员得到救助", direction="以内", value=10, unit="小时")


def sources(plan: CountyPlan, key: str) -> list[SentenceSource]:
    return [sentence.source for sentence in named(plan, key).sentences]


def test_what_only_facts_speak_of_is_proposed_or_left_open() -> None:
    plan, _ = build(FACTS)
    assert set(sources(plan, "T01")) == {PROPOSAL}
    assert sources(plan, "T02") == [PARENT, OPEN]
    assert said(named(plan, "T02").measures) == ("上位规划要点：甲乙丙、丁戊己。", "【本县措施待补】")


def test_the_parents_text_and_the_countys_are_told_apart_and_nothing_is_added() -> None:
    plans = parent(item("T01", "防汛抗旱", text="加强全市防汛。"), item("T02", "防汛准备"))
    plan, _ = build(plans, spec({"T02": Disposition(text="县里的话。", measures=("县里的措施。",))}))
    assert sources(plan, "T01") == [PARENT]
    assert sources(plan, "T02") == [COUNTY, COUNTY]


def test_a_local_item_gets_no_proposal_unless_it_asks() -> None:
    own = LocalItem(title="防汛抗旱", measures=("本县的。",))
    plan, _ = build(parent(), spec(tasks=(own,)))
    assert sources(plan, own_key("T", "防汛抗旱")) == [COUNTY]
    plan, _ = build(parent(), spec(tasks=(replace(own, measures=()),)))
    assert sources(plan, own_key("T", "防汛抗旱")) == [OPEN]
    plan, _ = build(parent(), spec(tasks=(replace(own, suggest_measures=True),)))
    assert sources(plan, own_key("T", "防汛抗旱"))[0] is COUNTY and PROPOSAL in sources(plan, own_key("T", "防汛抗旱"))


def test_no_measures_at_all_is_a_decision_and_no_gap() -> None:
    plan, _ = build(FACTS, spec({"T01": Disposition(measures=())}))
    assert sources(plan, "T01") == []
    assert said(named(plan, "T01").summary) == ("防汛抗旱。",)


@pytest.mark.parametrize("whole", [False, True])
def test_an_accepted_proposal_is_the_countys(whole: bool) -> None:
    told = spec() if whole else spec({"T01": Disposition(accept_measures=True)})
    told = replace(told, plan=replace(told.plan, accept_measures=whole))
    plan, _ = build(FACTS, told)
    assert set(sources(plan, "T01")) == {COUNTY}
    assert not any("【" in text for text in said(named(plan, "T01").measures))


def test_a_mark_takes_these_proposals_and_no_others() -> None:
    plan, _ = build(FACTS)
    mark = proposal_mark(said(named(plan, "T01").measures))
    plan, findings = build(FACTS, spec({"T01": Disposition(accept_measures=mark)}))
    assert set(sources(plan, "T01")) == {COUNTY}
    assert "proposal-changed" not in codes(findings)
    plan, findings = build(FACTS, spec({"T01": Disposition(accept_measures="0123abcd")}))
    assert set(sources(plan, "T01")) == {PROPOSAL}
    finding = of_code(findings, "proposal-changed")
    assert mark in finding.message and "0123abcd" in finding.message


@pytest.mark.parametrize(("suggest", "expected"), [(None, [PARENT]), (True, [PARENT, PROPOSAL]), (False, [PARENT])])
def test_themes_speak_beside_a_text_only_where_the_spec_asks(
    suggest: bool | None, expected: list[SentenceSource]
) -> None:
    told = spec()
    told = replace(told, plan=replace(told.plan, suggest_measures=suggest))
    plan, _ = build(parent(item("T01", "防汛抗旱", text="加强全市防汛。")), told)
    assert list(dict.fromkeys(sources(plan, "T01"))) == expected


def test_no_proposals_leaves_gaps() -> None:
    told = spec()
    plan, _ = build(FACTS, replace(told, plan=replace(told.plan, suggest_measures=False)))
    assert sources(plan, "T01")[-1] is OPEN


def test_a_host_without_text_is_said_by_what_stands_under_it() -> None:
    plan, _ = build(parent(item("T01", "防汛抗旱", item("T01.1", "清淤"), item("T01.2", "补堤"))))
    assert named(plan, "T01").sentences == ()
    assert said(named(plan, "T01").summary) == ("包括：清淤；补堤。",)


# --- the parents' figures ---


def test_the_parents_own_total_is_a_gap_in_its_text_too() -> None:
    plans = parent(item("T01", "创建示范", text="创建减灾示范社区80个，培训干部80人。", quantities=(TOTAL,)))
    plan, findings = build(plans)
    (text,) = said(named(plan, "T01").paragraphs)
    assert text == "创建减灾示范社区【本县数待定；全市80个】，培训干部80人。"
    assert "parent-total" in codes(findings)
    plans = parent(item("T01", "创建示范", text="全市创建减灾示范社区80个。", quantities=(TOTAL,)))
    (text,) = said(named(build(plans)[0], "T01").paragraphs)
    assert text.count("【本县数待定；全市80个】") == text.count("80") == 1


def test_a_figure_that_the_countys_own_text_leaves_out_is_open_and_said() -> None:
    plans = parent(item("T01", "救助", text="10小时内救助。", quantities=(HOURS,)))
    plan, findings = build(plans, spec({"T01": Disposition(text="及时救助。")}))
    assert "10小时" in "".join(said(named(plan, "T01").paragraphs)) and named(plan, "T01").paragraphs[-1].gaps
    assert "figure-dropped" in codes(findings)


@pytest.mark.parametrize(("text", "kept"), [("8小时内救。", True), ("十小时内救。", True), ("12小时内救。", False)])
def test_a_stricter_figure_keeps_it_and_a_weaker_one_does_not(text: str, kept: bool) -> None:
    plans = parent(item("T01", "救助", text="10小时内救助。", quantities=(HOURS,)))
    _, findings = build(plans, spec({"T01": Disposition(text=text)}))
    assert ("figure-dropped" in codes(findings)) is not kept


# --- what a proposal leaves open ---


LISTED = parent(item("T01", "重大隐患挂牌督办"))


def test_a_quantity_is_open_until_the_spec_decides_it() -> None:
    plan, _ = build(LISTED)
    assert "【3日内】" in "".join(said(named(plan, "T01").measures))
    plan, findings = build(LISTED, replace(spec(), values={"挂牌督办下达": "5日内"}))
    assert "认定后5日内下达" in "".join(said(named(plan, "T01").measures))
    assert "value-unknown" not in codes(findings)


@pytest.mark.parametrize(("name", "remedy"), [("挂牌督办下发", "挂牌督办下达"), ("甲乙丙丁", "可以定的有")])
def test_a_quantity_that_no_theme_has_is_said_with_its_line(name: str, remedy: str) -> None:
    told = replace(spec(), values={name: "5日内"}, locations={("values", name): at(7)})
    plan, findings = build(LISTED, told)
    finding = of_code(findings, "value-unknown")
    assert finding.location.line == 7 and name in finding.message and remedy in str(finding.hint)
    assert "【3日内】" in "".join(said(named(plan, "T01").measures))


# --- counting ---


def test_the_census_counts_sentences_and_what_is_open() -> None:
    plans = parent(item("T01", "甲", text="一。二。"), item("T02", "防汛抗旱"), item("T03", "某事", points=("甲乙丙",)))
    plan, _ = build(plans, spec({"T01": Disposition(measures=("三。",))}))
    counted = census(plan)
    assert counted.sentences[PARENT] == 3 and counted.sentences[COUNTY] == 1
    assert counted.sentences[PROPOSAL] == sum(one.proposals for one in counted.undecided)
    assert counted.gaps == sum(len(sentence.gaps) for one in plan.all_items() for sentence in one.sentences)
    assert [one.item.key.rpartition(":")[2] for one in counted.undecided] == ["T02", "T03"]


@pytest.mark.parametrize(("name", "level"), [("忻府区", "区"), ("原平市", "市"), ("准格尔旗", "旗")])
def test_gaps_and_groups_say_the_places_own_level(name: str, level: str) -> None:
    told = spec(tasks=(LocalItem(title="某事", measures=("做某事。",)),))
    told = replace(told, county=replace(told.county, name=name))
    total = item("T03", "创建示范", quantities=(TOTAL,))
    plan, _ = build(parent(item("T02", "完善某项安排", points=("甲乙丙",)), total), told)
    assert said(named(plan, "T02").measures)[-1] == f"【本{level}措施待补】"
    assert f"【本{level}数待定；" in "".join(said(named(plan, "T03").paragraphs))
    assert not any("县" in group.title for group in plan.task_groups)


def test_in_a_county_level_city_the_whole_city_is_the_one_above() -> None:
    told = spec()
    told = replace(told, county=replace(told.county, name="侯马市"))
    plans = parent(item("T01", "创建示范", text="创建减灾示范社区80个。", quantities=(TOTAL,)))
    plan, _ = build(plans, told)
    assert said(named(plan, "T01").paragraphs) == ("创建减灾示范社区【本市数待定；上级全市80个】。",)
