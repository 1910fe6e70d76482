"""Figures and points are facts: kept without the sentences, written, read back, compared."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plangen.parent.importer import import_document
from plangen.parent.model import ItemKind as Kind
from plangen.parent.model import Level, ParentItem, ParentPlan, PlanKind
from plangen.parent.store import dump_parent
from plangen.parent.store_reading import load_parent
from plangen.terms.findings import FindingsError
from plangen.terms.quantity import DIRECTIONS, Quantity
from plangen.trace.diff import diff_plans

DOCUMENT = """\
某河市“十五五”应急体系建设规划

一、主要任务
（一）强化救援力量
1.建强救援队伍。到2028年，每县至少建成1支综合应急救援队伍，全市建设市级骨干队伍{count}支，装备达标率达到{rate}%。（市应急局牵头，市财政局配合）
2.完善预案体系。健全“吹哨人”制度，受灾群众{hours}小时内得到救助。（市应急局牵头）
"""


def imported(
    folder: Path, *, facts_only: bool, name: str = "a", count: int = 6, rate: int = 80, hours: int = 10
) -> ParentPlan:
    path = folder / f"{name}.txt"
    path.write_text(DOCUMENT.format(count=count, rate=rate, hours=hours), "utf-8")
    return import_document(path, facts_only=facts_only).plan


def test_facts_keep_the_figures_and_the_points_but_no_sentence(tmp_path: Path) -> None:
    whole, facts = (imported(tmp_path, facts_only=only) for only in (False, True))
    for item, fact in zip(whole.all_items(), facts.all_items(), strict=True):
        assert (item.quantities, item.points) == (fact.quantities, fact.points)
        assert fact.text is None
    said = [quantity.said for item in facts.all_items() for quantity in item.quantities]
    assert said == [
        "每县 综合应急救援队伍 至少1支（到2028年）",
        "市级骨干队伍 达到6支（到2028年）",
        "装备达标率 达到80%（到2028年）",
        "受灾群众得到救助 10小时以内",
    ]
    assert [quantity.total for item in facts.all_items() for quantity in item.quantities] == [False, True, False, False]
    assert "吹哨人" in facts.tasks[1].points
    written = dump_parent(facts)
    assert "得到救助。" not in written
    assert yaml.safe_load(written)["tasks"][0]["quantities"][0] == {
        "what": "综合应急救援队伍",
        "direction": "至少",
        "value": 1,
        "unit": "支",
        "by": 2028,
        "per": "每县",
    }


def test_a_figure_that_changed_shows_without_the_sentences(tmp_path: Path) -> None:
    before = imported(tmp_path, facts_only=True)
    after = imported(tmp_path, facts_only=True, name="b", rate=90)
    assert before.tasks[0].fingerprint != after.tasks[0].fingerprint
    assert before.tasks[1].fingerprint == after.tasks[1].fingerprint
    [change] = diff_plans(before, after).items
    [figure] = [field for field in change.fields if field.field == "quantities"]
    assert "达到80%" in (figure.before or "")
    assert "达到90%" in (figure.after or "")


QUANTITIES = st.builds(
    Quantity,
    what=st.sampled_from(["装备达标率", "救援队伍", "某事", ""]),
    direction=st.sampled_from(DIRECTIONS),
    value=st.integers(0, 10**9).map(float) | st.sampled_from([0.4, 33.5, 66.67]),
    upper=st.none() | st.integers(10**9, 10**10).map(float),
    unit=st.sampled_from(["", "%", "‰", "支", "小时", "万元"]),
    by=st.none() | st.integers(2026, 2030),
    per=st.none() | st.sampled_from(["每县", "每年"]),
    place=st.none() | st.just("某河县"),
    total=st.booleans(),
    written=st.none() | st.sampled_from(["两支", "三分之二"]),
)


@given(st.lists(QUANTITIES, max_size=4), st.lists(st.text("应急预案安全准入", min_size=3, max_size=12), max_size=4))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, found: list[Quantity], points: list[str]
) -> None:
    item = ParentItem(id="T01", kind=Kind.TASK, title="某事", quantities=tuple(found), points=tuple(points))
    plan = ParentPlan(id="a-155", title="某规划", place="某市", level=Level.CITY, kind=PlanKind.PLAN, tasks=(item,))
    path = tmp_path_factory.mktemp("facts") / "a.yaml"
    path.write_text(dump_parent(plan), "utf-8")
    read, findings = load_parent(path)
    assert (read, findings) == (plan, ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quantities: 80%", "应为列表"),
        ("quantities: [{what: 率, direction: 高于, value: 80}]", "“方向”（direction）不能写作“高于”"),
        ("quantities: [{what: 率, direction: 达到}]", "缺少“数值”（value）"),
        ("quantities: [{what: 率, direction: 达到, value: 八成}]", "“数值”（value）应为一个数"),
        ("points: 安全准入", "应为列表"),
    ],
)
def test_a_mistake_in_the_facts_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "a.yaml"
    head = "plan: {id: a-155, title: 某规划, place: 某市, level: city, kind: plan}\n"
    path.write_text(f"{head}tasks:\n  - id: T01\n    title: 某事\n    {line}\n", "utf-8")
    with pytest.raises(FindingsError) as caught:
        load_parent(path)
    assert said in str([finding.message for finding in caught.value.findings])
