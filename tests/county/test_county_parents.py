"""A spec against its parents: every id it names must be there and be of the right kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plangen.api.prepare import prepare
from plangen.county.load import parse_spec
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.plan.against_parents import check_against_parents, nearest_items
from plangen.terms.findings import Finding, Severity, with_keys

HEAD = """\
county: {name: 永和县, city: 临汾市, province: 山西省}
plan: {period: [2026, 2030], issuer: 永和县人民政府办公室}
roster: [{name: 永和县应急管理局, short: 县应急局}]
"""


def item(id: str, kind: ItemKind, title: str, **more: object) -> ParentItem:
    return ParentItem(id=id, kind=kind, title=title, **more)  # type: ignore[arg-type]


def plan(id: str = "linfen-155", period: tuple[int, int] | None = (2026, 2030)) -> ParentPlan:
    return ParentPlan(
        id=id,
        title="临汾市“十五五”应急体系规划",
        place="临汾市",
        level=Level.CITY,
        kind=PlanKind.PLAN,
        period=period,
        indicators=(item("I01", ItemKind.INDICATOR, "死亡人数"),),
        tasks=(
            item("T01", ItemKind.TASK, "压实责任", number="（1）", deadline=2027),
            item(
                "T02",
                ItemKind.TASK,
                "严格准入",
                number="（2）",
                items=(item("T02.1", ItemKind.NESTED, "危险化学品"), item("T02.2", ItemKind.NESTED, "矿山")),
            ),
            item("T13", ItemKind.TASK, "宣传培训", number="（13）"),
        ),
        projects=(item("P01", ItemKind.PROJECT, "物资库"),),
    )


def findings_of(text: str, *parents: ParentPlan, known: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    spec, findings = parse_spec((HEAD + text).encode("utf-8"), "县.yaml", Path())
    assert spec is not None, findings
    return check_against_parents(spec, parents or (plan(),), known)


LISTED = "parents: [linfen-155]\n"
ITEMS = LISTED + "inherit:\n  linfen-155:\n"

CASES = [
    ("deadline-after-parent", Severity.WARNING, ITEMS + "    T01: {deadline: ¦2028}"),
    ("indicator-split", Severity.ERROR, ITEMS + "    I01: {split: ¦[{title: 甲}, {title: 乙}]}"),
    ("merge-into-nested", Severity.ERROR, ITEMS + "    T02: {merge_into: ¦T02.1}"),
    ("merge-of-different-kinds", Severity.ERROR, ITEMS + "    T01: {merge_into: ¦I01}"),
    ("merge-of-different-kinds", Severity.ERROR, ITEMS + "    I01: {merge_into: ¦P01}"),
    ("not-an-indicator", Severity.ERROR, LISTED + "indicators: [{of: ¦linfen-155:T01, target: 0}]"),
    ("target-without-indicator", Severity.WARNING, ITEMS + "    T01: {target: ¦0}"),
    ("unknown-item", Severity.ERROR, ITEMS + "    ¦T2: {deadline: 2027}"),
    ("unknown-item", Severity.ERROR, ITEMS + "    ¦T99:"),
    ("unknown-item", Severity.ERROR, ITEMS + "    T01: {merge_into: ¦T2}"),
    ("unknown-item", Severity.ERROR, LISTED + "indicators: [{of: ¦I09, target: 0}]"),
    ("unknown-part", Severity.ERROR, ITEMS + "    T01: {merge_into: ¦T02/1}"),
    (
        "unknown-part",
        Severity.ERROR,
        ITEMS + "    T01: {merge_into: ¦T13/3}\n    T13: {split: [{title: 甲}, {title: 乙}]}",
    ),
    ("unknown-parent", Severity.ERROR, "parents: [linfen-155, ¦jincheng-15]"),
    ("unknown-parent", Severity.ERROR, LISTED + "inherit:\n  ¦linfeng-155:\n    T01:"),
    ("unknown-parent", Severity.ERROR, ITEMS + "    T01: {merge_into: ¦linfeng-155:T02}"),
    ("unknown-parent", Severity.ERROR, LISTED + "indicators: [{of: ¦linfeng-155:I01, target: 0}]"),
]


@pytest.mark.parametrize(("code", "severity", "marked"), CASES)
def test_a_finding_stands_at_its_place(code: str, severity: Severity, marked: str) -> None:
    before, mark, after = (HEAD + marked).partition("¦")
    assert mark
    place = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    findings = findings_of((before + after).removeprefix(HEAD))
    assert [(f.code, f.severity, (f.location.line, f.location.column)) for f in findings] == [(code, severity, place)]
    assert findings[0].hint


@pytest.mark.parametrize(
    ("printed", "own", "said"),
    [
        (None, "2028", "要求2027年完成"),
        (None, "2027", None),
        ("2027年6月底前", "2027", "要求2027年6月底前完成，本县写的是“2027年底前”"),
        ("2027年6月底前", "2027-09", "要求2027年6月底前完成"),
        ("2027年6月底前", "2027年6月", None),
        ("2027年6月底前", "2027年上半年", None),
        ("2027年6月底前", "2026", None),
        ("2027年6月前", "2027年6月30日", "要求2027年6月前完成"),
        ("2027年6月底前", "长期坚持", None),
    ],
)
def test_a_deadline_is_held_against_the_parents_to_the_day(printed: str | None, own: str, said: str | None) -> None:
    task = item("T01", ItemKind.TASK, "压实责任", deadline=2027, deadline_text=printed)
    found = findings_of(ITEMS + f"    T01: {{deadline: '{own}'}}", replace(plan(), tasks=(task,)))
    assert [finding.code for finding in found] == (["deadline-after-parent"] if said else [])
    assert not said or said in with_keys(found[0].message)


def test_a_deadline_without_a_year_sets_no_limit() -> None:
    task = item("T01", ItemKind.TASK, "压实责任", deadline_text="2026年起每年开展")
    assert findings_of(ITEMS + "    T01: {deadline: 2028}", replace(plan(), tasks=(task,))) == ()


def test_a_sound_spec_has_no_findings() -> None:
    text = ITEMS + (
        "    I01: {target: 下降10%}\n    T01: {deadline: 2027, lead: 县应急局}\n    T02.1: {merge_into: T02}\n"
        "    T02.2: {merge_into: T13/2}\n    P01: {waive: 已建成, by: 县应急局, on: 2026-11-20}\n"
        "    T13: {split: [{title: 甲}, {title: 乙}]}\nindicators: [{of: 'linfen-155:I01', target: 0}]"
    )
    assert findings_of(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ITEMS + "    T2:", "“T02 （2）严格准入”"),
        (ITEMS + "    t13:", "“T13 （13）宣传培训”"),
        (ITEMS + "    T02.3:", "“T02.1 危险化学品”"),
        ("parents: [linfen-155, jincheng-15]", "“jincheng-155”"),
        (LISTED + "inherit: {linfeng-155: {T01: }}", "“linfen-155”"),
        (ITEMS + "    T01: {merge_into: 'linfeng-155:T02'}", "“linfen-155:T02”"),
    ],
)
def test_hints_name_the_nearest(text: str, words: str) -> None:
    (finding,) = findings_of(text, known=("jincheng-155", "xinzhou-145"))
    assert words in (finding.hint or "")


def test_a_decision_about_what_a_revision_deleted_says_so() -> None:
    (finding,) = findings_of(ITEMS + "    T14: {deadline: 2027}", replace(plan(), retired=("T14",)))
    assert finding.code == "unknown-item" and "现在已经删去" in (finding.hint or "")
    (other,) = findings_of(ITEMS + "    T15: {deadline: 2027}", replace(plan(), retired=("T14",)))
    assert "现在已经删去" not in (other.hint or "")


def test_a_parent_of_another_period() -> None:
    (finding,) = findings_of(LISTED, plan(period=(2021, 2025)))
    assert (finding.code, finding.severity) == ("parent-period-differs", Severity.WARNING)
    assert (finding.location.line, finding.location.column) == (4, 11)


def test_a_parent_without_a_period_is_no_finding() -> None:
    assert findings_of(LISTED, plan(period=None)) == ()


def test_a_parent_given_as_a_file_is_known_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "临汾.yaml").write_text("", encoding="utf-8")
    text = HEAD + "parents: [临汾.yaml]\ninherit: {linfen-155: {T2: }}\n"
    spec, findings = parse_spec(text.encode("utf-8"), "县.yaml", tmp_path)
    assert findings == ()
    assert spec is not None
    assert [finding.code for finding in check_against_parents(spec, [plan()])] == ["unknown-item"]


def test_two_parents_with_one_id() -> None:
    (finding,) = findings_of(LISTED, plan(), plan())
    assert finding.code == "parent-listed-twice"


def test_a_parent_that_could_not_be_loaded_is_reported_once() -> None:
    codes = [finding.code for finding in findings_of("parents: [linfen-155, xx-155]\ninherit: {xx-155: {T01: }}")]
    assert codes == ["unknown-parent"]


def test_nearest_items_never_invents() -> None:
    items = {found.id: found for found in plan().all_items()}
    for text in ("", "T", "T2", "Ｔ２", "t02.9", "Z" * 10_000, "承接"):
        assert all(found in items.values() for found in nearest_items(text, items))


def test_a_parent_of_another_city_is_named() -> None:
    other = replace(plan(), place="晋城市")
    (finding,) = findings_of("parents: [linfen-155]\n", other)
    assert finding.code == "parent-other-place" and finding.severity is Severity.WARNING
    assert "晋城市" in finding.message and "临汾市" in finding.message and finding.location.line == 4
    assert "换用" in (finding.hint or "")


@pytest.mark.parametrize(
    ("place", "level"),
    [
        ("临汾市", Level.CITY),
        ("临汾", Level.CITY),
        ("山西省临汾市", Level.CITY),
        ("", Level.CITY),
        ("山西省", Level.PROVINCE),
        ("国家", Level.NATION),
    ],
)
def test_a_parent_of_the_countys_own_is_none(place: str, level: Level) -> None:
    assert findings_of("parents: [linfen-155]\n", replace(plan(), place=place, level=level)) == ()


def test_a_parent_of_another_province_is_named() -> None:
    (finding,) = findings_of("parents: [linfen-155]\n", replace(plan(), place="河北省", level=Level.PROVINCE))
    assert finding.code == "parent-other-place" and "山西省" in finding.message


def prepared(folder: Path, parents: str) -> tuple[Finding, ...]:
    path = folder / "县.yaml"
    path.write_text(f"{HEAD}parents: [{parents}]\n", encoding="utf-8")
    return prepare(path).findings


def test_a_parent_that_is_not_there_is_reported_once_and_where_it_is_named(tmp_path: Path) -> None:
    (finding,) = prepared(tmp_path, "./没有.yaml")
    assert (finding.code, finding.location.line, finding.location.column) == ("parent-file-missing", 4, 11)
    (finding,) = prepared(tmp_path, "jincheng-15")
    assert (finding.code, finding.location.line, finding.location.column) == ("parent-unknown", 4, 11)
    assert finding.location.file == str(tmp_path / "县.yaml")
    first, second = prepared(tmp_path, "jincheng-15, ./没有.yaml")
    assert {first.code, second.code} == {"parent-unknown", "parent-file-missing"}


def test_two_slips_in_one_line_are_two_findings(tmp_path: Path) -> None:
    path = tmp_path / "县.yaml"
    slips = "local_tasks: [{title: 甲, lead: 县一局, participants: [县二局]}]\n"
    path.write_text(f"{HEAD}parents: [jincheng-155]\n{slips}", encoding="utf-8")
    assert [finding.code for finding in prepare(path).findings].count("unknown-unit") == 2


def test_the_shipped_example_borrows_another_citys_plan(repository: Path) -> None:
    findings = [one for one in prepare(repository / "specs" / "yonghe.yaml").findings if one.code.startswith("parent-")]
    (finding,) = findings
    assert finding.code == "parent-other-place" and "晋城市" in finding.message and "临汾市" in finding.message
