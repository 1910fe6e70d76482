"""Each finding about a spec, with the exact line and column: the mark ¦ in a case stands before the place."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from plangen.county import meaning_rules, rules
from plangen.county.load import load_spec, parse_spec
from plangen.terms import yaml_rules, yaml_source
from plangen.terms.findings import Finding, FindingsError, Rule, Severity, with_keys

COUNTY = "county: {name: 永和县, city: 临汾市, province: 山西省, towns: [芝河镇], townships: [阁底乡]}\n"
PLAN = "plan: {period: [2026, 2030], issuer: 永和县人民政府办公室}\n"
PARENTS = "parents: [jincheng-155]\n"
ROSTER = """\
roster:
  - {name: 永和县应急管理局, short: 县应急局, covers: [应急局]}
  - {name: 永和县公安局, short: 县公安局, aliases: [公安局]}
  - {name: 永和县财政局, short: 县财政局}
"""
BASE = COUNTY + PLAN + PARENTS + ROSTER
INHERIT = BASE + "inherit:\n  jincheng-155:\n"
REST = PLAN + PARENTS + ROSTER
TAIL = PARENTS + ROSTER

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

CASES: list[tuple[str, Severity, str]] = [
    # how the YAML is written
    ("bad-alias", E, BASE + "local_tasks: [{title: ¦*a1}]"),
    ("bad-alias", E, BASE + "local_tasks: &a1 [¦*a1]"),
    ("bad-key", E, BASE.replace("issuer: 永和县人民政府办公室", "title: {¦{ county }}, issuer: 甲")),
    ("bad-key", E, BASE + "situation: {¦'': 1}"),
    ("boolean-word", W, BASE + "situation: {coal_mines: ¦no}"),
    ("boolean-word", W, BASE + "local_tasks: [{title: ¦ON}]"),
    ("colon-without-space", E, "county:\n  name: 永和县\n  city¦:临汾市\n  province: 山西省\n" + REST),
    ("colon-without-space", E, INHERIT + "    T01: {lead¦:县应急局}"),
    ("colon-without-space", E, BASE + "situation: {other: {红枣¦:12}}"),
    ("control-character", E, COUNTY.replace("永和县", "永和¦\x0b县") + REST),
    ("control-character", E, COUNTY.replace("永和县", '¦"永和\\0县"') + REST),
    ("control-character", E, COUNTY.replace("永和县", "¦永和\u202e县") + REST),
    ("control-character", E, BASE + 'local_tasks: [{title: ¦"甲\\x07"}]'),
    ("control-character", E, BASE + 'local_tasks: [{title: ¦"甲\\u2066乙"}]'),
    ("control-character", E, BASE + 'local_tasks: [{title: ¦"甲\\ufeff乙"}]'),
    ("control-character", E, BASE + 'situation: {other: {¦"红\\u202a枣": 12}}'),
    (
        "dash-without-space",
        E,
        BASE + "local_tasks:\n  - title: 甲\n    measures:\n      ¦-排查一次。\n      - 再查一次。",
    ),
    ("dash-without-space", E, BASE + "local_tasks:\n  ¦-title: 甲\n"),
    ("duplicate-key", E, COUNTY + PLAN + PARENTS + ROSTER + "¦parents: [xinzhou-145]"),
    ("duplicate-key", E, INHERIT + "    T01: {lead: 县应急局}\n    ¦Ｔ01: {lead: 县公安局}"),
    ("empty-spec", E, "¦"),
    ("empty-spec", E, "¦# 只有说明\n"),
    ("full-width-colon", E, "county:\n  name¦：永和县\n  city: 临汾市\n  province: 山西省\n" + REST),
    ("full-width-colon", E, "县:\n  名称: 永和县\n  所属市¦：临汾市\n  所属省: 山西省\n" + REST),
    ("full-width-colon", E, INHERIT + "    T01: {牵头¦：县应急局}"),
    ("full-width-colon", E, INHERIT + "    T01¦：{牵头: 县应急局}"),
    ("full-width-colon", E, BASE + "situation: {other: {红枣¦：12}}"),
    ("full-width-comma", E, INHERIT + "    T01: {waive: 无煤矿¦，by: 县应急局, on: 2026-11-20}"),
    ("full-width-indent", E, "county:\n¦　　name: 永和县\n　　city: 临汾市\n　　province: 山西省\n" + REST),
    ("impossible-date", W, BASE + "situation: {other: {编号: ¦2026-13}}"),
    ("impossible-date", W, BASE + "situation: {other: {编号: ¦2026-02-30}}"),
    ("leading-zero", W, BASE + "situation: {other: {编号: ¦010}}"),
    ("not-a-mapping", E, "¦- 永和县\n- 应急局"),
    ("not-a-mapping", E, "¦永和县应急管理局"),
    ("several-documents", E, BASE + "¦---\ncounty: {name: 隰县}"),
    ("sexagesimal", W, BASE + "situation: {other: {值班: ¦8:30}}"),
    ("swallowed-line", E, BASE + "local_tasks:\n  - title: 甲\n    measures:\n    - 排查一次。\n      ¦- 再查一次。"),
    ("name-over-lines", E, COUNTY.replace("name: 永和县", "name: ¦永和县\n  全称") + REST),
    ("tab-indent", E, "county:\n¦\tname: 永和县\n\tcity: 临汾市\n\tprovince: 山西省\n" + REST),
    ("unsupported-tag", E, BASE + "local_tasks: [{title: ¦!a 乙}]"),
    # what the parser cannot read
    ("yaml-syntax", E, COUNTY + "plan: ¦{period: [2026, 2030], issuer: 永和县人民政府办公室\n" + TAIL),
    ("yaml-syntax", E, COUNTY + "plan: {period: [2026, 2030, issuer: 永和县人民政府办公室¦}\n" + TAIL),
    ("yaml-syntax", E, BASE + "local_tasks: [{title: ¦@甲}]"),
    ("yaml-syntax", E, BASE + "local_tasks:\n  - title: ¦*. 甲"),
    ("yaml-syntax", E, BASE + 'local_tasks:\n  - title: "甲"¦乙'),
    ("yaml-syntax", E, BASE + 'local_tasks:\n  - title: ¦"甲'),
    ("yaml-syntax", E, BASE + 'local_tasks:\n  - title: "甲¦\\q"'),
    ("yaml-syntax", E, BASE + "¦没有冒号的一行\nlocal_tasks: []"),
    ("yaml-syntax", E, BASE + "local_tasks:\n  - title: 甲\n   ¦text: 乙"),
    ("yaml-syntax", E, "county:\n  name: 永和县\n ¦city: 临汾市"),
    ("yaml-syntax", E, BASE + "local_tasks:\n  - title: 甲: 乙¦: 丙".replace("甲: 乙¦: 丙", "甲¦: 乙")),
    ("yaml-syntax", E, BASE + "local_tasks: ¦- 甲"),
    ("yaml-syntax", E, BASE + "local_tasks: [甲,¦, 乙]"),
    ("yaml-syntax", E, BASE + "local_tasks:\n  - text: | ¦正文\n      甲"),
    ("yaml-syntax", E, "{county: 甲}¦}"),
    ("yaml-syntax", E, "¦%永和县\n"),
    # the form of keys and values
    ("bad-date", E, COUNTY + PLAN.replace("}", ", date: ¦2026-02-30}") + TAIL),
    ("bad-date", E, COUNTY + PLAN.replace("}", ", date: ¦年底}") + TAIL),
    ("bad-deadline", E, INHERIT + "    T01: {deadline: ¦2027年13月}"),
    ("bad-deadline", E, INHERIT + "    T01: {deadline: ¦20270}"),
    ("bad-deadline", E, INHERIT + "    T01: {时限: ¦明年}"),
    ("bad-deadline", E, BASE + "local_tasks: [{title: 甲, deadline: ¦尽快完成}]"),
    ("bad-county-name", E, COUNTY.replace("永和县", "¦123") + REST),
    ("bad-county-name", E, COUNTY.replace("临汾市", "¦Linfen") + REST),
    ("bad-month", E, BASE + "situation: {as_of: ¦2026-13}"),
    ("bad-month", E, BASE + "situation: {villages: {value: 69, year: ¦去年}}"),
    ("bad-number", E, BASE + "situation: {population: ¦5.6}"),
    ("bad-number", E, BASE + "situation: {population: ¦5.6万人}"),
    ("bad-number", E, BASE + "situation: {villages: {value: ¦约69个}}"),
    ("bad-number", E, BASE + "situation: {area_km2: ¦[1, 2]}"),
    ("bad-period", E, COUNTY + PLAN.replace("[2026, 2030]", "¦十五五") + TAIL),
    ("bad-period", E, COUNTY + PLAN.replace("[2026, 2030]", "¦[2026]") + TAIL),
    ("bad-period", E, COUNTY + PLAN.replace("[2026, 2030]", "[2026, ¦下年]") + TAIL),
    ("both-spellings", E, COUNTY + PLAN + PARENTS + ROSTER + "¦上位规划: [xinzhou-145]"),
    ("empty-value", E, COUNTY.replace("city: 临汾市", "city: ¦") + REST),
    ("empty-value", E, COUNTY.replace("city: 临汾市", 'city: ¦""') + REST),
    ("empty-value", E, "county:\n  name: 永和县\n  city:¦\n  province: 山西省\n" + REST),
    ("full-width-bracket", E, COUNTY.replace("[芝河镇]", "¦【芝河镇，桑壁镇】") + REST),
    ("missing-key", E, "¦" + REST),
    ("missing-key", E, "¦county: {name: 永和县, city: 临汾市}\n" + REST),
    ("missing-key", E, BASE + "  - ¦{name: 永和县水利局}"),
    ("name-normalised", I, COUNTY.replace("永和县", "¦永和　县") + REST),
    ("name-normalised", I, COUNTY.replace("永和县", '¦"永和县 "') + REST),
    ("name-normalised", I, COUNTY.replace("永和县", "¦“永和县”") + REST),
    ("name-normalised", I, INHERIT + "    ¦Ｔ０１: {lead: 县应急局}"),
    ("name-normalised", I, BASE + "situation: {¦ｇａｓ: {年产能: 10}}"),
    ("names-joined", E, INHERIT + "    T01: {participants: [¦县公安局、县财政局]}"),
    ("names-joined", W, BASE + "  - {name: 永和县水利局, short: 县水利局, covers: [¦水利局，水文局]}"),
    ("names-split", I, COUNTY.replace("[芝河镇]", "¦芝河镇、桑壁镇") + REST),
    ("out-of-range", E, BASE + "situation: {villages: ¦-3}"),
    ("too-few", E, INHERIT + "    T01: {split: ¦[{title: 甲}]}"),
    ("too-long", E, COUNTY.replace("永和县", "¦" + "永" * 61) + REST),
    ("unknown-choice", E, COUNTY + PLAN.replace("{", "{kind: ¦实施方按, ") + TAIL),
    ("unknown-choice", E, COUNTY + PLAN.replace("{", "{类型: ¦规化, ") + TAIL),
    ("unknown-choice", E, COUNTY + PLAN.replace("{", "{kind: ¦plans, ") + TAIL),
    ("unknown-key", E, BASE + "  - {name: 永和县水利局, short: 县水利局, ¦cover: [水利局]}"),
    ("unknown-key", E, BASE + "¦towns: [芝河镇]"),
    ("unknown-key", E, BASE + "situation: {¦红枣面积: 12}"),
    ("unknown-key", E, BASE + "local_tasks: [{title: 甲, ¦<<: {lead: 县应急局}}]"),
    ("wrong-type", E, "county: ¦永和县\n" + REST),
    ("wrong-type", E, COUNTY + PLAN + PARENTS + "roster: ¦{name: 永和县应急管理局, short: 县应急局}\n"),
    ("wrong-type", E, COUNTY.replace("临汾市", "¦[临汾市]") + REST),
    ("wrong-type", E, COUNTY.replace("临汾市", "¦true") + REST),
    ("wrong-type", E, BASE + "  - {name: 永和县水利局, short: 县水利局, vertical: ¦也许}"),
    ("wrong-type", E, INHERIT + "    T01: ¦不承接"),
    # what the spec says
    (
        "bad-reference",
        E,
        COUNTY + PLAN + "parents: [a-155, b-155]\n" + ROSTER + "indicators: [{of: ¦I01, target: 0}]",
    ),
    (
        "contradicting-disposition",
        E,
        INHERIT
        + "    T01: {merge_into: T02, ¦split: [{title: 甲}, {title: 乙}]}".replace(
            "{merge_into: T02, ¦split: [{title: 甲}, {title: 乙}]}",
            "{split: [{title: 甲}, {title: 乙}], ¦merge_into: T02}",
        ),
    ),
    (
        "contradicting-disposition",
        E,
        INHERIT + "    T01: {waive: 无煤矿, by: 县应急局, on: 2026-11-20, ¦merge_into: T02}",
    ),
    ("county-name-ending", W, COUNTY.replace("永和县", "¦永和") + REST),
    ("cover-claimed-twice", W, BASE + "  - {name: 永和县水利局, short: 县水利局, covers: [水利局, ¦市应急局]}"),
    ("cover-claimed-twice", W, BASE + "groups: [{name: 县安委会, members: [县应急局], covers: [¦应急局]}]"),
    ("date-outside-period", W, COUNTY + PLAN.replace("}", ", date: ¦2062-12-15}") + TAIL),
    ("deadline-outside-period", W, INHERIT + "    T01: {deadline: ¦2025}"),
    ("deadline-outside-period", W, BASE + "local_projects: [{title: 甲, deadline: ¦2031年6月}]"),
    ("deadline-outside-period", W, INHERIT + "    T01: {split: [{title: 甲}, {title: 乙, deadline: ¦2031}]}"),
    ("duplicate-unit", E, BASE + "  - ¦{name: 永和县水利局, short: 县公安局}"),
    ("duplicate-unit", E, BASE + "  - ¦{name: 永和县水利局, short: 公安局}"),
    ("duplicate-unit", E, BASE + "groups: [{name: ¦县应急局, members: [县公安局]}]"),
    ("empty-roster", E, COUNTY + PLAN + PARENTS + "¦roster: []\n"),
    ("empty-roster", E, "¦" + COUNTY + PLAN + PARENTS),
    ("fact-after-period", W, BASE + "situation: {villages: {value: 69, year: ¦2032}}"),
    ("fact-after-period", W, BASE + "situation: {as_of: ¦2032-10}"),
    ("fact-after-period", W, BASE + "situation: {shelters: {total: 3, year: ¦2031}}"),
    ("group-without-members", W, BASE + "groups:\n  - ¦name: 县安委会成员单位"),
    ("implausible-fact", W, BASE + "situation: {population: ¦49946000}"),
    ("implausible-fact", W, BASE + "situation: {population: ¦5}"),
    ("implausible-fact", W, BASE + "situation: {forest_area_wan_mu: ¦452000}"),
    ("implausible-fact", W, BASE + "situation: {heating_area_wan_m2: {value: ¦1100000}}"),
    ("indicator-set-twice", E, BASE + "indicators:\n  - {of: I01, target: 0}\n  - {of: ¦I01, target: 1}"),
    ("indicator-without-name", E, BASE + "indicators: [¦{target: 0}]"),
    ("lead-also-participates", W, INHERIT + "    T01: {lead: 县公安局, participants: [县应急局, ¦公安局]}"),
    ("merge-cycle", E, INHERIT + "    T01: {merge_into: ¦T02}\n    T02: {merge_into: T03}\n    T03: {merge_into: T01}"),
    ("merge-into-itself", E, INHERIT + "    T01: {merge_into: ¦T01}"),
    ("merge-into-itself", E, INHERIT + "    T01: {merge_into: ¦jincheng-155:T01}"),
    ("merge-into-split", W, INHERIT + "    T01: {merge_into: ¦T02}\n    T02: {split: [{title: 甲}, {title: 乙}]}"),
    (
        "merge-into-waived",
        E,
        INHERIT + "    T01: {merge_into: ¦T02}\n    T02: {waive: 无煤矿, by: 县应急局, on: 2026-11-20}",
    ),
    ("merged-with-content", W, INHERIT + "    T01: {merge_into: T02, ¦title: 甲}"),
    ("no-parents", W, "¦" + COUNTY + PLAN + ROSTER),
    ("no-parents", W, COUNTY + PLAN + "¦parents:\n" + ROSTER),
    ("parent-file-missing", E, COUNTY + PLAN + "parents: [¦parents/没有.yaml]\n" + ROSTER),
    ("parent-listed-twice", E, COUNTY + PLAN + "parents: [jincheng-155, ¦jincheng-155]\n" + ROSTER),
    ("parts-exceed-total", W, BASE + "situation: {¦geohazard_sites: {total: 10, large: 6, medium: 5}}"),
    ("parts-exceed-total", W, BASE + "situation: {geohazard_sites: {total: 10, ¦road: 11}}"),
    ("period-not-five-years", W, COUNTY + PLAN.replace("[2026, 2030]", "¦[2026, 2031]") + TAIL),
    ("period-reversed", E, COUNTY + PLAN.replace("[2026, 2030]", "¦[2030, 2026]") + TAIL),
    ("place-name-ending", W, COUNTY.replace("[芝河镇]", "[¦芝河]") + REST),
    ("place-name-ending", W, COUNTY.replace("[阁底乡]", "[¦桑壁镇]") + REST),
    ("placeholder", W, COUNTY.replace("临汾市", "¦某某市") + REST),
    ("placeholder", W, COUNTY + PLAN.replace("}", ", number: ¦待填}") + TAIL),
    ("placeholder", W, COUNTY + REST + "text:\n  guiding: ¦深入贯彻……\n"),
    ("placeholder", W, COUNTY + REST + "正文:\n  回顾:\n    - ¦{标题: 体制, 正文: ……}\n"),
    ("repeated-entry", W, COUNTY.replace("[芝河镇]", "[芝河镇, ¦芝河镇]") + REST),
    ("repeated-entry", W, INHERIT + "    T01: {participants: [县公安局, ¦公安局]}"),
    ("repeated-entry", W, BASE + "  - {name: 永和县水利局, short: 县水利局, covers: [水利局, ¦市水利局]}"),
    ("repeated-title", W, BASE + "local_tasks:\n  - title: 甲\n  - title: ¦甲"),
    ("repeated-title", W, INHERIT + "    T01: {split: [{title: 甲}, {title: ¦甲}]}"),
    ("template-folder-missing", E, COUNTY + PLAN.replace("}", ", template: ¦./没有}") + TAIL),
    ("unknown-unit", E, INHERIT + "    T01: {lead: ¦县应急管}"),
    ("unknown-unit", E, INHERIT + "    T01: {participants: [县公安局, ¦县水利局]}"),
    ("unknown-unit", E, INHERIT + "    T01: {lead: [县应急局, ¦县能源局]}"),
    ("unknown-unit", E, INHERIT + "    T01: {split: [{title: 甲}, {title: 乙, lead: ¦县水利局}]}"),
    ("unknown-unit", E, BASE + "groups: [{name: 县安委会, members: [县应急局, ¦县水利局]}]"),
    ("unknown-unit", E, BASE + "groups: [{name: 甲组, members: [县应急局]}, {name: 乙组, members: [¦甲组]}]"),
    ("unknown-unit", E, BASE + "indicators: [{name: 甲, target: 0, lead: ¦县水利局}]"),
    ("unknown-unit", E, BASE + "local_tasks: [{title: 甲, participants: [¦县水利局]}]"),
    ("waived-with-content", W, INHERIT + "    T01: {waive: 无煤矿, by: 县应急局, on: 2026-11-20, ¦lead: 县应急局}"),
    ("waiver-incomplete", E, INHERIT + "    ¦T01: {waive: 无煤矿}"),
    ("waiver-incomplete", E, INHERIT + "    ¦T01: {by: 县应急局, on: 2026-11-20}"),
    ("waiver-incomplete", E, INHERIT + "    ¦T01: {waive: , by: 县应急局, on: 2026-11-20}"),
    ("waiver-incomplete", E, INHERIT + "    T01: {不承接: ¦是, 决定单位: 县应急局, 日期: 2026-11-20}"),
    ("waiver-incomplete", E, INHERIT + "    T01: {waive: ¦没有。, by: 县应急局, on: 2026-11-20}"),
    ("waiver-incomplete", E, INHERIT + "    T01: {waive: ¦yes, by: 县应急局, on: 2026-11-20}"),
    ("waiver-incomplete", E, INHERIT + '    T01: {waive: ¦"true", by: 县应急局, on: 2026-11-20}'),
]

# Codes whose findings cannot be written as one text with one place; each has a test of its own.
ELSEWHERE = {
    "encoding",
    "invalid-value",
    "spec-binary",
    "spec-is-folder",
    "spec-not-found",
    "spec-too-large",
    "spec-unreadable",
    "too-deep",
    "too-many-findings",
    "too-many-values",
}
DECLARED = {
    value.code
    for module in (meaning_rules, rules, yaml_rules)
    for value in vars(module).values()
    if isinstance(value, Rule) and not value.code.startswith(("set-", "knowledge-"))
}


def findings_of(text: str, folder: Path = Path()) -> tuple[Finding, ...]:
    return parse_spec(text.encode("utf-8"), "县.yaml", folder)[1]


@pytest.mark.parametrize(("code", "severity", "marked"), CASES)
def test_a_finding_stands_at_its_place(code: str, severity: Severity, marked: str) -> None:
    before, mark, after = marked.partition("¦")
    assert mark, "the case has no mark"
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    findings = findings_of(before + after)
    here = [finding for finding in findings if finding.code == code]
    assert here, [finding.as_text() for finding in findings]
    places = [(finding.location.line, finding.location.column) for finding in here]
    assert (line, column) in places, [finding.as_text() for finding in here]
    finding = here[places.index((line, column))]
    assert finding.location.file == "县.yaml"
    assert finding.severity is severity
    assert finding.message.endswith("。")
    assert finding.hint


def test_every_code_has_a_test() -> None:
    tested = {code for code, _, _ in CASES}
    assert tested | ELSEWHERE == DECLARED
    assert not tested & ELSEWHERE


def test_the_base_of_the_cases_is_clean() -> None:
    spec, findings = parse_spec(BASE.encode("utf-8"), "县.yaml", Path())
    assert findings == ()
    assert spec is not None
    assert spec.county.name == "永和县"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (codecs.BOM_UTF8 + BASE.encode("utf-8"), "BOM"),
        (BASE.encode("utf-16"), "UTF-16"),
        (BASE.encode("gb18030"), "GB18030"),
    ],
)
def test_other_encodings_are_read_and_named(data: bytes, words: str) -> None:
    spec, findings = parse_spec(data, "县.yaml", Path())
    assert spec == parse_spec(BASE.encode("utf-8"), "县.yaml", Path())[0]
    (finding,) = findings
    assert (finding.code, finding.severity) == ("encoding", I)
    assert words in finding.message
    assert (finding.location.line, finding.location.column) == (1, 1)


# --- files that cannot be read at all ---


def only_code(error: FindingsError) -> str:
    (finding,) = error.findings
    assert finding.severity is E
    assert finding.hint
    return finding.code


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        load_spec(tmp_path / "没有.yaml")
    assert only_code(caught.value) == "spec-not-found"
    assert caught.value.findings[0].location.file == str(tmp_path / "没有.yaml")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        load_spec(tmp_path)
    assert only_code(caught.value) == "spec-is-folder"


def test_a_binary(tmp_path: Path) -> None:
    path = tmp_path / "县.yaml"
    path.write_bytes(b"PK\x03\x04\x00\x00\x00\x00")
    with pytest.raises(FindingsError) as caught:
        load_spec(path)
    assert only_code(caught.value) == "spec-binary"


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "县.yaml"
    path.write_bytes(b"#" * (yaml_source.MAXIMUM_BYTES + 1))
    with pytest.raises(FindingsError) as caught:
        load_spec(path)
    assert only_code(caught.value) == "spec-too-large"


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "县.yaml"
    path.write_bytes(b"")

    def refuse(self: Path, *args: object, **more: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FindingsError) as caught:
        load_spec(path)
    assert only_code(caught.value) == "spec-unreadable"


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(FindingsError):
        load_spec(Path("县\0.yaml"))


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "县.yaml"
    path.write_bytes(b"")
    spec, findings = load_spec(path)
    assert spec is None
    assert [finding.code for finding in findings] == ["empty-spec"]


# --- hostile files ---


def test_deep_nesting_is_given_up() -> None:
    findings = findings_of("[" * 100_000)
    assert [(finding.code, finding.location.column) for finding in findings] == [("too-deep", 25)]


def test_aliases_that_multiply_are_given_up() -> None:
    lines = ["a0: &a0 [" + ", ".join(["甲"] * 10) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
    findings = findings_of("\n".join(lines))
    assert [(finding.code, finding.location.line) for finding in findings] == [("too-many-values", 5)]


def test_thousands_of_errors_end() -> None:
    spec, findings = parse_spec(
        (BASE + "situation:\n" + "".join(f"  甲{n}: {n}\n" for n in range(3_000))).encode("utf-8"), "县.yaml", Path()
    )
    assert spec is None
    assert findings[-1].code == "too-many-findings"
    assert len(findings) <= 501


def test_thousands_of_wrong_entries_end() -> None:
    text = COUNTY + PLAN + PARENTS + "roster:\n" + "".join(f"  - {{name: [{n}]}}\n" for n in range(2_000))
    spec, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert spec is None
    assert findings[-1].code == "too-many-findings"


def test_an_error_that_no_message_was_written_for() -> None:
    from cerberus import errors

    from plangen.county.normalise import normalise
    from plangen.county.validate import FindingsErrorHandler

    spec = normalise(yaml_source.parse_source(BASE.encode("utf-8"), "县.yaml"))
    path = ("county", "name")
    error = errors.ValidationError(path, path, errors.REGEX_MISMATCH.code, "regex", "[A-Z]", "永和县", ())
    (finding,) = FindingsErrorHandler(spec)([error])
    assert finding.code == "invalid-value"
    assert (finding.location.line, finding.location.column) == (1, 16)


# --- what the findings say ---


def one(text: str, code: str) -> Finding:
    return next(finding for finding in findings_of(text) if finding.code == code)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (BASE + "  - {名称: 永和县水利局, 简成: 县水利局}", "unknown-key", "是不是要写“简称”"),
        (BASE + "  - {name: 永和县水利局, short: 县水利局, cover: [水利局]}", "unknown-key", "是不是要写“covers”"),
        (BASE + "towns: [芝河镇]", "unknown-key", "应当写在“county”下面"),
        (BASE + "situation: {红枣面积: 12}", "unknown-key", "“其他”"),
        (BASE + "situation: {population: 5.6}", "bad-number", "population: 56000"),
        (BASE + "situation: {population: 5.6万人}", "bad-number", "population: 56000"),
        (BASE + "situation: {forest_area_wan_mu: 45.2万亩}", "bad-number", "forest_area_wan_mu: 45.2"),
        (BASE + "situation: {forest_area_wan_mu: 452000}", "implausible-fact", "forest_area_wan_mu: 45.2"),
        (BASE + "situation: {population: 5}", "implausible-fact", "万人"),
        (INHERIT + "    T01: {lead: 县应急管理局}", "unknown-unit", "是不是要写“县应急局”"),
        (INHERIT + "    T01: {lead: 县应急局、县公安局}", "names-split", "县应急局, 县公安局"),
        (COUNTY + PLAN.replace("[2026, 2030]", "[2030, 2026]") + TAIL, "period-reversed", "[2026, 2030]"),
        (COUNTY + PLAN.replace("{", "{kind: 实施方按, ") + TAIL, "unknown-choice", "“实施方案”"),
        (INHERIT + "    T01: {不承接: 无煤矿}", "waiver-incomplete", "决定单位: 县政府"),
        (INHERIT + "    T01: {waive: 无煤矿}", "waiver-incomplete", "by: 县政府"),
        (INHERIT + "    T01: {时限: 明年}", "bad-deadline", "“每年汛前”"),
        (COUNTY + PLAN.replace("{", "{kind: 规化, ") + TAIL, "unknown-choice", "是不是要写“规划”"),
        ("方案: {规划期: [2026, 2030]}", "missing-key", "县: "),
        ("县: {名称: 永和县, 所属市: 临汾市}\n" + REST, "missing-key", "所属省: 山西省"),
    ],
)
def test_hints_show_how_to_write_it(text: str, code: str, words: str) -> None:
    assert words in with_keys(one(text, code).hint or "")


def test_both_lines_of_a_duplicate_key_are_named() -> None:
    finding = one(BASE + "parents: [xinzhou-145]", "duplicate-key")
    assert "第 3 行" in finding.message
    assert "第 8 行" in finding.message


def test_all_findings_come_in_one_run() -> None:
    text = (
        "县：\n  名称：永和　县\n\t所属市: 临汾市\n  所属省: 山西省\n"
        "方案: {规划期: [2030, 2026], 印发单位: 甲, 类型: 方按}\n上位规划: [jincheng-155]\n部门名册:\n"
        "  -{名称: 永和县应急管理局, 简称: 县应急局}\n县情: {行政村数: 六十九, 煤矿: no}\n"
        "承接:\n  jincheng-155:\n    T01: {牵头: 县应急}\n"
    )
    codes = [finding.code for finding in findings_of(text)]
    assert set(codes) >= {
        "full-width-colon",
        "name-normalised",
        "tab-indent",
        "period-reversed",
        "unknown-choice",
        "bad-number",
        "boolean-word",
        "unknown-unit",
    }


def test_indentation_slips_make_one_finding_that_names_all_lines() -> None:
    text = "county:\n\tname: 永和县\n\tcity: 临汾市\n\tprovince: 山西省\n" + REST
    (finding,) = [finding for finding in findings_of(text) if finding.code == "tab-indent"]
    assert "第 2、3、4 行" in finding.message


def test_columns_after_a_repaired_slip_are_the_planners_columns() -> None:
    before = "县:\n　　名称：永和县\n　　所属市: "
    text = before + "某某市\n　　所属省: 山西省\n" + REST
    finding = one(text, "placeholder")
    assert (finding.location.line, finding.location.column) == (3, 8)


def test_texts_may_hold_what_keys_may_not() -> None:
    text = (
        INHERIT
        + "    T01:\n      text: |\n        　　目标：到2030年全面建成。\n        \t牵头：各单位。\n      title: 甲\n"
        + "    T02: {text: '第一行\n      目标：第二行'}\n"
    )
    spec, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert findings == ()
    assert spec is not None
    items = spec.inherit["jincheng-155"]
    assert items["T01"].text == "目标：到2030年全面建成。\n牵头：各单位。"
    assert items["T02"].text == "第一行 目标：第二行"


def test_a_doubt_gives_way_to_an_error_at_the_same_place() -> None:
    codes = [finding.code for finding in findings_of(BASE + "situation: {as_of: 2026-13}")]
    assert codes == ["bad-month"]


def test_paths_are_relative_to_the_spec(tmp_path: Path) -> None:
    (tmp_path / "parents").mkdir()
    (tmp_path / "parents" / "linfen-155.yaml").write_text("", encoding="utf-8")
    (tmp_path / "本县模板").mkdir()
    text = (
        COUNTY
        + PLAN.replace("}", ", template: .\\本县模板}")
        + "parents: [parents/linfen-155.yaml, jincheng-155]\n"
        + ROSTER
    )
    path = tmp_path / "县.yaml"
    path.write_text(text, encoding="utf-8")
    spec, findings = load_spec(path)
    assert findings == ()
    assert spec is not None
    assert spec.parents == (str(tmp_path / "parents" / "linfen-155.yaml"), "jincheng-155")
    assert spec.plan.template == tmp_path / "本县模板"


def test_an_open_quote_is_reported_where_it_opens() -> None:
    text = COUNTY.replace("永和县", '"永和县', 1) + REST + 'situation:\n  other: {红枣: 12}  # 说明："甲" 乙\n'
    (finding,) = [one for one in findings_of(text) if one.severity is Severity.ERROR]
    assert finding.code == "yaml-syntax" and finding.location.line == 1
    assert "引号没有配对" in finding.message and f"第 {text.count(chr(10))} 行" in finding.message


def test_a_planner_who_has_written_no_key_is_answered_in_chinese() -> None:
    (finding,) = [one for one in findings_of("tasks: []\n") if one.code == "missing-key" and "县" in one.message][:1]
    assert "“县”" in finding.message and "county" not in finding.as_text()


@pytest.mark.parametrize(
    "deadline",
    ["长期坚持", "持续推进", "每年", "每年汛前", "规划期内", "印发后6个月内", "“十五五”期末", "持续推进，每年汛前"],
)
def test_the_usual_words_without_a_year_are_deadlines(deadline: str) -> None:
    assert findings_of(INHERIT + f"    T01: {{时限: {deadline}}}") == ()


@pytest.mark.parametrize("text", ["county: {a: [\n", "county: {a: 1, b: {c: \n"])
def test_brackets_left_open_at_the_end_are_said_to_be(text: str) -> None:
    spec, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert spec is None
    (finding,) = [one for one in findings if one.code == "yaml-syntax"]
    assert "还没有写完" in finding.message and "“”" not in finding.message
