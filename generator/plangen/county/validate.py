"""Checking a spec's form against the schema with Cerberus, and saying every error in a planner's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cerberus import TypeDefinition, Validator, errors
from cerberus.schema import UnvalidatedSchema

from plangen.county.normalise import Normalised, read_month, short
from plangen.county.schema import SCHEMA, Rules, rules_at
from plangen.terms.deadline import printed_deadline
from plangen.terms.findings import Finding, Severity
from plangen.terms.text import half_width
from plangen.terms.yaml_lines import has_chinese
from plangen.terms.yaml_source import KeyPath

MAXIMUM_ERRORS = 300

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
            code, message, hint = self.explain(error, path)
            location = self.spec.location(path, of_key=error.code == errors.UNKNOWN_FIELD.code)
            findings.append(Finding(code=code, severity=Severity.ERROR, message=message, location=location, hint=hint))
        return findings

    def emit(self, error: Any) -> None:
        """Take an error while Cerberus is still at work: nothing is done before all are known."""

    def explain(self, error: Any, path: KeyPath) -> tuple[str, str, str | None]:
        """Return code, message and hint for one error."""
        if error.code == errors.UNKNOWN_FIELD.code:
            return self.unknown_key(path)
        rules = rules_at(path) or {"type": "string", "meta": {}}
        name, example = self.name(path, rules), self.example(path, rules)
        read = rules.get("meta", {}).get("read", "")
        around = rules_at(path[:-1]) if path and isinstance(path[-1], int) else None
        if error.code == errors.REQUIRED_FIELD.code:
            chinese = str(rules["meta"].get("name", ""))
            known = "" if chinese in name else f"（{chinese}）"
            message = f"{self.name(path[:-1], rules_at(path[:-1]) or {})}里缺少{name}{known}。"
            return "missing-key", message, f"请补上一行，例如：{example}"
        if read == "period" or (around and around.get("meta", {}).get("read") == "period"):
            hint = f"请写起止两个年份，例如：{self.example(path[:-1] if around else path, around or rules)}"
            return "bad-period", f"规划期写的是“{self.written(path, error.value)}”，看不出起止年份。", hint
        if error.code in (errors.NOT_NULLABLE.code, errors.EMPTY_NOT_ALLOWED.code):
            return "empty-value", f"{name}没有填写。", f"请填写内容，例如：{example}"
        if error.code == errors.BAD_TYPE.code:
            return self.wrong_type(error.value, rules, name, example, path)
        if error.code == errors.CUSTOM.code:
            return self.custom(str(error.info[0]), name, example, self.written(path, error.value))
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

    def unknown_key(self, path: KeyPath) -> tuple[str, str, str]:
        """Say which key may be meant, or where the key belongs."""
        key = str(path[-1])
        rules = rules_at(path[:-1]) or {}
        fields: Mapping[str, Rules] = rules.get("schema", {})
        chinese = has_chinese(key) or self.spec.chinese
        names = [field["meta"]["name"] if chinese else english for english, field in fields.items()]
        near = nearest(key, names) or nearest(key, [*fields, *(field["meta"]["name"] for field in fields.values())])
        if near:
            hint = f"是不是要写“{near[0]}”？"
        elif place := _place_of(key, chinese):
            hint = f"“{key}”应当写在“{place}”下面，请检查它的位置和缩进。"
        else:
            shown = "、".join(names[:16]) + ("……" if len(names) > 16 else "")
            hint = f"这里可以写：{shown}。"
        if fields is SCHEMA["situation"]["schema"]:
            hint += f"自己增加的县情，请写在“{'其他' if chinese else 'other'}”下面。"
        if key == "<<":
            hint = "不支持“<<”合并写法，请把各项直接写出来。"
        return "unknown-key", f"不认识“{short(key)}”这一项，它的内容没有采用。", hint

    def wrong_type(
        self, value: Any, rules: Rules, name: str, example: str, path: KeyPath
    ) -> tuple[str, str, str | None]:
        """Say what has to stand here instead, with an example."""
        while shorthand := rules.get("meta", {}).get("shorthand"):
            rules = rules["schema"][shorthand]  # what is wanted in the first place is the bare value
        types = rules["type"] if isinstance(rules["type"], list) else [rules["type"]]
        written = self.written(path, value)
        given = _kind_of(value)
        what = f"写成了{given}" if isinstance(value, dict | list) else f"写的是“{written}”"
        if "date" in types:
            if re.fullmatch(r"\d{4}\D\d{1,2}\D\d{1,2}日?", half_width(written)):
                return "bad-date", f"{name}写的是“{written}”，没有这一天。", f"请核对日期，例如：{example}"
            return "bad-date", f"{name}应当写日期，这里{what}。", f"请写年月日，例如：{example}"
        if {"number", "integer"} & set(types) and "string" not in types:
            return self.bad_number(value, rules, name, example, what)
        if "boolean" in types:
            return "wrong-type", f"{name}应当写“是”或“否”（true 或 false），这里{what}。", f"例如：{example}"
        if "list" in types:
            message = f"{name}应当写成列表，这里{what}。"
            entry = rules.get("schema", {}).get("meta", {}).get("what")
            shown = _first_entry(str(rules["meta"].get("example", ""))) if entry else example
            hint = f"每{'个' + entry if entry else '项'}前面写“- ”，例如：{shown}"
            return "wrong-type", message, hint
        if "dict" in types:
            hint = f"请在冒号后另起一行，缩进两格，分项填写，例如：{example}"
            if path and isinstance(path[-1], int):
                hint = f"请分项填写，例如：{example}"
            return "wrong-type", f"{name}下面应当分项填写，这里{what}。", hint
        hint = f"例如：{example}"
        if isinstance(value, bool):
            hint = f"确是文字的请加双引号。{hint}"
        return "wrong-type", f"{name}应当写文字，这里{what}。", hint

    def bad_number(self, value: Any, rules: Rules, name: str, example: str, what: str) -> tuple[str, str, str | None]:
        """Say how the number is written, in the unit that the key asks for."""
        unit = str(rules["meta"].get("unit", ""))
        kind = "整数" if "integer" in rules["type"] else "数字"
        message = f"{name}应当写{kind}（单位：{unit}），这里{what}。"
        key = example.split(":", 1)[0]
        if isinstance(value, float):
            hint = f"{name}只能是整数，例如：{example}"
            if value < 1000:
                hint = f"单位是“{unit}”，不是“万{unit}”；{value:g} 万{unit}请写作 {key}: {round(value * 10_000)}"
            return "bad-number", message, hint
        if isinstance(value, str):
            if number := number_in_text(value, unit):
                return "bad-number", message, f"只写数字，不写单位、逗号和“约”字：{key}: {number}"
            return "bad-number", message, f"只写数字，不写单位和其他文字，例如：{example}；不清楚的可以不写这一项。"
        return "bad-number", message, f"例如：{example}"

    def custom(self, code: str, name: str, example: str, written: str) -> tuple[str, str, str]:
        """Say how months and deadlines are written."""
        if code == "bad-month":
            hint = f"请写年份、年月或年月日，例如：{example.split(':', 1)[0]}: 2022-10"
            return code, f"{name}写的是“{written}”，看不出是哪一年（哪一月）。", hint
        key = example.split(":", 1)[0]
        hint = (
            f"请写年份或年月，例如：{example}；{key}: 2027年底前。"
            "没有年份的，可写“长期坚持”“持续推进”“每年汛前”“规划期内”。"
        )
        return code, f"{name}写的是“{written}”，看不出是什么时候。", hint

    def out_of_bounds(
        self, error: Any, rules: Rules, name: str, example: str, path: KeyPath
    ) -> tuple[str, str, str | None]:
        """Say which values, sizes and lengths are allowed."""
        written = self.written(path, error.value)
        if error.code == errors.UNALLOWED_VALUE.code:
            values: Mapping[str, str] = rules["meta"].get("values") or {word: word for word in rules["allowed"]}
            choices = "、".join(f"“{word}”" for word in values)
            near = nearest(str(error.value), [*values, *rules["allowed"]])
            hint = f"是不是要写“{near[0]}”？" if near else str(rules["meta"].get("hint") or f"例如：{example}")
            return "unknown-choice", f"{name}只能写{choices}，这里写的是“{written}”。", hint
        if error.code in (errors.MIN_VALUE.code, errors.MAX_VALUE.code):
            bound = "小于" if error.code == errors.MIN_VALUE.code else "大于"
            return "out-of-range", f"{name}写的是“{written}”，不应{bound} {error.constraint}。", f"例如：{example}"
        if error.code == errors.MIN_LENGTH.code:
            return "too-few", f"{name}至少要写 {error.constraint} 项。", f"例如：{example}"
        if error.code == errors.MAX_LENGTH.code:
            message = f"{name}太长了（{error.info[0]} 字），最多 {error.constraint} 字。"
            return "too-long", message, "请检查是否少了换行、冒号或引号，把几项内容连成了一项。"
        return "invalid-value", f"{name}写的是“{written}”，不符合要求。", f"例如：{example}"


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
