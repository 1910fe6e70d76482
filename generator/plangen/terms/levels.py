"""What levels of government are called: the word for a county's own level, and what is above and below it."""

from __future__ import annotations

from dataclasses import dataclass

COUNTY_LEVELS = "县市区旗"
"""Last characters of the names of counties, county-level cities, districts and banners."""

_CLASSES = ("自治区", "自治州", "自治县", "自治旗", *"省市州盟县区旗")


def place_stem(name: str) -> str:
    """Return a place's name without its class: 晋城市 -> 晋城, 某某自治县 -> 某某; 盂县 stays as it is."""
    for ending in _CLASSES:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


@dataclass(frozen=True)
class LevelWords:
    """How a county speaks of itself and of the governments below it.

    Attributes:
        name: the county's name: 永和县, 侯马市, 尧都区.
        towns: whether it has towns (镇).
        townships: whether it has townships (乡).
        subdistricts: whether it has subdistricts (街道).
    """

    name: str
    towns: bool = False
    townships: bool = False
    subdistricts: bool = False

    @property
    def level(self) -> str:
        """The word for its level, by which its units are called: 永和县 -> 县; 县 where the name has none."""
        return self.name[-1] if self.name and self.name[-1] in COUNTY_LEVELS else "县"

    @property
    def stem(self) -> str:
        """Its name as branch offices carry it: 永和县 -> 永和."""
        return place_stem(self.name)

    @property
    def lower(self) -> str:
        """What is below it, whatever kinds it has: 乡镇（街道）."""
        return "乡镇（街道）" if self.subdistricts else "乡镇"

    @property
    def lower_government(self) -> str:
        """The governments of :attr:`lower`, without 各."""
        return "乡镇人民政府（街道办事处）" if self.subdistricts else "乡镇人民政府"

    @property
    def lower_governments(self) -> str:
        """All governments below it, by the kinds that it has: 各乡镇人民政府, 各镇人民政府（街道办事处）."""
        kinds = ("乡" if self.townships else "") + ("镇" if self.towns else "")
        if not kinds and self.subdistricts:
            return "各街道办事处"
        return f"各{kinds or '乡镇'}人民政府" + ("（街道办事处）" if self.subdistricts else "")
