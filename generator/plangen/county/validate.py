"""Checking a spec's form against the schema with Cerberus, and saying every error in a planner's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cerberus import TypeDefinition, Validator, errors
from cerberus.schema import UnvalidatedSchema

from plangen.county import rules as said
from plangen.county.normalise import read_month, short
from plangen.county.places import Normalised
from plangen.county.schema import SCHEMA, rules_at
from plangen.county.schema_parts import Rules
from plangen.terms.deadline import printed_deadline
from plangen.terms.findings import Finding, Rule
from plangen.terms.text import half_width
from plangen.terms.yaml_lines import has_chinese
from plangen.terms.yaml_source import KeyPath

MAXIMUM_ERRORS = 300

Said = tuple[Rule, dict[str, Any]]
"""A rule and the values that its words name."""

_NUMBER_WITH_UNIT = re.compile(r"(约|近|超|达)?([0-9][0-9,]*(?:\.[0-9]+)?)(万|亿|千|百)?(.*)")
_TIMES = {None: 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


class SpecValidator(Validator):  # type: ignore[misc]  # Cerberus has no type hints
    """Cerberus with whole numbers that are not true or false, and with times as planners write them."""

    types_mapping: ClassVar[dict[str, TypeDefinition]] = {
        **Validator.types_mapping,
        "integer": TypeDefinition("integer", (int,), (bool,)),
    }

    def _check_with_month(self, field: str, value: Any) -> None:
        if isinstance(value, str) and read_month(value) is None:
            self._error(field, "bad-month")

    def _check_with_deadline(self, field: str, value: Any) -> None:
        if isinstance(value, str) and value and printed_deadline(value) is None:
            self._error(field, "bad-deadline")

    def _error(self, *args: Any) -> None:
        # Cerberus sorts all errors again with each one: without a limit, a hostile file would take hours.
        if len(self._errors) < MAXIMUM_ERRORS:
            super()._error(*args)
        else:
            self._config["limits"]["exceeded"] = True  # one mapping for the validator and all its children


@dataclass(frozen=True, kw_only=True)
class FormCheck:
    """What the schema says about a spec.

    Attributes:
        findings: one for each error.
        bad: paths of the values that must not be used, and of missing keys.
        complete: False where there are so many errors that not all of them are known.
    """

    findings: tuple[Finding, ...]
    bad: frozenset[KeyPath]
    complete: bool = True


def check_form(spec: Normalised) -> FormCheck:
    """Return what is wrong with the form of a spec.

    Args:
        spec: a normalised spec.
    """
    handler = FindingsErrorHandler(spec)
    # The schema itself is checked by a test; checking it in each run would take longer than all the rest.
    limits = {"exceeded": False}
    validator = SpecValidator(UnvalidatedSchema(SCHEMA), error_handler=handler, limits=limits)
    validator.validate(spec.document, normalize=False)
    findings = tuple(validator.errors)
    return FormCheck(findings=findings, bad=frozenset(handler.bad), complete=not limits["exceeded"])


class FindingsErrorHandler(errors.BaseErrorHandler):  # type: ignore[misc]  # Cerberus has no type hints
    """Turns Cerberus' errors into findings.

    Args:
        spec: the spec that is validated.
    """

    def __init__(self, spec: Normalised) -> None:
        super().__init__()
        self.spec = spec
        self.bad: set[KeyPath] = set()

    def __call__(self, validation_errors: Iterable[Any]) -> list[Finding]:
        """Return the findings for the errors and for all errors inside them; their paths are then in ``bad``."""
        findings: list[Finding] = []
        for error in validation_errors:
            if error.is_group_error and error.child_errors:
                findings += self(error.child_errors)
                continue
            path: KeyPath = tuple(error.document_path)
            self.bad.add(path)
            rule, values = self.explain(error, path)
            location = self.spec.location(path, of_key=error.code == errors.UNKNOWN_FIELD.code)
            findings.append(rule.found(location, **values))
        return findings

    def emit(self, error: Any) -> None:
        """Take an error while Cerberus is still at work: nothing is done before all are known."""

    def explain(self, error: Any, path: KeyPath) -> Said:
        """Return the rule for one error, and what its words name."""
        if error.code == errors.UNKNOWN_FIELD.code:
            return self.unknown_key(path)
        rules = rules_at(path) or {"type": "string", "meta": {}}
        name, example = self.name(path, rules), self.example(path, rules)
        read = rules.get("meta", {}).get("read", "")
        around = rules_at(path[:-1]) if path and isinstance(path[-1], int) else None
        if error.code == errors.REQUIRED_FIELD.code:
            chinese = str(rules["meta"].get("name", ""))
            known = "" if chinese in name else f"（{chinese}）"
            where = self.name(path[:-1], rules_at(path[:-1]) or {})
            return said.MISSING_KEY, {"where": where, "name": f"{name}{known}", "example": example}
        if read == "period" or (around and around.get("meta", {}).get("read") == "period"):
            example = self.example(path[:-1] if around else path, around or rules)
            return said.BAD_PERIOD, {"written": self.written(path, error.value), "example": example}
        if error.code in (errors.NOT_NULLABLE.code, errors.EMPTY_NOT_ALLOWED.code):
            return said.EMPTY_VALUE, {"name": name, "example": example}
        if error.code == errors.BAD_TYPE.code:
            return self.wrong_type(error.value, rules, name, example, path)
        if error.code == errors.CUSTOM.code:
            key = example.split(":", 1)[0]
            rule = said.BAD_MONTH if error.info[0] == said.BAD_MONTH.code else said.BAD_DEADLINE
            return rule, {"name": name, "written": self.written(path, error.value), "key": key, "example": example}
        return self.out_of_bounds(error, rules, name, example, path)

    # --- names of things ---

    def name(self, path: KeyPath, rules: Rules) -> str:
        """Return what messages call a value: its key as the planner spells it, or an entry of a list."""
        if not path:
            return "全文"
        if isinstance(path[-1], int):
            return f"“{self.spec.shown(path[:-1])}”第 {path[-1] + 1} 项"
        return f"“{self.spec.shown(path, rules)}”"

    def example(self, path: KeyPath, rules: Rules) -> str:
        """Return an example as a line of the file."""
        if path and isinstance(path[-1], int):
            around = rules_at(path[:-1])
            return _first_entry(str(around["meta"].get("example", ""))) if around else ""
        return f"{self.spec.shown(path, rules) if path else ''}: {rules.get('meta', {}).get('example', '……')}"

    def written(self, path: KeyPath, value: Any) -> str:
        """Return a value as the planner wrote it, cut where it is long."""
        spot = self.spec.spots.get(path)
        if spot and spot.value.text is not None:
            return short(spot.value.text)
        return short(str(value))

    # --- kinds of errors ---

    def unknown_key(self, path: KeyPath) -> Said:
        """Say which key may be meant, or where the key belongs."""
        key = str(path[-1])
        rules = rules_at(path[:-1]) or {}
        fields: Mapping[str, Rules] = rules.get("schema", {})
        chinese = has_chinese(key) or self.spec.chinese
        names = [field["meta"]["name"] if chinese else english for english, field in fields.items()]
        near = nearest(key, names) or nearest(key, [*fields, *(field["meta"]["name"] for field in fields.values())])
        if key == "<<":
            hint = "不支持“<<”合并写法，请把各项直接写出来。"
        elif near:
            hint = f"是不是要写“{near[0]}”？"
        elif place := _place_of(key, chinese):
            hint = f"“{key}”应当写在“{place}”下面，请检查它的位置和缩进。"
        else:
            shown = "、".join(names[:16]) + ("……" if len(names) > 16 else "")
            hint = f"这里可以写：{shown}。"
        if fields is SCHEMA["situation"]["schema"] and key != "<<":
            hint += f"自己增加的县情，请写在“{'其他' if chinese else 'other'}”下面。"
        return said.UNKNOWN_KEY, {"key": short(key), "remedy": hint}

    def wrong_type(self, value: Any, rules: Rules, name: str, example: str, path: KeyPath) -> Said:
        """Say what has to stand here instead, with an example."""
        while shorthand := rules.get("meta", {}).get("shorthand"):
            rules = rules["schema"][shorthand]  # what is wanted in the first place is the bare value
        types = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
        written = self.written(path, value)
        given = f"写成了{_kind_of(value)}" if isinstance(value, dict | list) else f"写的是“{written}”"
        if "date" in types:
            no_day = re.fullmatch(r"\d{4}\D\d{1,2}\D\d{1,2}日?", half_width(written))
            problem = f"写的是“{written}”，没有这一天" if no_day else f"应当写日期，这里{given}"
            remedy = f"请{'核对日期' if no_day else '写年月日'}，例如：{example}"
            return said.BAD_DATE, {"name": name, "problem": problem, "remedy": remedy}
        if {"number", "integer"} & set(types) and "string" not in types:
            return self.bad_number(value, rules, name, example, given)
        wanted, remedy = "应当写文字", f"例如：{example}"
        if "boolean" in types:
            wanted = "应当写“是”或“否”（true 或 false）"
        elif "list" in types:
            entry = rules.get("schema", {}).get("meta", {}).get("what")
            shown = _first_entry(str(rules["meta"].get("example", ""))) if entry else example
            wanted, remedy = "应当写成列表", f"每{'个' + entry if entry else '项'}前面写“- ”，例如：{shown}"
        elif "dict" in types:
            on_its_line = path and isinstance(path[-1], int)
            where = "分项填写" if on_its_line else "在冒号后另起一行，缩进两格，分项填写"
            wanted, remedy = "下面应当分项填写", f"请{where}，例如：{example}"
        elif isinstance(value, bool):
            remedy = f"确是文字的请加双引号。例如：{example}"
        return said.WRONG_TYPE, {"name": name, "wanted": wanted, "given": given, "remedy": remedy}

    def bad_number(self, value: Any, rules: Rules, name: str, example: str, given: str) -> Said:
        """Say how the number is written, in the unit that the key asks for."""
        unit = str(rules["meta"].get("unit", ""))
        key = example.split(":", 1)[0]
        remedy = f"例如：{example}"
        if isinstance(value, float):
            remedy = f"{name}只能是整数，例如：{example}"
            if value < 1000:
                remedy = f"单位是“{unit}”，不是“万{unit}”；{value:g} 万{unit}请写作 {key}: {round(value * 10_000)}"
        elif isinstance(value, str):
            remedy = f"只写数字，不写单位和其他文字，例如：{example}；不清楚的可以不写这一项。"
            if number := number_in_text(value, unit):
                remedy = f"只写数字，不写单位、逗号和“约”字：{key}: {number}"
        kind = "整数" if "integer" in rules["type"] else "数字"
        return said.BAD_NUMBER, {"name": name, "kind": kind, "unit": unit, "given": given, "remedy": remedy}

    def out_of_bounds(self, error: Any, rules: Rules, name: str, example: str, path: KeyPath) -> Said:
        """Say which values, sizes and lengths are allowed."""
        values = {"name": name, "written": self.written(path, error.value), "example": example}
        if error.code == errors.UNALLOWED_VALUE.code:
            allowed: Mapping[str, str] = rules["meta"].get("values") or {word: word for word in rules["allowed"]}
            near = nearest(str(error.value), [*allowed, *rules["allowed"]])
            remedy = f"是不是要写“{near[0]}”？" if near else str(rules["meta"].get("hint") or f"例如：{example}")
            return said.UNKNOWN_CHOICE, {**values, "choices": [f"“{word}”" for word in allowed], "remedy": remedy}
        if error.code in (errors.MIN_VALUE.code, errors.MAX_VALUE.code):
            bound = "小于" if error.code == errors.MIN_VALUE.code else "大于"
            return said.OUT_OF_RANGE, {**values, "bound": bound, "limit": error.constraint}
        if error.code == errors.MIN_LENGTH.code:
            return said.TOO_FEW, {**values, "limit": error.constraint}
        if error.code == errors.MAX_LENGTH.code:
            return said.TOO_LONG, {**values, "length": error.info[0], "limit": error.constraint}
        return said.INVALID_VALUE, values


def nearest(word: str, words: Sequence[str], count: int = 1, cutoff: float | None = None) -> list[str]:
    """Return the words that are most like a word, the most alike first; none where nothing is like it.

    Args:
        word: what was written.
        words: what could have been meant.
        count: how many to return at most.
        cutoff: how alike a word must be, from 0 to 1; by default 0.5 for Chinese words, which are short, else 0.6.
    """
    import difflib

    folded = {half_width(candidate).casefold(): candidate for candidate in reversed(words)}
    if cutoff is None:
        cutoff = 0.5 if has_chinese(word) else 0.6
    target = half_width(word[:80]).casefold()
    return [folded[match] for match in difflib.get_close_matches(target, list(folded), n=count, cutoff=cutoff)]


def number_in_text(text: str, unit: str) -> str | None:
    """Return the number that a text means in a unit, or None where it is unclear.

    Args:
        text: what was written, 5.6万人 or 1,214.38平方公里.
        unit: the unit that the number has to have, 人.
    """
    match = _NUMBER_WITH_UNIT.fullmatch(re.sub(r"\s+", "", half_width(text)))
    if match is None:
        return None
    _about, digits, times, rest = match.groups()
    number = float(digits.replace(",", ""))
    for prefix in ("万", "亿"):
        if unit.startswith(prefix) and times == prefix:
            times, rest = None, prefix + rest
    if rest.rstrip("左右多余") not in ("", unit):
        return None
    return f"{round(number * _TIMES[times], 6):.6f}".rstrip("0").rstrip(".")


def _first_entry(example: str) -> str:
    """Return the first entry of a list's example, as it is written on a line of its own."""
    return f"- {example[1:-1]}" if example.startswith("[{") else example


def _kind_of(value: Any) -> str:
    return "列表" if isinstance(value, list) else "分项内容"


def _place_of(key: str, chinese: bool) -> str | None:
    """Return the name of the section in which a key belongs, None where it belongs nowhere or in several."""
    places = [
        section["meta"]["name"] if chinese else english
        for english, section in SCHEMA.items()
        if any(key in (name, field["meta"]["name"]) for name, field in _fields_inside(section))
    ]
    return places[0] if len(places) == 1 else None


def _fields_inside(rules: Rules) -> Iterator[tuple[str, Rules]]:
    inner = rules.get("valuesrules") or rules.get("schema") or {}
    if rules["type"] == "list" or "valuesrules" in rules:
        if inner.get("type") in ("dict", "list"):
            yield from _fields_inside(inner)
        return
    if rules["type"] == "dict":
        yield from inner.items()
