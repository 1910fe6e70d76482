"""What a plan is: title, place, level, kind, period, id, found by general rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plangen.office.problems import doubt, note
from plangen.parent.blocks import Block, Paragraph
from plangen.parent.model import Level, PlanKind
from plangen.terms.findings import Finding
from plangen.terms.marks import parse_mark
from plangen.terms.text import chinese_number, comparable, parse_chinese_number, squeeze
from plangen.terms.vocabulary import gazetteer, quoted, vocabulary


@dataclass(frozen=True, kw_only=True)
class FoundTitle:
    """A title and where the body begins behind it.

    Attributes:
        text: the title, or None when the document has none.
        after: index of the first block that is neither title nor what stands before it.
        block: index of the block with the title, None when there is no title line.
    """

    text: str | None
    after: int = 0
    block: int | None = None


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What a plan is, and the doubts about it."""

    id: str
    title: str
    place: str
    level: Level
    kind: PlanKind
    period: tuple[int, int] | None
    own_names: tuple[str, ...]
    findings: tuple[Finding, ...]


_STAGE = re.compile(r"[（(](?:征求意见稿|送审稿|草案|审议稿|讨论稿|试行|印发稿|公开版|初稿)[）)]$")
_PERIOD_TAIL = re.compile(r"[（(]?20\d\d年?[-—–－~至]+20\d\d年?[）)]?$")


def find_title(blocks: Sequence[Block], stated: str | None) -> FoundTitle:
    """Find the title line.

    Args:
        blocks: the document without its contents page.
        stated: the title that the file format states, or None.
    """
    limit = _first_chapter(blocks)
    candidates: list[tuple[float, int, int, str]] = []
    front = [(index, block) for index, block in enumerate(blocks[:limit]) if isinstance(block, Paragraph)]
    named = _named_in_text(blocks[: limit + 40], stated)
    for position, (index, block) in enumerate(front):
        lines = [block]
        joined = ""
        for _, following in front[position : position + 3]:
            joined += squeeze(following.text)
            lines.append(following)
            title = _as_title(joined)
            if title is not None:
                stop = index + (len(lines) - 1)
                score = _score(title, named) - 0.1 * (len(lines) - 2)
                candidates.append((score, index, stop, title))
    if candidates:
        # a line that stands like a title at the very beginning needs no further witness
        candidates = [(score + (0.3 if at < 6 else 0.0), at, stop, text) for score, at, stop, text in candidates]
        score, _, _, title = max(candidates, key=lambda entry: (entry[0], entry[1]))
        if score > 0:
            # a notice names the plan before the plan itself begins with its title: the last one opens the body
            _, index, stop, _ = max(
                (entry for entry in candidates if entry[3] == title), key=lambda entry: (entry[1], -entry[2])
            )
            return FoundTitle(text=title, after=stop, block=index)
    if named:
        best, _ = max(named.items(), key=lambda entry: (_score(entry[0], named), entry[1]))
        if _score(best, named) > 1:
            return FoundTitle(text=best)
    return FoundTitle(text=None)


def _first_chapter(blocks: Sequence[Block]) -> int:
    """Return the index of the first heading that says what its chapter is, else of the first numbered line."""
    first = None
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and (mark := parse_mark(block.text)):
            first = index if first is None else first
            if len(mark.rest) <= 40 and mark.value == 1 and vocabulary().roles(mark.rest):
                return index
            if index - (first or 0) > 60:
                break
    return first if first is not None else min(len(blocks), 30)


def _as_title(text: str) -> str | None:
    """Return a line as a title, or None when it is none."""
    flat = _STAGE.sub("", squeeze(text)).strip("《》")
    if match := re.search(r"关于(?:印发|公布|发布|下发)《?(.+?)》?的?通知$", flat):
        flat = match[1]
    flat = _STAGE.sub("", flat)
    if not 6 <= len(flat) <= 80 or re.search(r"[。；，：？！]|:", flat) or parse_mark(flat):
        return None
    if flat.startswith(("标题", "名称")) or not _core(flat).endswith(vocabulary().title_ends):
        return None
    return flat


def _core(title: str) -> str:
    """Return a title without the years behind it: 防震减灾规划（2026—2030年）."""
    return _PERIOD_TAIL.sub("", title)


def _named_in_text(blocks: Sequence[Block], stated: str | None) -> Counter[str]:
    """Return the documents that the front of the text names in 《》, and the stated title."""
    names: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, Paragraph):
            flat = squeeze(block.text)
            found = re.findall(r"(?:印发|现将|公布|发布)《([^》]{6,80})》", flat)
            found += re.findall(r"^《?([^《》]{6,80})》(?:已经|业经)", flat)
            for text in found:
                if (title := _as_title(text)) is not None:
                    names[title] += 1
    # a web page's title carries the site's name behind it
    for part in re.split(r"[_|｜]| [-–—] ", stated or ""):
        if (title := _as_title(part)) is not None:
            names[title] += 1
    return names


def _score(title: str, named: Counter[str]) -> float:
    score = 1.0 if title in named else 0.0
    if _period_words(title):
        score += 1.0
    if _place_in(title)[0] is not None:
        score += 1.0
    if re.search(r"(?:规划|方案|计划|纲要)$", _core(title)):
        score += 0.5
    return score - (0.5 if title.startswith(vocabulary().title_ends) else 0.0)


# ------------------------------------------------------------------------------------------------ what the plan is


def describe(
    blocks: Sequence[Block], title: FoundTitle, *, name: str, stem: str, plan_id: str | None, only_tables: bool
) -> Metadata:
    """Return what the plan is.

    Args:
        blocks: the document's body.
        title: the title that was found.
        name: the file's name, for findings.
        stem: the file's name without extension, the last resort for an id.
        plan_id: the id that the caller wants, or None.
        only_tables: the document consists of division tables.
    """
    text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    findings: list[Finding] = []
    place, level = _place(title.text, text, name, findings)
    period = _period(title.text, text, name, findings)
    kind = _kind(title.text, text, only_tables)
    full = title.text or _composed_title(place, period, kind, text, name, findings)
    if title.text and title.block is None:
        findings.append(note("title-composed", name, f"名称《{full}》取自正文中的引用，请核对"))
    names = _own_names(place, level)
    identity = plan_id or _identity(place, level, period, stem, name, findings)
    return Metadata(
        id=identity,
        title=full,
        place=place,
        level=level,
        kind=kind,
        period=period,
        own_names=names,
        findings=tuple(findings),
    )


_PLACE = re.compile(
    r"^(?:关于)?(?P<whole>(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|自治州|州|盟|地区))?"
    r"[\u4e00-\u9fff]{1,9}?(?:自治州|自治县|自治区|自治旗|地区|省|市|县|区|旗|州|盟))"
)


def _place_in(title: str) -> tuple[str | None, Level | None]:
    """Return the place that a title begins with and its level."""
    flat = squeeze(title).lstrip("《“")
    places = gazetteer()
    best: tuple[str, Level] | None = None
    for names, level in (
        (places.provinces, Level.PROVINCE),
        (places.cities, Level.CITY),
        (places.counties, Level.COUNTY),
    ):
        for place in names:
            position = flat.find(place)
            if 0 <= position <= 16 and len(place) >= (2 if position == 0 else 3):
                # 山西省临汾市永和县……: the lowest place is the plan's own
                best = (place, level)
                break
    if best is not None:
        return best[0], _level_of(*best)
    flat = re.sub(r"^关于(?:加快|推进|加强|进一步|全面|深化|做好|推动|印发|促进|提升|完善|建设)*", "", flat)
    before_term = re.split(r"[“\"《]|贯彻|落实|关于|推进|加强|应急|安全|综合|“?十[一二三四五六七八九]五|\d", flat)[0]
    if (match := _PLACE.match(before_term)) and not re.search(r"(?:全|我|本|各)[省市县区]$", match["whole"]):
        return match["whole"], _level_of(match["whole"], None)
    if any(word in flat[:16] for word in vocabulary().national):
        return "全国", Level.NATION
    return None, None


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


def _place(title: str | None, text: str, name: str, findings: list[Finding]) -> tuple[str, Level]:
    if title is not None:
        place, level = _place_in(title)
        if place is not None and level is not None:
            return place, level
    flat = squeeze(text)
    places = gazetteer()
    counts: Counter[tuple[str, Level]] = Counter()
    for names, known in (
        (places.provinces, Level.PROVINCE),
        (places.cities, Level.CITY),
        (places.counties, Level.COUNTY),
    ):
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
        findings.append(
            doubt(
                "place-guessed",
                name,
                f"名称中没有地名，按正文中最常提到的{quoted(place)}（{counts[ranked[0]]}次）认定",
                "如不正确，请在生成的文件中改正 place 和 level",
            )
        )
        return place, level
    findings.append(doubt("place-unknown", name, "未能识别是哪个地方的规划", "请在生成的文件中填写 place 和 level"))
    return "", level if own[level] else Level.CITY


_TERM = re.compile(
    r"(?:第)?(十[一二三四五六七八九]?|[一二三四五六七八九]?十[一二三四五六七八九]?)五(?=[”’\"]|规划|时期|期间|应急|国家|安全|防灾|综合|年规划|个五年|发展|末|以来|消防|$)"
)
_YEARS = re.compile(r"(20\d\d)\s*年?\s*[-—–－~～至]+\s*(20\d\d)\s*年")


def _period_words(text: str) -> tuple[int, int] | None:
    """Return the five years that a title names: “十四五” -> 2021-2025, or years written out."""
    flat = squeeze(text)
    if match := _YEARS.search(flat):
        return int(match[1]), int(match[2])
    terms = [term for match in _TERM.finditer(flat) if (term := _term_years(match[1])) is not None]
    if terms:
        return max(terms)
    # a plan for one year: 2026年应急管理工作要点
    single = re.search(r"(20\d\d)年度?[^（）()]{2,}", flat)
    return (int(single[1]), int(single[1])) if single else None


def _term_years(numeral: str) -> tuple[int, int] | None:
    number = parse_chinese_number(numeral)
    if number is None or not 8 <= number <= 25:
        return None
    start = 2021 + 5 * (number - 14)
    return start, start + 4


def _period(title: str | None, text: str, name: str, findings: list[Finding]) -> tuple[int, int] | None:
    if title is not None and (years := _period_words(title)) is not None:
        return years
    flat = squeeze(text)
    stated = re.search(r"规划期(?:限)?为?(20\d\d)年?[-—–－~～至到]+(20\d\d)年", flat)
    if stated:
        return int(stated[1]), int(stated[2])
    terms = Counter(term for match in _TERM.finditer(flat) if (term := _term_years(match[1])) is not None)
    ends = Counter(int(year) for year in re.findall(r"到(20\d\d)年", flat))
    # the plan's own term is one that the text aims at (到2030年); among several the latest
    aimed = [term for term in terms if terms[term] >= 2 and (not ends or ends[term[1]] or term == max(terms))]
    if aimed:
        years = max(aimed)
        findings.append(
            doubt(
                "period-guessed",
                name,
                f"名称中没有规划期，按正文认定为{years[0]}—{years[1]}年",
                "如不正确，请在生成的文件中改正 period",
            )
        )
        return years
    findings.append(doubt("period-unknown", name, "未能识别规划期", "请在生成的文件中填写 period，例如 [2026, 2030]"))
    return None


def _kind(title: str | None, text: str, only_tables: bool) -> PlanKind:
    words = [(word, kind) for kind, group in vocabulary().kinds.items() for word in group]
    if title is not None:
        ends = [(len(word), kind) for word, kind in words if _core(title).endswith(word)]
        if ends:
            kind = PlanKind(max(ends)[1])
            return PlanKind.TASK_TABLE if only_tables and kind is not PlanKind.PLAN else kind
    if only_tables:
        return PlanKind.TASK_TABLE
    own = Counter({kind: sum(text.count(f"本{word}") for word, of in words if of == kind) for _, kind in words})
    best, number = own.most_common(1)[0]
    return PlanKind(best) if number else PlanKind.PLAN


def _composed_title(
    place: str, period: tuple[int, int] | None, kind: PlanKind, text: str, name: str, findings: list[Finding]
) -> str:
    """Put a title together from place, period, subject and kind."""
    flat = squeeze(text)
    term = _term_name(period)
    counts = {subject: flat.count(subject) for subject in vocabulary().subjects}
    # what follows the term directly (“十五五”……应急体系建设) names the plan's own subject better than any count
    after_term = Counter(
        subject
        for match in re.finditer(re.escape(term) + r"[^。；，]{0,14}", flat)
        for subject in vocabulary().subjects
        if term and subject in match[0]
    )
    subject = (after_term or Counter(counts)).most_common(1)[0][0]
    if not after_term and not counts[subject]:
        subject = "应急管理"
    ends = {PlanKind.PLAN: "规划", PlanKind.IMPLEMENTATION: "实施方案", PlanKind.TASK_TABLE: "任务分工表"}
    title = f"{place}{term}{subject}{ends[kind]}"
    findings.append(doubt("title-composed", name, f"文件没有名称，拟名为《{title}》", "请按文件印发时的名称改正 title"))
    return title


def _term_name(period: tuple[int, int] | None) -> str:
    if period is None or (period[0] - 2021) % 5 or period[1] - period[0] != 4:
        return "" if period is None else f"{period[0]}—{period[1]}年"
    return f"“{chinese_number(14 + (period[0] - 2021) // 5)}五”"


def _own_names(place: str, level: Level) -> tuple[str, ...]:
    whole = {
        Level.NATION: ("全国", "国家"),
        Level.PROVINCE: ("全省", "我省", "全区"),
        Level.CITY: ("全市", "我市", "本市"),
        Level.DISTRICT: ("全区", "我区"),
        Level.COUNTY: ("全县", "我县", "全市"),
    }[level]
    names = (place, re.sub(r"(?:省|市|县|区|州|盟|旗)$", "", place)) if place else ()
    return tuple(dict.fromkeys(comparable(word) for word in (*names, *whole) if len(word) > 1))


def _identity(
    place: str, level: Level, period: tuple[int, int] | None, stem: str, name: str, findings: list[Finding]
) -> str:
    """Return the id: slug of the place and short form of the period, xinzhou-145."""
    places = gazetteer()
    slug = "china" if level is Level.NATION else None
    for names in (places.provinces, places.cities, places.counties):
        slug = slug or names.get(place)
    tail = _term_digits(period)
    if slug and tail:
        return f"{slug}-{tail}"
    stand_in = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "-".join(filter(None, (slug or "parent", tail)))
    findings.append(
        doubt(
            "id-guessed",
            name,
            f"未能由地名和规划期得出编号，暂用{quoted(stand_in)}",
            "请用 --id 指定，例如 --id linfen-155",
        )
    )
    return stand_in


def _term_digits(period: tuple[int, int] | None) -> str | None:
    if period is None:
        return None
    if (period[0] - 2021) % 5 == 0 and period[1] - period[0] == 4:
        return f"{14 + (period[0] - 2021) // 5}5"
    return f"{period[0]}" if period[0] == period[1] else f"{period[0]}-{period[1]}"
