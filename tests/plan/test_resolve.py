"""Who does what: from the units a parent names to the county's units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.county.spec import County, Roster, RosterGroup, RosterUnit
from plangen.plan.directory import Directory, lower_governments, printed_name
from plangen.plan.model import Assignment, Proposed, Rule
from plangen.plan.resolve import assign_named, resolve_responsibility, suggest_units
from plangen.terms.findings import RULES, Finding, Severity, with_keys
from plangen.terms.responsibility import Responsibility
from plangen.terms.units import load_units

UNITS = load_units()
COUNTY = County(
    name="永和县", city="临汾市", province="山西省", towns=("芝河镇", "桑壁镇"), townships=("阁底乡", "南庄乡")
)


def unit(short: str, *covers: str, name: str | None = None, aliases: Sequence[str] = ()) -> RosterUnit:
    """Return a roster unit; the full name follows from the short one unless it is given."""
    full = name or "永和县" + short.removeprefix("县")
    return RosterUnit(name=full, short=short, covers=covers, aliases=tuple(aliases))


ROSTER = Roster(
    units=(
        unit("县应急局", "应急局", "防震减灾中心", name="永和县应急管理局"),
        unit("县发展改革局", "发展改革委", "市能源局", name="永和县发展和改革局", aliases=["县发改局"]),
        unit("县自然资源局", name="永和县自然资源局"),
        unit("县水利局"),
        unit("县卫健局", name="永和县卫生健康和体育局"),
        unit("县公安局"),
        unit("县公安局交警大队"),
        unit("县消防救援大队"),
        unit("县人武部", name="永和县人民武装部"),
        unit("市生态环境局永和分局", name="临汾市生态环境局永和分局"),
        unit("县交通运输局"),
    ),
    groups=(
        RosterGroup(name="县安委会成员单位", covers=("安委会成员单位",), members=("县应急局", "县水利局")),
        RosterGroup(name="县应急救援总指挥部成员单位", members=("县应急局",)),
    ),
)


def resolve(
    leads: Sequence[str] = (), participants: Sequence[str] = (), *, roster: Roster = ROSTER, county: County = COUNTY
) -> tuple[Assignment, tuple[Finding, ...]]:
    """Resolve one clause with the roster of this file."""
    clause = Responsibility(text="", leads=tuple(leads), participants=tuple(participants))
    return resolve_responsibility(clause, Directory(roster, county, UNITS))


def codes(findings: Sequence[Finding]) -> list[str]:
    """Return the codes of findings in their order."""
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("parent_unit", "county_unit", "rule"),
    [
        ("市应急局", "县应急局", Rule.COVER),
        ("应急管理部", "县应急局", Rule.COVER),  # another spelling of what is covered
        ("市地震局", "县应急局", Rule.COVER),
        ("市能源局", "县发展改革局", Rule.COVER),
        ("省能源局", "县发展改革局", Rule.COVER),  # covered with another level
        ("市水利局", "县水利局", Rule.NAME),
        ("忻州市水利局", "县水利局", Rule.NAME),
        ("市水务局", "县水利局", Rule.FUNCTION),
        ("市规划和自然资源局", "县自然资源局", Rule.FUNCTION),
        ("市卫健委", "县卫健局", Rule.FUNCTION),
        ("市消防救援支队", "县消防救援大队", Rule.FUNCTION),
        ("市交警支队", "县公安局交警大队", Rule.FUNCTION),
        ("阳泉军分区", "县人武部", Rule.FUNCTION),
        ("市生态环境局", "市生态环境局永和分局", Rule.FUNCTION),
        ("市安委会成员单位", "县安委会成员单位", Rule.GROUP),
        ("市安委会有关成员单位", "县安委会成员单位", Rule.GROUP),
        ("安全生产委员会各相关成员单位", "县安委会成员单位", Rule.GROUP),
        ("市应急救援总指挥部成员单位", "县应急救援总指挥部成员单位", Rule.GROUP),
        ("各县〈市、区〉人民政府", "各乡镇人民政府", Rule.LEVEL),
        ("各县(区)政府", "各乡镇人民政府", Rule.LEVEL),
        ("桑壁镇人民政府", "桑壁镇人民政府", Rule.LEVEL),
    ],
)
def test_each_rule(parent_unit: str, county_unit: str, rule: Rule) -> None:
    assignment, findings = resolve([parent_unit])
    assert assignment.lead is not None
    assert (assignment.lead.name, assignment.lead.rule) == (county_unit, rule)
    assert assignment.lead.parent_units == (parent_unit,)
    assert not findings


def test_one_county_unit_answers_for_several_parent_units_in_the_parents_order() -> None:
    assignment, _ = resolve(["市水利局"], ["市能源局", "市应急局", "市发展改革委", "市公安局"])
    assert [unit.name for unit in assignment.units] == ["县水利局", "县发展改革局", "县应急局", "县公安局"]
    assert assignment.participants[0].parent_units == ("市能源局", "市发展改革委")


def test_a_unit_that_leads_does_not_take_part_as_well() -> None:
    assignment, findings = resolve(["市应急局"], ["市防震减灾中心", "市水利局"])
    assert assignment.lead is not None
    assert assignment.lead.parent_units == ("市应急局", "市防震减灾中心")
    assert [unit.name for unit in assignment.participants] == ["县水利局"]
    assert not findings


def test_further_leads_are_kept() -> None:
    assignment, _ = resolve(["市发展改革委", "市能源局", "市水利局"], ["市公安局"])
    assert [unit.name for unit in assignment.leads] == ["县发展改革局", "县水利局"]


def test_the_most_certain_rule_is_shown() -> None:
    roster = Roster(units=(unit("县水利局", "水文站"),))
    assignment, _ = resolve(["市水务局", "市水文站"], roster=roster)
    assert assignment.lead is not None
    assert assignment.lead.rule is Rule.COVER


@pytest.mark.parametrize("name", ["北京铁路局阳泉站", "高新区管委会", "市邮政管理局"])
def test_no_county_counterpart_is_an_information_with_a_way_out(name: str) -> None:
    assignment, findings = resolve(["市交通运输局"], [name])
    assert assignment.unresolved == (name,)
    assert codes(findings) == ["unit-no-counterpart"]
    assert findings[0].severity is Severity.INFO
    assert "对应上级单位: [" in with_keys(findings[0].hint or "")


def test_a_county_that_has_the_unit_maps_it() -> None:
    roster = replace(ROSTER, units=(*ROSTER.units, unit("永和火车站"), unit("县经开区管委会")))
    assignment, findings = resolve(["市交通运输局"], ["北京铁路局阳泉站", "高新区管委会"], roster=roster)
    assert [unit.name for unit in assignment.participants] == ["永和火车站", "县经开区管委会"]
    assert not findings


def test_another_countys_unit_is_not_ours() -> None:
    assignment, findings = resolve(["市应急局"], ["平定县人民政府", "五台县水利局", "永和县水利局"])
    assert assignment.unresolved == ("平定县人民政府", "五台县水利局")
    assert [unit.name for unit in assignment.participants] == ["县水利局"]
    assert "平定县" in findings[0].message


def test_a_cover_spelled_alike_beats_everything() -> None:
    roster = Roster(units=(unit("县交通运输局", "北京铁路局阳泉站"), unit("县水利局", "五台县水利局")))
    assignment, findings = resolve(["北京铁路局阳泉站"], ["五台县水利局"], roster=roster)
    assert [unit.name for unit in assignment.units] == ["县交通运输局", "县水利局"]
    assert not findings


def test_an_unknown_unit_is_a_warning_with_the_line_to_add() -> None:
    assignment, findings = resolve(["市应急局"], ["市水务发展中心", "市审计局", "市道安委成员单位", "市乡村振兴局"])
    assert assignment.unresolved == ("市水务发展中心", "市审计局", "市道安委成员单位", "市乡村振兴局")
    assert codes(findings) == ["unit-unresolved"] * 4
    hints = [with_keys(finding.hint or "") for finding in findings]
    assert "简称: 县水务发展中心, 对应上级单位: [水务发展中心]" in hints[0]
    assert "简称: 县审计局, 对应上级单位: [审计局]" in hints[1]
    assert "成员单位组" in hints[2] and "对应上级单位: [道安委成员单位]" in hints[2]
    assert all(finding.severity is Severity.WARNING for finding in findings)


def test_the_usual_stand_in_is_offered_first() -> None:
    roster = Roster(units=(unit("县应急局"), unit("县工信局", "工信局"), unit("县科普中心")))
    _, findings = resolve(["市应急局"], ["市科技局"], roster=roster)
    assert "简称: 县工信局, 对应上级单位: [工信局, 科技局]" in with_keys(findings[0].hint or "")
    assert "县科普中心" not in with_keys(findings[0].hint or "")


def test_two_claims_are_a_warning_and_the_first_is_taken() -> None:
    roster = Roster(units=(unit("县工信局", "科技局"), unit("县教育局", "科技局")))
    assignment, findings = resolve(["市科技局"], roster=roster)
    assert assignment.lead is not None
    assert assignment.lead.name == "县工信局"
    assert codes(findings) == ["unit-ambiguous"]
    assert "县教育局" in findings[0].message


def test_without_a_named_lead_the_first_unit_leads_and_a_person_is_asked() -> None:
    assignment, findings = resolve([], ["市安委会成员单位", "市水利局", "市应急局"])
    assert assignment.lead is not None
    assert assignment.lead.name == "县水利局"
    assert [unit.name for unit in assignment.participants] == ["县安委会成员单位", "县应急局"]
    assert codes(findings) == ["lead-not-named"]
    assert assignment.lead.proposed is Proposed.FIRST
    assert not any(unit.proposed for unit in assignment.participants)
    alone, findings = resolve([], ["市水利局", "市水务局"])
    assert alone.lead is not None and alone.lead.proposed is None and findings == (), "it answers alone"
    only_groups, _ = resolve([], ["市安委会成员单位"])
    assert only_groups.lead is not None
    assert only_groups.lead.name == "县安委会成员单位"


@pytest.mark.parametrize(("leads", "participants"), [(["北京铁路局阳泉站"], ["市水利局"]), ([], ["甲乙丙"]), ([], [])])
def test_no_lead_is_an_error(leads: list[str], participants: list[str]) -> None:
    assignment, findings = resolve(leads, participants)
    assert assignment.lead is None
    assert [finding.severity for finding in findings if finding.code == "lead-missing"] == [Severity.WARNING]


def test_findings_name_units_and_no_item() -> None:
    clause = Responsibility(text="", leads=("市应急局",), participants=("市审计局", "市审计局 "), open_ended=True)
    assignment, findings = resolve_responsibility(clause, Directory(ROSTER, COUNTY, UNITS))
    assert assignment.open_ended
    assert findings[0].values["unit"] == "市审计局"
    assert not any(finding.items or str(finding.location) for finding in findings)


@pytest.mark.parametrize(
    ("towns", "townships", "subdistricts", "words"),
    [
        (["甲镇"], ["乙乡"], [], "各乡镇人民政府"),
        (["甲镇"], [], [], "各镇人民政府"),
        ([], ["乙乡"], [], "各乡人民政府"),
        (["甲镇"], ["乙乡"], ["丙街道"], "各乡镇人民政府（街道办事处）"),
        ([], [], ["丙街道"], "各街道办事处"),
        ([], [], [], "各乡镇人民政府"),
    ],
)
def test_the_governments_below(towns: list[str], townships: list[str], subdistricts: list[str], words: str) -> None:
    county = replace(COUNTY, towns=tuple(towns), townships=tuple(townships), subdistricts=tuple(subdistricts))
    assert lower_governments(county) == words
    assignment, _ = resolve(["市应急局"], ["各县（市、区）人民政府"], county=county)
    assert [unit.name for unit in assignment.participants] == [words]


def test_a_group_of_the_roster_may_be_the_townships() -> None:
    group = RosterGroup(name="各乡镇人民政府、社区服务中心", covers=("各县（市、区）人民政府",))
    assignment, _ = resolve(["市应急局"], ["各县(区)政府"], roster=replace(ROSTER, groups=(group,)))
    assert [unit.name for unit in assignment.participants] == [group.name]


# --- names in the spec ---


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("县应急局", "县应急局"),
        ("永和县应急管理局", "县应急局"),
        (" 县发改局", "县发展改革局"),
        ("应急局", "县应急局"),
        ("县安委会成员单位", "县安委会成员单位"),
    ],
)
def test_names_in_the_spec_are_found(name: str, short: str) -> None:
    entry = Directory(ROSTER, COUNTY, UNITS).entry(name)
    assert entry is not None
    assert printed_name(entry) == short


@pytest.mark.parametrize("name", ["县审计局", "", "局", "县能源局"])
def test_names_that_are_not_in_the_roster(name: str) -> None:
    assert Directory(ROSTER, COUNTY, UNITS).entry(name) is None
    assert assign_named(name, Directory(ROSTER, COUNTY, UNITS)) is None


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("永和县水利局", "县水利局"),
        ("各乡镇人民政府", "各乡镇人民政府"),
        ("芝河镇", "芝河镇人民政府"),
        ("南庄乡政府", "南庄乡人民政府"),
    ],
)
def test_units_that_the_spec_names(name: str, printed: str) -> None:
    assigned = assign_named(name, Directory(ROSTER, COUNTY, UNITS))
    assert assigned is not None
    assert (assigned.name, assigned.rule) == (printed, Rule.SPEC)


# --- suggestions ---


def suggest(lead: str, *support: str, roster: Roster = ROSTER) -> tuple[Assignment, tuple[Finding, ...]]:
    """Suggest units with the roster of this file."""
    return suggest_units(lead, support, Directory(roster, COUNTY, UNITS))


def test_suggested_units_are_marked() -> None:
    assignment, findings = suggest("水利局", "应急局", "气象局", "乡镇人民政府", "水利局")
    assert assignment.suggested
    assert assignment.lead is not None
    assert assignment.lead.name == "县水利局"
    assert [unit.name for unit in assignment.participants] == ["县应急局", "各乡镇人民政府"]
    assert {unit.rule for unit in assignment.units} == {Rule.THEME}
    assert not findings


def test_the_first_support_leads_where_the_lead_has_no_unit() -> None:
    assignment, _ = suggest("林业局", "安委会成员单位", "气象局", "自然资源局", "公安局")
    assert assignment.lead is not None
    assert assignment.lead.name == "县自然资源局"
    assert [unit.name for unit in assignment.participants] == ["县安委会成员单位", "县公安局"]


def test_who_usually_stands_in_for_the_lead_goes_before_who_takes_part() -> None:
    assert (lead := suggest("林业局", "公安局")[0].lead) and lead.name == "县自然资源局"
    roster = Roster(units=(unit("县气象局"), unit("县公安局")))
    assert (lead := suggest("教育局", "气象局", "公安局", roster=roster)[0].lead) and lead.name == "县公安局"


def test_the_last_resort_is_the_emergency_bureau_with_a_finding() -> None:
    assignment, findings = suggest("教育局", "气象局")
    assert assignment.lead is not None
    assert assignment.lead.name == "县应急局"
    assert codes(findings) == ["suggestion-fallback"]
    other, _ = suggest("林业局", roster=Roster(units=(unit("县水利局"),)))
    assert other.lead is not None
    assert other.lead.name == "县水利局"


def test_an_empty_roster_is_an_error() -> None:
    assignment, findings = suggest("林业局", roster=Roster())
    assert assignment.lead is None
    assert findings[0].severity is Severity.ERROR


# --- nothing is lost ---

_SPELLINGS = sorted({spelling for one in UNITS for spelling in (one.id, one.full_name, *one.aliases)})
_NAMES = st.one_of(
    st.builds(
        lambda prefix, name: prefix + name, st.sampled_from(["", "市", "省", "忻州市"]), st.sampled_from(_SPELLINGS)
    ),
    st.text(alphabet="市县区省局委办甲乙（）、 〈〉应急管理政府各成员单位", min_size=1, max_size=12),
)
_LISTS = st.lists(_NAMES, max_size=8)


@given(leads=_LISTS, participants=_LISTS)
def test_every_parent_unit_is_accounted_for(leads: list[str], participants: list[str]) -> None:
    assignment, findings = resolve(leads, participants)
    placed = [name for one in assignment.units for name in one.parent_units]
    named = {name for name in (*leads, *participants) if name.strip()}
    assert set(placed) | set(assignment.unresolved) == named
    assert len(placed) == len(set(placed))
    assert not set(placed) & set(assignment.unresolved)
    assert len({one.name for one in assignment.units}) == len(assignment.units)
    for name in assignment.unresolved:
        assert any(f"“{name}”" in finding.message for finding in findings)
    assert (assignment.lead is None) == ("lead-missing" in {finding.code for finding in findings})
    assert {finding.code for finding in findings} <= set(RULES)


@given(lead=_NAMES, support=_LISTS)
def test_a_suggestion_always_has_a_lead(lead: str, support: list[str]) -> None:
    assignment, _ = suggest(lead, *support)
    assert assignment.lead is not None
    assert len({one.name for one in assignment.units}) == len(assignment.units)
