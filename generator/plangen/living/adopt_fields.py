"""Title, deadline, target and the further columns of an item, as a person changed them, as the spec says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from plangen.county.details import DETAILS
from plangen.living.adopt_homes import Home
from plangen.living.adopt_model import Field
from plangen.living.adopt_state import Cell, ItemState
from plangen.living.adopt_units import OTHER_PLACE, FieldResult
from plangen.plan.model import CountyIndicator, CountyItem
from plangen.plan.wording import clean_title
from plangen.terms.deadline import printed_deadline
from plangen.terms.language import tidy
from plangen.terms.text import comparable, squeeze

_NATURE = re.compile(r"[（(](约束性|预期性)[）)]$")
_YEAR = re.compile(r"(20\d\d)年底前")
_NOTHING = ("", "—", "－", "【待填】")
_FURTHER = {"单位": "unit"}
_BASELINE = "基期值"
_OPINION = "意见"
_LEAST = 4  # characters: what is shorter may stand anywhere
OPINION = "意见只列出，不写进填报文件；采纳的，请改有关的条目"


def field_results(state: ItemState, homes: Sequence[Home]) -> Iterator[FieldResult]:
    """Yield what becomes of what the draft says of an item beside its units and sentences.

    Args:
        state: the item in the draft.
        homes: where the spec speaks of it.
    """
    for one in (_title(state, homes), _deadline(state, homes), _target(state, homes)):
        if one is not None:
            yield one
    yield from _details(state, homes[0])


def _chosen(field: Field, was: str, body: str | None, table: str | None) -> tuple[str, tuple[str, ...]] | FieldResult:
    """Return what body and table say now, and a note where only one of them says it."""
    if body is not None and table is not None and comparable(body) != comparable(table):
        reason = f"{field.label}在正文和表格里改得不一样，请商定后改成一致"
        return FieldResult(fields=(field,), was=was, now=f"{body}／{table}", refused=reason, wrong=True)
    now = body if body is not None else table
    return (now or "", (OTHER_PLACE,) if (body is None) != (table is None) else ())


def _cell(state: ItemState, role: str) -> tuple[str, str] | None:
    return next(((cell.was, cell.now) for cell in state.cells if cell.role == role), None)


def _title(state: ItemState, homes: Sequence[Home]) -> FieldResult | None:
    field, title = Field.TITLE, state.item.title
    body = state.now.title if state.now is not None and state.now.title not in ("", state.was.title) else None
    cell = _cell(state, "name")
    if body is not None and state.was.title and title.startswith(state.was.title):
        body += title.removeprefix(state.was.title)  # an indicator's unit stands behind its value there
    if cell and cell[0] != title:
        if body is None:
            reason = "表里的名称是缩短了的，请改正文里的名称"
            return FieldResult(fields=(field,), was=cell[0], now=cell[1], refused=reason)
        cell = None
    chosen = _chosen(field, title, body, cell[1] if cell else None)
    if isinstance(chosen, FieldResult):
        return chosen
    now, notes = clean_title(chosen[0]), chosen[1]
    if not now or now == title:
        return None
    return FieldResult(fields=(field,), was=title, now=now, edits=homes[0].edit("title", now), notes=notes)


def _deadline(state: ItemState, homes: Sequence[Home]) -> FieldResult | None:
    field, item = Field.DEADLINE, state.item
    now = state.now or state.was
    body = now.deadline if now.deadline != state.was.deadline and now.deadline else None
    cell = _cell(state, "deadline")
    if body is None and cell is None:
        return None
    was = (item.deadline if isinstance(item, CountyItem) else None) or ""
    chosen = _chosen(field, was, _due(body) if body else None, _due(cell[1]) if cell else None)
    if isinstance(chosen, FieldResult):
        return chosen
    printed = printed_deadline(chosen[0])
    if printed is None or not isinstance(item, CountyItem):
        reason = "时限看不懂；请写年份、年月，或者“长期坚持”“每年汛前”这样的话"
        return FieldResult(fields=(field,), was=was, now=chosen[0], refused=reason, wrong=True)
    if printed == was:
        return None
    year = _YEAR.fullmatch(printed)
    home = next((one for one in homes if one.value("deadline") is not None), homes[0])
    edits = home.edit("deadline", year[1] if year else chosen[0])
    return FieldResult(fields=(field,), was=was, now=printed, edits=edits, notes=chosen[1])


def _due(text: str) -> str:
    """Return a deadline as it is printed; the words themselves where they are none."""
    bare = text.strip().removesuffix("完成")
    return printed_deadline(bare) or bare


def _target(state: ItemState, homes: Sequence[Home]) -> FieldResult | None:
    item = state.item
    if not isinstance(item, CountyIndicator):
        return None
    was, now = state.was.target, (state.now or state.was).target
    unit = next((one for one in (item.unit, _unit_of(item.name)) if one), "")
    body = _value(now, unit) if now and comparable(_value(now, unit)) != comparable(_value(was, unit)) else None
    cell = _cell(state, "target")
    table = tidy(cell[1]) if cell and comparable(tidy(cell[1])) != comparable(tidy(cell[0])) else None
    if body is None and table is None:
        return None
    chosen = _chosen(Field.TARGET, item.target, body, table)
    if isinstance(chosen, FieldResult):
        return chosen
    if not chosen[0].strip("—"):
        return FieldResult(fields=(Field.TARGET,), was=item.target, now="", refused="目标值不能空着")
    edits = homes[0].edit("target", chosen[0])
    return FieldResult(fields=(Field.TARGET,), was=item.target, now=chosen[0], edits=edits, notes=chosen[1])


def _unit_of(name: str) -> str:
    found = re.search(r"[（(]([^（）()]{1,4})[）)]$", name)
    return found[1] if found else ""


def _value(target: str, unit: str) -> str:
    """Return a target of the body without its nature and without the unit that the name has."""
    bare = tidy(_NATURE.sub("", target.strip()))
    return bare.removesuffix(unit) if unit and re.fullmatch(r"[\d.]+", bare.removesuffix(unit)) else bare


def _details(state: ItemState, home: Home) -> Iterator[FieldResult]:
    """Yield the further columns: where a project stands, what it costs, an indicator's unit and its value before."""
    names = {rules["meta"]["name"]: key for key, rules in DETAILS.items()}
    for cell in state.cells:
        if cell.role in ("lead", "support", "deadline", "target", "name"):
            continue
        if isinstance(state.item, CountyItem) and (parts := list(_parts(state.item, cell, names, home))):
            yield from parts
            continue
        key = names.get(cell.head) if isinstance(state.item, CountyItem) else None
        if isinstance(state.item, CountyIndicator) and home.path[0] == "indicators":
            key = "nature" if cell.role == "nature" else _FURTHER.get(cell.head)
            key = "baseline" if cell.head.endswith(_BASELINE) else key
        said = {"fields": (Field.DETAIL,), "was": cell.was, "now": cell.now, "head": cell.head}
        if key is None or (key == "nature" and cell.now not in ("约束性", "预期性")):
            reason = f"表里的“{cell.head}”由程序按填报内容写出，请改正文或者填报文件"
            if cell.head.endswith(_OPINION):
                reason = OPINION
            elif _stands_in_body(cell.now, state):
                reason = ""  # the next render writes it there by itself
            yield FieldResult(**said, refused=reason)  # type: ignore[arg-type]
            continue
        value = None if cell.now.strip() in _NOTHING else tidy(cell.now.strip())
        yield FieldResult(**said, edits=home.edit(key, value))  # type: ignore[arg-type]


def _stands_in_body(words: str, state: ItemState) -> bool:
    """Return whether the body says now, newly, what was put into a cell that is made from it."""
    was, now = ("".join(map(squeeze, map(tidy, said.paragraphs))) for said in (state.was, state.now or state.was))
    bare = squeeze(tidy(words))
    return len(bare) > _LEAST and bare in now and bare not in was


def _parts(item: CountyItem, cell: Cell, names: Mapping[str, str], home: Home) -> Iterator[FieldResult]:
    """Yield what became of the details that stand together in one cell: 治理隐患点。规模：21处；地点：芝河镇。"""
    was, now = _labelled(cell.was, names), _labelled(cell.now, names)
    if set(was) == {""} == set(now) or (was[""] != now[""] and "construction" not in item.details):
        return
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key, ""), now.get(key, "")
        if comparable(old) != comparable(new):
            edits = home.edit(key or "construction", tidy(new) or None)
            yield FieldResult(fields=(Field.DETAIL,), was=old, now=new, head=cell.head, edits=edits)


def _labelled(text: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return the details of a cell by their keys; under the empty key what stands before the first of them."""
    pieces = re.split(f"({'|'.join(map(re.escape, names))})：", text)
    found = {"": pieces[0].strip().rstrip("。")}
    found.update(
        {names[name]: said.strip().rstrip("；。") for name, said in zip(pieces[1::2], pieces[2::2], strict=True)}
    )
    return found
