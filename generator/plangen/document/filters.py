"""What templates may call: numbers, units and clauses the way official documents write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from plangen.parent.model import ItemKind
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


def circled(number: int) -> str:
    """Return a fifth-level number: 3 -> ③; above twenty, where no such character is usual, 〔21〕."""
    if 1 <= number <= _CIRCLED_COUNT:
        return chr(_CIRCLED_FIRST + number - 1)
    return f"〔{number}〕"


def stop(text: str) -> str:
    """Return the text with exactly one full stop at its end (other end punctuation stays)."""
    bare = text.rstrip()
    return bare if bare.endswith(("。", "！", "？", "；", "：")) else f"{bare.rstrip('，、,.;')}。"


def names(units: Iterable[AssignedUnit]) -> str:
    """Return unit names as a list in running text: 县应急局、县水利局."""
    return "、".join(unit.name for unit in units)


def clause(assignment: Assignment, deadline: str | None = None) -> str:
    """Return the responsibility clause (责任分工) with its brackets, empty when nobody is named.

    A suggested assignment is worded as a proposal (拟由……牵头) until the spec confirms it.
    """
    leads, others = names(assignment.leads), names(assignment.participants)
    if not leads and not others:
        return ""
    leads = leads or UNDECIDED
    rest = "等" if assignment.open_ended and others else ""
    if assignment.suggested:
        text = f"拟由{leads}牵头" + (f"，{others}{rest}配合" if others else "")
    else:
        text = f"{leads}牵头" + (f"，{others}{rest}按职责分工负责" if others else "负责")
    if deadline:
        # 长期坚持 and its like are no date by which something is finished
        text += f"；{deadline}完成" if deadline.endswith("前") else f"；{deadline}"
    return f"（{text}）"


def same_units(first: Assignment, second: Assignment) -> bool:
    """Return whether two assignments name the same units in the same roles."""
    return (
        names(first.leads) == names(second.leads)
        and names(first.participants) == names(second.participants)
        and first.suggested == second.suggested
    )


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


def has_titles(groups: Iterable[ItemGroup]) -> bool:
    """Return whether the groups have headings of their own."""
    return any(group.title for group in groups)


def lead_cell(assignment: Assignment) -> str:
    """Return the table cell 牵头单位; a proposal carries the mark （拟）, an open one says 【待定】."""
    text = names(assignment.leads)
    return (f"{text}（拟）" if assignment.suggested else text) or UNDECIDED


def support_cell(assignment: Assignment) -> str:
    """Return the table cell 配合单位."""
    text = names(assignment.participants)
    return (f"{text}等" if assignment.open_ended and text else text) or "—"


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
    """Return how the annexes name a parent item: the number on paper with full-width brackets, then the id."""
    number = (origin.number or "").strip().replace("(", "（").replace(")", "）")
    part = f"第{origin.part}部分" if origin.part else ""
    return " ".join(piece for piece in (number, origin.item, part) if piece)


def lead_list(duties: Duties) -> str:
    """Return what a unit leads, one item a line, suggestions marked; — when it leads nothing."""
    from markupsafe import Markup

    from plangen.document.markdown import markdown_escape

    parts = [f"{reference(indicator)} {indicator.name}" for indicator in duties.leads_indicators]
    parts += [
        f"{reference(item)} {short_title(item.title)}{'（拟）' if item.assignment.suggested else ''}"
        for item in duties.leads
    ]
    return Markup("<br>").join(Markup(markdown_escape(part)) for part in parts) or "—"


def targets(row: TraceRow, waived_annex: str | None = None) -> str:
    """Return the county items that carry a parent item: 任务3严格安全准入.

    Args:
        row: a row of the trace.
        waived_annex: mark of the annex that explains the waived items (附表3), None where it stands in another file.
    """
    names_of = [f"{reference(target)}{short_title(target.title)}" for target in row.targets]
    return "；".join(names_of) or f"不涉及，见{waived_annex or '“不涉及事项”'}"


def indicator_text(indicator: CountyIndicator) -> str:
    """Return an indicator with its target as running text: a unit in brackets moves behind the value (社区：2个)."""
    name, target = indicator.name, indicator.target
    if (unit := re.search(r"[（(]([^（）()]{1,4})[）)]$", name)) and re.fullmatch(r"[\d.]+", target):
        return f"{name[: unit.start()]}：{target}{unit[1]}"
    words = {"<": "小于", "‹": "小于", "＜": "小于", ">": "大于", "＞": "大于", "≤": "不大于", "≥": "不小于"}
    if target[:1] in words:
        target = words[target[0]] + target[1:].strip()
    if target == "0" and name.endswith("数"):
        target = "零"
    return f"{name}：{target}"


_LONGEST_TITLE = 200
"""A longer title is none, and to try all its breaks would take for ever."""


def title_lines(title: str, words: Iterable[str], width: float = 19.5) -> tuple[str, ...]:
    """Break a document's title into lines at word boundaries, as GB/T 9704-2012 §7.3.1 wants them (词意完整，排列对称).

    Args:
        title: the title.
        words: words that must not be torn apart and after or before which a line may end.
        width: characters of the title's size that a line holds.

    Returns:
        The fewest lines that hold the title, of lengths as even as the words allow; a longer line where they do not.
    """
    if len(title) > _LONGEST_TITLE:
        return (title,)
    pieces = _pieces(title, tuple(words))
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    count = max(1, math.ceil(_width(title) / width))
    ideal = _width(title) / count
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(end):
            line = "".join(pieces[start:end])
            too_long = max(0.0, _width(line) - width)
            cost, lines = best[start]
            options.append((cost + (_width(line) - ideal) ** 2 + 1000 * too_long + 5, (*lines, line)))
        best[end] = min(options, key=lambda option: option[0])
    return best[len(pieces)][1]


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)


def _pieces(title: str, words: tuple[str, ...]) -> list[str]:
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = rf"“[^”]*”|{known}|." if known else r"“[^”]*”|."
    raw = re.findall(pattern, title, flags=re.DOTALL)
    pieces: list[str] = []
    opened = ""
    plain = False
    for piece in raw:
        # opening marks begin the next line and closing ones end the last; single characters hang together
        if piece in "《〈（(":
            opened += piece
        elif pieces and not opened and piece in "》〉）)、，的":
            pieces[-1] += piece
            plain = False
        elif pieces and not opened and plain and len(piece) == 1:
            pieces[-1] += piece
        else:
            pieces.append(opened + piece)
            plain, opened = len(piece) == 1, ""
    return [*pieces, opened] if opened else pieces
