"""A document imported again over a file: ids stay, and what a person added to the file stays."""

from __future__ import annotations

from dataclasses import replace

from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.parent.reimport import Reimported, import_over, import_record, recorded
from plangen.parent.store import dump_parent
from plangen.terms.place import Place

ITEM = ItemKind.TASK


def item(identity: str, title: str, *items: ParentItem, line: int | None = 1) -> ParentItem:
    kind = ItemKind.NESTED if "." in identity else ItemKind.PROJECT if identity.startswith("P") else ItemKind.TASK
    return ParentItem(id=identity, kind=kind, title=title, items=items, source=Place(line=line))


def plan(*tasks: ParentItem, projects: tuple[ParentItem, ...] = ()) -> ParentPlan:
    return ParentPlan(
        id="linfen-155",
        title="规划",
        place="临汾市",
        level=Level.CITY,
        kind=PlanKind.PLAN,
        tasks=tasks,
        projects=projects,
    )


OLD = plan(
    item("T01", "健全应急指挥机制", item("T01.1", "配齐通信装备"), item("T01.2", "开展实战演练")),
    item("T02", "建强救援队伍"),
    projects=(item("P01", "指挥中心建设工程"),),
)


def again(new: ParentPlan, edited: ParentPlan, *, record: bool = True) -> Reimported:
    text = dump_parent(edited) + (import_record(OLD) if record else "")
    return import_over(new, edited, text, "临汾市.yaml")


def ids(found: ParentPlan) -> list[str]:
    return [one.id for one in found.all_items()]


def test_the_record_knows_every_item_and_is_a_comment() -> None:
    record = import_record(OLD)
    assert set(recorded(dump_parent(OLD) + record) or ()) == {"plan", *ids(OLD)}
    assert all(line.startswith("# ") for line in record.splitlines())
    assert recorded(dump_parent(OLD)) is None


def test_an_untouched_file_gives_nothing_to_keep() -> None:
    found = again(OLD, OLD)
    assert found.plan == OLD and found.changes == () and found.findings == ()


def added() -> ParentPlan:
    """Return the old plan with items of a person's at the top, under an item, and among the projects."""
    first, second = OLD.tasks
    first = replace(first, items=(first.items[0], item("T01.9", "本市补充的子项"), *first.items[1:]))
    return plan(
        item("T90", "本市补充的任务", item("T90.1", "其中一项")),
        first,
        second,
        projects=(*OLD.projects, item("P90", "本市补充的工程", line=None)),
    )


def test_what_a_person_added_stays_where_it_was() -> None:
    found = again(OLD, added())
    assert ids(found.plan) == ["T01", "T01.1", "T01.9", "T01.2", "T02", "T90", "T90.1", "P01", "P90"]
    assert found.changes == () and found.plan.retired == ()
    (finding,) = found.findings
    assert finding.code == "added-items-kept" and set(finding.items) == {"T90", "T90.1", "T01.9", "P90"}
    assert "T90本市补充的任务" in finding.message


def test_an_item_whose_host_is_gone_stays_all_the_same() -> None:
    found = again(plan(item("T02", "建强救援队伍")), added())
    assert ids(found.plan) == ["T02", "T90", "T90.1", "T01.9", "P90"]
    assert {one.kind for one in found.plan.tasks} == {ItemKind.TASK}
    assert {change.id for change in found.changes if change.kind == "removed"} == {"T01", "P01"}
    assert "T01" in found.plan.retired and "T01.9" not in found.plan.retired


def test_what_the_revised_document_has_now_is_not_kept_twice() -> None:
    new = replace(OLD, tasks=(*OLD.tasks, item("T03", "本市补充的任务", item("T03.1", "其中一项"))))
    found = again(new, added())
    assert [one.id for one in found.plan.tasks] == ["T01", "T02", "T90"]
    assert [one.title for one in found.plan.all_items()].count("其中一项") == 1


def test_a_file_without_a_record_keeps_what_names_no_place() -> None:
    edited = plan(*OLD.tasks, item("T90", "本市补充的任务", line=None))
    found = again(plan(*OLD.tasks[:1]), edited, record=False)
    assert ids(found.plan) == ["T01", "T01.1", "T01.2", "T90"]


def test_corrections_that_are_replaced_are_named() -> None:
    first, second = OLD.tasks
    edited = replace(OLD, title="改过的名称", tasks=(first, replace(second, deadline=2027)))
    found = again(OLD, edited)
    (finding,) = found.findings
    assert finding.code == "corrections-replaced" and finding.items == ("T02",)
    assert "T02" in finding.message and "名称" in finding.message


def test_a_correction_that_the_document_now_makes_itself_is_none() -> None:
    first, second = OLD.tasks
    edited = replace(OLD, tasks=(first, replace(second, deadline=2027)))
    assert again(edited, edited).findings == ()
