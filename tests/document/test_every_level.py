"""A plan that uses every theme, for every sort of county-level place: no sentence has another level's words."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from plan_builders import KNOWLEDGE, item, parent
from plangen.county.load import parse_spec
from plangen.county.names import in_its_language
from plangen.county.spec import KINDS, County, CountySpec
from plangen.document.rendering import markdown_of
from plangen.document.workbook import build_workbook
from plangen.plan.inherit import build_plan
from plangen.plan.model import CountyPlan
from plangen.plan.scaffold import new_spec
from plangen.terms.findings import Finding, with_keys

PLACES = (
    County(name="永和县", city="临汾市", province="山西省", towns=("芝河镇",), townships=("坡头乡",)),
    County(name="忻府区", city="忻州市", province="山西省", townships=("曹张乡",), subdistricts=("秀容街道",)),
    County(name="原平市", city="忻州市", province="山西省", towns=("轩岗镇",), townships=("子干乡",)),
    County(name="准格尔旗", city="鄂尔多斯市", province="内蒙古自治区", towns=("薛家湾镇",), sumu=("布尔陶亥苏木",)),
    County(name="静安区", city="上海市", province="上海市", subdistricts=("江宁路街道", "石门二路街道")),
)
COUNTY, DISTRICT, CITY, BANNER, STREETS = PLACES
LAWFUL = re.compile("县级以上|县域医共体|县道|县乡道|县级市")
# 县情 and 驻县部队 are keys of the spec
WRONG = {
    COUNTY: "[全本我]市|各县|市应急局|区应急局|街道办事处|苏木",
    DISTRICT: "县|[全本我]市|市应急局|区公安局",
    CITY: "县|[全本我]区|区应急局",
    BANNER: "县|[全本我][市区]|市应急局|区应急局|[^木]乡镇",
    STREETS: "县|[全本我]市|市应急局|乡镇|各镇|各乡|乡政府|镇政府|区公安局",
}


@cache
def planned(county: County) -> tuple[CountyPlan, tuple[Finding, ...]]:
    """Return the plan of a county whose parent has a task for every theme."""
    told, findings = parse_spec(new_spec(county.name).encode("utf-8"), "spec.yaml", Path())
    assert told is not None, findings
    tasks = (item(f"T{number:02}", theme.words[0]) for number, theme in enumerate(KNOWLEDGE.themes, 1))
    goals = (item(f"G{number:02}", theme.words[0]) for number, theme in enumerate(KNOWLEDGE.themes, 1))
    plan = parent(*tasks, *goals, place=county.city, title=f"{county.city}“十五五”应急体系规划")
    spec: CountySpec = replace(told, county=county, inherit={}, parents=(plan.id,))
    made, said = build_plan((plan,), spec, KNOWLEDGE)
    return made, in_its_language(said, spec)


def wrong_words(county: County, text: str) -> list[str]:
    """Return the sentences of a text that have another level's words."""
    found = re.compile(WRONG[county])
    bare = re.sub("【[^【】]*】", "", text).replace(f"{county.city}“", "“").replace(county.name, "")
    lines = re.split("[。\n|]|<br>", bare)
    theirs = f"{county.city}规划"  # the sheets quote the parent's own titles
    return [line for line in lines if found.search(LAWFUL.sub("", line)) and not line.startswith(theirs)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("county", PLACES, ids=lambda county: county.name)
def test_every_sentence_is_in_the_countys_own_words(county: County, kind: str) -> None:
    plan, _ = planned(county)
    asked = replace(plan, spec=replace(plan.spec, plan=replace(plan.spec.plan, kind=kind)))
    assert wrong_words(county, markdown_of(asked)) == []


@pytest.mark.parametrize("county", PLACES, ids=lambda county: county.name)
def test_every_hint_is_in_the_countys_own_words(county: County) -> None:
    _, findings = planned(county)
    said = [re.sub("“[^“”]*”", "", with_keys(f"{one.message}\n{one.hint or ''}", {})) for one in findings]
    assert wrong_words(county, "\n".join(said).replace("县情", "").replace("驻县部队", "")) == []


@pytest.mark.parametrize("county", PLACES, ids=lambda county: county.name)
def test_every_sheet_is_in_the_countys_own_words(county: County) -> None:
    plan, _ = planned(county)
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(plan, properties={}).data))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert wrong_words(county, "\n".join(cells)) == []
