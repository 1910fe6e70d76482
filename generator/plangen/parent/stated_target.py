"""The figure that a line itself states, where a person says that the line is an indicator and gives no target."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangen.parent.drafts import tidy_title
from plangen.parent.indicator_lines import parse_indicator
from plangen.terms.figures import find_figures, hide_quoted
from plangen.terms.quantity_phrases import subject_of
from plangen.terms.quantity_reading import read_quantities
from plangen.terms.text import half_width, squeeze
from plangen.terms.vocabulary import vocabulary

_NUMBER = re.compile(r"(?<![\d.第])\d[\d,]*(?:\.\d+)?(?!\d|[年月日号条款]|\.\d)")
_TIME = re.compile(r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[底末前初]*")
_LONGEST = 400
"""Most characters of a sentence that states one target."""
_STOPS = "，,。；;"
_LINKS = ("为", "是", "达", "在", "至", "到", "约", "须", "应", "要", "：", ":", "，", ",")
_SIGNS = "<>≤≥＜＞"


def stated_target(title: str, texts: Sequence[str]) -> tuple[str, str] | None:
    """Return what an indicator measures and its target, as its line states them.

    Args:
        title: the words at the head of the line.
        texts: what else the line says; asked only where the title has no figure.

    Returns:
        Name and target; None where there is no figure, or there are several.
    """
    if len(title) > _LONGEST:
        return None
    if (found := _parted(title)) is not None:
        return found
    if _figures(squeeze(title)):
        return None
    parts = [one for text in texts for one in re.split(r"[。；;\n]", text)]
    sentences = [one for one in parts if len(one) > _LONGEST or _figures(squeeze(one))]
    parted = _parted(sentences[0]) if len(sentences) == 1 else None
    # the title says what is measured; of the sentence only the target is taken
    return (title, parted[1]) if parted is not None else None


def _figures(flat: str) -> list[tuple[int, int]]:
    """Return where the figures of a text stand, with their units; years and days are none."""
    hidden = hide_quoted(half_width(flat))
    hidden = _TIME.sub(lambda match: "□" * len(match[0]), hidden)
    spans = [(one.start, one.end) for one in find_figures(hidden)]
    bare = [match.span() for match in _NUMBER.finditer(hidden)]
    found = sorted([*spans, *(one for one in bare if not any(start <= one[0] < end for start, end in spans))])
    # 十万人口火灾死亡率, 10万人口……: of each so many is the name of what is measured
    named = [span for span in found if span[0] == 0 or flat[span[0] - 1] in "每" or not hidden[span[0]].isdigit()]
    return [span for span in found if span not in named] or found


def _parted(line: str) -> tuple[str, str] | None:
    if len(line) > _LONGEST:
        return None
    if (parsed := parse_indicator(line)) is not None:
        return parsed[0], parsed[1]
    flat = squeeze(line).rstrip("。；;")
    figures = _figures(flat)
    if len(figures) != 1:
        return None
    start, end = figures[0]
    begins = _target_begins(flat, start)
    ends = next((place for place in range(end, len(flat)) if flat[place] in _STOPS), len(flat))
    behind = flat[end:ends]
    named = re.sub(rf"(?:到|至|在)?{_TIME.pattern}[，,]?", "", flat[:begins])
    name = tidy_title(subject_of(re.split("[，,]", named)[-1]))
    word = next((one for one in _behind() if behind.startswith(one)), "")
    # what goes on behind the figure says that it is no target of the words before it: 10小时以内得到救助
    closed = behind[len(word) :] == "" or behind[len(word) :].startswith(("(", "（"))
    if closed and len(name) >= 2 and not vocabulary().starts_with_verb(f"{name}　"):
        return name, flat[begins:ends].lstrip("".join(_LINKS))
    return _counted(flat, begins, end, word)


def _target_begins(flat: str, start: int) -> int:
    """Return where the words of direction begin that stand before a figure: 达到, 控制在, 不低于."""
    words = (*vocabulary().targets.in_front, *_SIGNS)
    while word := next((one for one in words if flat[:start].endswith(one)), ""):
        start -= len(word)
    return start


def _behind() -> tuple[str, ...]:
    return (*vocabulary().targets.behind, "之内", "内", "左右", "及以上")


def _counted(flat: str, begins: int, end: int, word: str) -> tuple[str, str] | None:
    """Return what is counted and how many, where the figure stands before it: 建成5个避难场所."""
    quantities = read_quantities(flat)
    if len(quantities) != 1 or not quantities[0].what:
        return None
    return quantities[0].what, flat[begins:end] + word
