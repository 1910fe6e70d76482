"""The two example specs: true to their source, complete, and with a roster that answers for every parent unit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from plangen.county.load import load_spec
from plangen.county.spec import CountySpec, Disposition, LocalIndicator, LocalItem, RosterGroup, RosterUnit
from plangen.parent.store import find_parent
from plangen.parent.store_reading import load_parent
from plangen.plan.directory import Directory
from plangen.plan.model import Rule
from plangen.plan.resolve import assign_named, resolve_responsibility
from plangen.plan.wording import load_plan_words
from plangen.terms.findings import Finding
from plangen.terms.responsibility import Responsibility
from plangen.terms.units import canonical, load_units

SPECS = Path(__file__).resolve().parent.parent.parent / "specs"
UNITS = load_units()

# every unit that the implementation plans of two cities name, as they write it, and who answers for it in the county
PARENT_UNITS = {
    "市应急局": "县应急局",
    "市防震减灾中心": "县应急局",
    "市财政局": "县财政局",
    "市规划和自然资源局": "县自然资源局",
    "市规划自然资源局": "县自然资源局",
    "市自然资源局": "县自然资源局",
    "市水利局": "县水利局",
    "市发展改革委": "县发展改革局",
    "市发改委": "县发展改革局",
    "市能源局": "县发展改革局",
    "市交通局": "县交通运输局",
    "市交通运输局": "县交通运输局",
    "市邮政管理局": "县交通运输局",
    "市工信局": "县工信局",
    "市科技局": "县工信局",
    "市商务局": "县工信局",
    "市住建局": "县住建局",
    "市城市管理局": "县住建局",
    "市城管局": "县住建局",
    "市人防办": "县住建局",
    "各县〈市、区〉人民政府": "各乡镇人民政府",
    "各县〈市、区〉政府": "各乡镇人民政府",
    "各县（市、区）人民政府": "各乡镇人民政府",
    "各县(区)人民政府": "各乡镇人民政府",
    "各县(区)政府": "各乡镇人民政府",
    "市消防救援支队": "县消防救援大队",
    "市应急救援总指挥部成员单位": "县应急救援总指挥部成员单位",
    "市安委会成员单位": "县安委会成员单位",
    "市安委会有关成员单位": "县安委会成员单位",
    "市农业农村局": "县农业农村局",
    "市气象局": "县气象局",
    "市市场监管局": "县市场监管局",
    "市生态环境局": "县生态环境分局",
    "市卫健委": "县卫健局",
    "市教育局": "县教育局",
    "市公安局": "县公安局",
    "市公安局交警支队": "县公安局交警大队",
    "市交警支队": "县公安局交警大队",
    "市文旅局": "县文旅局",
    "市审批局": "县行政审批局",
    "市行政审批局": "县行政审批局",
    "市大数据局": "县行政审批局",
    "市民政局": "县民政局",
    "市司法局": "县司法局",
    "市委宣传部": "县委宣传部",
    "市宣传部": "县委宣传部",
    "市委政法委": "县委政法委",
    "市政法委": "县委政法委",
    "市总工会": "县总工会",
    "市统计局": "县统计局",
    "市红十字会": "县红十字会",
    "忻州银保监分局": "永和金融监管支局",
    "阳泉银保监分局": "永和金融监管支局",
    "市人社局": "县人社局",
    "阳泉军分区": "县人武部",
    "武警阳泉支队": "武警永和中队",
    "北京铁路局阳泉站": None,  # the county has no railway station
    "高新区管委会": None,  # nor a development zone
}


@lru_cache
def _loaded(name: str) -> tuple[CountySpec, tuple[Finding, ...]]:
    spec, findings = load_spec(SPECS / f"{name}.yaml")
    assert spec is not None, findings
    return spec, findings


@pytest.fixture(params=["yonghe", "yonghe-145", "yonghe-guihua"])
def spec(request: pytest.FixtureRequest) -> CountySpec:
    """Each of the specs."""
    return _loaded(str(request.param))[0]


def county_unit(spec: CountySpec, parent_unit: str) -> str | None:
    """Return the county unit that answers for a parent unit; None where there rightly is none."""
    clause = Responsibility(text="", leads=("市应急局",), participants=(parent_unit,))
    assignment, findings = resolve_responsibility(clause, Directory(spec.roster, spec.county, UNITS))
    if assignment.unresolved:
        assert [finding.code for finding in findings] == ["unit-no-counterpart"], parent_unit
        return None
    assert not findings, parent_unit
    return next(unit.name for unit in assignment.units if parent_unit in unit.parent_units)


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145", "yonghe-guihua"])
def test_they_load_without_findings(name: str) -> None:
    assert _loaded(name)[1] == ()


def test_what_they_are_for() -> None:
    now, before = _loaded("yonghe")[0], _loaded("yonghe-145")[0]
    assert (now.parents, now.plan.period) == (("jincheng-155",), (2026, 2030))
    assert (now.plan.number, now.plan.date, now.plan.stage) == (
        "永政办发〔2026〕  号",
        date(2026, 12, 15),
        "征求意见稿",
    )
    assert (before.parents, before.plan.period) == (("xinzhou-145", "yangquan-145", "changzhi-145"), (2021, 2025))
    assert (before.plan.number, before.plan.date) == ("永政办发〔2022〕  号", date(2022, 12, 20))
    assert now.plan.issuer == before.plan.issuer == "永和县人民政府办公室"
    assert now.plan.title != before.plan.title


def test_it_is_one_county_with_one_roster() -> None:
    now, before = _loaded("yonghe")[0], _loaded("yonghe-145")[0]
    assert now.county == before.county
    assert now.roster == before.roster
    assert now.situation == before.situation
    assert now.county.towns == ("芝河镇", "桑壁镇")
    assert now.county.townships == ("阁底乡", "南庄乡", "打石腰乡", "坡头乡")


def test_the_facts_are_those_of_the_source(spec: CountySpec) -> None:
    value = {name: fact.value for name, fact in spec.situation.items()}
    assert (value["area_km2"], value["villages"], value["forest_area_wan_mu"]) == (1214.38, 69, 52)
    assert (value["heating_area_wan_m2"], value["water_supply.daily_tons"]) == (88.5149, 2700)
    assert (value["water_supply.network_km"], value["water_supply.residents"]) == (73.5, 23200)
    assert (value["gas.annual_capacity_yi_m3"], value["wind_power_mw"]) == (21, 100)
    assert (value["forest.lookout_posts"], value["forest.patrol_roads_km"]) == (1, 110)
    assert (value["geohazard_residents.households"], value["geohazard_residents.people"]) == (62 + 8 + 2, 197 + 34 + 9)
    for group, parts in {
        "geohazard_sites": ("large", "medium", "small"),
        "geohazard_sites_urban": ("large", "medium", "small"),
        "fire_safety_units": ("schools", "hospitals", "scenic_spots", "others"),
    }.items():
        numbers = [value[f"{group}.{part}"] for part in parts]
        assert sum(number for number in numbers if isinstance(number, int)) == value[f"{group}.total"]
    assert value["coal_mines"] == 0


def test_every_fact_has_its_year_and_the_wrong_one_is_corrected(spec: CountySpec) -> None:
    assert all(fact.year for fact in spec.situation.values())
    population = spec.situation["population"]
    assert population.value == 49946
    assert population.note is not None
    assert "49946万人" in population.note


def test_the_roster_is_sound(spec: CountySpec) -> None:
    units, groups = spec.roster.units, spec.roster.groups
    assert 40 <= len(units) <= 50
    names = [name for unit in units for name in {unit.name, unit.short, *unit.aliases}]
    assert len(names) == len(set(names))
    entries: tuple[RosterUnit | RosterGroup, ...] = (*units, *groups)
    covers = [cover for entry in entries for cover in entry.covers]
    assert len(covers) == len(set(covers))
    assert all(canonical(cover, UNITS) for cover in covers)
    assert all(unit.parent_body for unit in units if unit.vertical)
    vertical = {"县气象局", "县消防救援大队", "县生态环境分局", "永和金融监管支局"}
    assert vertical <= {unit.short for unit in units if unit.vertical}
    shorts = {unit.short for unit in units}
    for group in groups:
        assert set(group.members) <= shorts
        assert len(group.members) == len(set(group.members))


def test_every_unit_of_the_roster_can_be_reached(spec: CountySpec) -> None:
    directory = Directory(spec.roster, spec.county, UNITS)
    for unit in spec.roster.units:
        for spelling in (unit.name, unit.short, *unit.aliases):
            assert directory.entry(spelling) is unit


def _named_units(spec: CountySpec) -> Iterator[str]:
    dispositions: list[Disposition] = [one for items in spec.inherit.values() for one in items.values()]
    for one in [part for whole in dispositions for part in (whole, *whole.split)]:
        yield from [one.lead] if one.lead else []  # who decides what is waived is no unit of the roster
        yield from one.participants or ()
    additions: tuple[LocalItem | LocalIndicator, ...] = (*spec.local_tasks, *spec.local_projects, *spec.indicators)
    for item in additions:
        yield from [item.lead] if item.lead else []
        yield from item.participants


def test_every_unit_that_the_spec_names_exists(spec: CountySpec) -> None:
    names = set(_named_units(spec))
    assert len(names) > 15
    for name in names:
        assigned = assign_named(name, Directory(spec.roster, spec.county, UNITS))
        assert assigned is not None, name
        assert (assigned.name, assigned.rule) == (name, Rule.SPEC)


def test_what_the_county_does_not_take_on_was_decided_by_its_government(spec: CountySpec) -> None:
    deciders = load_plan_words().deciders
    waivers = [one for items in spec.inherit.values() for one in items.values() if one.waive]
    assert waivers
    for waiver in waivers:
        assert waiver.by and deciders.may(waiver.by, spec.county.name), waiver


def test_decisions_about_parent_items() -> None:
    inherit = _loaded("yonghe")[0].inherit["jincheng-155"]
    assert all(re.fullmatch(r"(T(0[1-9]|1[0-8])|P0[1-9]|G0[1-4])(\.[1-9])?", item) for item in inherit)
    waiver = inherit["P06"]
    assert (waiver.waive, waiver.by, waiver.on) == ("县域无煤矿，救护力量由上级统筹", "县政府", date(2026, 11, 20))
    assert [item for item, one in inherit.items() if one.waive] == ["P02.1", "P06"]
    adapted = [one for one in inherit.values() if one.measures]
    assert len(adapted) >= 5
    assert all(one.lead and one.participants for one in adapted)
    sentences = [measure for one in inherit.values() for part in (one, *one.split) for measure in part.measures or ()]
    assert all(sentence.endswith("。") and len(sentence) > 20 for sentence in sentences)
    assert len(sentences) == len(set(sentences))


def test_what_several_cities_ask_for_once_is_done_once() -> None:
    inherit = _loaded("yonghe-145")[0].inherit
    merged = {
        f"{parent}:{item}": one.merge_into
        for parent, items in inherit.items()
        for item, one in items.items()
        if one.merge_into
    }
    assert len(merged) == 28
    assert set(merged.values()) <= {f"xinzhou-145:{item}" for item in load_items("xinzhou-145")}
    targets = {target.split(":")[1] for target in merged.values() if target}
    # what carries work by another name says so in its title
    for item in ("T06", "T09", "T12", "T17", "T19", "T23", "T24", "T26", "T27", "T29", "T30", "P06"):
        assert item in targets
        assert inherit["xinzhou-145"][item].title


def test_no_deadline_lies_within_days_of_the_document() -> None:
    before = _loaded("yonghe-145")[0]
    late = [f"T13.{number}" for number in range(1, 10)] + ["P14"]
    assert {item: before.inherit["xinzhou-145"][item].deadline for item in late} == dict.fromkeys(late, "2023年底前")


def load_items(parent: str) -> list[str]:
    """Return the ids of a shipped parent."""
    return [item.id for item in load_parent(find_parent(parent))[0].all_items()]


def test_own_targets_for_inherited_indicators() -> None:
    before = _loaded("yonghe-145")[0]
    targets = {one.of: one.target for one in before.indicators if one.of}
    waived = {
        f"{parent}:{item}" for parent, items in before.inherit.items() for item, one in items.items() if one.waive
    }
    assert set(targets) | {"xinzhou-145:I04"} == {f"xinzhou-145:I0{number}" for number in range(1, 8)}
    coal = {"yangquan-145:T35.5", "changzhi-145:T08.1"}  # no coal mine: neither indicator, task nor stock
    assert waived == coal | {f"{parent}:I04" for parent in before.parents}
    assert all(one.lead for one in before.indicators if not one.of)


def test_every_unit_of_two_city_plans_resolves(spec: CountySpec) -> None:
    assert {name: county_unit(spec, name) for name in PARENT_UNITS} == PARENT_UNITS


@pytest.mark.corpus
def test_the_list_above_has_all_units_of_the_real_documents(gold: Path) -> None:
    data = json.loads((gold / "units.json").read_text("utf-8"))
    assert {alias for entry in data["units"] for alias in entry["aliases"]} == set(PARENT_UNITS)


@pytest.mark.corpus
def test_the_counterparts_are_those_of_the_domain(gold: Path, spec: CountySpec) -> None:
    data = json.loads((gold / "units.json").read_text("utf-8"))
    # what differs from the usual name, and why
    ours = {
        "市能源局": "县发展改革局",  # no bureau of its own
        "市科技局": "县工信局",  # merged
        "市商务局": "县工信局",
        "市防震减灾中心": "县应急局",
        "市城市管理局": "县住建局",
        "市人防办": "县住建局",
        "市大数据局": "县行政审批局",
        "市邮政管理局": "县交通运输局",
        "市生态环境局": "县生态环境分局",
        "××银保监分局": "永和金融监管支局",
        "武警××支队": "武警永和中队",
        "各县（市、区）人民政府": "各乡镇人民政府",
    }
    for entry in data["units"]:
        expected = ours.get(entry["canonical"], entry["county"])
        assert {county_unit(spec, alias) for alias in entry["aliases"]} == {expected}


@pytest.mark.corpus
@pytest.mark.parametrize("document", ["xinzhou-145"])
def test_no_item_of_a_real_plan_is_left_without_a_lead(gold: Path, document: str) -> None:
    before = _loaded("yonghe-145")[0]
    data: dict[str, Any] = json.loads((gold / f"{document}.json").read_text("utf-8"))
    entries = [*data["indicators"], *data["tasks"], *data["items"], *data["projects"]]
    assert len(entries) == 71
    directory = Directory(before.roster, before.county, UNITS)
    for entry in entries:
        clause = Responsibility(text="", leads=tuple(entry["leads"]), participants=tuple(entry["participants"]))
        assignment, findings = resolve_responsibility(clause, directory)
        assert not findings, entry
        assert assignment.lead is not None
        answered = {name for unit in assignment.units for name in unit.parent_units}
        assert answered == {*entry["leads"], *entry["participants"]}


def _clauses(value: Any) -> Iterator[Responsibility]:
    if isinstance(value, dict):
        if "leads" in value or "participants" in value:
            yield Responsibility(
                text="", leads=tuple(value.get("leads") or ()), participants=tuple(value.get("participants") or ())
            )
        for inner in value.values():
            yield from _clauses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _clauses(inner)


@pytest.mark.parametrize("parent", ["xinzhou-145", "yangquan-145"])
def test_every_clause_of_the_shipped_parents_resolves(parent: str) -> None:
    import yaml

    path = SPECS / "parents" / f"{parent}.yaml"
    if not path.is_file():
        pytest.skip(f"{path.name} is not shipped")
    before = _loaded("yonghe-145")[0]
    clauses = list(_clauses(yaml.safe_load(path.read_text("utf-8"))))
    assert len(clauses) > 60
    directory = Directory(before.roster, before.county, UNITS)
    for clause in clauses:
        assignment, findings = resolve_responsibility(clause, directory)
        assert assignment.lead is not None, clause
        assert {finding.code for finding in findings} <= {"unit-no-counterpart", "lead-not-named"}, clause
        assert set(assignment.unresolved) <= {"北京铁路局阳泉站", "高新区管委会"}
