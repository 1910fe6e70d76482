"""Checks of the county's facts: numbers that no county has, and parts that are more than the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plangen.county import meaning_rules as rules
from plangen.county.meaning import Meaning
from plangen.county.schema import rules_at
from plangen.terms.yaml_source import KeyPath

_SITES = ("large", "medium", "small")
_GROUPS = {
    "geohazard_sites": _SITES,
    "geohazard_sites_urban": _SITES,
    "fire_safety_units": ("schools", "hospitals", "scenic_spots", "others"),
}
_INSIDE = (
    ("geohazard_sites.road", "geohazard_sites.total"),
    ("geohazard_sites_urban.total", "geohazard_sites.total"),
)


def check_facts(meaning: Meaning) -> None:
    """Check the facts of the county's situation."""
    for name, fact in meaning.draft.situation.items():
        path: KeyPath = ("situation", *name.split(".", 1))
        found = rules_at((*path, "value"))
        inner = (*path, "value")
        place = inner if inner in meaning.places.spots else path
        _plausible(meaning, fact.value, found["meta"] if found else {}, place)
    _years(meaning)
    for group, parts in _GROUPS.items():
        numbers = [number for part in parts if (number := _number(meaning, f"{group}.{part}")) is not None]
        total = _number(meaning, f"{group}.total")
        if total is not None and numbers and sum(numbers) > total:
            _exceeds(meaning, ("situation", group), "各分项合计", sum(numbers), "总数", total)
    for part, whole in _INSIDE:
        first, second = _number(meaning, part), _number(meaning, whole)
        if first is not None and second is not None and first > second:
            other = meaning.key("situation", *whole.split("."))
            _exceeds(meaning, ("situation", *part.split(".")), "是", first, f"“{other}”的", second)


def _exceeds(meaning: Meaning, path: KeyPath, part: str, number: float, whole: str, total: float) -> None:
    numbers: dict[str, Any] = {"number": f"{number:g}", "total": f"{total:g}"}
    meaning.say(rules.PARTS_EXCEED_TOTAL, path, of_key=True, key=meaning.key(*path), part=part, whole=whole, **numbers)


def _plausible(meaning: Meaning, value: Any, meta: Mapping[str, Any], path: KeyPath) -> None:
    limits = meta.get("plausible")
    if limits is None or isinstance(value, bool) or not isinstance(value, int | float) or value == 0:
        return
    low, high = limits
    if low <= value <= high:
        return
    unit = str(meta["unit"])
    key = meaning.places.shown(path[:-1] if path[-1] == "value" else path)
    remedy = f"请核对数字和单位，这里的单位是“{unit}”。"
    if unit.startswith(("万", "亿")) and value > high:
        times, plain = (10_000, unit[1:]) if unit[0] == "万" else (100_000_000, unit[1:])
        remedy = f"这里的单位是“{unit}”，不是“{plain}”；{value:g} {plain}请写作 {key}: {value / times:g}"
    elif value < low and unit == "人":
        remedy = f"这里的单位是“人”，不是“万人”；{value:g} 万人请写作 {key}: {round(value * 10_000)}"
    elif value > high and unit == "人":
        remedy = "这里的单位是“人”，请核对是否多写了几位，或者把“人”当成了“万人”再乘了一次。"
    values = {"subject": meta["subject"], "value": f"{value:g}", "unit": unit, "extent": "少" if value < low else "多"}
    meaning.say(rules.IMPLAUSIBLE_FACT, path, **values, remedy=remedy)


def _years(meaning: Meaning) -> None:
    """Record years that lie after the end of the plan."""
    if meaning.draft.period is None:
        return
    end = max(meaning.draft.period)
    for path in meaning.places.spots:
        if path[:1] != ("situation",) or path[-1] not in ("year", "as_of"):
            continue
        value: Any = meaning.places.document
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        match = re.match(r"\d{4}", value) if isinstance(value, str) else None
        if match and int(match[0]) > end:
            meaning.say(rules.FACT_AFTER_PERIOD, path, year=value, end=end)


def _number(meaning: Meaning, name: str) -> float | None:
    fact = meaning.draft.situation.get(name)
    value = fact.value if fact else None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
