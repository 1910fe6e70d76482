"""A word that a person replaced throughout: a unit's name stands in the roster, the spec's own words are its own.

What the program writes by itself in many places (parents' words, proposals, templates) has no place in the spec; the
planner is told where the wording of all of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from plangen.county.spec import CountySpec, RosterUnit
from plangen.living.adopt_model import Adopted, Field, Path, SpecEdit, Unsaid
from plangen.living.model import Change
from plangen.terms.language import tidy
from plangen.terms.text import comparable, squeeze

OWN_ONLY = "只改了填报文件里自己写的话；其余各处由程序写出"
ANOTHER_UNIT = "换成了名册里的另一个单位：请逐条改责任单位"
IN_SHEET = "单位的称呼写在 Excel 名册里，请在那里把“简称”改过来，原来的简称写进“别名”"
WORDING = (
    "通篇换一种说法的，填报文件里没有地方写：把随附的 templates/knowledge/language.yaml 复制到本县的知识库文件夹，"
    "照下面在 rewrite 里加一行，并在填报文件里写明知识库；模板里的话不受影响，请另改模板"
)
ALIAS = "原来的称呼写进别名，填报文件里各处不用改"
_TEXTS = ("title", "text", "measures", "group", "name")


@dataclass(frozen=True, kw_only=True)
class Throughout:
    """What becomes of a replacement: what the spec can say of it, and what it cannot."""

    adopted: tuple[Adopted, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


def replaced_throughout(change: Change, spec: CountySpec, draft: str, now: str | None) -> Throughout:
    """Return what becomes of a word that was replaced throughout.

    Args:
        change: what was replaced, and with what.
        spec: the spec as it is now.
        draft: all words of the draft.
        now: all words that the spec would be rendered with now, where it was changed since.
    """
    old, new = change.before, change.after
    if now is not None and _is_done(old, new, now, draft):
        return Throughout()  # it has been done by now
    units = list(_called(spec, old))
    shorts = {comparable(unit.short) for unit in spec.roster.units}
    if any(comparable(unit.short.replace(old, new)) in shorts for _, unit in units):
        return Throughout(unsaid=(Unsaid(change=change, reason=ANOTHER_UNIT, wrong=True),))
    if units and spec.roster.sheet is not None:
        return Throughout(unsaid=(Unsaid(change=change, reason=IN_SHEET),))
    adopted = [_renamed(number, unit, unit.short.replace(old, new)) for number, unit in units]
    said = list(_own_words(spec, old, new, squeeze(draft)))
    if said:
        words = {"was": old, "now": new, "edits": tuple(said)}
        notes = () if adopted else (OWN_ONLY,)
        adopted.append(Adopted(key="", title="", field=Field.WORDS, notes=notes, **words))  # type: ignore[arg-type]
    if units and adopted:
        return Throughout(adopted=tuple(adopted))
    lines = ("language.yaml 的 rewrite:", f"  - {_rule(old, new)}", "方案:", "  知识库: 本县知识库")
    return Throughout(adopted=tuple(adopted), unsaid=(Unsaid(change=change, reason=WORDING, lines=lines),))


def _called(spec: CountySpec, word: str) -> Iterator[tuple[int, RosterUnit]]:
    """Yield the units that are called by a word, with those in whose names it is (县公安局, 县公安局交警大队)."""
    units = [(number, unit) for number, unit in enumerate(spec.roster.units) if word in unit.short]
    if len(word) > 1 and (len(units) == 1 or any(unit.short == word for _, unit in units)):
        yield from units


def _rule(old: str, new: str) -> str:
    """Return the rule of language.yaml for a wording; one that has been written already is not written once more."""
    before, inside, behind = new.partition(old)
    pattern = re.escape(old)
    if inside:
        guards = (f"(?<!{re.escape(before)})" if before else "", f"(?!{re.escape(behind)})" if behind else "")
        pattern = pattern.join(guards)
    quoted = (one.replace("'", "''") for one in (pattern, new))
    return "{{pattern: '{}', write: '{}'}}".format(*quoted)


def _is_done(old: str, new: str, now: str, draft: str) -> bool:
    return now.count(old) <= draft.count(old) if new in old else now.count(new) >= draft.count(new)


def _renamed(number: int, unit: RosterUnit, name: str) -> Adopted:
    path: Path = ("roster", number)
    edits = [SpecEdit(path=(*path, "short"), before=unit.short, after=name)]
    known = {comparable(one) for one in (unit.name, *unit.aliases)}
    if comparable(unit.short) not in known:
        aliases = [one for one in unit.aliases if comparable(one) != comparable(name)]
        edits.append(SpecEdit(path=(*path, "aliases"), before=list(unit.aliases) or None, after=[*aliases, unit.short]))
    was = unit.short
    return Adopted(key="", title=was, field=Field.UNIT, was=was, now=name, edits=tuple(edits), notes=(ALIAS,))


# --- the spec's own words -------------------------------------------------------------------------------------------


def _own_words(spec: CountySpec, old: str, new: str, draft: str) -> Iterator[SpecEdit]:
    """Yield the texts of the spec in which the draft has the word replaced."""
    for path, said in _texts(spec):
        after = [one.replace(old, new) for one in said] if isinstance(said, tuple) else said.replace(old, new)
        lines = after if isinstance(after, list) else after.split("\n")
        if after not in (said, list(said)) and all(squeeze(tidy(line)) in draft for line in lines):
            yield SpecEdit(path=path, before=list(said) if isinstance(said, tuple) else said, after=after)


def _texts(spec: CountySpec) -> Iterator[tuple[Path, str | tuple[str, ...]]]:
    for part in fields(spec.text):
        said = getattr(spec.text, part.name)
        if isinstance(said, str):
            yield ("text", part.name), said
        elif part.name != "accept":
            for number, section in enumerate(said or ()):
                yield ("text", part.name, number, "title"), section.title
                yield ("text", part.name, number, "text"), section.text
    for parent, items in spec.inherit.items():
        for item, said in items.items():
            yield from _of(("inherit", parent, item), said)
            for number, one in enumerate(said.split):
                yield from _of(("inherit", parent, item, "split", number), one)
    lists: Mapping[str, Sequence[object]] = {
        "local_tasks": spec.local_tasks,
        "local_projects": spec.local_projects,
        "indicators": spec.indicators,
    }
    for name, entries in lists.items():
        for number, entry in enumerate(entries):
            yield from _of((name, number), entry)


def _of(path: Path, said: object) -> Iterator[tuple[Path, str | tuple[str, ...]]]:
    for key in _TEXTS:
        if value := getattr(said, key, None):
            yield (*path, key), value
    for key, value in getattr(said, "details", {}).items():
        yield (*path, key), value
