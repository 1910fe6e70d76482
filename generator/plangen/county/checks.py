"""What a spec says that cannot be meant: checks beyond the form of the single value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from plangen.county import meaning_rules as rules
from plangen.county.build import Draft, is_parent_id
from plangen.county.fact_checks import check_facts
from plangen.county.item_checks import check_dispositions, check_indicators, check_local_items, check_merges
from plangen.county.meaning import Meaning
from plangen.county.spec import UNNAMED, PlanText, Section
from plangen.county.unit_checks import check_groups, check_roster
from plangen.county.voice_schema import TEXT
from plangen.terms.findings import Finding, Location
from plangen.terms.text import short
from plangen.terms.yaml_lines import has_chinese
from plangen.terms.yaml_rules import KNOWLEDGE_FOLDER_MISSING
from plangen.terms.yaml_source import KeyPath

_COUNTY_ENDINGS = ("县", "市", "区", "旗")
_PLACE_ENDINGS = {
    "towns": ("镇",),
    "townships": ("乡", "苏木", "民族苏木"),
    "subdistricts": ("街道", "街道办事处", "街道办"),
    "sumu": ("苏木",),
}
_EXAMPLES = {"name": "永和县", "city": "临汾市", "province": "山西省"}
_PLACEHOLDERS = (UNNAMED, "待填")
_UNSAID = "……"  # how the samples of ``plangen init`` end
_PROPOSED = "【"  # a unit's name that ``plangen init`` proposes and nobody has confirmed


def check_meaning(draft: Draft) -> tuple[Finding, ...]:
    """Return what is doubtful or impossible in a spec, without looking at the parents.

    Args:
        draft: the parts of the spec that could be built.
    """
    meaning = Meaning(draft)
    checks: tuple[Callable[[Meaning], None], ...] = (
        _county,
        _plan,
        _placeholders,
        check_roster,
        check_groups,
        _parents,
        check_dispositions,
        check_merges,
        check_indicators,
        check_local_items,
        check_facts,
    )
    for check in checks:
        check(meaning)
    return tuple(meaning.findings)


def _county(meaning: Meaning) -> None:
    county = meaning.draft.county
    for key, example in _EXAMPLES.items():
        name = getattr(county, key)
        if name and not has_chinese(name):
            here = meaning.key("county", key)
            what = f"“{here}”写的"
            meaning.say(rules.BAD_COUNTY_NAME, ("county", key), what=what, name=name, example=f"{here}: {example}")
    if county.name and has_chinese(county.name) and not county.name.endswith(_COUNTY_ENDINGS):
        meaning.say(rules.COUNTY_NAME_ENDING, ("county", "name"), name=county.name)
    seen: dict[str, Location] = {}
    for key, endings in _PLACE_ENDINGS.items():
        for index, place in enumerate(getattr(county, key)):
            path: KeyPath = ("county", key, index)
            if not place.endswith(endings):
                shown = meaning.key("county", key)
                meaning.say(rules.PLACE_NAME_ENDING, path, name=place, key=shown, ending=endings[0])
            meaning.repeated(place, path, seen)


def _placeholders(meaning: Meaning) -> None:
    """Record what ``plangen init`` left for the planner to fill in."""
    county, plan = meaning.draft.county, meaning.draft.plan
    values: list[tuple[KeyPath, str | None]] = [(("county", key), getattr(county, key)) for key in _EXAMPLES]
    for key in _PLACE_ENDINGS:
        values += [(("county", key, index), name) for index, name in enumerate(getattr(county, key))]
    values += [(("plan", key), getattr(plan, key)) for key in ("title", "number", "stage")]
    values += [(("plan", "issuer", index), name) for index, name in enumerate(plan.issuers)]
    for path, value in values:
        # Where the county itself is still called 某某县, its name inside other names is not worth a finding.
        text = value.replace(county.name, "") if value and county.name and path != ("county", "name") else value
        if text and any(word in text for word in _PLACEHOLDERS):
            meaning.say(rules.PLACEHOLDER, path, value=value)
    for path, text in _texts(meaning.draft.text):
        if text.rstrip("。").endswith(_UNSAID):
            meaning.say(rules.PLACEHOLDER, path, value=short(text))
    for section in ("roster", "groups"):
        for path, entry in meaning.entries(section):
            name = entry.get("name")
            if isinstance(name, str) and _PROPOSED in name:
                meaning.say(rules.PLACEHOLDER, (*path, "name"), value=name)


def _texts(text: PlanText) -> Iterator[tuple[KeyPath, str]]:
    """Yield what the county itself says, with its path."""
    for key in TEXT:
        value = getattr(text, key)
        if isinstance(value, str):
            yield ("text", key), value
        for index, one in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(one, Section):
                yield ("text", key, index), one.text


def _plan(meaning: Meaning) -> None:
    plan = meaning.draft.plan
    written: Any = meaning.places.document.get("plan")
    if plan.template and not _there(plan.template.is_dir):
        meaning.say(rules.TEMPLATE_FOLDER_MISSING, ("plan", "template"), folder=written["template"])
    if plan.knowledge and not _there(plan.knowledge.is_dir):
        path: KeyPath = ("plan", "knowledge", "folder")
        meaning.say(KNOWLEDGE_FOLDER_MISSING, path, folder=written["knowledge"]["folder"])
    if meaning.draft.period is None:
        return
    start, end = meaning.draft.period
    values: dict[str, Any] = {"start": start, "end": end, "key": meaning.key("plan", "period")}
    if start > end:
        meaning.say(rules.PERIOD_REVERSED, ("plan", "period"), **values)
    elif end - start != 4:
        meaning.say(rules.PERIOD_NOT_FIVE_YEARS, ("plan", "period"), **values, years=end - start + 1)
    if plan.date and start <= end and not start - 2 <= plan.date.year <= end + 1:
        date = plan.date.isoformat()
        meaning.say(rules.DATE_OUTSIDE_PERIOD, ("plan", "date"), date=date, start=start, end=end)


def _parents(meaning: Meaning) -> None:
    written: Any = meaning.places.document.get("parents")
    if not meaning.draft.parents and not written:
        meaning.say(rules.NO_PARENTS, ("parents",), of_key=True, key=meaning.key("parents"))
    seen: dict[str, Location] = {}
    for index, parent in meaning.draft.parents:
        path: KeyPath = ("parents", index)
        name = str(written[index]["id"])
        if first := meaning.first_place(seen, parent, path):
            meaning.say(rules.PARENT_LISTED_TWICE, path, name=name, first=f"（{meaning.line(first)}写过）")
        elif not is_parent_id(name) and not _there(Path(parent).is_file):
            meaning.say(rules.PARENT_FILE_MISSING, path, name=name)


def _there(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except (OSError, ValueError):
        return False
