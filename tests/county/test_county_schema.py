"""The schema: sound for Cerberus, in two languages, and the same for editors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from plangen.county.json_schema import json_schema
from plangen.county.load import parse_spec
from plangen.county.normalise import read_date, read_month
from plangen.county.schema import SCHEMA, known_words, rules_at
from plangen.county.schema_parts import READERS, Rules
from plangen.county.validate import SpecValidator, nearest, number_in_text
from plangen.terms.deadline import printed_deadline
from plangen.terms.unit_list import split_names
from plangen.terms.yaml_scalars import resolve
from plangen.terms.yaml_source import parse_source

FULL = """\
county:
  name: 永和县
  city: 临汾市
  province: 山西省
  towns: [芝河镇, 桑壁镇]
  townships: [阁底乡]
  subdistricts: [城关街道]
  sumu: [乌兰苏木]
situation:
  as_of: 2022-10
  area_km2: 1214.38
  population: {value: 49946, year: 2022, note: 已更正}
  geohazard_sites: {year: 2022, total: 180, large: {value: 6, year: 2021}}
  schools: 12
  coal_mines: false
  reservoirs: true
  other: {红枣面积（万亩）: 12.5, 地形: {value: 黄土丘陵, note: 甲}}
roster:
  - {name: 永和县应急管理局, short: 县应急局, aliases: [县安监局], covers: [应急局]}
  - {name: 永和县气象局, short: 县气象局, vertical: true, parent_body: 临汾市气象局}
  - {name: 永和县公安局, short: 县公安局}
groups:
  - {name: 县安委会成员单位, covers: [安委会成员单位], members: [县应急局, 县公安局]}
plan:
  kind: implementation
  period: [2026, 2030]
  title: 永和县“十五五”应急体系规划
  issuer: 永和县人民政府
  number: 永政发〔2026〕  号
  date: 2026-12-15
  stage: 征求意见稿
  coordinator: 县应急局
  approved: 县人民政府同意
  disclosure: public
  consultation: {deadline: 2026-12-25, contact: 张三, phone: 0357-0000000, email: yjj@example.cn}
  accept_suggestions: true
  accept_measures: true
  suggest_measures: false
  accept_merges: accept
  units_in_text: true
  cover: true
  boxes_from: 5
  annexes: {departments: draft, trace: none}
parents: [jincheng-155, {id: changzhi-145, role: carried}, {id: china-145, role: reference}]
text:
  preface: 甲
  principles: [{title: 乙, text: 丙}]
  requirements: [{title: 丁, text: 戊}]
  review: [{title: 己, text: 庚}]
  outlook: [{title: 辛, text: 壬}]
  guiding: 癸
  safeguards: [{title: 子, text: 丑}]
  glossary: [{title: 寅, text: 卯}]
  notice: 辰
  accept: [notice]
inherit:
  jincheng-155:
    P06: {waive: 县域内无煤矿, by: 县应急局, on: 2026-11-20}
    T02:
      title: 甲
      text: 乙
      lead: 县应急局
      participants: [县公安局]
      deadline: 2027
      leader: 张某
      person: 李某
      quantified: 6处
      milestones: 2028年建成
      funding: 县级财政
      construction: 新建1座
      site: 芝河镇
      scale: 800平方米
      investment: 600万元
      years: 2027—2028年
      measures: [排查一次。]
      accept_suggestions: true
      accept_measures: true
      suggest_measures: true
    T03: {merge_into: T02}
    T04: {split: [{title: 丙, lead: 县应急局}, {title: 丁, deadline: 长期坚持}]}
    I01: {target: 0}
    T05:
indicators:
  - {name: 覆盖率, target: 100%, nature: 预期性, lead: 县应急局, participants: [县公安局], unit: 个,
     baseline: 85%, measured: yearly, previous: {target: 90%, result: 85%}}
  - {of: "jincheng-155:I01", target: 0}
local_tasks:
  - {title: 戊, group: 己, text: 庚, measures: [辛。], lead: 县应急局, participants: [县公安局], deadline: 2027年6月,
     accept_measures: true, suggest_measures: true, leader: 张某, person: 李某, quantified: 6处, milestones: 2028年建成,
     funding: 县级财政, construction: 新建1座, site: 芝河镇, scale: 800平方米, investment: 600万元, years: 2027—2028年}
local_projects:
  - {title: 壬, deadline: 2028年底前}
"""


def in_chinese(text: str) -> str:
    """Return a spec with every key and choice in its Chinese spelling."""
    import yaml

    def turn(value: Any, rules: Rules | None) -> Any:
        if rules is None:
            return value
        if isinstance(value, list):
            entry = rules.get("schema") if rules["type"] == "list" else None
            return [turn(item, entry) for item in value]
        if isinstance(value, dict):
            if "valuesrules" in rules:
                return {key: turn(item, rules["valuesrules"]) for key, item in value.items()}
            fields = rules["schema"]
            return {fields[key]["meta"]["name"]: turn(item, fields[key]) for key, item in value.items()}
        if isinstance(value, bool):
            return "是" if value else "否"
        values = rules.get("meta", {}).get("values", {})
        return next((chinese for chinese, english in values.items() if english == value), value)

    data = parse_source(text.encode("utf-8"), "县.yaml").data
    return yaml.safe_dump(turn(data, {"type": "dict", "schema": SCHEMA}), allow_unicode=True, sort_keys=False)


def every_rule(rules: Rules, path: str = "") -> list[tuple[str, Rules]]:
    found = [(path, rules)]
    inner: dict[str, Rules] = rules["schema"] if rules.get("type") == "dict" and "schema" in rules else {}
    for key, field in inner.items():
        found += every_rule(field, f"{path}.{key}")
    if rules.get("type") == "list" and "schema" in rules:
        found += every_rule(rules["schema"], f"{path}[]")
    if "valuesrules" in rules:
        found += every_rule(rules["valuesrules"], f"{path}.*")
    return found


ROOT: Rules = {"type": "dict", "schema": SCHEMA, "meta": {"read": "mapping"}}


def test_cerberus_accepts_the_schema() -> None:
    SpecValidator(json.loads(json.dumps(SCHEMA)))


def test_every_key_is_explained_in_chinese() -> None:
    for path, rules in every_rule(ROOT):
        meta = rules.get("meta", {})
        assert meta.get("read") in READERS, path
        if path and not path.endswith(("*", "[]")):
            assert re.search("[一-龥]", meta["name"]), path
            assert len(meta["description"]) >= 3, path
            assert meta["example"], path


def test_no_mapping_has_a_spelling_twice() -> None:
    for path, rules in every_rule(ROOT):
        if rules.get("type") == "dict" and "schema" in rules:
            names = [*rules["schema"], *(field["meta"]["name"] for field in rules["schema"].values())]
            assert len(names) == len(set(names)), path


def test_known_words_holds_both_spellings_of_every_key() -> None:
    words = known_words()
    assert {"county", "县", "short", "简称", "waive", "不承接", "total", "总数", "value", "数值"} <= set(words)


def test_rules_at_follows_lists_and_free_names() -> None:
    assert rules_at(("roster", 3, "short")) == SCHEMA["roster"]["schema"]["schema"]["short"]
    waive = rules_at(("inherit", "任何规划", "T01.2", "waive"))
    assert waive is not None
    assert waive["meta"]["name"] == "不承接"
    assert rules_at(("plan", "period", 1)) == {"type": "integer", "min": 1990, "max": 2100}
    assert rules_at(("没有", "这一项")) is None


# --- both languages ---


def test_both_languages_give_the_same_spec() -> None:
    english, english_findings = parse_spec(FULL.encode("utf-8"), "县.yaml", Path())
    chinese, chinese_findings = parse_spec(in_chinese(FULL).encode("utf-8"), "县.yaml", Path())
    assert not english_findings, english_findings
    assert not chinese_findings, chinese_findings
    assert english is not None
    assert english == chinese


def test_every_key_of_the_full_example_is_used() -> None:
    """The example for both languages leaves no key of the fixed sections out (facts are many and alike)."""
    data = parse_source(FULL.encode("utf-8"), "县.yaml").data
    for section in ("county", "plan", "text"):
        missing = set(SCHEMA[section]["schema"]) - set(data[section])
        assert missing <= {"template", "knowledge"}, missing
    for section in ("roster", "groups", "indicators", "local_tasks"):
        used = {key for entry in data[section] for key in entry}
        assert used == set(SCHEMA[section]["schema"]["schema"]), section
    used = {key for entry in data["inherit"]["jincheng-155"].values() for key in entry or {}}
    assert used == set(SCHEMA["inherit"]["valuesrules"]["valuesrules"]["schema"])


def test_the_full_example_is_read_as_it_is_meant() -> None:
    spec, _ = parse_spec(FULL.encode("utf-8"), "县.yaml", Path())
    assert spec is not None
    facts = {name: (fact.value, fact.year) for name, fact in spec.situation.items()}
    assert facts["population"] == (49946, "2022")
    assert facts["geohazard_sites.total"] == (180, "2022")
    assert facts["geohazard_sites.large"] == (6, "2021")
    assert facts["schools.total"] == (12, None)
    assert facts["coal_mines"] == (False, None)
    assert facts["other.红枣面积（万亩）"] == (12.5, None)
    assert facts["other.地形"] == ("黄土丘陵", None)
    assert spec.as_of == "2022-10"
    assert spec.plan.number == "永政发〔2026〕  号"
    items = spec.inherit["jincheng-155"]
    assert items["T02"].deadline == "2027年底前"
    assert items["T05"].participants is None
    assert items["T04"].split[1].deadline == "长期坚持"
    assert items["I01"].target == "0"
    assert spec.indicators[1].target == "0"
    assert spec.local_tasks[0].deadline == "2027年6月底前"
    assert spec.locations["parents", 1].line == FULL[: FULL.index("changzhi-145")].count("\n") + 1


def test_decided_quantities_have_their_places() -> None:
    spec, _ = parse_spec(f"数值:\n  挂牌督办下达: 5日内\n{in_chinese(FULL)}".encode(), "县.yaml", Path())
    assert spec is not None
    assert spec.values == {"挂牌督办下达": "5日内"}
    assert spec.locations["values", "挂牌督办下达"].line == 2


def test_units_are_printed_by_their_short_names() -> None:
    text = FULL.replace("lead: 县应急局\n", "lead: 永和县应急管理局\n").replace(
        "members: [县应急局,", "members: [县安监局,"
    )
    spec, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert not findings
    assert spec is not None
    assert spec.inherit["jincheng-155"]["T02"].lead == "县应急局"
    assert spec.roster.groups[0].members == ("县应急局", "县公安局")


# --- the readers of single values ---


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2027", "2027年底前"),
        ("2027年", "2027年底前"),
        ("2027年底", "2027年底前"),
        ("2027年底前", "2027年底前"),
        ("2027 年 底前", "2027年底前"),
        ("2027年末", "2027年底前"),
        ("2027年6月", "2027年6月底前"),
        ("2027-06", "2027年6月底前"),
        ("2027年6月底前", "2027年6月底前"),
        ("2027年6月前", "2027年6月前"),
        ("2027年6月30日", "2027年6月30日前"),
        ("2027.6", "2027年6月底前"),
        ("2027/6/30", "2027年6月30日前"),
        ("２０２７年六月", "2027年6月底前"),
        ("2027年第一季度", "2027年第一季度"),
        ("明年底前", None),
        ("6月底前", None),
        ("2027.13", None),
        ("长期坚持", "长期坚持"),
        ("每年6月底前", "每年6月底前"),
        ("2027年6月底前完成立项，2030年建成", "2027年6月底前完成立项，2030年建成"),
        ("2027年13月", None),
        ("20270", None),
        ("2027年2月30日", None),
    ],
)
def test_deadlines(written: str, printed: str | None) -> None:
    assert printed_deadline(written) == printed
    if printed:
        assert printed_deadline(printed) == printed


def test_dates_and_months() -> None:
    assert str(read_date("2026年12月15日")) == str(read_date("二〇二六年十二月十五日")) == "2026-12-15"
    assert read_date("2026-02-30") is None
    assert [read_month(text) for text in ("2022", "2022年", "2022-10", "2022年10月", "2022-10-31")] == [
        "2022",
        "2022",
        "2022-10",
        "2022-10",
        "2022-10-31",
    ]
    assert read_month("2022-13") is None


def test_names_are_split_outside_brackets_only() -> None:
    assert split_names("县公安局、县财政局，县水利局") == ["县公安局", "县财政局", "县水利局"]
    assert split_names("各县（市、区）人民政府") == ["各县（市、区）人民政府"]


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("5.6万", "人", "56000"),
        ("5.6万人", "人", "56000"),
        ("1,214.38平方公里", "平方公里", "1214.38"),
        ("45.2万亩", "万亩", "45.2"),
        ("４９９４６", "人", "49946"),
        ("110公里", "平方公里", None),
        ("许多", "人", None),
    ],
)
def test_numbers_with_units(text: str, unit: str, number: str | None) -> None:
    assert number_in_text(text, unit) == number


def test_nearest() -> None:
    assert nearest("简成", ["名称", "简称", "别名"]) == ["简称"]
    assert nearest("participant", ["lead", "participants"]) == ["participants"]
    assert nearest("完全不同", ["lead", "名称"]) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("12", 12),
        ("-3", -3),
        ("010", 10),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("0x1F", 31),
        ("yes", "yes"),
        ("2026-11-20", "2026-11-20"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("9" * 5_000, "9" * 5_000),
    ],
)
def test_scalars_are_resolved_by_the_core_schema(text: str, value: object) -> None:
    result = resolve(text)
    assert result == value
    assert type(result) is type(value)


def test_quoted_scalars_are_text() -> None:
    data = parse_source(b"a: '12'\nb: \"true\"\nc: '~'\nd: |\n  12\n", "x.yaml").data
    assert data == {"a": "12", "b": "true", "c": "~", "d": "12\n"}


# --- for editors ---


@pytest.fixture(scope="module")
def editor() -> jsonschema.Draft7Validator:
    schema = json_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def accepted(editor: jsonschema.Draft7Validator, text: str) -> bool:
    return bool(editor.is_valid(parse_source(text.encode("utf-8"), "县.yaml").data))


def test_the_json_schema_is_plain_json() -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema, ensure_ascii=False)) == schema
    assert schema["properties"]["roster"]["title"] == "部门名册 roster"
    assert schema["properties"]["部门名册"] == {"$ref": "#/properties/roster"}


def test_an_editor_accepts_both_languages(editor: jsonschema.Draft7Validator) -> None:
    assert accepted(editor, FULL)
    assert accepted(editor, in_chinese(FULL))


@pytest.mark.parametrize("name", ["yonghe.yaml", "yonghe-145.yaml"])
def test_an_editor_accepts_the_examples(editor: jsonschema.Draft7Validator, repository: Path, name: str) -> None:
    assert accepted(editor, (repository / "specs" / name).read_text(encoding="utf-8"))


BROKEN = [
    FULL.replace("county:\n", "counties:\n"),
    FULL.replace("  name: 永和县\n", ""),
    FULL.replace("period: [2026, 2030]", "period: [2026]"),
    FULL.replace("period: [2026, 2030]", "period: 十五五"),
    FULL.replace("kind: implementation", "kind: 计划"),
    FULL.replace("date: 2026-12-15", "date: 年底"),
    FULL.replace("as_of: 2022-10", "as_of: 去年"),
    FULL.replace("area_km2: 1214.38", "area_km2: 1214平方公里"),
    FULL.replace("value: 49946", "value: 4.9946"),
    FULL.replace("schools: 12", "schools: -1"),
    FULL.replace("coal_mines: false", "coal_mines: 若干"),
    FULL.replace("vertical: true", "vertical: 也许"),
    FULL.replace("short: 县公安局", "shorts: 县公安局"),
    FULL.replace("{title: 丙, lead: 县应急局}, ", ""),
    FULL.replace("T03: {merge_into: T02}", "T03: {merge_into: [T02]}"),
    FULL.replace("nature: 预期性", "nature: 预期"),
    FULL + "部门名册: []\n",
]


@pytest.mark.parametrize("text", BROKEN)
def test_an_editor_and_the_loader_refuse_the_same(editor: jsonschema.Draft7Validator, text: str) -> None:
    assert text != FULL
    assert not accepted(editor, text)
    _, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert any(finding.severity.value == "error" for finding in findings)


LENIENT = [
    ("towns: [芝河镇, 桑壁镇]", "towns: 芝河镇"),
    ("period: [2026, 2030]", "period: 2026-2030"),
    ("date: 2026-12-15", "date: 2026年12月15日"),
    ("as_of: 2022-10", "as_of: 2022年10月"),
    ("measures: [排查一次。]", "measures: 排查一次。"),
    ("coal_mines: false", "coal_mines: 无"),
    ("vertical: true", "vertical: 是"),
    ("kind: implementation", "kind: 实施方案"),
    ("schools: 12", "schools: {total: {value: 12}}"),
    ("  towns: [芝河镇, 桑壁镇]\n", "  towns:\n"),
]


@pytest.mark.parametrize(("old", "new"), LENIENT)
def test_an_editor_and_the_loader_accept_the_same(editor: jsonschema.Draft7Validator, old: str, new: str) -> None:
    assert old in FULL
    text = FULL.replace(old, new)
    assert accepted(editor, text)
    spec, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
    assert findings == ()
    assert spec is not None


def test_the_description_for_people_names_every_key() -> None:
    from plangen.county.json_schema import describe

    lines = describe()
    text = "\n".join(lines)
    for path, rules in every_rule(ROOT):
        key = path.rsplit(".", 1)[-1]
        if key and not key.endswith(("*", "[]")) and key not in ("value", "year", "note"):
            assert f"{rules['meta']['name']} {key}" in text, path
    assert not any(line.endswith(" ") for line in lines)


def places(fields: dict[str, Rules], before: str, after: str) -> list[tuple[str, str]]:
    """Return a whole spec for each key of a mapping, with the key's example in it; so too for all mappings inside."""
    found = []
    for key, rules in fields.items():
        name, example = rules["meta"]["name"], rules["meta"]["example"]
        found.append((key, f"{before}{name}: {example}{after}"))
        if rules["type"] == "dict" and "schema" in rules:
            found += places(rules["schema"], f"{before}{name}: {{", f"}}{after}")
        elif rules["type"] == "list" and rules.get("schema", {}).get("type") == "dict":
            found += places(rules["schema"]["schema"], f"{before}{name}: [{{", f"}}]{after}")
    return found


def test_every_example_is_well_written() -> None:
    disposition = SCHEMA["inherit"]["valuesrules"]["valuesrules"]["schema"]
    form = {"wrong-type", "bad-number", "bad-date", "bad-month", "bad-deadline", "bad-period", "unknown-choice"}
    for key, text in [*places(SCHEMA, "{", "}"), *places(disposition, "{承接: {jincheng-155: {T01: {", "}}}}")]:
        _, findings = parse_spec(text.encode("utf-8"), "县.yaml", Path())
        wrong = form | {"yaml-syntax", "unknown-key", "names-split", "name-normalised", "too-long", "out-of-range"}
        assert not wrong & {finding.code for finding in findings}, (key, text, [f.as_text() for f in findings])
