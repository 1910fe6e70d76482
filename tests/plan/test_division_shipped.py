"""The shipped parents, roster and themes together: units resolve, and suggestions come near what cities decided."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from plangen.api.prepare import Prepared, prepare
from plangen.parent.model import ItemKind
from plangen.parent.store import find_parent
from plangen.parent.store_reading import load_parent
from plangen.plan.directory import Directory, lower_governments
from plangen.plan.division_checks import check_division
from plangen.plan.text_units import TextUnits
from plangen.plan.who import who_does
from plangen.terms.findings import Severity
from plangen.terms.units import canonical, load_units


@pytest.fixture(scope="module")
def benchmark(repository: Path) -> ModuleType:
    path = repository / "benchmarks" / "division.py"
    found = importlib.util.spec_from_file_location("division_benchmark", path)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=["yonghe", "yonghe-145"])
def prepared(repository: Path, request: pytest.FixtureRequest) -> Prepared:
    return prepare(repository / "specs" / f"{request.param}.yaml")


@pytest.mark.parametrize("parent", ["xinzhou-145", "yangquan-145"])
def test_suggestions_come_near_the_real_clauses(benchmark: ModuleType, parent: str) -> None:
    rows = benchmark.compare(load_parent(find_parent(parent))[0])
    tops = benchmark.figures([row for row in rows if row.item.kind in (ItemKind.TASK, ItemKind.PROJECT)])
    assert tops.clauses >= 55 and tops.participants >= 260
    assert tops.first_lead >= 0.85 and tops.found >= 0.60
    nested = benchmark.figures([row for row in rows if row.item.kind is ItemKind.NESTED])
    assert nested.clauses == 9 and nested.first_lead >= 0.85 and nested.found >= 0.60


def test_all_units_of_the_examples_resolve_or_have_no_counterpart(prepared: Prepared) -> None:
    assert prepared.plan is not None
    codes = {finding.code for finding in prepared.findings}
    assert not codes & {"unit-unresolved", "unit-ambiguous", "lead-missing", "unit-not-in-roster"}
    units = load_units()
    for row in (*prepared.plan.all_items(), *prepared.plan.indicators):
        assert row.assignment.lead is not None
        for name in row.assignment.unresolved:
            unit = canonical(name, units)
            assert unit is not None and not unit.county_names, name


def test_the_checks_stay_quiet_enough_on_the_examples(prepared: Prepared) -> None:
    assert prepared.plan is not None
    findings = check_division(prepared.plan, load_units(), prepared.findings)
    assert len(findings) == len({finding.code for finding in findings}) <= 5
    assert all(finding.severity is Severity.INFO for finding in findings)
    assert all(finding.hint for finding in findings)


def test_every_unit_that_is_printed_stands_in_the_roster(prepared: Prepared) -> None:
    plan = prepared.plan
    assert plan is not None
    directory = Directory(plan.spec.roster, plan.spec.county, load_units())
    known = {unit.short for unit in plan.spec.roster.units} | {group.name for group in plan.spec.roster.groups}
    known.add(lower_governments(plan.spec.county))
    for row in (*plan.all_items(), *plan.indicators):
        assert {unit.name for unit in row.assignment.units} <= known, row.key
    texts = TextUnits(directory)
    assert not any(texts.strangers(sentence.text) for item in plan.all_items() for sentence in item.sentences)
    assert "lead-implausible" not in {finding.code for finding in prepared.findings}


def test_everybody_and_everything_in_the_examples_can_be_asked_for(prepared: Prepared) -> None:
    assert prepared.plan is not None
    for duties in prepared.plan.duties:
        assert who_does(prepared.plan, duties.unit).lines()[0].startswith(duties.unit)
    for row in prepared.plan.trace:
        assert who_does(prepared.plan, row.origin.key).answers
