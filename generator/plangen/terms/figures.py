"""Figures in a running text: where they stand and what number they are, before anybody asks what they measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plangen.terms.numerals import parse_number
from plangen.terms.quantity import quantity_words
from plangen.terms.resources import knowledge_cache
from plangen.terms.vocabulary import gazetteer

# no figure has more signs; without bounds a run of ten thousand of them would be tried from each of its places
_DIGITS = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,15})?|\d{1,20}(?:\.\d{1,15})?"
_WORDS = "[一二两三四五六七八九十百千]{1,24}"
_SCALES = {"万": 1e4, "亿": 1e8, "百万": 1e6, "千万": 1e7}
_SHARES = re.compile(
    rf"百分之(?P<percent>{_DIGITS}|{_WORDS})"
    rf"|(?P<whole>[十百千]?万|{_WORDS})分之(?P<part>{_DIGITS}|{_WORDS})"
    r"|(?<![\d/])(?P<over>\d{1,2})/(?P<under>\d{1,2})(?![\d/])"
    r"|(?P<tenths>[一二三四五六七八九])成(?P<half>半)?(?=以上|以下|的|[,。;、)]|$|左右)"
    r"|(?P<halves>过半|半数|一半)"
    r"|翻(?P<doublings>[一两二三])番"
    rf"|(?:增长|增加|提高|提升)(?P<times>{_DIGITS}|{_WORDS})倍"
)
_QUOTED = re.compile("“[^“”]{1,24}”|《[^《》]{1,60}》|〔[^〕]{1,8}〕|\\[[^\\]]{1,8}\\]")
_NUMERAL = re.compile("[0-9一二两三四五六七八九十百千半]")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number with its unit, and where it stands.

    Attributes:
        start: position of its first character.
        end: position behind its unit.
        value: the number, of a range its lower end.
        upper: the upper end of a range, else None.
        unit: as quantities.yaml has it; % for shares in words.
        written: the text of the figure, where it is in words; else None.
        growth: whether it says by itself that something grows (翻一番).
    """

    start: int
    end: int
    value: float
    upper: float | None = None
    unit: str = ""
    written: str | None = None
    growth: bool = False

    @property
    def in_words(self) -> bool:
        """Whether it is written in words (两支)."""
        return self.written is not None


def hide_quoted(text: str) -> str:
    """Return a text of the same length without the numbers in names: “三个清单”, 《…2030年》, 〔2017〕."""
    return _QUOTED.sub(lambda match: _NUMERAL.sub("□", match[0]), text)


def find_figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a text that has no white space, in order.

    Args:
        text: the text, half width, its names hidden by :func:`hide_quoted`.
    """
    position = 0
    while match := _pattern().search(text, position):
        figure = _figure(match)
        position = match.end() if figure is None else figure.end
        if figure is not None:
            yield figure


@knowledge_cache
def _pattern() -> re.Pattern[str]:
    words = quantity_words()
    scales = "|".join(map(re.escape, words.scales))
    units = "|".join(map(re.escape, words.units))
    number = f"(?:{_DIGITS}|{_WORDS})"
    return re.compile(
        rf"(?P<share>{_SHARES.pattern})"
        rf"|(?<![\d.A-Za-z第])(?P<low>{number})(?P<low_scale>{scales})?(?P<low_unit>%|‰|{units})?"
        rf"(?:[-—–~－]+|至|到)(?P<high>{number})(?P<high_scale>{scales})?(?P<high_unit>{units})"
        rf"|(?<![\d.A-Za-z第])(?P<single>{number})(?P<scale>{scales})?余?多?(?P<unit>{units})"
        # a rate without a unit: 死亡率控制在0.01以下, 死亡率<0.04
        rf"|(?:(?<=控制在)|(?<=低于)|(?<=不超过)|(?<=不高于)|(?<=[<≤]))(?P<bare>\d+\.\d+)(?=以下|以内|之内|[,。;、)]|$)"
    )


def _figure(match: re.Match[str]) -> Figure | None:
    found = match.groupdict()
    if found["share"]:
        return _share(match)
    if found["bare"]:
        return Figure(start=match.start(), end=match.end(), value=float(found["bare"]))
    if found["single"]:
        value = _value(found["single"], found["scale"])
        if value is None or not _may_stand(match, found["single"], found["unit"]):
            return None
        unit = found["unit"]
        if unit == "元" and found["scale"]:
            unit, value = f"{found['scale']}元", value / _SCALES[found["scale"]]  # 500万元 stays what it is
        written = None if found["single"][0].isdigit() else match[0]
        return Figure(start=match.start(), end=match.end(), value=value, unit=unit, written=written)
    low, high = (
        _value(found["low"], found["low_scale"] or found["high_scale"]),
        _value(found["high"], found["high_scale"]),
    )
    if low is None or high is None or low >= high or found["low_unit"] not in (None, found["high_unit"]):
        return None
    written = None if found["low"][0].isdigit() else match[0]
    return Figure(start=match.start(), end=match.end(), value=low, upper=high, unit=found["high_unit"], written=written)


def _may_stand(match: re.Match[str], number: str, unit: str) -> bool:
    """Refuse numbers that count nothing: days of a month, and words that only look like a number with a unit."""
    words = quantity_words()
    before, behind = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if unit in ("日", "天") and before == "月":
        return False
    if number[0].isdigit():
        return True
    if any(match.string.startswith(name, match.start()) for name in _numbered_places()):
        return False  # 五台县
    # 三级, 五一, 一分一厘: in words only what is counted or lasts
    return (unit in words.counts or unit in words.times or unit == "倍") and not re.match(
        "[一二两三四五六七八九十百千性化体]", behind
    )


@knowledge_cache
def _numbered_places() -> tuple[str, ...]:
    """Return the names of places that begin with a number."""
    places = gazetteer()
    return tuple(name for name in (*places.cities, *places.counties) if re.match(_WORDS, name))


def _share(match: re.Match[str]) -> Figure | None:
    found = match.groupdict()
    value: float | None = None
    growth = False
    if found["percent"]:
        value = _value(found["percent"], None)
    elif found["whole"]:
        whole = _value(found["whole"].removesuffix("万") or "一", "万" if found["whole"].endswith("万") else None)
        value = _ratio(_value(found["part"], None), whole)
    elif found["over"]:
        value = _ratio(int(found["over"]), int(found["under"]))
    elif found["tenths"]:
        value = 10.0 * (parse_number(found["tenths"]) or 0) + (5 if found["half"] else 0)
    elif found["halves"]:
        value = 50.0
    elif found["doublings"]:
        value, growth = 100.0 * (2 ** (_value(found["doublings"], None) or 0) - 1), True
    elif found["times"]:
        amount = _value(found["times"], None)
        value, growth = (None if amount is None else 100.0 * amount), True
    if value is None:
        return None
    return Figure(start=match.start(), end=match.end(), value=value, unit="%", written=match[0], growth=growth)


def _ratio(part: float | None, whole: float | None) -> float | None:
    if not part or not whole or part > whole:
        return None
    return round(100 * part / whole, 2 if part >= whole / 100 else 4)


def _value(number: str, scale: str | None) -> float | None:
    if number[0].isdigit():
        value: float | None = float(number.replace(",", ""))
    else:
        # 两百 is 二百, and 百 alone (百名) is 一百
        parsed = parse_number(number.replace("两", "二"))
        value = float(parsed) if parsed is not None else None
    return None if value is None else value * _SCALES.get(scale or "", 1)
