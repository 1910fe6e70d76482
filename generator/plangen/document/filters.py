"""What templates may call: numbers, units and clauses the way official documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from plangen.parent.model import ItemKind
from plangen.plan.sentence import SentenceSource
from plangen.terms.language import tidy
from plangen.terms.numerals import chinese_number

if TYPE_CHECKING:
    from plangen.plan.model import (
        AssignedUnit,
        Assignment,
        CountyIndicator,
        CountyItem,
        Duties,
        ItemGroup,
        Origin,
        TraceRow,
    )
    from plangen.plan.sentence import Sentence

UNDECIDED = "【待定】"
"""What stands where a unit must be named and nobody has decided which."""

_CIRCLED_FIRST = 0x2460
_CIRCLED_COUNT = 20


def chinese(number: int) -> str:
    """Return a heading numeral: 1 -> 一."""
    return chinese_number(number)


def bracketed(number: int) -> str:
    """Return a fourth-level number: 3 -> （3）."""
    return f"（{number}）"


def circled(number: int, count: int = 0) -> str:
    """Return a fifth-level number: 3 -> ③; in lists of more than twenty, for which there are no such signs, 3）.

    Args:
        number: the number.
        count: how many the list has.
    """
    if 1 <= number <= _CIRCLED_COUNT >= count:
        return chr(_CIRCLED_FIRST + number - 1)
    return f"{number}）"


def stop(text: str) -> str:
    """Return the text with exactly one full stop at its end (other end punctuation stays)."""
    bare = text.rstrip()
    return bare if bare.endswith(("。", "！", "？", "；", "：")) else f"{bare.rstrip('，、,.;')}。"


def sentences(given: Iterable[Sentence]) -> str:
    """Return sentences as running text; what is only proposed and what is only a gap get a style of their own."""
    from markupsafe import Markup

    from plangen.document.markdown import markdown_escape

    marks = {SentenceSource.PROPOSAL: "proposal", SentenceSource.OPEN: "placeholder"}
    parts = (
        f"[{markdown_escape(one.text)}]{{.{mark}}}" if (mark := marks.get(one.source)) else markdown_escape(one.text)
        for one in given
    )
    return Markup("".join(parts))


def names(units: Iterable[AssignedUnit]) -> str:
    """Return unit names as a list in running text: 县应急局、县水利局."""
    return "、".join(unit.name for unit in units)


def leaders(assignment: Assignment) -> str:
    """Return who leads in running text, those who are asked apart: 县应急局牵头，协调县消防救援大队共同牵头."""
    said = [f"{word}{names(units)}" for word, units in _by_asking(assignment.leads).items()] or [UNDECIDED]
    return "，".join(f"{units}{'共同' if number else ''}牵头" for number, units in enumerate(said))


def _by_asking(units: Iterable[AssignedUnit]) -> dict[str, list[AssignedUnit]]:
    """Return units by the word with which they are asked, in their order."""
    rows: dict[str, list[AssignedUnit]] = {}
    for unit in units:
        rows.setdefault(unit.asked, []).append(unit)
    return rows


def clause(assignment: Assignment, deadline: str | None = None) -> str:
    """Return the responsibility clause (责任分工) with its brackets, empty when nobody is named.

    Units that are proposed are worded so (拟由……牵头, 拟由……配合) until the spec confirms them; those whom the issuer
    does not command are asked (商请……配合).
    """
    if not assignment.leads and not assignment.listed:
        return ""
    lead, rows = assignment.lead, _supporters(assignment)
    text = leaders(assignment)
    if proposing := bool(lead and lead.proposed):
        text = f"拟{text}" if lead and lead.asked else f"拟由{text}"
    elif all(word for _, word in rows):
        text += "负责"
    # the word of the proposal in front of the lead speaks for them all
    tacit = proposing and all(proposed for proposed, _ in rows)
    for (proposed, word), units in rows.items():
        if not proposed and not word:
            text += f"，{units}按职责分工负责"
        elif proposed and not tacit:
            text += f"，拟{word or '由'}{units}配合"
        else:
            text += f"，{word}{units}配合"
    if deadline:
        text += f"；{due(deadline)}"
    return f"（{text}）"


def clause_sentence(assignment: Assignment, deadline: str | None = None) -> str:
    """Return the responsibility clause as a sentence of its own, for an item of which nothing else is said."""
    text = clause(assignment, deadline)
    if (lead := assignment.lead) is None:
        return text
    opening = "" if lead.asked else "本项工作" if lead.proposed else "本项工作由"
    return f"{opening}{text[1:-1].replace('；', '，')}。"


def due(deadline: str) -> str:
    """Return a deadline as a clause: 2027年底前完成; 长期坚持 and its like are no date to be ready by."""
    return f"{deadline}完成" if deadline.endswith("前") else deadline


def _supporters(assignment: Assignment) -> dict[tuple[bool, str], str]:
    """Return those who take part as lists by whether they are proposed and how they are asked, the bound ones first."""
    rows: dict[tuple[bool, str], list[AssignedUnit]] = {}
    for unit in sorted(assignment.listed, key=lambda unit: (bool(unit.proposed), bool(unit.asked))):
        rows.setdefault((bool(unit.proposed), unit.asked), []).append(unit)
    found = {key: names(units) for key, units in rows.items()}
    if assignment.open_ended and found:
        found[next((key for key in found if not key[1]), list(found)[-1])] += "等"
    return found


def same_units(first: Assignment, second: Assignment) -> bool:
    """Return whether two assignments name the same units in the same roles, and the same of them as proposals."""
    return lead_cell(first) == lead_cell(second) and support_cell(first) == support_cell(second)


def origin_keys(origins: Iterable[Origin]) -> str:
    """Return the keys of parent items, for the ``items`` attribute of a heading or table row."""
    from markupsafe import Markup

    return Markup(" ").join(attribute(origin.key) for origin in origins)


def item_keys(item: CountyItem | CountyIndicator) -> str:
    """Return the parent items that a county item carries, or its own key when it is the county's own."""
    return origin_keys(item.origins) or attribute(item.key)


def attribute(value: str) -> str:
    """Return a key for use inside ``{...}`` attributes, where Markdown's own escapes would do harm.

    Raises:
        ValueError: it has other characters than keys have.
    """
    if not re.fullmatch(r"[\w:./-]+", value):
        raise ValueError(f"“{value}”不能用作编号")
    from markupsafe import Markup

    return Markup(value)


def reference(item: CountyItem | CountyIndicator) -> str:
    """Return how tables name an item: 任务3.2, 工程5, 目标1, 指标2."""
    if item.kind == ItemKind.INDICATOR:
        return f"指标{item.ordinal}"
    return f"{kind_word(cast('CountyItem', item))}{cast('CountyItem', item).reference}"


def kind_word(item: CountyItem) -> str:
    """Return 任务, 工程 or 目标 for an item, also for one nested under it."""
    return {"T": "任务", "P": "工程", "G": "目标"}.get(root_kind(item), "任务")


def root_kind(item: CountyItem) -> str:
    """Return T, P or G: the kind of the item or of the item that it is nested under."""
    if item.kind != ItemKind.NESTED:  # templates see the bare word
        return {ItemKind.TASK: "T", ItemKind.PROJECT: "P", ItemKind.GOAL: "G"}.get(item.kind, "T")
    tail = item.key.rsplit(":", 1)[-1]
    return tail[0] if tail[:1] in {"T", "P", "G"} else "T"


def references(items: Iterable[CountyItem | CountyIndicator]) -> str:
    """Return references as a list, kinds apart: 任务1、任务3.2；工程5.

    The kind stands before every number, because word processors break lines badly in long runs of digits.
    """
    by_kind: dict[str, list[str]] = {}
    for item in items:
        text = reference(item)
        by_kind.setdefault(text[:2], []).append(text)
    return "；".join("、".join(texts) for texts in by_kind.values())


def detail_columns(groups: Iterable[ItemGroup], project: bool) -> tuple[tuple[str, str], ...]:
    """Return key and title of the further columns that a table needs: those of which some item says something.

    Args:
        groups: the table's items.
        project: whether they are projects, for which there are more.
    """
    from plangen.county.details import DETAILS, ITEM_DETAILS

    items = [item for group in groups for top in group.items for item in top.walk()]
    known = DETAILS if project else ITEM_DETAILS
    used = {key for item in items for key in item.details}
    return tuple((key, rules["meta"]["name"]) for key, rules in known.items() if key in used)


def has_titles(groups: Iterable[ItemGroup]) -> bool:
    """Return whether the groups have headings of their own."""
    return any(group.title for group in groups)


def lead_cell(assignment: Assignment) -> str:
    """Return the table cell 牵头单位; a proposal carries the mark （拟）, an open one says 【待定】."""
    return "；".join(_marked(units, word) for word, units in _by_asking(assignment.leads).items()) or UNDECIDED


def support_cell(assignment: Assignment) -> str:
    """Return the table cell 配合单位; proposals carry the mark （拟）, whom the issuer asks stands last."""
    rows = _by_asking(sorted(assignment.listed, key=lambda unit: bool(unit.asked)))
    found = [_marked(units, word) for word, units in rows.items()]
    if assignment.open_ended and found:
        found[0 if "" in rows else -1] += "等"
    return "；".join(found) or "—"


def _marked(units: list[AssignedUnit], word: str) -> str:
    """Return units as a list in a table: those proposed bear the mark （拟）, several that all are （均拟）."""
    if len(units) > 1 and all(unit.proposed for unit in units):
        return f"{word}{names(units)}（均拟）"
    return word + "、".join(f"{unit.name}（拟）" if unit.proposed else unit.name for unit in units)


_MEANS = ("依托", "以", "围绕", "聚焦", "按照", "坚持", "立足", "通过", "利用")
"""Words that begin a clause about the means; what is to be done stands in a later clause."""


def short_title(title: str) -> str:
    """Return a title for a narrow table column: a title that is a whole sentence keeps the clause that says what to do.

    The whole sentence stands in the text under the item's heading.
    """
    limit = 30
    bare = title.rstrip("。；")
    if len(bare) <= limit:
        return bare
    clauses = [clause for clause in re.split(r"[，；。]", bare) if clause]
    deeds = [clause for clause in clauses if not clause.startswith(_MEANS)]
    chosen = deeds[-1] if clauses[0].startswith(_MEANS) and deeds else clauses[0]
    return chosen if len(chosen) >= 4 else bare


def root_label(origin: Origin) -> str:
    """Return 指标, 分项目标, 任务 or 工程: the kind of the parent's item or of the item it is nested under."""
    words = {"I": "目标指标", "G": "分项目标", "T": "重点任务", "P": "重点工程"}
    return words.get(origin.item[:1]) or ItemKind(origin.kind).label


def origin_label(origin: Origin) -> str:
    """Return how tables name a parent item: the number on paper with full-width brackets, and which part of it."""
    number = (origin.number or "").strip().replace("(", "（").replace(")", "）")
    return number + (f"第{origin.part}部分" if origin.part else "")


def lead_list(duties: Duties) -> str:
    """Return what a unit leads, one item a line, where its lead is proposed marked （拟）; — when it leads nothing.

    Of an item whose parts it leads too, as surely as the item, the item stands with the numbers of these parts: a row
    of several pages shows nobody whose it is.
    """
    rows: list[CountyItem | CountyIndicator] = [*duties.leads_indicators, *duties.leads]
    tops = _tops(rows, duties.unit)
    parts = [reference(row) for row in rows if row not in tops]
    lines = []
    for row in tops:
        number, proposed = reference(row), "（拟）" if is_proposed(row, duties.unit) else ""
        own = _with_parts([part for part in parts if part.startswith(f"{number}.")])
        lines.append(f"{number} {short_title(row.title)}{own}{proposed}")
    return _lines(lines)


def _with_parts(references: Sequence[str]) -> str:
    """Return the numbers of an item's parts, runs of them from the first to the last: （含1.1至1.4、1.6）."""
    spans: list[list[str]] = []
    for number in (text[2:] for text in references):
        head, _, last = number.rpartition(".")
        if spans and spans[-1][-1] == f"{head}.{int(last) - 1}":
            spans[-1].append(number)
        else:
            spans.append([number])
    shown = (span[0] if len(span) == 1 else f"{span[0]}{'至' if len(span) > 2 else '、'}{span[-1]}" for span in spans)
    return f"（含{'、'.join(shown)}）" if spans else ""


def support_list(duties: Duties) -> str:
    """Return the numbers of what a unit takes part in, what is proposed apart; — when it is nothing.

    Of an item in whose parts it takes part in the same way too, only the item's own number stands.
    """
    tops = _tops([*duties.participates_indicators, *duties.participates], duties.unit)
    named, proposed = (
        references(row for row in tops if is_proposed(row, duties.unit) is open_) for open_ in (False, True)
    )
    return _lines(line for line in (named, f"拟定待确认：{proposed}" if proposed else "") if line)


def _tops(rows: Sequence[CountyItem | CountyIndicator], unit: str) -> list[CountyItem | CountyIndicator]:
    """Return the rows that are no part of another one in which the unit's place is as sure."""
    known = {reference(row): is_proposed(row, unit) for row in rows}
    return [row for row in rows if known.get(reference(row).rpartition(".")[0]) is not is_proposed(row, unit)]


def is_proposed(row: CountyItem | CountyIndicator, name: str) -> bool:
    """Return whether a unit's place in a row waits for confirmation.

    Args:
        row: the item or indicator.
        name: the unit as it is printed.
    """
    return any(unit.name == name and unit.proposed for unit in row.assignment.units)


def _lines(lines: Iterable[str]) -> str:
    from markupsafe import Markup

    from plangen.document.markdown import markdown_escape

    return Markup("<br>").join(Markup(markdown_escape(line)) for line in lines) or "—"


def targets_named(rows: Iterable[CountyItem | CountyIndicator]) -> str:
    """Return items of the county's plan with their numbers: 任务3严格安全准入；任务4强化督导巡查.

    Args:
        rows: the items.
    """
    return "；".join(f"{reference(row)}{short_title(row.title)}" for row in rows)


def targets(row: TraceRow, waived_annex: str | None = None) -> str:
    """Return the county items that carry a parent item: 任务3严格安全准入.

    Args:
        row: a row of the trace.
        waived_annex: mark of the annex that explains the waived items (附表3), None where it stands in another file.
    """
    return targets_named(row.targets) or f"不涉及，见{waived_annex or '“不涉及事项”'}"


def indicator_text(indicator: CountyIndicator) -> str:
    """Return an indicator with its target as running text: a unit in brackets moves behind the value (社区：2个)."""
    name, target = indicator.name, indicator.target
    if (unit := re.search(r"[（(]([^（）()]{1,4})[）)]$", name)) and re.fullmatch(r"[\d.]+", target):
        return f"{name[: unit.start()]}：{target}{unit[1]}"
    return f"{name}：{'零' if target == '0' and name.endswith('数') else target_words(target)}"


_SIGNS = {"<": "小于", "‹": "小于", "＜": "小于", ">": "大于", "＞": "大于", "≤": "不大于", "≥": "不小于"}


def target_words(target: str) -> str:
    """Return a target without the signs that tables of plans have: <0.8 -> 小于0.8, -15.5% -> 下降15.5%."""
    return tidy(_SIGNS[target[0]] + target[1:].strip() if target[:1] in _SIGNS else target)
