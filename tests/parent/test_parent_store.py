"""Parent plans on disk: what is written is read back, and every mistake is named with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.parent.store import counts, dump_parent, find_parent, list_parents, shipped_ids
from plangen.parent.store_reading import load_parent
from plangen.terms.findings import Finding, FindingsError
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility

PLAN = """\
plan:
  id: somewhere-155
  title: 某市“十五五”应急体系规划
  place: 某市
  level: city
  kind: plan
  period: [2026, 2030]
indicators:
  - {id: I01, name: 事故起数, target: 下降10%, nature: 约束性}
goals: []
tasks:
  - id: T01
    number: 1.
    title: 健全机制
    deadline: 2027
    responsibility: {text: 市应急局牵头, leads: [市应急局], participants: [], open_ended: false}
    items:
      - {id: T01.1, title: 会商机制}
    source: {line: 12}
projects:
"""


def load(folder: Path, text: str | bytes) -> tuple[ParentPlan, tuple[Finding, ...]]:
    path = folder / "某市.yaml"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return load_parent(path)


def refused(folder: Path, text: str | bytes) -> list[tuple[str, int | None]]:
    with pytest.raises(FindingsError) as caught:
        load(folder, text)
    return [(finding.code, finding.location.line) for finding in caught.value.findings]


def test_a_plan_is_read(tmp_path: Path) -> None:
    plan, findings = load(tmp_path, PLAN)
    assert not findings
    assert (plan.id, plan.level, plan.kind, plan.period) == ("somewhere-155", Level.CITY, PlanKind.PLAN, (2026, 2030))
    [task] = plan.tasks
    assert (task.number, task.deadline, task.source) == ("1.", 2027, Place(line=12))
    assert task.responsibility == Responsibility(text="市应急局牵头", leads=("市应急局",))
    assert task.items[0].kind is ItemKind.NESTED
    assert counts(plan) == {"indicators": 1, "goals": 0, "tasks": 1, "nested": 1, "projects": 0}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_files_that_windows_editors_saved_are_read(encoding: str, tmp_path: Path) -> None:
    assert load(tmp_path, PLAN.encode(encoding))[0].place == "某市"


def test_unknown_keys_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    plan, [finding] = load(tmp_path, PLAN.replace("    deadline: 2027", "    deadlin: 2027"))
    assert plan.tasks[0].deadline is None
    assert (finding.code, finding.location.line) == ("parent-unknown-key", 15)
    assert "deadline" in (finding.hint or "")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("deadline: 2027", "deadline: 明年", [("parent-invalid", 15)]),
        ("level: city", "level: town", [("parent-invalid", 5)]),
        ("  title: 某市“十五五”应急体系规划\n", "", [("parent-invalid", 2)]),
        ("    title: 健全机制\n", "", [("parent-invalid", 12)]),
        ("leads: [市应急局]", "leads: 市应急局", [("parent-invalid", 16)]),
        ("open_ended: false", "open_ended: 是", [("parent-invalid", 16)]),
        ("id: T01.1", "id: T01", [("parent-duplicate-id", 18)]),
        ("id: T01.1", "id: 任务一", [("parent-invalid", 18)]),
        ("period: [2026, 2030]", "period: [2030, 2026]", [("parent-invalid", 7)]),
        ("period: [2026, 2030]", "period: 2026-2030", [("parent-invalid", 7)]),
        ("    deadline: 2027", "    title: 又一个\n    deadline: 2027", [("parent-duplicate-key", 15)]),
        ("goals: []", "goals: 没有", [("parent-invalid", 10)]),
        ("goals: []", "goals: [", [("parent-yaml", 12)]),
        ("id: somewhere-155", "id: 某市-155", [("parent-invalid", 2)]),
    ],
)
def test_mistakes_are_named_with_their_line(
    old: str, new: str, expected: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert old in PLAN
    assert refused(tmp_path, PLAN.replace(old, new, 1)) == expected


def test_all_mistakes_come_in_one_run(tmp_path: Path) -> None:
    text = PLAN.replace("deadline: 2027", "deadline: 明年").replace("level: city", "level: town")
    assert [code for code, _ in refused(tmp_path, text)] == ["parent-invalid", "parent-invalid"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "parent-invalid"),
        (b"- 1\n- 2\n", "parent-invalid"),
        (b"tasks: []\n", "parent-invalid"),
        (b"\x00\x01\x02\xff", "parent-unreadable"),
        (b"[" * 200_000, "parent-yaml"),
        (b"- " * 200_000, "parent-yaml"),
        (b"plan: !!python/object/apply:os.system [ls]\n", "parent-invalid"),
        (b"plan: &a {id: x}\ntasks: [*b]\n", "parent-yaml"),
    ],
)
def test_hostile_files_end_with_a_finding(text: bytes, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path, text)[0][0] == code


def test_a_file_of_aliases_does_not_grow(tmp_path: Path) -> None:
    rows = ["- &a0 {id: T01, title: x}"]
    rows += [f"- &a{n} {{id: T{n}, title: x, items: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12)]
    assert refused(tmp_path, PLAN.replace("tasks:", "tasks:\n" + "\n".join(rows) + "\nmore:", 1))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.yaml", "parent-unreadable"), (tmp_path, "parent-unreadable")):
        with pytest.raises(FindingsError) as caught:
            load_parent(path)
        assert caught.value.findings[0].code == code


def test_the_written_form_is_the_one_that_the_design_shows(tmp_path: Path) -> None:
    text = dump_parent(load(tmp_path, PLAN)[0])
    assert "  period: [2026, 2030]\n" in text
    assert "      leads: [市应急局]\n" in text
    assert "    source: {line: 12}\n" in text
    assert text.index("  - id: T01\n") < text.index("    items:\n") < text.index("      - id: T01.1\n")
    assert list(yaml.safe_load(text)) == ["plan", "indicators", "goals", "tasks", "projects"]
    assert dump_parent(load(tmp_path, text)[0]) == text


WORDS = (
    st.text(alphabet="应急局（）〈、〉“”：:#-[]{}'\"&*!|>%@ 1.aé\n", min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
LINES = WORDS.map(lambda text: " ".join(text.split()))
CLAUSES = st.builds(
    Responsibility,
    text=LINES,
    leads=st.lists(LINES, max_size=2).map(tuple),
    participants=st.lists(LINES, max_size=3).map(tuple),
    open_ended=st.booleans(),
)


@st.composite
def plans(draw: st.DrawFn) -> ParentPlan:
    def item(kind: ItemKind, identity: str, depth: int = 0) -> ParentItem:
        amount = draw(st.integers(0, 2)) if depth < 2 and kind is not ItemKind.INDICATOR else 0
        return ParentItem(
            id=identity,
            kind=kind,
            title=draw(LINES),
            number=draw(st.none() | LINES),
            group=draw(st.none() | LINES),
            text=draw(st.none() | WORDS),
            deadline=draw(st.none() | st.integers(2000, 2099)),
            target=draw(st.none() | LINES),
            nature=draw(st.none() | LINES),
            responsibility=draw(st.none() | CLAUSES),
            items=tuple(item(ItemKind.NESTED, f"{identity}.{number}", depth + 1) for number in range(1, amount + 1)),
            source=Place(line=draw(st.none() | st.integers(1, 99)), page=draw(st.none() | st.integers(1, 9))),
        )

    return ParentPlan(
        id="some-plan",
        title=draw(LINES),
        place=draw(LINES),
        level=draw(st.sampled_from(Level)),
        kind=draw(st.sampled_from(PlanKind)),
        period=draw(st.none() | st.just((2026, 2030))),
        source_file=draw(st.none() | LINES),
        indicators=(item(ItemKind.INDICATOR, "I01"),),
        goals=(item(ItemKind.GOAL, "G01"),),
        tasks=(item(ItemKind.TASK, "T01"), item(ItemKind.TASK, "T02")),
        projects=(),
        retired=draw(st.lists(st.sampled_from(["T09", "P03"]), unique=True).map(tuple)),
    )


@settings(max_examples=60, deadline=None)
@given(plan=plans())
def test_what_is_written_is_read_back(plan: ParentPlan, tmp_path_factory: pytest.TempPathFactory) -> None:
    read, findings = load(tmp_path_factory.mktemp("store"), dump_parent(plan))
    assert read == plan
    assert not findings


def test_the_shipped_parents_are_found_by_id() -> None:
    assert "xinzhou-145" in shipped_ids()
    assert find_parent("xinzhou-145").name == "xinzhou-145.yaml"
    assert [plan.id for plan in list_parents()] == shipped_ids()


def test_an_unknown_id_gets_the_nearest_one_as_a_hint() -> None:
    with pytest.raises(FindingsError) as caught:
        find_parent("xinzhuo-145")
    [finding] = caught.value.findings
    assert finding.code == "parent-unknown"
    assert "“xinzhou-145”" in (finding.hint or "")


def test_a_path_starts_from_the_folder_of_the_spec(tmp_path: Path) -> None:
    (tmp_path / "parents").mkdir()
    (tmp_path / "parents" / "某市.yaml").write_text(PLAN, encoding="utf-8")
    assert find_parent("parents/某市.yaml", tmp_path) == tmp_path / "parents" / "某市.yaml"
    assert find_parent("parents\\某市.yaml", tmp_path).is_file()
    for wrong in ("parents/无.yaml", "../../etc/passwd", "", "a/b\x00.yaml"):
        with pytest.raises(FindingsError):
            find_parent(wrong, tmp_path)


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\u202e", "\\u2066", "\\ufeff"])
def test_characters_that_no_document_can_hold_are_errors(tmp_path: Path, escape: str) -> None:
    assert refused(tmp_path, PLAN.replace("title: 健全机制", f'title: "健全{escape}机制"')) == [("parent-invalid", 14)]
    units = PLAN.replace("leads: [市应急局]", f'leads: ["市应急{escape}局"]')
    assert refused(tmp_path, units) == [("parent-invalid", 16)]


def test_mistakes_name_keys_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        load(tmp_path, PLAN.replace("  place: 某市\n", "").replace("    title: 健全机制\n", "").replace("2027", "明年"))
    said = "".join(finding.message for finding in caught.value.findings)
    assert "“标题”（title）" in said and "“时限”（deadline）应为整数" in said


def test_what_is_written_can_be_read_whatever_the_document_held(tmp_path: Path) -> None:
    plan, _ = load(tmp_path, PLAN)
    item = ParentItem(id="T01", kind=ItemKind.TASK, title="健全\u202a机制\u0085", text="一\u2066段\n二\ufeff段")
    again, findings = load(tmp_path, dump_parent(replace(plan, tasks=(item,))))
    assert not findings and (again.tasks[0].title, again.tasks[0].text) == ("健全机制", "一段\n二段")
