"""The first spec of a county: valid as it is, and complete as to its parent."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.county.json_schema import json_schema
from plangen.county.load import parse_spec
from plangen.county.situation_schema import SITUATION
from plangen.county.spec import CountySpec
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.plan.against_parents import check_against_parents
from plangen.plan.scaffold import new_spec
from plangen.terms.findings import Finding, FindingsError, Severity
from plangen.terms.yaml_source import parse_source


def load(text: str) -> tuple[CountySpec, tuple[Finding, ...]]:
    spec, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert spec is not None, [finding.as_text() for finding in findings]
    return spec, findings


def parent(**more: object) -> ParentPlan:
    nested = ParentItem(id="T01.1", kind=ItemKind.NESTED, title="危险化学品: #重点")
    deeper = ParentItem(id="T01.2.1", kind=ItemKind.NESTED, title="井下")
    fields: dict[str, object] = {
        "id": "linfen-155",
        "title": "临汾市“十五五”\n应急体系规划",
        "place": "临汾市",
        "level": Level.CITY,
        "kind": PlanKind.PLAN,
        "period": (2026, 2030),
        "indicators": (ParentItem(id="I01", kind=ItemKind.INDICATOR, title="死亡人数", target="下降15%"),),
        "goals": (ParentItem(id="G01", kind=ItemKind.GOAL, title="体系更健全"),),
        "tasks": (
            ParentItem(
                id="T01",
                kind=ItemKind.TASK,
                title="严格准入",
                number="（1）",
                group="第一组",
                items=(nested, ParentItem(id="T01.2", kind=ItemKind.NESTED, title="矿山", items=(deeper,))),
            ),
            ParentItem(id="T02", kind=ItemKind.TASK, title="宣传", number="（2）", group="第二组"),
        ),
        "projects": (ParentItem(id="P01", kind=ItemKind.PROJECT, title="物资库"),),
    }
    return ParentPlan(**(fields | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("county", "office"),
    [
        ("某某县", "县应急局"),
        ("永和县", "县应急局"),
        ("侯马市", "市应急局"),
        ("尧都区", "区应急局"),
        ("某某旗", "旗应急局"),
        ("彭水苗族土家族自治县", "县应急局"),
    ],
)
def test_a_first_spec_is_valid_as_it_is(county: str, office: str) -> None:
    spec, findings = load(new_spec(county))
    assert {finding.code for finding in findings} == {"placeholder"}
    assert all(finding.severity is Severity.WARNING for finding in findings)
    assert spec.county.name == county
    assert spec.plan.issuer == f"{county}人民政府办公室"
    assert spec.roster.units[5].short == office
    assert len(spec.roster.units) >= 35
    assert spec.parents == ("jincheng-155",)


def test_every_placeholder_is_marked() -> None:
    for line in new_spec("永和县").split("\n"):
        if "某某" in line and not line.lstrip().startswith("#"):
            assert "# 待填" in line


def test_the_first_line_points_an_editor_to_the_schema() -> None:
    text = new_spec("永和县")
    assert text.split("\n")[0] == "# yaml-language-server: $schema=plangen-schema.json"
    assert jsonschema.Draft7Validator(json_schema()).is_valid(parse_source(text.encode("utf-8"), "县.yaml").data)


def test_every_fact_of_the_schema_is_offered() -> None:
    text = new_spec("永和县")
    for key, rules in SITUATION.items():
        assert f"#{rules['meta']['name']}:" in text, key


def uncommented(text: str, heading: str) -> str:
    """Return the text with the commented example lines after a heading switched on, as a planner would."""
    before, found, after = text.partition(heading)
    assert found
    return before + found + re.sub(r"(?m)^( *)#(?![ #—])", r"\1", after)


def test_the_examples_hold_when_they_are_switched_on() -> None:
    text = uncommented(new_spec("永和县"), "# 八、指标")
    text = re.sub(r"(?m)^#(  +)(?=- |标题|分组|牵头|配合|时限|措施)", r"\1", text)
    spec, findings = load(text)
    assert {finding.code for finding in findings} == {"placeholder"}
    assert [indicator.name for indicator in spec.indicators] == ["乡镇应急站建成率", None]
    assert spec.local_tasks[0].measures
    assert spec.local_projects[0].deadline == "2028年底前"


def test_the_explained_ways_of_writing_a_disposition_hold() -> None:
    text = new_spec("永和县", parent())
    lines = re.findall(r"(?m)^#   \S+ +(T\d\d: \{.*\})(?:  .*)?$", text)
    assert len(lines) == 5
    merged = dict(line.split(": ", 1) for line in lines)
    examples = "\n".join(f"    {key}: {value.split('        ')[0]}" for key, value in merged.items())
    spec, findings = load(text.replace("  linfen-155:\n", f"  linfen-155:\n{examples}\n", 1))
    assert {finding.code for finding in findings} == {"placeholder"}
    items = spec.inherit["linfen-155"]
    assert items["T03"].merge_into == "T02"
    assert len(items["T04"].split) == 2
    assert items["T05"].waive


def test_every_item_of_the_parent_has_its_line() -> None:
    plan = parent()
    text = new_spec("永和县", plan)
    spec, findings = load(text)
    assert {finding.code for finding in findings} == {"placeholder"}
    assert spec.inherit == {"linfen-155": {}}
    assert check_against_parents(spec, [plan]) == ()
    decided, _ = load(uncommented(text, "承接:\n"))
    assert list(decided.inherit["linfen-155"]) == [item.id for item in plan.all_items()]
    assert check_against_parents(decided, [plan]) == ()
    assert "#T01: {}        # （1）严格准入\n" in text
    assert "#T01.2.1: {}        # 子项：井下\n" in text
    assert "# ———— 重点任务：第二组 ————" in text


def test_the_parents_period_and_place_in_the_file() -> None:
    spec, _ = load(new_spec("永和县", parent(period=(2021, 2025)), references=["parents/linfen-155.yaml"]))
    assert spec.plan.period == (2021, 2025)
    assert spec.parents[0].endswith("linfen-155.yaml")
    spec, _ = load(new_spec("永和县", parent(period=None)))
    assert spec.plan.period == (2026, 2030)


@pytest.mark.parametrize("name", ["", "Yonghe", "永和县: {}", "永和县\n", "县" * 40, "{{ 7 * 7 }}"])
def test_a_name_that_is_no_place_is_refused(name: str) -> None:
    if name.strip() == "永和县":
        assert new_spec(name) == new_spec("永和县")
        return
    with pytest.raises(FindingsError) as caught:
        new_spec(name)
    assert [finding.code for finding in caught.value.findings] == ["bad-county-name"]


titles = st.text(min_size=1, max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(titles, titles, st.one_of(st.none(), titles)), min_size=1, max_size=6), titles)
def test_no_item_is_lost_whatever_its_title(entries: list[tuple[str, str, str | None]], name: str) -> None:
    tasks = tuple(
        ParentItem(id=f"T{index:02}", kind=ItemKind.TASK, title=title, number=number, group=group)
        for index, (title, number, group) in enumerate(entries, 1)
    )
    plan = parent(title=name, tasks=tasks)
    text = new_spec("永和县", plan)
    spec, _ = load(uncommented(text, "承接:\n"))
    assert list(spec.inherit["linfen-155"]) == [item.id for item in plan.all_items()]
