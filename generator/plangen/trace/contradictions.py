"""What a draft says otherwise than plan and parents: later, by somebody else, less; or otherwise in text and table.

Each is a reason to look at the item again before it counts as carried.  What the spec explains is none: the plan's own
lead, deadline and target are what is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from plangen.parent.model import ItemKind, ParentItem
from plangen.plan.model import CountyIndicator, CountyItem
from plangen.plan.sentence import joined
from plangen.terms.deadline import deadline_in_cell, moment_of, year_mentions
from plangen.terms.figures import find_figures, hide_quoted
from plangen.terms.likeness import text_likeness
from plangen.terms.quantity import Quantity, quantity_words
from plangen.terms.quantity_reading import read_quantities
from plangen.terms.target import compare_targets, same_figures
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted
from plangen.trace.check_model import Checked
from plangen.trace.evidence_model import BodyEvidence, RowEvidence, Target, filled
from plangen.trace.undertaking import only_begins, softened, undertaking_words, weakened

_TURNED = {
    "至少": ("不超过", "下降到"),
    "达到": ("不超过", "下降到"),
    "提高到": ("不超过", "下降到"),
    "不超过": ("至少",),
    "以内": ("至少",),
}
_FEWER_IS_MORE = ("不超过", "以内", "下降到")
_SAME_THING = 0.5
_SAME_FIGURE = 0.8  # between text and table, which say the same in nearly the same words
_POINTS = "百分点"
_RATE = re.compile("(?:达标|覆盖|完成|合格)?(?:率|比例|占比|比重)$")
_FEWEST_SIGNS = 4  # of the name of a thing, to know it by


def contradictions_of(target: Target, checked: Checked) -> tuple[str, ...]:
    """Return what a document says of a county item otherwise than the plan, or otherwise in text and table.

    Args:
        target: the county item.
        checked: the document beside the plan.
    """
    body, row = checked.evidence.of(target)
    if not body.lines and row.row is None:
        return ()
    found = [*_leads(target, body, row, checked), *_fewer_units(target, body, row)]
    if unsettled := next((word for word in undertaking_words().not_settled if word in _lead_cell(row)), None):
        found.append(f"分工表的牵头单位写着{quoted(unsettled)}")
    if isinstance(target, CountyIndicator):
        found += _targets(target, body, row, checked)
    else:
        found += _deadlines(target, body, row, checked)
        found += _figures(body, row)
        if row.content and not row.foreign and (words := weakened(row.content, joined(target.summary))):
            found.append(f"分工表的主要内容打了折扣：{quoted(words[0])}改成了{quoted(words[1])}")
    return tuple(dict.fromkeys(found))


# ------------------------------------------------------------------------------------------------ who


def _lead_cell(row: RowEvidence) -> str:
    return row.row.columns.get("lead", "") if row.row is not None and not row.foreign else ""


def _leads(target: Target, body: BodyEvidence, row: RowEvidence, checked: Checked) -> Iterator[str]:
    units = checked.evidence.units
    planned = [unit.name for unit in target.assignment.leads]
    clauses = [reading.responsibility for reading in body.readings if reading.responsibility.leads]
    in_text = units.named(clauses[0].leads) if clauses else ()
    if any(lead.endswith(unit) and lead != unit for unit in in_text for lead in planned):
        in_text = ()  # the paragraph was divided within the name of the unit
    in_table = row.leads if row.row is not None and not row.foreign else ()
    for where, leads in (("分工表", in_table), ("正文", in_text)):
        unknown = [unit for unit in leads if unit not in planned and not units.in_roster(unit)]
        if unknown:
            yield f"{where}的牵头单位{quoted('、'.join(unknown))}不是部门名册中的一个单位"
        elif len(leads) > max(1, len(planned)):
            yield f"{where}写了{len(leads)}个牵头单位：{'、'.join(leads)}"
    if in_table and in_text and in_table[0] not in in_text:
        yield f"正文写由{in_text[0]}牵头，分工表写由{in_table[0]}牵头"


def _fewer_units(target: Target, body: BodyEvidence, row: RowEvidence) -> Iterator[str]:
    """Yield the units that stand for all of a kind in the plan and for some of it in the document: 部分乡镇人民政府."""
    planned = [unit.name for unit in target.assignment.units]
    clauses = [reading.responsibility for reading in body.readings]
    said = [unit for clause in clauses for unit in (*clause.leads, *clause.participants)]
    for unit in dict.fromkeys((*said, *(row.units if not row.foreign else ()))):
        word = next((one for one in undertaking_words().weaker if unit.startswith(one)), None)
        rest = unit.removeprefix(word or "").removeprefix("的")
        whole = next((one for one in planned if len(rest) >= _FEWEST_SIGNS and one.endswith(rest)), None)
        if word is not None and whole is not None and unit not in planned:
            yield f"打了折扣：{quoted(whole)}改成了{quoted(unit)}"


# ------------------------------------------------------------------------------------------------ when


def _deadlines(target: CountyItem, body: BodyEvidence, row: RowEvidence, checked: Checked) -> Iterator[str]:
    planned = moment_of(target.deadline)
    if planned is None:
        return
    if row.deadline is not None and row.row is not None:
        if not filled(row.deadline, checked.words):
            yield "分工表中没有写完成时限"
        elif later := _later(row.deadline, planned):
            yield f"分工表的完成时限{quoted(later)}晚于{target.deadline}"
        elif softer := softened(row.deadline, target.deadline or ""):
            yield f"分工表的完成时限{quoted(row.deadline.strip())}打了折扣：多了{quoted(softer)}"
    for reading in body.readings:
        if reading.deadline and (later := _later(reading.deadline, planned)):
            yield f"正文的完成时限{quoted(later)}晚于{target.deadline}"
    begun = [("正文", reading.deadline) for reading in body.readings]
    for where, said in (*begun, ("分工表", row.deadline if row.row is not None else None)):
        if said and only_begins(said, target.deadline or ""):
            yield f"{where}的时限{quoted(said)}写的是哪一年开头，没有写哪一年完成"
    known = {mention.year for text in checked.evidence.expected.of(target).texts for mention in year_mentions(text)}
    years = [mention.year for mention in year_mentions(body.text) if mention.year not in known]
    if years and max(years) > planned.year:
        yield f"正文写到{max(years)}年，晚于{target.deadline}"


def _later(text: str, planned: date) -> str:
    """Return a deadline that is later than planned or names no time, empty where it is neither."""
    moment = moment_of(text) if deadline_in_cell(text).year else None
    return text.strip() if moment is None or moment > planned else ""


# ------------------------------------------------------------------------------------------------ how much


def _targets(target: CountyIndicator, body: BodyEvidence, row: RowEvidence, checked: Checked) -> Iterator[str]:
    table = row.target if row.row is not None and row.target and filled(row.target, checked.words) else None
    text = body.target if body.lines and body.target and filled(body.target, checked.words) else None
    if table and text and not same_figures(table, text):
        yield f"正文的目标值{quoted(text)}与指标表的{quoted(table)}不一致"
    for where, said in (("指标表", table), ("正文", text)):
        if said and target.target and compare_targets(said, target.target, target.name) == -1:
            yield f"{where}的目标值{quoted(said)}低于{quoted(target.target)}"
        elif said and target.target and (why := softer_target(said, target.target)):
            yield f"{where}的{why}"


def softer_target(said: str, wanted: str) -> str | None:
    """Return why a target of the same figure is no longer the same; None where it is.

    Args:
        said: the target in the draft.
        wanted: the target of the plan or the parent.
    """
    if word := softened(said, wanted):
        return f"目标值{quoted(said)}打了折扣：多了{quoted(word)}，应为{quoted(wanted)}"
    if (_POINTS in said) != (_POINTS in wanted) and "%" in comparable(f"{said}{wanted}"):
        return f"目标值{quoted(said)}同{quoted(wanted)}的单位不一样：百分点不是百分之几"
    return None


def _figures(body: BodyEvidence, row: RowEvidence) -> Iterator[str]:
    """Yield what text and table give in different figures."""
    if row.row is None or row.foreign or not body.text:
        return
    text = read_quantities(body.text)
    for cell in filter(None, (row.content, row.target)):
        for one in read_quantities(cell):
            same = [other for other in text if _same_thing(other, one) >= _SAME_FIGURE]
            if same and all(other.value != one.value for other in same):
                yield f"正文写{quoted(same[0].said)}，分工表写{quoted(one.said)}"


def figures_lost(item: ParentItem, text: str, county: str | None) -> tuple[list[str], list[str]]:
    """Compare the figures of a parent item with those of the text that carries it.

    Args:
        item: the parent item.
        text: headings and texts of everything that carries it.
        county: the county's name; what the parent asks of another place is not asked of it.  None where it is not
            known: then nothing is asked that the parent asks of a place that it names.

    Returns:
        What is weaker in the text than with the parent, and the figures that are not in the text.
    """
    if item.kind is ItemKind.INDICATOR or not item.quantities:
        return [], []
    words = quantity_words()
    there = _figures_in(comparable(text))
    said = list(map(_in_per_cent, read_quantities(text)))
    weaker: list[str] = []
    lost: list[str] = []
    for quantity in map(_in_per_cent, item.quantities):
        elsewhere = quantity.place is not None and (county is None or county not in quantity.place)
        if quantity.total or elsewhere:
            continue
        if turned := next((one for one in said if _is_turned(one, quantity)), None):
            weaker.append(f"要求的方向反了：文稿为{quoted(turned.said)}，上位规划为{quoted(quantity.said)}")
            continue
        if nearly := _nearly(text, quantity, item.text or ""):
            weaker.append(f"要求打了折扣：文稿为{quoted(nearly)}，上位规划为{quoted(quantity.said)}")
            continue
        if _states(text, quantity) or _states_whole(text, quantity):
            continue
        same = max(said, key=lambda one: _same_thing(one, quantity), default=None)
        if same is None or _same_thing(same, quantity) < _SAME_THING:
            # 一次, 1个 stand everywhere; a share or a time of the same value is hardly something else
            if quantity.unit in words.counts or (quantity.unit, quantity.value) not in there:
                lost.append(quantity.said)
        elif _is_weaker(same, quantity):
            weaker.append(f"要求低于上位规划：文稿为{quoted(same.said)}，上位规划为{quoted(quantity.said)}")
    return weaker, lost


def _states(text: str, quantity: Quantity) -> bool:
    """Return whether one clause names the thing and the figure as the parent does."""
    thing, wanted = comparable(quantity.what), (quantity.unit, quantity.value)
    clauses = re.split("[。；;，,]", comparable(text))
    return any(thing in clause and wanted in _figures_in(clause) for clause in clauses)


def _nearly(text: str, quantity: Quantity, known: str) -> str:
    """Return where a text only comes near to a figure (接近60%), empty where it does not, or the parent says so."""
    words = undertaking_words().approaching
    for clause in re.split("[。；;，,]", comparable(text)):
        for figure in find_figures(hide_quoted(clause)):
            before = clause[: figure.start]
            word = next((word for word in words if before.endswith(word) and word not in known), None)
            if word and _rate(figure.unit, figure.value) == (quantity.unit, quantity.value):
                return word + clause[figure.start : figure.end]
    return ""


def _states_whole(text: str, quantity: Quantity) -> bool:
    """Return whether one clause says in words of the thing that all of it is done: 100% of what a rate measures."""
    thing = set(_RATE.sub("", comparable(quantity.what)))
    if (quantity.unit, quantity.value) != ("%", 100) or len(thing) < _FEWEST_SIGNS:
        return False
    whole = quantity_words().whole
    clauses = re.split("[。；;，,]", comparable(text))
    return any(word in one and len(thing & set(one)) >= _SAME_FIGURE * len(thing) for one in clauses for word in whole)


def _figures_in(text: str) -> set[tuple[str, float]]:
    """Return unit and value of each figure in a text without white space."""
    return {_rate(one.unit, one.value) for one in find_figures(hide_quoted(text))}


def _rate(unit: str, value: float) -> tuple[str, float]:
    """Return a figure's unit and value, what is given in thousandths in hundredths."""
    return ("%", round(value / 10, 6)) if unit == "‰" else (unit, value)


def _in_per_cent(quantity: Quantity) -> Quantity:
    if quantity.unit != "‰":
        return quantity
    unit, value = _rate(quantity.unit, quantity.value)
    return replace(quantity, unit=unit, value=value, written=quantity.number)


def _same_thing(one: Quantity, other: Quantity) -> float:
    """Return how surely two figures measure the same, 0 to 1; of equal ones the one with the same value is meant."""
    if one.unit != other.unit or not one.what or not other.what:
        return 0.0
    if one.what == other.what:
        return 1.0
    part = one.what in other.what or other.what in one.what
    return min(0.99, max(text_likeness(one.what, other.what), 0.8 if part else 0.0) + 0.01 * (one.value == other.value))


def _is_turned(one: Quantity, other: Quantity) -> bool:
    """Return whether a figure bounds from above what the other bounds from below, or the other way round."""
    return one.direction in _TURNED.get(other.direction, ()) and _same_thing(one, other) >= _SAME_FIGURE


def _is_weaker(one: Quantity, other: Quantity) -> bool:
    return one.value > other.value if other.direction in _FEWER_IS_MORE else one.value < other.value
