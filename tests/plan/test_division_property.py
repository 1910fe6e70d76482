"""Nothing that a parent names is lost between parent and table, whatever the clauses and the roster are."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan_builders import SMALL, build, item, spec
from plan_builders import parent as parent_of
from plangen.county.spec import Disposition, Roster, RosterGroup, RosterUnit
from plangen.parent.model import ParentItem, ParentPlan
from plangen.plan.division_checks import check_division
from plangen.plan.model import Assignment, CountyPlan
from plangen.terms.responsibility import Responsibility

FUNCTIONS = ("应急局", "水利局", "公安局", "住建局", "交通运输局", "发展改革局", "卫健局", "数据局", "邮政管理局")
NAMES = (
    *(f"市{name}" for name in FUNCTIONS),
    "市发展改革委",
    "市交通局",
    "市公安局交警支队",
    "阳泉军分区",
    "武警阳泉支队",
    "忻州银保监分局",
    "北京铁路局阳泉站",
    "市安委会成员单位",
    "市安委会有关成员单位",
    "各县〈市、区〉人民政府",
    "各县(区)政府",
    "平定县水利局",
    "某某办公室",
    " ",
)
names = st.lists(st.sampled_from(NAMES), max_size=6)


@st.composite
def clauses(draw: st.DrawFn) -> Responsibility | None:
    leads, others = tuple(draw(names)[:2]), tuple(draw(names))
    if not (leads or others):
        return None
    return Responsibility(
        text="、".join((*leads, *others)), leads=leads, participants=others, open_ended=draw(st.booleans())
    )


@st.composite
def parents(draw: st.DrawFn, identifier: str) -> ParentPlan:
    items: list[ParentItem] = []
    for letter in "TPGI":
        for number in range(1, draw(st.integers(0, 3)) + 1):
            key = f"{letter}{number:02}"
            nested = [
                item(f"{key}.{inner}", f"子项{key}{inner}", responsibility=draw(clauses()))
                for inner in range(1, draw(st.integers(0, 2)) + 1)
            ]
            # plain titles: two parents may have the same one, so that items are merged
            title = f"推进{draw(st.sampled_from(('河道清淤', '楼宇排查', '队伍建设')))}{number}"
            items.append(item(key, title, *(nested if letter in "TP" else ()), responsibility=draw(clauses())))
    return parent_of(*items, identifier=identifier)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    chosen = draw(st.lists(st.sampled_from(FUNCTIONS), min_size=1, unique=True))
    covers = {name: draw(st.lists(st.sampled_from(FUNCTIONS), max_size=3)) for name in chosen}
    units = tuple(RosterUnit(name=f"永和县{name}", short=f"县{name}", covers=tuple(covers[name])) for name in chosen)
    group = RosterGroup(name="县安委会成员单位", covers=("安委会成员单位",), members=(units[0].short,))
    return Roster(units=units, groups=(group,) if draw(st.booleans()) else ())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(first=parents("jincheng-155"), second=parents("changzhi-155"), roster=rosters(), decide=st.booleans())
def test_every_parent_unit_is_accounted_for(
    first: ParentPlan, second: ParentPlan, roster: Roster, decide: bool
) -> None:
    decisions = {"T01": Disposition(lead=roster.units[0].short)} if decide and first.tasks else {}
    plan, findings = build([first, second], spec(decisions, roster=roster), SMALL)
    said = "\n".join(f"{finding.message}\n{finding.hint}" for finding in findings)
    for row in plan.trace:
        clause = _clause(plan, row.origin.parent, row.origin.item)
        if clause is None:
            continue
        assignments = [target.assignment for target in row.targets]
        assert assignments, row.origin.key
        for name in {*clause.leads, *clause.participants}:
            if not name.strip():
                continue
            standing = [name in _standing(assignment) for assignment in assignments]
            unresolved = [name in assignment.unresolved for assignment in assignments]
            assert all(a or b for a, b in zip(standing, unresolved, strict=True)), (row.origin.key, name)
            if any(unresolved):
                assert f"“{name}”" in said, f"{name} was dropped in silence"
    for one in (*plan.all_items(), *plan.indicators):
        listed = [unit.name for unit in one.assignment.units]
        assert len(listed) == len(set(listed)), "a unit stands twice in a row"
        assert one.assignment.lead is not None or "lead-missing" in {finding.code for finding in findings}
    checked = check_division(plan, SMALL.units, findings)
    assert len({finding.code for finding in checked}) == len(checked)


def _clause(plan: CountyPlan, parent: str, identifier: str) -> Responsibility | None:
    (found,) = (one for one in plan.parents if one.id == parent)
    (one,) = (one for one in found.all_items() if one.id == identifier)
    return one.responsibility


def _standing(assignment: Assignment) -> set[str]:
    return {name for unit in assignment.units for name in unit.parent_units}
