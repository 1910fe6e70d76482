"""The figure of an indicator's target as a quantity: 下降15%, <0.8, 90%以上, 1."""

from __future__ import annotations

import re
from dataclasses import replace

from plangen.terms.figures import find_figures, hide_quoted
from plangen.terms.quantity import Quantity, quantity_words
from plangen.terms.quantity_phrases import direction_of, tidy
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary


def quantity_of_target(name: str, target: str) -> tuple[Quantity, ...]:
    """Return the figure of an indicator's target; none where the target names no single number.

    Args:
        name: the indicator's name, its unit in brackets where it has one: 建成示范社区（个）.
        target: as written: 下降15%, <0.8, 90%以上, 1.
    """
    words, flat = vocabulary().targets, comparable(target)
    if flat == "零":
        flat = "0"
    flat = re.sub(r"\([^()]*\)|“[^“”]*”", "", flat)
    plain = re.fullmatch(r"([^\d]*?)([-－—]?)(\d[\d,]*(?:\.\d+)?)([^\d]*)", flat)
    if plain is None:
        return ()
    front, sign, number, tail = plain.groups()
    what, unit = _named_unit(comparable(name))
    if not sign and not number:
        return ()
    figures = list(find_figures(hide_quoted(number + tail)))
    if tail.startswith(("万", "亿")) and not (figures and figures[0].start == 0):
        figures = list(find_figures(f"{number}{tail[0]}{unit or '个'}{tail[1:]}"))
        tail = f"{tail[0]}{unit or '个'}{tail[1:]}"
        figures = [replace(one, unit=unit) for one in figures]
    if figures and figures[0].start == 0:
        value, unit, behind = figures[0].value, figures[0].unit, tail[figures[0].end - len(number) :]
    else:
        value, behind = float(number.replace(",", "")), tail
    direction = "下降" if sign else direction_of(front, behind, unit)
    if not direction:
        lower = any(word in name for word in words.lower_is_better)
        direction = "不超过" if lower else "达到"
    counted = unit in quantity_words().counts and not any(word in what for word in ("率", "比", "均"))
    return (
        Quantity(
            what=tidy(what),
            direction=direction,
            value=value,
            unit=unit,
            total=counted and direction in ("达到", "至少"),
        ),
    )


def _named_unit(name: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.+?)\(([^()]{1,6})\)", name)
    if match and match[2] in quantity_words().units:
        return match[1], match[2]
    return name, ""
