"""From what the planner wrote to one form: English keys, plain names, dates and deadlines in one spelling.

What can be read without doubt is read; what cannot is left as it stands, for the validator to complain of.  What was
changed in a way the planner might not expect becomes a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from plangen.county import rules as said
from plangen.county.places import Normalised, Spot
from plangen.county.schema import SCHEMA
from plangen.county.schema_parts import Rules
from plangen.terms.deadline import printed_deadline
from plangen.terms.findings import Finding, Location, Rule, Severity
from plangen.terms.numerals import NUMERAL, parse_number
from plangen.terms.period import read_period
from plangen.terms.text import half_width, without_unseen
from plangen.terms.unit_list import split_names
from plangen.terms.yaml_nodes import Mark
from plangen.terms.yaml_rules import DUPLICATE_KEY
from plangen.terms.yaml_source import KeyPath, YamlSource

_SPACE_BY_CHINESE = re.compile(r"(?<=[^\x00-\xff])\s+|\s+(?=[^\x00-\xff])")
_DATE = re.compile(
    rf"(\d{{4}}|{NUMERAL}{{4}})\s*[-/.年]\s*(\d{{1,2}}|{NUMERAL}+)\s*[-/.月]\s*(\d{{1,2}}|{NUMERAL}+)\s*日?"
)
_MONTH = re.compile(r"(\d{4})\s*(?:[-/.年]\s*(\d{1,2})\s*月?\s*|年)?(?:[-/.]?\s*(\d{1,2})\s*日?)?")
_YES = {"是": True, "有": True, "否": False, "无": False, "没有": False}
_WORDS = {"yes": True, "on": True, "no": False, "off": False}


def normalise(source: YamlSource) -> Normalised:
    """Return the spec in one form.

    Args:
        source: a file whose content is a mapping.
    """
    return _Normaliser(source).run()


class _Normaliser:
    def __init__(self, source: YamlSource) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.spots: dict[KeyPath, Spot] = {}
        self.lookups: dict[int, dict[str, str]] = {}
        self.chinese = 0
        self.english = 0
        self.readers: dict[str, Callable[[Any, Rules, KeyPath, KeyPath], Any]] = {
            "mapping": self.mapping,
            "free-mapping": self.free_mapping,
            "entries": self.entries,
            "name": self.name,
            "names": self.names,
            "identifier": self.identifier,
            "identifiers": self.identifiers,
            "text": self.text,
            "texts": self.texts,
            "period": self.period,
            "date": self.date,
            "month": self.month,
            "deadline": self.deadline,
            "flag": self.flag,
            "fact": self.flag,
            "choice": self.choice,
            "number": self.number,
        }

    def run(self) -> Normalised:
        root = self.source.values[()]
        self.spots[()] = Spot(None, root, "")
        document = self.fields(self.source.data, SCHEMA, (), ())
        return Normalised(
            file=self.source.file,
            document=document,
            spots=self.spots,
            chinese=self.chinese >= self.english,
            findings=tuple(self.findings),
        )

    def add(self, rule: Rule, mark: Mark, *, severity: Severity | None = None, **values: Any) -> None:
        location = Location(file=self.source.file, line=mark.line, column=mark.column)
        self.findings.append(rule.found(location, severity=severity, **values))

    def read(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath, key: Mark | None, shown: str) -> Any:
        """Read one value: ``origin`` is its path in the file, ``path`` its path in the normalised spec."""
        self.spots[path] = Spot(key, self.source.values[origin], shown)
        if value is None:
            return None
        reader = self.readers.get(rules.get("meta", {}).get("read", ""))
        return reader(value, rules, origin, path) if reader else value

    def fields(self, data: dict[str, Any], fields: dict[str, Rules], origin: KeyPath, path: KeyPath) -> dict[str, Any]:
        lookup = self.lookups.get(id(fields))
        if lookup is None:
            lookup = {rules["meta"]["name"]: key for key, rules in fields.items()} | {key: key for key in fields}
            self.lookups[id(fields)] = lookup
        result: dict[str, Any] = {}
        for written, value in data.items():
            mark = self.source.keys[*origin, written]
            word = written if written in lookup else half_width(written).strip()
            key = lookup.get(word)
            if key is None:
                self.spots[*path, written] = Spot(mark, self.source.values[*origin, written], written)
                result[written] = value
                continue
            if word != written:
                self.add(said.NAME_NORMALISED, mark, written=written, read=word)
            if word == key:
                self.english += 1
            else:
                self.chinese += 1
            if key in result:
                first = self.spots[*path, key]
                line = first.key.line if first.key else first.value.line
                self.add(said.BOTH_SPELLINGS, mark, first=first.shown, second=word, line=line, here=mark.line)
                continue
            result[key] = self.read(value, fields[key], (*origin, written), (*path, key), mark, word)
        return result

    def mapping(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        if isinstance(value, dict):
            return self.fields(value, rules["schema"], origin, path)
        shorthand = rules["meta"].get("shorthand")
        if shorthand is None or isinstance(value, list):
            return value
        spot = self.spots[path]
        return {
            shorthand: self.read(value, rules["schema"][shorthand], origin, (*path, shorthand), spot.key, spot.shown)
        }

    def free_mapping(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        if not isinstance(value, dict):
            return value
        result: dict[str, Any] = {}
        for written, item in value.items():
            mark = self.source.keys[*origin, written]
            key = self.clean_identifier(written, mark)
            if key in result:
                first = self.spots[*path, key].key
                self.add(DUPLICATE_KEY, mark, key=key, first=first.line if first else mark.line, line=mark.line)
                continue
            result[key] = self.read(item, rules["valuesrules"], (*origin, written), (*path, key), mark, key)
        return result

    def entries(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        if not isinstance(value, list):
            return value
        return [
            self.read(item, rules["schema"], (*origin, index), (*path, index), None, str(index + 1))
            for index, item in enumerate(value)
        ]

    def clean_name(self, text: str, mark: Mark) -> str:
        clean = clean_name(text)
        if clean != text:
            self.add(said.NAME_NORMALISED, mark, written=text, read=clean)
        return clean

    def clean_identifier(self, text: str, mark: Mark) -> str:
        clean = without_unseen(text).strip()
        if half_width(clean).isascii():  # an id; names of files and facts keep their full-width brackets
            clean = half_width(clean)
        if clean != text and clean:
            self.add(said.NAME_NORMALISED, mark, written=text, read=clean)
            return clean
        return text

    def name(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        value = self.as_text(value, origin)
        if not isinstance(value, str):
            return value
        mark = self.source.values[origin]
        if mark.plain and mark.end_line > mark.line:
            self.add(said.NAME_OVER_LINES, mark, written=short(value))
        return self.clean_name(value, mark)

    def names(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        mark = self.source.values[origin]
        verbatim = bool(rules["meta"].get("verbatim"))
        if isinstance(value, str):
            return self.names_in_text(value, mark, path)
        if not isinstance(value, list):
            return value
        result = []
        for index, item in enumerate(value):
            name = self.read(item, rules["schema"], (*origin, index), (*path, index), None, str(index + 1))
            if isinstance(name, str) and len(parts := split_names(name)) > 1 and all(len(part) > 2 for part in parts):
                values = {"written": short(name), "count": len(parts), "list": ", ".join(parts[:3])}
                shown = "、".join(f"“{part}”" for part in parts[:3])
                severity = Severity.WARNING if verbatim else None
                place = self.source.values[*origin, index]
                self.add(said.NAMES_JOINED, place, severity=severity, **values, shown=shown)
            result.append(name)
        return result

    def names_in_text(self, value: str, mark: Mark, path: KeyPath) -> list[str]:
        text = value.strip()
        if text[:1] in ("【", "［", "〔") and text[-1:] in ("】", "］", "〕"):
            text = text[1:-1]
            self.add(said.FULL_WIDTH_BRACKET, mark, written=short(value), list=", ".join(split_names(text)[:3]))
        elif len(parts := split_names(text)) > 1:
            shown = ", ".join(parts[:3]) + "……" * (len(parts) > 3)
            self.add(said.NAMES_SPLIT, mark, written=short(value), count=len(parts), list=shown)
        result = [self.clean_name(part, mark) for part in split_names(text) or [text]]
        for index in range(len(result)):
            self.spots[*path, index] = Spot(None, mark, str(index + 1))
        return result

    def identifier(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        value = self.as_text(value, origin)
        return self.clean_identifier(value, self.source.values[origin]) if isinstance(value, str) else value

    def identifiers(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        return self.list_of(value, rules, origin, path)

    def as_text(self, value: Any, origin: KeyPath) -> Any:
        """Return a number as the planner wrote it."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.source.values[origin].text
        return value

    def text(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        value = self.as_text(value, origin)
        if not isinstance(value, str):
            return value
        lines = (without_unseen(line).strip() for line in value.split("\n"))
        return "\n".join(line for line in lines if line)

    def texts(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        return self.list_of(value, rules, origin, path)

    def list_of(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        """Read a list; one value stands for a list of one."""
        if isinstance(value, list):
            return self.entries(value, rules, origin, path)
        if isinstance(value, dict):
            return value
        return [self.read(value, rules["schema"], origin, (*path, 0), None, "1")]

    def period(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        mark = self.source.values[origin]
        if isinstance(value, str) and (period := read_period(value)):
            for index in (0, 1):
                self.spots[*path, index] = Spot(None, mark, str(index + 1))
            return list(period)
        if not isinstance(value, list):
            return value
        years = []
        for index, item in enumerate(value):
            self.spots[*path, index] = Spot(None, self.source.values[*origin, index], str(index + 1))
            years.append(_year(item))
        return years

    def date(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        return (read_date(value) or value) if isinstance(value, str) else value

    def month(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        value = self.as_text(value, origin)
        return (read_month(value) or value) if isinstance(value, str) else value

    def deadline(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        value = self.as_text(value, origin)
        return (printed_deadline(value) or value) if isinstance(value, str) else value

    def flag(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        if not isinstance(value, str):
            return self.number(value, rules, origin, path)
        word = value.strip()
        if word in _YES:
            return _YES[word]
        if self.source.values[origin].plain and word.lower() in _WORDS:
            return _WORDS[word.lower()]
        return value

    def choice(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        if not isinstance(value, str):
            return value
        word = half_width(value).strip()
        return rules["meta"]["values"].get(word, word)

    def number(self, value: Any, rules: Rules, origin: KeyPath, path: KeyPath) -> Any:
        types = rules["type"]
        if isinstance(value, float) and value.is_integer() and "integer" in types and "number" not in types:
            return int(value)
        return value


def _year(item: Any) -> Any:
    text = half_width(item).strip().rstrip("年") if isinstance(item, str) else ""
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else item


def clean_name(text: str) -> str:
    """Return a name without superfluous spaces, invisible characters, and quotes around it."""
    clean = without_unseen(text).strip()
    clean = re.sub(r"^“([^“”]*)”$", r"\1", clean).strip()
    return _SPACE_BY_CHINESE.sub("", clean)


def short(text: str) -> str:
    """Return a text as messages show it: on one line, cut to 30 characters."""
    text = text.replace("\n", " ")
    return text if len(text) <= 30 else f"{text[:30]}……"


def read_date(text: str) -> date | None:
    """Return the day that a text names (2026-12-15, 2026年12月15日, 二〇二六年十二月十五日), or None."""
    match = _DATE.fullmatch(half_width(text).strip())
    numbers = [parse_number(part) for part in match.groups()] if match else []
    year, month, day = [number or 0 for number in numbers] or (0, 0, 0)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_month(text: str) -> str | None:
    """Return a year, month or day in the form 2022, 2022-10 or 2022-10-31, or None when it is none."""
    match = _MONTH.fullmatch(half_width(text).strip())
    if match is None:
        return None
    year, month, day = match.groups()
    if not 1900 <= int(year) <= 2100 or (day and not month):
        return None
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
