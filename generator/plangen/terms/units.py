"""Units of government: the canonical functions behind the many names (templates/knowledge/units.yaml).

A function has one id (应急局) whatever the level (应急管理部, 省应急管理厅, 市应急局), the place or the year calls it.
The knowledge file is data that a domain expert edits; this module only reads it and finds names in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from plangen.terms.resources import knowledge_cache, knowledge_file
from plangen.terms.shapes import UnknownWordError, load_shape
from plangen.terms.text import comparable

UnitType = Literal[
    "department",
    "vertical",
    "group",
    "government",
    "enterprise",
    "military",
    "party",
    "assembly",
    "court",
    "mass",
    "institution",
    "park",
]

_MAXIMUM_NAME_LENGTH = 60  # characters; nothing longer is the name of a unit
_MAXIMUM_PREFIX_LENGTH = 20  # characters: 中共 + province + city + county + 委

_PLACE = (
    r"[一-龥]{1,7}?(?:自治区|自治州|自治县|省|市|县|区|州|盟|旗)"
    r"(?<!开发区)(?<!高新区)(?<!经开区)(?<!示范区)(?<!园区)(?<!景区)(?<!社区)(?<!林区)"
)
_PREFIX = re.compile(
    rf"(?:中共|中国共产党)?(?:中国|中华人民共和国|国家|全国|中央)?(?:各|本|驻)?(?:{_PLACE})*[省市县区州盟旗厅直级各本]*委?"
)
_BRACKETS = re.compile(r"[()<>〈〉〔〕\[\]【】{}「」『』、·,]")
_BRACKETED = re.compile(r"[(<〈〔\[【][^()<>〈〉〔〕\[\]【】]*[)>〉〕\]】]")
_MEMBERS = re.compile(r"(?:各|有关|相关)*成员单位$")
_OFFICES = re.compile(r"(?:行政)?主管部门$")
_EACH_GOVERNMENT = re.compile(r"各[市县区旗乡镇]政府")  # 各县政府 are the governments below, 县政府 is the county's own
_BELOW = re.compile(
    r"[本全]?[省市县区旗]?(?:各级?|有关|相关|属地|所属|辖区)*"
    r"(?![镇街]区$)(?=.*(?:[乡镇街]|苏木)|(?<=各).*[县市区旗])"
    r"(?:[县乡]级|市辖区|[县市区旗]|[乡镇]场?|街道?|苏木|园区|工业区|开发区|管委会|党工?委|政府|办事处|办|[和及与各])+"
)
"""The governments below in any mixture: 街道办事处镇政府, 县市区, 属地乡镇; 县, 市, 区 only behind 各."""
_GAP = "××"


@dataclass(frozen=True, kw_only=True)
class CanonicalUnit:
    """One function of government, whatever a level or a place calls it.

    Attributes:
        id: canonical short name without level prefix, 应急局.
        full_name: full name without level prefix, 应急管理局.
        type: department, vertical, group, government, enterprise, military, party, assembly (people's congress,
            political consultative conference), court, mass, institution or park.
        aliases: all spellings without level prefix, short and full, former names too; ×× stands for a place inside.
        county_names: usual names at county level without the prefix 县, the most usual first; empty: no counterpart.
        county_full_name: full name at county level where it is not the county's name and the full name; ``{county}``
            stands for the county's name, ``{stem}`` for that without 县.
        district_names: the same in a district (区), where it is called otherwise: 公安分局.
        district_full_name: the same for its full name.
        members: ids of the units that a group usually has; only for filling in a new roster.
        stand_ins: ids of the functions that usually hold the duties where a county has no such unit; for hints and
            suggestions only.
        leads: words of what it may lead; empty: whatever is within its function.
    """

    id: str
    full_name: str
    type: UnitType
    aliases: tuple[str, ...] = ()
    county_names: tuple[str, ...]
    county_full_name: str = ""
    district_names: tuple[str, ...] = ()
    district_full_name: str = ""
    members: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()

    @property
    def is_lower_governments(self) -> bool:
        """Whether these are the governments one level down, which a county has as towns and townships."""
        return self.type == "government" and any(name.startswith("各") for name in self.county_names)


def unit_key(name: str) -> str:
    """Return a unit's name as it is compared: without spaces, brackets, 各 at the front, and with one word for 政府.

    各县〈市、区〉人民政府 and 各县(市、区)政府 have one key, 安委会有关成员单位 and 安委会成员单位 as well.
    """
    key = _BRACKETS.sub("", comparable(name))
    key = key.replace("人民政府", "政府").replace("党委和政府", "政府").replace("党委政府", "政府")
    if not _EACH_GOVERNMENT.fullmatch(key):
        key = key.removeprefix("各")
    key = _MEMBERS.sub("成员单位", key) if key.endswith("成员单位") else key
    return _OFFICES.sub("部门", key) if key.endswith("主管部门") else key


def level_forms(name: str) -> tuple[str, ...]:
    """Return the key of a name and all that is left of it when a level or place prefix is taken off, longest first.

    市水利局 gives 市水利局 and 水利局; 市场监管局 also gives 场监管局, which no unit is called: forms are for
    looking up, never for printing.
    """
    key = unit_key(name)
    if len(key) > _MAXIMUM_NAME_LENGTH:
        return (key,)
    ends = (end for end in range(1, min(len(key) - 1, _MAXIMUM_PREFIX_LENGTH)) if key[end - 1 : end + 1] != "州市")
    return (key, *(key[end:] for end in ends if _PREFIX.fullmatch(key[:end])))


class _Index:
    """All spellings of all units, ready for looking up."""

    def __init__(self, units: tuple[CanonicalUnit, ...]) -> None:
        self.units = units
        self.by_key: dict[str, CanonicalUnit] = {}
        self.clashes: list[tuple[str, CanonicalUnit, CanonicalUnit]] = []
        self._gapped: list[tuple[list[str], CanonicalUnit]] = []
        for unit in units:
            for spelling in (unit.id, unit.full_name, *unit.aliases):
                key = unit_key(spelling)
                if _GAP in key:
                    self._gapped.append((key.split(_GAP), unit))
                    continue
                other = self.by_key.setdefault(key, unit)
                if other is not unit:
                    self.clashes.append((spelling, other, unit))
        self._below = next((unit for unit in units if unit.is_lower_governments), None)
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, name: str) -> CanonicalUnit | None:
        if unit := self._find_whole(name):
            return unit
        bare = _BRACKETED.sub("", comparable(name))
        if bare and bare != name and (unit := self._find_whole(bare)):
            return unit
        key = unit_key(name) if len(name) <= _MAXIMUM_NAME_LENGTH else ""
        return self._below if _BELOW.fullmatch(key if "各" not in name else f"各{key}") else None

    def _find_whole(self, name: str) -> CanonicalUnit | None:
        forms = level_forms(name)
        for form in forms:
            if unit := self.by_key.get(form):
                return unit
        key = forms[0]
        for parts, unit in self._gapped:
            if _fits(parts, key):
                return unit
        # 应急管理部门, 发改部门: the documents speak of an office by its subject
        for form in forms if key.endswith("部门") else ():
            for guess in (form[:-1], form[:-2] + "局"):
                if unit := self.by_key.get(guess):
                    return unit
        return None


def _fits(parts: list[str], key: str) -> bool:
    """Tell whether a key consists of the parts with a place (2 to 12 characters) in each gap between them."""
    if not (key.startswith(parts[0]) and key.endswith(parts[-1])):
        return False
    position = len(parts[0])
    for part in parts[1:-1]:
        found = key.find(part, position + 2)
        if found < 0 or found - position > 12:
            return False
        position = found + len(part)
    return 2 <= len(key) - len(parts[-1]) - position <= 12


_indexes: dict[int, _Index] = {}


def _index(units: tuple[CanonicalUnit, ...]) -> _Index:
    # by identity: hashing a hundred units for every question would cost more than the question
    index = _indexes.get(id(units))
    if index is None or index.units is not units:
        if len(_indexes) >= 8:
            _indexes.clear()
        index = _indexes[id(units)] = _Index(units)
    return index


def canonical(name: str, units: tuple[CanonicalUnit, ...]) -> CanonicalUnit | None:
    """Return the canonical unit behind a name, or None when the knowledge file does not know it.

    Args:
        name: as a document writes it: 市应急局, 永和县应急管理局, 阳泉银保监分局, 各县〈市、区〉人民政府.
        units: what :func:`load_units` returned.
    """
    return _index(units).find(name)


def known_spelling(name: str, units: tuple[CanonicalUnit, ...]) -> str:
    """Return the longest spelling in units.yaml that a name is but for its level or place; empty where there is none.

    Args:
        name: as a document writes it: 永和县应急管理局 gives 应急管理局.
        units: what :func:`load_units` returned.
    """
    return next((form for form in level_forms(name) if form in _index(units).by_key), "")


def load_units(path: Path | None = None) -> tuple[CanonicalUnit, ...]:
    """Return all canonical units of the knowledge file; the same tuple at every call.

    Args:
        path: another file than the shipped ``templates/knowledge/units.yaml``.

    Raises:
        FindingsError: the file cannot be read, lacks keys, gives one spelling to two units, or unifies look-alikes.
    """
    return _units_file(path).units


def _units_file(path: Path | None = None) -> _UnitsFile:
    return load_shape(_UnitsFile, path or knowledge_file("units.yaml"))


def is_collective(name: str) -> bool:
    """Return whether a name means units in general and nobody in particular: 市直有关部门, 各级行业主管部门."""
    return any(word in name for word in _units_file().collective)


def without_level(name: str) -> str:
    """Return a unit's name without its level or place, to be printed: 市能源局 -> 能源局; 市场服务中心 stays.

    Args:
        name: as a document writes it.
    """
    forms = level_forms(name)
    whole = any(forms[0].startswith(word) for word in _units_file().not_levels)
    return forms[0] if whole else forms[:2][-1]


@knowledge_cache
def unit_name(name: str) -> str:
    """Return a unit's name that a knowledge file uses.

    Raises:
        UnknownWordError: units.yaml knows nothing that is called so.
    """
    units = load_units()
    if canonical(name, units) is None:
        raise UnknownWordError(name, "单位", [spelling for unit in units for spelling in (unit.id, *unit.aliases)])
    return name


@dataclass(frozen=True, kw_only=True)
class _UnitsFile:
    """What units.yaml holds.

    Attributes:
        units: the units.
        look_alikes: pairs of names that must stay two units.
        collective: words of names that mean units in general.
        not_levels: words that begin like a level and are none (市场).
    """

    units: tuple[CanonicalUnit, ...]
    look_alikes: tuple[tuple[str, str], ...] = ()
    collective: tuple[str, ...] = ()
    not_levels: tuple[str, ...] = ()

    def contradictions(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what in the file contradicts something else in it, with its place."""
        if not self.units:
            yield ("units",), "没有可用的单位"
        places = {unit.id: index for index, unit in enumerate(self.units)}
        for spelling, first, second in _index(self.units).clashes:
            yield ("units", places[second.id]), f"叫法“{spelling}”同时写给了“{first.id}”和“{second.id}”"
        for index, unit in enumerate(self.units):
            for key in ("stand_ins", "members"):
                if unknown := [other for other in getattr(unit, key) if other not in places]:
                    yield ("units", index, key), f"单位“{unit.id}”的 {key} 中有不存在的 id：{'、'.join(unknown)}"
        for index, (first_name, second_name) in enumerate(self.look_alikes):
            one, other = canonical(first_name, self.units), canonical(second_name, self.units)
            if one is None or other is None:
                yield ("look_alikes", index), f"“{first_name if one is None else second_name}”不是已知单位"
            elif one is other:
                yield ("look_alikes", index), f"“{first_name}”和“{second_name}”被当成了同一单位“{one.id}”"


def names_at_county(unit: CanonicalUnit, level: str = "县") -> tuple[str, ...]:
    """Return how counties usually call the unit, prefix included (县应急局), the most usual first; may be empty.

    Args:
        unit: the unit.
        level: what the county is: 县, 区, 市 or 旗.
    """
    called = unit.district_names if level == "区" and unit.district_names else unit.county_names
    names = (name if "县" in name or name.startswith("各") else f"县{name}" for name in called)
    return tuple(name.replace("县", level) for name in names)
