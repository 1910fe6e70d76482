"""Whatever is in the file: findings, never a traceback; and nothing a planner wrote is dropped in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plangen.county.load import load_spec, parse_spec
from plangen.county.schema import SCHEMA, known_words
from plangen.county.schema_parts import Rules
from plangen.county.spec import CountySpec
from plangen.parent.model import ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.plan.against_parents import check_against_parents
from plangen.terms.findings import Finding, FindingsError, has_errors

PARENT = ParentPlan(
    id="jincheng-155",
    title="规划",
    place="晋城市",
    level=Level.CITY,
    kind=PlanKind.PLAN,
    period=(2026, 2030),
    indicators=(ParentItem(id="I01", kind=ItemKind.INDICATOR, title="甲"),),
    tasks=(ParentItem(id="T01", kind=ItemKind.TASK, title="乙", deadline=2027),),
)

quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = [
    *known_words(),
    "永和县",
    "县应急局",
    "jincheng-155",
    "T01",
    "T02",
    "I01",
    "jincheng-155:T01",
    "2027",
    "2027年6月",
    "2026-12-15",
    "2026-13",
    "no",
    "是",
    "无",
    "5.6万",
    "parents/x.yaml",
    "县公安局、县财政局",
    "x\0y",
    "　",
    "",
]
PIECES = [
    *WORDS,
    ": ",
    "：",
    "\n",
    "\n  ",
    "\n\t",
    "\n　　",
    "- ",
    "-",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "，",
    "|",
    "#",
    "'",
    '"',
    "*a",
    "&a ",
]


def checked(data: bytes) -> tuple[CountySpec | None, tuple[Finding, ...]]:
    """Load, check against a parent, and see that every finding has a place and Chinese words."""
    try:
        spec, findings = parse_spec(data, "县.yaml", Path("/没有这个文件夹"))
    except FindingsError as error:
        assert error.findings
        return None, error.findings
    if spec is None:
        assert has_errors(findings)
    else:
        findings += check_against_parents(spec, [PARENT])
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for finding in findings:
        assert finding.location.file == "县.yaml"
        assert finding.message
        if finding.code != "too-many-findings":
            assert finding.location.line is None or 1 <= finding.location.line <= lines
        assert finding.as_text()
    return spec, findings


@quick
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    checked(data)


@quick
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    checked(text.encode("utf-8", "surrogatepass"))


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_row_of_pieces(pieces: list[str]) -> None:
    checked("".join(pieces).encode("utf-8"))


@quick
@given(st.binary(max_size=200))
def test_any_file(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.mktemp("spec") / "县.yaml"
    path.write_bytes(data)
    try:
        load_spec(path)
    except FindingsError as error:
        assert error.findings


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 3000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(WORDS),
    st.text(max_size=10),
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
)


def shaped(rules: Rules) -> st.SearchStrategy[Any]:
    """Return values that mostly have the shape that the schema wants, with anything else in between."""
    if "valuesrules" in rules:
        keys = st.sampled_from(["jincheng-155", "T01", "T02", "I01", "T01.1", "甲"])
        shape: st.SearchStrategy[Any] = st.dictionaries(
            keys, st.deferred(lambda: shaped(rules["valuesrules"])), max_size=3
        )
    elif rules["type"] == "dict":
        fields: dict[str, Rules] = rules["schema"]
        names = st.sampled_from([word for key, field in fields.items() for word in (key, field["meta"]["name"])])
        lookup = {field["meta"]["name"]: field for field in fields.values()} | fields
        shape = st.lists(names, max_size=5, unique=True).flatmap(
            lambda chosen: st.fixed_dictionaries({name: shaped(lookup[name]) for name in chosen})
        )
    elif rules["type"] == "list":
        entry = rules.get("schema") or rules["items"][0]
        shape = st.lists(shaped(entry), max_size=3)
    else:
        shape = scalars
    return st.one_of(shape, shape, shape, anything)


documents = st.fixed_dictionaries({}, optional={key: shaped(rules) for key, rules in SCHEMA.items()})


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents)
def test_any_document_of_the_right_shape(document: dict[str, Any]) -> None:
    checked(yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass"))


SOUND = """\
county: {name: 永和县, city: 临汾市, province: 山西省}
plan: {period: [2026, 2030], issuer: 永和县人民政府办公室}
parents: [jincheng-155]
roster: [{name: 永和县应急管理局, short: 县应急局}]
"""


@quick
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12))
def test_no_key_is_dropped_in_silence(key: str) -> None:
    """A key that the schema does not know is always an error that names it."""
    quoted = "'" + key.replace("'", "''") + "'"
    _, findings = parse_spec(f"{SOUND}{quoted}: 甲\n".encode(), "县.yaml", Path())
    if key in SCHEMA or key in {rules["meta"]["name"] for rules in SCHEMA.values()}:
        return
    assert any(finding.code in ("unknown-key", "both-spellings") for finding in findings), key


titles = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@quick
@given(st.lists(titles, min_size=1, max_size=5), st.booleans())
def test_no_local_task_is_lost(names: list[str], chinese: bool) -> None:
    section, key = ("本县任务", "标题") if chinese else ("local_tasks", "title")
    body = yaml.safe_dump({section: [{key: name} for name in names]}, allow_unicode=True)
    spec, findings = parse_spec((SOUND + body).encode("utf-8"), "县.yaml", Path())
    assert spec is not None
    assert not has_errors(findings), findings
    assert [task.title for task in spec.local_tasks] == names


@quick
@given(st.dictionaries(st.from_regex(r"[TP][0-9]{2}(\.[0-9])?", fullmatch=True), titles, min_size=1, max_size=6))
def test_no_disposition_is_lost(items: dict[str, str]) -> None:
    body = yaml.safe_dump(
        {"承接": {"jincheng-155": {id: {"标题": title} for id, title in items.items()}}}, allow_unicode=True
    )
    spec, findings = parse_spec((SOUND + body).encode("utf-8"), "县.yaml", Path())
    assert spec is not None
    assert not has_errors(findings), findings
    assert {id: item.title for id, item in spec.inherit["jincheng-155"].items()} == items
