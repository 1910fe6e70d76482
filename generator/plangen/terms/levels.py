"""What levels of government are called: the word for a county's own level, and what is above and below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

from plangen.terms.patterns import lazy_pattern

Value = TypeVar("Value")

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
"""Cities of the rank of a province (直辖市): their districts and counties have no city between."""

COUNTY_LEVELS = "县市区旗"
"""Last characters of the names of counties, county-level cities, districts and banners."""

_AUTONOMOUS, _CLASSES = ("自治区", "自治州", "自治县", "自治旗"), tuple("省市州盟县区旗")


_OURS = lazy_pattern(
    "(?<=[本我全])县|(?:(?<![一-龥])|(?<=[由报经向请按写是]))县(?=[一-龥]{1,8}[局委办]|政府|安委会)|县(?=里|级(?!以上|市|填报))|县(?=直)"
)


def place_stem(name: str) -> str:
    """Return a place's name without its class: 晋城市 -> 晋城, 某某自治县 -> 某某; 盂县 stays as it is."""
    for classes in (_AUTONOMOUS, _CLASSES):
        stem = name[: -len(classes[0])]
        if len(stem) > 1 and name.endswith(classes):
            return stem
    return name


@dataclass(frozen=True)
class LevelWords:
    """How a county-level place speaks of itself, of its city and of the governments below it.

    Everything that is printed takes these words from here.  Which kinds of places are below it may be unknown (none of
    the four); then it has what places of its sort usually have.

    Attributes:
        name: its name: 永和县, 侯马市, 尧都区, 准格尔旗.
        towns: whether it has towns (镇).
        townships: whether it has townships (乡).
        subdistricts: whether it has subdistricts (街道).
        sumu: whether it has sumu (苏木).
        city: the name of what it is under: 临汾市, 上海市; empty where that is unknown.
    """

    name: str
    towns: bool = False
    townships: bool = False
    subdistricts: bool = False
    sumu: bool = False
    city: str = ""

    @property
    def level(self) -> str:
        """The word for its level, by which its units are called: 永和县 -> 县; 县 where the name has none."""
        return self.name[-1] if self.name and self.name[-1] in COUNTY_LEVELS else "县"

    @property
    def stem(self) -> str:
        """Its name as branch offices carry it: 永和县 -> 永和."""
        return place_stem(self.name)

    @property
    def upper(self) -> str:
        """The word for the level above it: 市, 州, 盟; empty under a municipality (直辖市), which has no city level."""
        if self.city in MUNICIPALITIES:
            return ""
        return self.city[-1] if self.city and self.city[-1] in "市州盟" else "市"

    @property
    def lower(self) -> str:
        """What is below it: 乡镇, 镇（街道）, 苏木镇, 街道."""
        return self._kinds("{}", "街道")

    @property
    def lower_government(self) -> str:
        """The governments of :attr:`lower`, without 各: 乡镇人民政府（街道办事处）."""
        return self._kinds("{}人民政府", "街道办事处")

    @property
    def lower_governments(self) -> str:
        """All governments below it: 各乡镇人民政府, 各镇人民政府（街道办事处）, 各街道办事处."""
        return f"各{self.lower_government}"

    @property
    def lower_party(self) -> str:
        """The Party committees of :attr:`lower`, without 各: 乡镇党委（街道党工委）."""
        return self._kinds("{}党委", "街道党工委")

    def own(self, text: str) -> str:
        """Return words of ours, which are written for a 县, as this place says them: 县应急局 -> 旗应急局.

        Args:
            text: words of a template, a hint, a table's head; never a parent's or a planner's.
        """
        return text if self.level == "县" else _OURS.sub(self.level, text)

    @property
    def steps(self) -> tuple[str, str]:
        """What the levels below it are called in a chain (县、乡、村三级): 乡 and 村, 街道 and 社区."""
        if self.sumu:
            return self._rural, "嘎查村"
        return ("乡", "村") if self._rural else ("街道", "社区")

    @property
    def _rural(self) -> str:
        kinds = f"{'苏木' if self.sumu else ''}{'乡' if self.townships else ''}{'镇' if self.towns else ''}"
        if kinds or self.subdistricts:
            return kinds
        return "苏木乡镇" if self.level == "旗" else "乡镇"

    def _kinds(self, rural: str, urban: str) -> str:
        """Return a form filled in for the places that it has; streets stand in brackets behind the others."""
        kinds = self._rural
        if not kinds:
            return urban
        unknown = not (self.towns or self.townships or self.sumu or self.subdistricts)
        with_streets = self.subdistricts or (unknown and self.level == "区")
        return rural.format(kinds) + (f"（{urban}）" if with_streets else "")


def own_words(value: Value, words: LevelWords) -> Value:
    """Return data of ours (the layout of a sheet) with all its words as a county says them.

    Args:
        value: a text, a list, a mapping or a dataclass of such.
        words: how the county speaks of itself.
    """
    return value if words.level == "县" else _own_words(value, words)


def _own_words(value: Any, words: LevelWords) -> Any:
    if isinstance(value, str):
        return words.own(value)
    if isinstance(value, tuple):
        return tuple(_own_words(one, words) for one in value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: _own_words(one, words) for key, one in value.items()})
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _own_words(getattr(value, field.name), words) for field in fields(value)})
    return value
