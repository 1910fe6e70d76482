"""Whose plan it is, for which years, and of which kind, from its title and its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from plangen.parent import rules
from plangen.parent.model import Level, PlanKind
from plangen.terms.findings import Finding, Location
from plangen.terms.patterns import lazy_pattern
from plangen.terms.period import YEARS, period_name, period_named
from plangen.terms.resources import knowledge_cache
from plangen.terms.text import squeeze
from plangen.terms.vocabulary import gazetteer, quoted, vocabulary

_PERIOD_TAIL = lazy_pattern(rf"[（(]?{YEARS}年?[）)]?$")


_TAIL = lazy_pattern(
    r"[（(](?:20\d\d[^（()）]{0,14}|[^（()）]{0,8}(?:稿|版|修订|修正|试行|暂行|草案|批|期|节选|摘要|公开|补充))[）)]$"
)
"""What stands behind a title in brackets: （2027年度）, （2023年修订）, （第一批）."""


def core_of_title(title: str) -> str:
    """Return a title without the years or the stage behind it: 防震减灾规划（2026—2030年）."""
    return _PERIOD_TAIL.sub("", _TAIL.sub("", title))


_PLACE = lazy_pattern(
    r"^(?:关于)?(?P<whole>(?P<outer>[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|自治州|州|盟|地区))?"
    r"[\u4e00-\u9fff]{1,9}?(?:自治州|自治县|自治区|自治旗|地区|省|市|县|区|旗|州|盟))"
)


_YEAR = r"(?:20\d\d|二[〇○零Oo][〇○零一二三四五六七八九]{2})年"
_DAY = rf"{_YEAR}[\d一二三四五六七八九十]{{1,2}}月[\d一二三四五六七八九十]{{1,3}}日"
_DATED = lazy_pattern(rf"[（(][^（()）]{{0,30}}{_DAY}[^（()）]{{0,30}}[）)]$|{_DAY}$")


def undated(title: str) -> str:
    """Return a title without the day behind it on which it was issued or passed: （2026年6月20日）.

    Args:
        title: the title, without spaces.
    """
    match = _DATED.search(title)
    # two days are the time for which it holds
    return title[: match.start()] if match is not None and len(re.findall(_DAY, match[0])) == 1 else title


_CARRIED_OUT = lazy_pattern(r"贯彻|落实|执行|实施《|《")


def place_in_title(title: str) -> tuple[str | None, Level | None]:
    """Return the place that a title begins with and its level."""
    flat = _own_words(title)
    if (carried_out := _CARRIED_OUT.search(flat)) is not None:
        # what stands behind is the plan that is carried out; its place is not this one's
        return _own_place(flat[: carried_out.start()])
    return _own_place(flat)


def _own_words(title: str) -> str:
    """Return a title from where its place stands: the party's name for itself before it is no part of that."""
    flat = squeeze(title).lstrip("《“")
    return flat.removeprefix(next((name for name in vocabulary().party_names if flat.startswith(name)), ""))


def _places() -> tuple[tuple[Level, Mapping[str, str]], ...]:
    """Return the known places by level, the highest first."""
    places = gazetteer()
    return (Level.PROVINCE, places.provinces), (Level.CITY, places.cities), (Level.COUNTY, places.counties)


def _own_place(flat: str) -> tuple[str | None, Level | None]:
    best: tuple[str, Level] | None = None
    for level, names in _places():
        found = [(flat.find(place), -len(place), place) for place in names if place in flat]
        found = [one for one in found if one[0] <= 16 and -one[1] >= (2 if one[0] == 0 else 3)]
        if found:
            # 山西省临汾市永和县……: the lowest place is the plan's own; of two of one level the first
            best = (min(found)[2], level)
    best = best or _short_name(flat)
    if best is not None:
        return best[0], _level_of(*best)
    flat = re.sub(r"^关于(?:加快|推进|加强|进一步|全面|深化|做好|推动|印发|促进|提升|完善|建设)*", "", flat)
    before_term = re.split(r"[“\"《]|贯彻|落实|关于|推进|加强|应急|安全|综合|“?十[一二三四五六七八九]五|\d", flat)[0]
    match = _PLACE.match(_BETWEEN.split(before_term)[0]) or _PLACE.match(before_term)
    if match and not re.search(r"(?:全|我|本|各)[省市县区]$", match["whole"]):
        # 云岭市提升城市……: behind the first name a verb begins what is to be done
        inner = match["whole"][len(match["outer"] or "") :]
        no_name = vocabulary().starts_with_verb(inner) or _is_kind_of_area(inner)
        whole = match["outer"] if match["outer"] and no_name else match["whole"]
        return whole, _level_of(whole, None)
    if any(word in flat[:16] for word in vocabulary().national):
        return "全国", Level.NATION
    return None, None


def _is_kind_of_area(name: str) -> bool:
    """Return whether what reads like the name of an area only says of which kind it is: 边境地区, 灾害易发区."""
    bare = re.sub(r"(?:地区|区)$", "", name)
    words = vocabulary().area_words
    # of a name that only ends with it a single character says nothing: 金山区 is a place, 山区 is none
    return bare != name and (bare in words or bare.endswith(tuple(word for word in words if len(word) > 1)))


_BETWEEN = lazy_pattern(r"[、，—–]|以及|和|与|及|暨")
_NO_NAME = ("全", "各", "我", "本", "重点", "贫困", "大", "中", "小", "城", "示范", "试点", "省", "市", "县", "区")
"""How a word begins that only looks like the name of a place: 重点县, 中心城市."""


def places_in_title(title: str) -> tuple[str, ...]:
    """Return the places of one level that a title names side by side: 云岭市和河东市……; one or none as a rule.

    Args:
        title: the title; the plan that it carries out does not count.
    """
    flat = _own_words(title)
    if (carried_out := _CARRIED_OUT.search(flat)) is not None:
        flat = flat[: carried_out.start()]
    listed = _listed_places(flat)
    for _, names in reversed(_places()):
        known = sorted((flat.find(name), name) for name in names if len(name) > 2 and name in flat)
        whole = [name for _, name in known if not any(name != other and name in other for _, other in known)]
        if len(whole) > max(1, len(listed)):
            return tuple(whole)
    return listed


def _listed_places(flat: str) -> tuple[str, ...]:
    """Return the places with which a title begins side by side, known or not; none where it begins with one."""
    first, *others = _BETWEEN.split(flat)
    own, _ = _own_place(first)
    if own is None or not first.endswith(own):
        return ()
    found = [own]
    for other in others:
        match = _PLACE.match(other)
        # a county may stand beside a city of a county's rank, so the last words of the names may differ
        if match is None or not 3 <= len(match["whole"]) <= 9 or match["whole"].startswith(_NO_NAME):
            break
        if _is_kind_of_area(match["whole"]):
            break
        found.append(match["whole"])
    return tuple(dict.fromkeys(found)) if len(found) > 1 else ()


def _short_name(flat: str) -> tuple[str, Level] | None:
    """Return the place whose name without 省, 市 or 县 is all that stands before 关于 (上海关于……)."""
    short = flat.split("关于", maxsplit=1)[0]
    found = _by_short_name().get(short, ()) if len(short) >= 2 else ()
    return found[0] if len(found) == 1 else None


@knowledge_cache
def _by_short_name() -> Mapping[str, Sequence[tuple[str, Level]]]:
    """Return the known places by their names without the last character."""
    found: dict[str, list[tuple[str, Level]]] = {}
    for level, names in _places():
        for place in names:
            found.setdefault(place[:-1], []).append((place, level))
    return found


def _level_of(place: str, known: Level | None) -> Level:
    if known is Level.PROVINCE or place.endswith("省") or place.endswith("自治区"):
        return Level.PROVINCE
    if known is Level.CITY:
        return Level.CITY
    if place.endswith(("县", "旗")) or (known is Level.COUNTY and place.endswith("市")):
        return Level.COUNTY
    if place.endswith("区"):
        return Level.CITY if place.endswith("地区") else Level.DISTRICT
    return Level.CITY


def find_place(title: str | None, text: str, name: str, findings: list[Finding]) -> tuple[str, Level]:
    """Return whose plan it is, from the title, else from the places that the text names most often."""
    if title is not None:
        place, level = place_in_title(title)
        if place is not None and level is not None:
            if places := places_in_title(title):
                found = rules.PLACE_SEVERAL.found(Location(file=name), places=list(places), place=quoted(place))
                findings.append(found)
            return place, level
    flat = squeeze(text)
    counts: Counter[tuple[str, Level]] = Counter()
    for known, names in _places():
        for place in names:
            if len(place) > 2 and (number := flat.count(place)):
                counts[(place, _level_of(place, known))] += number
    # “全市”“我县”: what the plan calls its own area says which level it is
    own = {
        Level.PROVINCE: flat.count("全省") + flat.count("我省") + flat.count("全区"),
        Level.CITY: flat.count("全市") + flat.count("我市"),
        Level.COUNTY: flat.count("全县") + flat.count("我县"),
        Level.DISTRICT: flat.count("全区") + flat.count("我区"),
        Level.NATION: flat.count("我国") + flat.count("全国"),
    }
    level = max(own, key=lambda key: own[key])
    fitting = {key: number for key, number in counts.items() if key[1] is level}
    ranked = sorted(fitting or counts, key=lambda key: (-counts[key], key[0]))
    if level is Level.NATION and own[level] and not fitting:
        return "全国", Level.NATION
    if ranked:
        place, level = ranked[0]
        location, times = Location(file=name), counts[ranked[0]]
        findings.append(rules.PLACE_GUESSED.found(location, place=quoted(place), count=times))
        return place, level
    findings.append(rules.PLACE_UNKNOWN.found(Location(file=name)))
    return "", level if own[level] else Level.CITY


_TERM = lazy_pattern(
    r"(?:第)?(十[一二三四五六七八九]?|[一二三四五六七八九]?十[一二三四五六七八九]?)五(?=[”’\"]|规划|时期|期间|应急|国家|安全|防灾|综合|年规划|个五年|发展|末|以来|消防|$)"
)


_YEARS = lazy_pattern(rf"{YEARS}\s*年")


_STATED = lazy_pattern(rf"规划(?:期|期限)(?:为|是|：|:)?{YEARS}年")
_ORDINAL_TERM = lazy_pattern(r"第([一二三四五六七八九十]{1,3})个五年")


def period_in_title(text: str) -> tuple[int, int] | None:
    """Return the five years that a title names: “十四五” -> 2021-2025, or years written out."""
    flat = undated(squeeze(text))
    if match := _YEARS.search(flat):
        return int(match[1]), int(match[2])
    if terms := _terms(flat):
        return max(terms)
    # a plan for one year: 2026年应急管理工作要点, 任务清单（2026年度）
    single = re.search(r"(20\d\d)年度?(?:(?!修订|修正|修改|版)[^（）()]{2,}|[）)]$)", flat)
    return (int(single[1]), int(single[1])) if single else None


def _terms(flat: str) -> list[tuple[int, int]]:
    """Return the five-year terms that a text names: “十五五”, 十五五规划, 第十五个五年规划."""
    ordinal = [_term_years(match[1]) for match in _ORDINAL_TERM.finditer(flat)]
    spoken = [_term_years(match[1]) for match in _TERM.finditer(_ORDINAL_TERM.sub("", flat))]
    return [term for term in (*ordinal, *spoken) if term is not None]


def _term_years(numeral: str) -> tuple[int, int] | None:
    years = period_named(numeral)
    return years if years and 1991 <= years[0] <= 2076 else None


def find_period(title: str | None, text: str, name: str, findings: list[Finding]) -> tuple[int, int] | None:
    """Return first and last year, from the title, else from the term that the text aims at."""
    if title is not None and (years := period_in_title(title)) is not None:
        findings += contradictions(title, years, text, name)
        return years
    flat = squeeze(text)
    if stated := _STATED.search(flat):
        return int(stated[1]), int(stated[2])
    terms = Counter(_terms(flat))
    ends = Counter(int(year) for year in re.findall(r"到(20\d\d)年", flat))
    # the plan's own term is one that the text aims at (到2030年); among several the latest
    aimed = [term for term in terms if terms[term] >= 2 and (not ends or ends[term[1]] or term == max(terms))]
    if aimed:
        years = max(aimed)
        findings.append(rules.PERIOD_GUESSED.found(Location(file=name), first=years[0], last=years[1]))
        return years
    findings.append(rules.PERIOD_UNKNOWN.found(Location(file=name)))
    return None


_ISSUE = lazy_pattern(r"(?:成文日期|发文日期|印发日期|制定日期)[：:]?(20\d\d)[-年./]")
_SIGNED = lazy_pattern(r"(20\d\d)年\d{1,2}月\d{1,2}日(?:印发)?")
_OFTEN = 4
"""How often a text has to name another five-year term before it contradicts the title."""


def contradictions(title: str, years: tuple[int, int], text: str, name: str) -> list[Finding]:
    """Return the finding that a document speaks of other years than its title; none where it does not.

    Args:
        title: the title.
        years: the period that it is read as.
        text: the document's paragraphs, one a line.
        name: the file's name.
    """
    other = _other_period(title, years, text)
    if other is None:
        return []
    where = Location(file=name)
    return [rules.PERIOD_CONTRADICTED.found(where, first=years[0], last=years[1], other=other)]


def _other_period(title: str, years: tuple[int, int], text: str) -> str | None:
    """Return what names other years, in Chinese."""
    lines = [squeeze(line) for line in text.split("\n")]
    flat = "".join(lines).replace(squeeze(title), "")
    for term in _terms(squeeze(title)):
        if not _fits(term, years):
            return f"名称中的“{period_name(term).strip('“”')}”是{term[0]}—{term[1]}年"
    if (stated := _STATED.search(flat)) and not _fits(written := (int(stated[1]), int(stated[2])), years):
        return f"正文写明规划期为{written[0]}—{written[1]}年"
    issued = [int(match[1]) for line in lines if (match := _ISSUE.search(line))]
    issued += [int(match[1]) for line in (*lines[:40], *lines[-10:]) if (match := _SIGNED.fullmatch(line))]
    if issued and (min(issued) > years[1] or max(issued) < years[0] - 2):
        return f"落款或者成文日期是{issued[0]}年"
    terms = Counter(_terms(flat))
    if years[1] - years[0] == 4 and terms and not any(_fits(term, years) for term in terms):
        term, times = terms.most_common(1)[0]
        if times >= _OFTEN:
            return f"正文{times}次说到“{period_name(term).strip('“”')}”（{term[0]}—{term[1]}年），没有说到名称中的时期"
    aimed = [int(year) for year in re.findall(r"到(20\d\d)年", flat)]
    if len(aimed) >= 2 and max(aimed) < years[0]:
        return f"正文的目标年份是{max(aimed)}年"
    return None


def _fits(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether one of two periods lies within the other."""
    (short, long) = sorted((one, other), key=lambda years: years[1] - years[0])
    return long[0] <= short[0] and short[1] <= long[1]


def find_kind(title: str | None, text: str, only_tables: bool) -> PlanKind:
    """Return the kind, from the last word of the title, else from what the text calls itself."""
    words = [(word, kind) for kind, group in vocabulary().kinds.items() for word in group]
    if title is not None:
        ends = [(len(word), kind) for word, kind in words if core_of_title(title).endswith(word)]
        if ends:
            kind = PlanKind(max(ends)[1])
            return PlanKind.TASK_TABLE if only_tables and kind is not PlanKind.PLAN else kind
    if only_tables:
        return PlanKind.TASK_TABLE
    own = Counter({kind: sum(text.count(f"本{word}") for word, of in words if of == kind) for _, kind in words})
    best, number = own.most_common(1)[0]
    return PlanKind(best) if number else PlanKind.PLAN
