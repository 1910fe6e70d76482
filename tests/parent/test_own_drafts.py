"""A draft that plangen wrote is a parent for the next level down: the same items and numbers as the plan behind it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from example_drafts import example
from plangen.document.filters import target_words
from plangen.parent.importer import import_document
from plangen.parent.model import ParentItem, ParentPlan, PlanKind
from plangen.plan.model import CountyItem, CountyPlan
from plangen.terms.deadline import deadline_words


def shown(title: str) -> str:
    return title.rstrip("。")


def of_plan(item: CountyItem) -> tuple[object, ...]:
    return shown(item.title), tuple(of_plan(inner) for inner in item.items)


def of_import(item: ParentItem) -> tuple[object, ...]:
    return shown(item.title), tuple(of_import(inner) for inner in item.items)


def all_of(items: Sequence[CountyItem]) -> list[CountyItem]:
    return [inner for item in items for inner in item.walk()]


def all_read(items: Sequence[ParentItem]) -> list[ParentItem]:
    return [inner for item in items for inner in item.walk()]


def assert_same(plan: CountyPlan, read: ParentPlan, *, exact: bool = True) -> None:
    assert read.title == plan.title and read.place == plan.spec.county.name
    assert read.period == plan.spec.plan.period
    rows = [(one.name, target_words(one.target)) for one in plan.indicators]
    assert [(one.title, one.target) for one in read.indicators] == rows
    for own, found in ((plan.goals, read.goals), (plan.tasks, read.tasks), (plan.projects, read.projects)):
        assert list(map(of_import, found)) == list(map(of_plan, own))
        for planned, item in zip(all_of(own), all_read(found), strict=True):
            clause = item.responsibility
            assert clause is not None, item.title
            leads = [unit.name for unit in planned.assignment.leads]
            others = [unit.name for unit in planned.assignment.listed]
            assert sorted(clause.leads) == sorted(leads), item.title
            assert not exact or sorted(clause.participants) == sorted(others), item.title
        # a goal's row prints no time: what is not printed cannot be read
        for planned, item in zip(all_of(own), all_read(found), strict=True) if own is not plan.goals else ():
            words = deadline_words(item.deadline, item.deadline_text)
            assert words is not None and planned.deadline is not None, item.title
            assert words in planned.deadline or planned.deadline in words, item.title
    numbers = [item.number for item in read.tasks]
    assert numbers == [f"（{count}）" for count in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_an_own_draft_gives_the_items_of_its_plan(name: str, tmp_path: Path) -> None:
    plan, data = example(name)
    path = tmp_path / "实施方案.docx"
    path.write_bytes(data)
    assert_same(plan, import_document(path).plan)


@pytest.mark.parametrize("name", ["yonghe-guihua", "yonghe", "yonghe-145"])
def test_a_plan_gives_its_items_though_its_text_names_no_units(name: str, tmp_path: Path) -> None:
    plan, data = example(name, "plan")
    path = tmp_path / "规划.docx"
    path.write_bytes(data)
    read = import_document(path).plan
    assert (read.title, read.place, read.period) == (plan.title, plan.spec.county.name, plan.spec.plan.period)
    assert read.kind is PlanKind.PLAN
    assert [(one.title, one.target) for one in read.indicators] == [(one.name, one.target) for one in plan.indicators]
    for own, found in ((plan.goals, read.goals), (plan.tasks, read.tasks), (plan.projects, read.projects)):
        assert list(map(of_import, found)) == list(map(of_plan, own))
        # who does what is read from the annex alone; the table of goals is not read
        for planned_item, read_item in zip(all_of(own), all_read(found), strict=True) if own is not plan.goals else ():
            clause = read_item.responsibility
            leads = [unit.name for unit in planned_item.assignment.leads]
            assert clause is not None and sorted(clause.leads) == sorted(leads), read_item.title


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_a_round_trip_through_another_program_changes_nothing(name: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("no office program here")
    plan, data = example(name)
    (tmp_path / "方案.docx").write_bytes(data)
    for ending, source in (("odt", "方案.docx"), ("docx", "方案.odt")):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", tmp_path, tmp_path / source]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert_same(plan, import_document(tmp_path / "方案.docx").plan)
