"""A first spec for a county: commented, valid, and ready to be rendered as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plangen.county.load import parse_spec
from plangen.county.meaning_rules import BAD_COUNTY_NAME
from plangen.county.schema_parts import Rules
from plangen.county.situation_schema import SITUATION
from plangen.parent.model import ParentItem, ParentPlan
from plangen.plan.proposals import ProposedUnit, propose_units
from plangen.terms.levels import LevelWords
from plangen.terms.resources import templates_folder

DEFAULT_PARENT = "jincheng-155"
DEFAULT_PERIOD = (2026, 2030)

_COUNTY_NAME = re.compile(r"[一-龥·]{2,20}")
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_PLAIN_TEXT = re.compile(r"[A-Za-z一-龥【][A-Za-z0-9一-龥【】（）./_-]*")


@dataclass(frozen=True, kw_only=True)
class _Fact:
    """A fact, or a group of facts, as a commented line of the scaffold."""

    name: str
    unit: str = ""
    existence: bool = False
    parts: tuple[_Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """A parent's item as a commented line of the scaffold."""

    id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class _Section:
    """A heading and the items under it."""

    title: str
    entries: tuple[_Entry, ...]


def new_spec(county: str, *parents: ParentPlan, references: Sequence[str] = (), kind: str = "implementation") -> str:
    """Return the text of a commented spec that validates and renders as it is.

    Args:
        county: full name of the county, city, district or banner (某某县, 某某市, 某某区, 某某旗).
        parents: its parent plans; each of their items becomes a commented line under 承接.
        references: what stands for each under 上位规划: an id, or the path of a YAML file relative to the spec's
            folder; by default the parents' ids.
        kind: what it is to be a spec for, ``implementation`` or ``plan``.

    Raises:
        FindingsError: the county's name is not a place name in Chinese.
    """
    name = county.strip()
    if not _COUNTY_NAME.fullmatch(name):
        raise BAD_COUNTY_NAME.error(what="县名", name=county[:30], example="plangen init 永和县")
    values = {
        "county": name,
        "kind": kind,
        "level": LevelWords(name).level,
        "stem": LevelWords(name).stem,
        "facts": tuple(_facts()),
        "period": next((parent.period for parent in parents if parent.period), DEFAULT_PERIOD),
    }
    # what the roster of the scaffold answers for is known from the roster itself
    plain = _filled(**values, parents=(), references=[DEFAULT_PARENT], proposals=())
    return _filled(
        **values,
        parents=[{"id": parent.id, "title": parent.title, "sections": tuple(_sections(parent))} for parent in parents],
        references=[_text(one) for one in (references or [parent.id for parent in parents] or [DEFAULT_PARENT])],
        proposals=_proposals(plain, parents),
    )


def _filled(**values: object) -> str:
    # Jinja takes 30 ms to import, which only this one function needs here.
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["one_line"] = _one_line
    environment.filters["key"] = _key
    environment.filters["name"] = _text
    source = (templates_folder() / "scaffold" / "spec.yaml.j2").read_text(encoding="utf-8")
    return environment.from_string(source).render(**values)


def _proposals(plain: str, parents: Sequence[ParentPlan]) -> tuple[ProposedUnit, ...]:
    """Return entries for the units of the parents that the roster of a scaffold does not answer for."""
    spec, _ = parse_spec(plain.encode("utf-8"), "", Path()) if parents else (None, ())
    return propose_units(parents, spec.roster, spec.county) if spec is not None else ()


def _one_line(text: str) -> str:
    """Return a text that can stand in a comment: no line breaks and nothing that YAML does not allow."""
    return re.sub(r"\s+", " ", "".join(character if character.isprintable() else " " for character in text)).strip()


def _key(text: str) -> str:
    """Return a key, quoted where it is not plainly a word."""
    return text if _PLAIN_KEY.fullmatch(text) else json.dumps(_one_line(text), ensure_ascii=False)


def _text(text: str) -> str:
    """Return a text for a list, quoted where it is not plainly a word; nothing in it is lost, it may be a path."""
    return text if _PLAIN_TEXT.fullmatch(text) else json.dumps(text, ensure_ascii=not text.isprintable())


def _facts() -> Iterator[_Fact]:
    for key, rules in SITUATION.items():
        if key in ("as_of", "other"):
            continue
        if rules["meta"].get("group"):
            parts = (part for name, part in rules["schema"].items() if name not in ("year", "note"))
            yield _Fact(name=rules["meta"]["name"], parts=tuple(_fact(part) for part in parts))
        else:
            yield _fact(rules)


def _fact(rules: Rules) -> _Fact:
    meta = rules["meta"]
    return _Fact(name=meta["name"], unit=meta["unit"], existence="boolean" in rules["schema"]["value"]["type"])


def _sections(parent: ParentPlan) -> Iterator[_Section]:
    """Yield the parent's items under the headings of their kind and group, each exactly once."""
    for kind, items in (
        ("指标", parent.indicators),
        ("分项目标", parent.goals),
        ("重点任务", parent.tasks),
        ("重点工程", parent.projects),
    ):
        title: str | None = None
        entries: list[_Entry] = []
        for item in items:
            here = f"{kind}：{item.group}" if item.group else kind
            if here != title and entries and title is not None:
                yield _Section(title=title, entries=tuple(entries))
                entries = []
            title = here
            entries += _entries(item, 0)
        if title is not None:
            yield _Section(title=title, entries=tuple(entries))


def _entries(item: ParentItem, depth: int) -> Iterator[_Entry]:
    label = f"{item.number or ''}{item.title}"
    if item.target:
        label += f"（上级目标：{item.target}）"
    yield _Entry(id=item.id, label=f"{'子项：' if depth else ''}{label}")
    for inner in item.items:
        yield from _entries(inner, depth + 1)
