"""What is said about the division of labour as a whole: one finding for each kind of doubt, none in quiet plans."""

from __future__ import annotations

from dataclasses import replace

from plan_builders import KNOWLEDGE, ROSTER, build, clause, codes, hint, item, named, of_code, parent, spec
from plangen.county.spec import CountySpec, Disposition, LocalItem, Roster, RosterUnit
from plangen.parent.model import ParentPlan
from plangen.plan.directory import Directory
from plangen.plan.division_checks import check_division
from plangen.plan.gather import Gathering
from plangen.plan.model import Assignment, CountyPlan
from plangen.plan.text_units import RosterNames
from plangen.plan.unit_rules import LEAD_MISSING
from plangen.terms.findings import Finding, Severity


def check(*parents: ParentPlan, county: CountySpec | None = None) -> tuple[Finding, ...]:
    plan, findings = build(list(parents), county)
    return check_division(plan, KNOWLEDGE.units, findings)


def one(code: str, *parents: ParentPlan, county: CountySpec | None = None) -> Finding:
    return of_code(check(*parents, county=county), code)


def test_a_quiet_plan_says_nothing() -> None:
    assert check(parent(item("T01", "整治燃气", responsibility=clause("市住建局", with_=("市公安局",))))) == ()


def test_several_leads_are_one_finding_about_all_items() -> None:
    both = clause("市应急局", "市公安局", with_=("市水利局",))
    finding = one("several-leads", parent(item("T01", responsibility=both), item("T02", responsibility=both)))
    assert finding.severity is Severity.INFO
    assert "2项" in finding.message and "（县应急局、县公安局）" in finding.message
    assert str(finding.location) == "yonghe.yaml jincheng-155 T01、T02"
    assert "在 jincheng-155 下写 T01: {牵头: 县应急局}" in hint(finding)


def test_the_line_about_several_leads_settles_it() -> None:
    plan = parent(item("T01", responsibility=clause("市应急局", "市公安局")))
    settled = spec({"T01": Disposition(lead="县应急局")})
    assert "several-leads" not in codes(check(plan, county=settled))
    assert [unit.name for unit in named(build(plan, settled)[0], "T01").assignment.participants] == ["县公安局"]


def test_several_leads_that_the_county_decides_are_no_question() -> None:
    plan = parent(item("T01", responsibility=clause("市水利局", with_=("市公安局",))))
    settled = spec({"T01": Disposition(lead="县应急局", co_leads=("县公安局",))})
    assert "several-leads" not in codes(check(plan, county=settled))
    assignment = named(build(plan, settled)[0], "T01").assignment
    assert [unit.name for unit in assignment.leads] == ["县应急局", "县公安局"]
    assert [unit.name for unit in assignment.participants] == ["县水利局"]


def test_open_lists_are_told_with_a_line_that_closes_them() -> None:
    plan = parent(item("T01", responsibility=clause("市应急局", with_=("市水利局",), open_ended=True)))
    finding = one("open-ended-list", plan)
    assert "1项" in finding.message and "T01: {配合: [县水利局]}" in hint(finding)
    closed = spec({"T01": Disposition(participants=("县水利局", "县公安局"))})
    assert "open-ended-list" not in codes(check(plan, county=closed))


def test_a_clause_that_names_its_lead_again() -> None:
    responsibility = clause("市应急局", with_=("市水利局", "市应急管理局"))
    finding = one("clause-lead-participates", parent(item("T03", responsibility=responsibility)))
    assert "T03的市应急管理局" in finding.message
    assert "T03: {牵头:" in hint(finding)


def test_two_functions_of_one_county_unit_are_no_slip() -> None:
    roster = replace(
        ROSTER,
        units=(RosterUnit(name="永和县水利局", short="县水利局", covers=("水利局", "水文站")), *ROSTER.units[:1]),
    )
    plan = parent(item("T01", responsibility=clause("市水利局", with_=("市水文站", "市应急局"))))
    assert check(plan, county=spec(roster=roster)) == ()


def test_a_unit_named_twice_in_a_clause() -> None:
    responsibility = clause("市应急局", with_=("市交通局", "市公安局", "市交通运输局", "市公安局"))
    finding = one("clause-unit-twice", parent(item("T01", responsibility=responsibility)))
    assert "市交通局与市交通运输局" in finding.message and "市公安局" in finding.message


def test_lookalikes_are_not_twice() -> None:
    responsibility = clause("市应急局", with_=("市公安局", "市公安局交警支队", "市住建局", "市城市管理局"))
    assert not {"clause-unit-twice", "clause-spellings"} & set(
        codes(check(parent(item("T01", responsibility=responsibility))))
    )


def test_spellings_of_one_unit_within_one_parent() -> None:
    plan = parent(
        item("T01", responsibility=clause("市应急局", with_=("市自然资源局",))),
        item("T02", responsibility=clause("市应急局", with_=("市规划和自然资源局",))),
        item("T03", responsibility=clause("市应急局", with_=("各县〈市、区〉人民政府",))),
        item("T04", responsibility=clause("市应急局", with_=("各县（市、区）人民政府",))),
    )
    finding = one("clause-spellings", plan)
    assert "市自然资源局、市规划和自然资源局" in finding.message and "各县" not in finding.message


def test_spellings_of_two_parents_are_theirs() -> None:
    first = parent(item("T01", responsibility=clause("市应急局", with_=("市自然资源局",))))
    second = parent(
        item("T01", responsibility=clause("市应急局", with_=("市规划和自然资源局",))), identifier="changzhi-155"
    )
    assert "clause-spellings" not in codes(check(first, second))


def test_a_unit_that_leads_nearly_everything_is_shown_with_figures() -> None:
    tasks = [item(f"T{number:02}", responsibility=clause("市应急局")) for number in range(1, 13)]
    few = item("T13", responsibility=clause("市水利局"))
    finding = one("lead-load-uneven", parent(*tasks, few))
    assert "县应急局牵头12项" in finding.message and "共13项的92%" in finding.message
    assert "县水利局（1项）" in finding.message and "牵头: 县水利局" in hint(finding)


def test_an_even_load_is_no_finding() -> None:
    names = ("市应急局", "市水利局", "市公安局", "市住建局")
    tasks = [item(f"T{number:02}", responsibility=clause(names[number % 4])) for number in range(1, 41)]
    assert "lead-load-uneven" not in codes(check(parent(*tasks)))


def test_a_unit_in_the_text_that_nobody_is() -> None:
    words = "县应急管理局会同县交通运输局、县公安局交警大队和永和县供销社开展检查。"
    plan = parent(item("T01", responsibility=clause("市应急局")))
    finding = one("text-unit-unknown", plan, county=spec({"T01": Disposition(measures=(words,))}))
    assert finding.severity is Severity.WARNING
    assert all(name in finding.message for name in ("县交通运输局", "县公安局交警大队", "永和县供销社"))
    assert "县应急管理局" not in finding.message and "3个单位" in finding.message
    assert "{名称: 永和县交通运输局, 简称: 县交通运输局}" in hint(finding)


def test_a_unit_in_the_countys_text_that_another_unit_answers_for() -> None:
    units = (*ROSTER.units, RosterUnit(name="永和县工信局", short="县工信局", covers=("交通运输局",)))
    settings = {"T01": Disposition(measures=("由县交通运输局负责，县各有关单位参加，县人行道一并整治。",))}
    plan = parent(item("T01", responsibility=clause("市应急局")))
    finding = one("text-unit-unknown", plan, county=spec(settings, roster=Roster(units=units)))
    assert "1个单位" in finding.message and "县交通运输局（在名册中由县工信局承担" in finding.message


def test_units_of_other_places_in_the_text_keep_their_names() -> None:
    roster = Roster(
        units=(*ROSTER.units, RosterUnit(name="永和县发展和改革局", short="县发展改革局", covers=("能源局",)))
    )
    rename = RosterNames(Directory(roster, spec().county, KNOWLEDGE.units), Gathering(None))
    for text in ("由沁水县能源局负责。", "各县能源局报送。", "隰县能源局会同蒲县水务局检查。"):
        assert rename(text, ()) == text
    assert rename("沁水县能源局、县能源局和永和县能源局会商。", ()) == "沁水县能源局、县发展改革局会商。"
    district = replace(spec().county, name="尧都区")
    rename = RosterNames(Directory(roster, district, KNOWLEDGE.units), Gathering(None))
    assert rename("开发区能源局、区能源局会商。", ()) == "开发区能源局、县发展改革局会商。"


def test_units_in_the_parents_text_get_the_names_of_the_roster() -> None:
    units = (*ROSTER.units, RosterUnit(name="永和县发展和改革局", short="县发展改革局", covers=("能源局",)))
    county = spec(roster=Roster(units=units))
    text = "市能源局、市发展改革委会同市水务局整治煤矿，市应急管理部门督促，建设市消防救援站，请市商务局参加。"
    plan, findings = build(parent(item("T01", responsibility=clause("市应急局"), text=text)), county)
    (said,) = named(plan, "T01").paragraphs
    assert said.text == ("县发展改革局会同县水利局整治煤矿，县应急管理部门督促，建设县消防救援站，请县商务局参加。")
    renamed = [finding for finding in findings if finding.code == "text-unit-renamed"]
    assert [finding.items for finding in renamed] == [("jincheng-155:T01",)] * 2
    assert all(f"“{name}”" in finding.message for name, finding in zip(("县能源局", "县水务局"), renamed, strict=True))
    strangers = of_code(check_division(plan, KNOWLEDGE.units, findings), "text-unit-unknown")
    assert "1个单位" in strangers.message and "县商务局" in strangers.message


def test_rows_without_a_lead_are_reported_only_where_nobody_has() -> None:
    plan, findings = build(parent(item("T01", responsibility=clause("市档案局"))))
    bare = _without_lead(plan)
    assert "row-without-lead" in codes(check_division(bare, KNOWLEDGE.units, findings))
    known = LEAD_MISSING.found(items=["jincheng-155:T01"], reason="")
    assert check_division(bare, KNOWLEDGE.units, [*findings, known]) == ()
    other = LEAD_MISSING.found(items=["jincheng-155:T02"], reason="")
    (said,) = check_division(bare, KNOWLEDGE.units, [*findings, other])
    assert said.items == ("jincheng-155:T01",)


def _without_lead(plan: CountyPlan) -> CountyPlan:
    groups = tuple(
        replace(group, items=tuple(replace(one, assignment=Assignment()) for one in group.items))
        for group in plan.task_groups
    )
    return replace(plan, task_groups=groups)


def test_the_countys_own_items_are_named_by_their_titles() -> None:
    own = LocalItem(title="建设避难广场", lead="县应急局", participants=("县水利局",), text="由县供销社配合。")
    finding = one("text-unit-unknown", parent(), county=spec(tasks=(own,)))
    assert "“建设避难广场”" in finding.message


def test_no_finding_blocks_rendering_and_no_code_comes_twice() -> None:
    messy = clause("市应急局", "市公安局", with_=("市水利局", "市水务局", "市应急管理局"), open_ended=True)
    findings = check(parent(*(item(f"T{number:02}", responsibility=messy) for number in range(1, 20))))
    assert len(findings) == len(set(codes(findings))) >= 5
    assert all(finding.severity is not Severity.ERROR for finding in findings)
