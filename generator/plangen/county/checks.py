"""What a spec says that cannot be meant: checks beyond the form of the single value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from plangen.county.build import Draft, is_parent_id
from plangen.county.normalise import short
from plangen.county.roster import without_level
from plangen.county.roster_rules import GROUP_TWICE
from plangen.county.schema import NO_REASONS, rules_at
from plangen.county.spec import RosterUnit
from plangen.county.validate import nearest
from plangen.terms.deadline import deadline_years, printed_deadline
from plangen.terms.findings import Finding, Location, Severity
from plangen.terms.text import comparable
from plangen.terms.unit_list import split_names
from plangen.terms.yaml_lines import has_chinese
from plangen.terms.yaml_rules import KNOWLEDGE_FOLDER_MISSING
from plangen.terms.yaml_source import KeyPath

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_COUNTY_ENDINGS = ("县", "市", "区", "旗")
_PLACE_ENDINGS = {
    "towns": ("镇",),
    "townships": ("乡", "苏木", "民族苏木"),
    "subdistricts": ("街道", "街道办事处", "街道办"),
}
_CONTENT_KEYS = ("title", "text", "lead", "participants", "deadline", "target", "measures")
_PLACEHOLDERS = ("某某", "待填")
_PARTS = ("large", "medium", "small")
_KINDS_OF_FIRE_UNITS = ("schools", "hospitals", "scenic_spots", "others")


def check_meaning(draft: Draft) -> tuple[Finding, ...]:
    """Return what is doubtful or impossible in a spec, without looking at the parents.

    Args:
        draft: the parts of the spec that could be built.
    """
    checker = _Checker(draft)
    for check in (
        checker.county,
        checker.plan,
        checker.placeholders,
        checker.roster,
        checker.groups,
        checker.parents,
        checker.dispositions,
        checker.merges,
        checker.indicators,
        checker.local_items,
        checker.facts,
    ):
        check()
    return tuple(checker.findings)


class _Checker:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.places = draft.places
        self.names = draft.names
        self.findings: list[Finding] = []

    def add(
        self, code: str, severity: Severity, message: str, path: KeyPath, hint: str, *, of_key: bool = False
    ) -> None:
        location = self.places.location(path, of_key=of_key)
        self.findings.append(Finding(code=code, severity=severity, message=message, location=location, hint=hint))

    def key(self, *path: str | int) -> str:
        """Return a key as the planner spells it, or would spell it."""
        return self.places.shown(path, rules_at(path))

    def line(self, location: Location) -> str:
        """Return a place as messages name it: a line of the spec, or a cell of the roster's Excel file."""
        spec = "填报文件" if self.places.roster_file else ""
        return location.place or f"{spec}第 {location.line} 行"

    # --- county and plan ---

    def county(self) -> None:
        county = self.draft.county
        for key, example in (("name", "永和县"), ("city", "临汾市"), ("province", "山西省")):
            name = getattr(county, key)
            if name and not has_chinese(name):
                here = self.key("county", key)
                message = f"“{here}”写的是“{short(name)}”，不是地名。"
                self.add("bad-county-name", _ERROR, message, ("county", key), f"请写全称，例如：{here}: {example}")
        if county.name and has_chinese(county.name) and not county.name.endswith(_COUNTY_ENDINGS):
            self.add(
                "county-name-ending",
                _WARNING,
                f"县名“{county.name}”不以县、市、区、旗结尾。",
                ("county", "name"),
                f"请写全称，例如：{county.name}县",
            )
        first: dict[str, Location] = {}
        for key, endings in _PLACE_ENDINGS.items():
            for index, place in enumerate(getattr(county, key)):
                path: KeyPath = ("county", key, index)
                if not place.endswith(endings):
                    message = f"“{place}”写在“{self.key('county', key)}”里，名称却不以“{endings[0]}”结尾。"
                    hint = "请写全称，并核对它是镇、乡还是街道。"
                    self.add("place-name-ending", _WARNING, message, path, hint)
                self.repeated(place, path, first)

    def repeated(self, name: str, path: KeyPath, first: dict[str, Location]) -> None:
        """Record an entry that a list, or a group of lists, has had before."""
        seen = first.setdefault(comparable(name), self.places.location(path))
        here = self.places.location(path)
        if seen != here:
            message = f"“{name}”写了两次（{self.line(seen)}写过）。"
            self.add("repeated-entry", _WARNING, message, path, "请删去重复的一项。")

    def placeholders(self) -> None:
        """Record what ``plangen init`` left for the planner to fill in."""
        county, plan = self.draft.county, self.draft.plan
        values: list[tuple[KeyPath, str | None]] = [
            (("county", key), getattr(county, key)) for key in ("name", "city", "province")
        ]
        for key in _PLACE_ENDINGS:
            values += [(("county", key, index), name) for index, name in enumerate(getattr(county, key))]
        values += [(("plan", key), getattr(plan, key)) for key in ("title", "issuer", "number", "stage")]
        for path, value in values:
            # Where the county itself is still called 某某县, its name inside other names is not worth a finding.
            text = value.replace(county.name, "") if value and county.name and path != ("county", "name") else value
            if text and any(word in text for word in _PLACEHOLDERS):
                message = f"“{value}”还没有换成本县的内容。"
                self.add("placeholder", _WARNING, message, path, "请填写实际内容；没有的请删去这一项。")

    def plan(self) -> None:
        plan = self.draft.plan
        if plan.template and not _is_folder(plan.template):
            written = self.places.document["plan"]["template"]
            self.add(
                "template-folder-missing",
                _ERROR,
                f"找不到模板文件夹“{written}”。",
                ("plan", "template"),
                "位置从本文件所在的文件夹算起；没有自备模板的，请删去这一行。",
            )
        if plan.knowledge and not _is_folder(plan.knowledge):
            path: KeyPath = ("plan", "knowledge", "folder")
            written = self.places.document["plan"]["knowledge"]["folder"]
            self.findings.append(KNOWLEDGE_FOLDER_MISSING.found(self.places.location(path), folder=written))
        if self.draft.period is None:
            return
        start, end = self.draft.period
        key = self.key("plan", "period")
        if start > end:
            self.add(
                "period-reversed",
                _ERROR,
                f"规划期的起始年份 {start} 晚于结束年份 {end}。",
                ("plan", "period"),
                f"请先写起始年份，例如：{key}: [{end}, {start}]",
            )
        elif end - start != 4:
            self.add(
                "period-not-five-years",
                _WARNING,
                f"规划期从 {start} 年到 {end} 年，共 {end - start + 1} 年，不是五年。",
                ("plan", "period"),
                f"五年规划请写五个年度的起止年份，例如：{key}: [2026, 2030]；确实不是五年的可以不改。",
            )
        if plan.date and start <= end and not start - 2 <= plan.date.year <= end + 1:
            self.add(
                "date-outside-period",
                _WARNING,
                f"成文日期 {plan.date.isoformat()} 离规划期 {start}—{end} 年太远。",
                ("plan", "date"),
                "请核对成文日期的年份。",
            )

    # --- roster and groups ---

    def roster(self) -> None:
        units = self.draft.roster.units
        if not self.places.document.get("roster"):
            if self.places.roster_file:
                return  # reading the file has said what is wrong with it
            self.add(
                "empty-roster",
                _ERROR,
                "没有写部门名册，任务无法分工。",
                ("roster",),
                f"请在“{self.key('roster')}”下面逐个写出本县各部门，例如：- {{名称: 永和县应急管理局, 简称: 县应急局}}",
                of_key=True,
            )
            return
        names: dict[str, tuple[str, RosterUnit]] = {}
        for unit in units:
            for kind, name in self.own_names(unit):
                known = names.setdefault(comparable(name), (kind, unit))
                if known[1] is not unit:
                    message = (
                        f"“{name}”既是{self.line(known[1].location)}“{known[1].short}”的{known[0]}，"
                        f"又是“{unit.short}”的{kind}，分工时分不清是哪个单位。"
                    )
                    self.at(
                        "duplicate-unit",
                        _ERROR,
                        message,
                        unit.location,
                        "两个单位的名称、简称、别名都不能相同；同一个单位只写一次。",
                    )
        self.covers()

    def own_names(self, unit: RosterUnit) -> list[tuple[str, str]]:
        """Return the different names of a unit with what they are, the weightiest first."""
        names: dict[str, tuple[str, str]] = {}
        pairs = [("名称", unit.name), ("简称", unit.short), *(("别名", alias) for alias in unit.aliases)]
        for kind, name in pairs:
            if name:
                names.setdefault(comparable(name), (kind, name))
        return list(names.values())

    def at(self, code: str, severity: Severity, message: str, location: Location, hint: str) -> None:
        self.findings.append(Finding(code=code, severity=severity, message=message, location=location, hint=hint))

    def covers(self) -> None:
        """Record parent units that two entries of the roster claim, or one entry twice."""
        first: dict[str, tuple[str, Location]] = {}
        for section in ("roster", "groups"):
            for index, entry in enumerate(_list(self.places.document.get(section))):
                if not isinstance(entry, dict):
                    continue
                owner = str(entry.get("short") or entry.get("name") or "")
                for position, cover in enumerate(_list(entry.get("covers"))):
                    path: KeyPath = (section, index, "covers", position)
                    if not isinstance(cover, str):
                        continue
                    known = first.setdefault(without_level(cover), (owner, self.places.location(path)))
                    if known[1] == self.places.location(path):
                        continue
                    if known[0] == owner:
                        self.add(
                            "repeated-entry",
                            _WARNING,
                            f"“{cover}”写了两次（{self.line(known[1])}写过）。",
                            path,
                            "请删去重复的一项。",
                        )
                        continue
                    message = f"“{cover}”已由“{known[0]}”对应（{self.line(known[1])}），这里“{owner}”又写了一次。"
                    hint = (
                        "一个上级单位原则上由一个单位对口承担，请只留一处；"
                        "确由两个单位分担的，请在“承接”里逐条写明牵头和配合。"
                    )
                    self.add("cover-claimed-twice", _WARNING, message, path, hint)

    def groups(self) -> None:
        units = {comparable(unit.short): unit for unit in self.draft.roster.units}
        first: dict[str, Location] = {}
        for index, group in enumerate(_list(self.places.document.get("groups"))):
            if not isinstance(group, dict) or not isinstance(group.get("name"), str):
                continue
            path: KeyPath = ("groups", index)
            name = group["name"]
            here = self.places.location(path)
            if (other := first.setdefault(comparable(name), here)) != here:
                self.findings.append(GROUP_TWICE.found(here, name=name, first=self.line(other)))
            if unit := units.get(comparable(name)):
                message = f"成员单位组“{name}”与{self.line(unit.location)}的单位同名。"
                self.add("duplicate-unit", _ERROR, message, (*path, "name"), "请给这一组另起名称。")
            members = _list(group.get("members"))
            if not members:
                message = f"“{name}”没有写成员单位。"
                key = self.key(*path, "members")
                hint = f"请在“{key}”里写出各成员单位的简称；不写则这一组的任务不会列入各部门的任务清单。"
                self.add("group-without-members", _WARNING, message, path, hint)
            self.unit_list(members, (*path, "members"))
            self.groups_in_group(name, members, (*path, "members"))

    def groups_in_group(self, owner: str, members: list[Any], path: KeyPath) -> None:
        groups = {group.name for group in self.draft.roster.groups}
        for index, name in enumerate(members):
            if isinstance(name, str) and self.names.find(name) in groups:
                message = f"“{name}”是一组单位，不能作另一组的成员。"
                if comparable(name) == comparable(owner):
                    message = f"“{name}”把自己写成了自己的成员。"
                self.add("unknown-unit", _ERROR, message, (*path, index), "请逐个写出成员单位的简称。")

    # --- units that are named somewhere ---

    def unit_list(self, names: Iterable[Any], path: KeyPath) -> None:
        first: dict[str, Location] = {}
        for index, name in enumerate(names):
            if isinstance(name, str) and name:
                self.unit(name, (*path, index))
                self.repeated(self.names.find(name) or name, (*path, index), first)

    def unit(self, name: str, path: KeyPath) -> None:
        """Record a unit that is not in the roster."""
        if not self.draft.roster.units or self.names.find(name):
            return
        parts = split_names(name)
        if len(parts) > 1:
            if isinstance(path[-1], int):
                return  # written as one entry of a list: said already
            hint = f"牵头单位只写一个，其余写入“{self.key(*path[:-1], 'participants')}”。"
            self.add("unknown-unit", _ERROR, f"“{name}”看起来是 {len(parts)} 个单位，牵头单位只能写一个。", path, hint)
            return
        near = nearest(name, self.names.roster, cutoff=0.6) or nearest(name, list(self.names.printed_names), cutoff=0.6)
        suggestion = f"是不是要写“{self.names.find(near[0])}”？" if near else ""
        where = "“部门名册”表" if self.places.roster_file else f"“{self.key('roster')}”"
        hint = f"{suggestion}不在名册里的单位，请先写入{where}。"
        self.add("unknown-unit", _ERROR, f"“{name}”不在部门名册里。", path, hint)

    def responsibility(self, data: Mapping[str, Any], path: KeyPath) -> None:
        """Check lead and participants of anything that has them."""
        lead = data.get("lead")
        participants = [name for name in _list(data.get("participants")) if isinstance(name, str)]
        if isinstance(lead, str) and lead:
            self.unit(lead, (*path, "lead"))
        self.unit_list(_list(data.get("participants")), (*path, "participants"))
        if not isinstance(lead, str) or not lead:
            return
        leader = self.names.find(lead) or lead
        for index, name in enumerate(participants):
            if (self.names.find(name) or name) == leader:
                message = f"“{name}”既是牵头单位，又是配合单位。"
                hint = "请从配合单位里删去它。"
                self.add("lead-also-participates", _WARNING, message, (*path, "participants", index), hint)

    def deadline(self, data: Mapping[str, Any], path: KeyPath) -> None:
        deadline, period = data.get("deadline"), self.draft.period
        if not isinstance(deadline, str) or period is None or period[0] > period[1]:
            return
        understood = printed_deadline(deadline) is not None  # else that was said already
        if understood and any(not period[0] <= year <= period[1] for year in deadline_years(deadline)):
            message = f"完成时限“{deadline}”不在规划期 {period[0]}—{period[1]} 年之内。"
            hint = "请核对年份；规划期内持续开展的工作可写“长期坚持”。"
            self.add("deadline-outside-period", _WARNING, message, (*path, "deadline"), hint)

    def measures(self, data: Mapping[str, Any], path: KeyPath) -> None:
        """Record measures that were announced and not written."""
        if data.get("measures") == []:
            key = self.key(*path, "measures")
            message = f"“{key}”里没有内容，按没有写处理。"
            hint = f"请写出措施，例如：{key}: [每年汛前完成一次隐患点全面排查。]；没有的请删去这一项。"
            self.add("empty-measures", _WARNING, message, (*path, "measures"), hint)

    # --- dispositions ---

    def each_disposition(self) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
        for parent, items in _mapping(self.places.document.get("inherit")).items():
            for item, data in _mapping(items).items():
                if isinstance(data, dict):
                    yield ("inherit", parent, item), data

    def dispositions(self) -> None:
        for path, data in self.each_disposition():
            self.responsibility(data, path)
            self.deadline(data, path)
            self.waiver(data, path)
            self.measures(data, path)
            titles: dict[str, Location] = {}
            for index, part in enumerate(_list(data.get("split"))):
                if isinstance(part, dict):
                    part_path = (*path, "split", index)
                    self.responsibility(part, part_path)
                    self.deadline(part, part_path)
                    self.measures(part, part_path)
                    self.title(part, part_path, titles)
            if data.get("split") and data.get("merge_into"):
                self.contradiction(path, "split", "merge_into")

    def title(self, data: Mapping[str, Any], path: KeyPath, titles: dict[str, Location], key: str = "title") -> None:
        title = data.get(key)
        if isinstance(title, str) and title:
            here = self.places.location((*path, key))
            seen = titles.setdefault(comparable(title), here)
            if seen != here:
                message = f"“{title}”与{self.line(seen)}的{'名称' if key == 'name' else '标题'}相同。"
                self.add("repeated-title", _WARNING, message, (*path, key), "请核对是否重复，或者改用不同的写法。")

    def contradiction(self, path: KeyPath, first: str, second: str) -> None:
        names = f"“{self.key(*path, first)}”和“{self.key(*path, second)}”"
        message = f"“{path[-1]}”同时写了{names}，两者只能选一个。"
        self.add("contradicting-disposition", _ERROR, message, (*path, second), "请删去其中一项。", of_key=True)

    def waiver(self, data: Mapping[str, Any], path: KeyPath) -> None:
        keys = ("waive", "by", "on")
        given = [key for key in keys if data.get(key) is not None]
        if (*path, "waive") in self.places.spots and "waive" not in given:
            given.append("waive")  # the key stands there, but nothing after it
        if not given:
            return
        missing = [key for key in keys if data.get(key) is None]
        if missing:
            words = {"waive": "理由", "by": "决定单位", "on": "日期"}
            message = f"“{path[-1]}”不承接，但没有写明{'、'.join(words[key] for key in missing)}。"
            example = {"waive": "县域内无煤矿", "by": "县应急局", "on": "2026-11-20"}
            lines = "；".join(f"{self.key(*path, key)}: {example[key]}" for key in missing)
            hint = f"不承接的条目要写明理由、决定单位和日期，请补上：{lines}"
            self.add("waiver-incomplete", _ERROR, message, path, hint, of_key=True)
        elif not is_reason(data["waive"]):
            message = f"“{path[-1]}”不承接，写的“{short(str(data['waive']))}”不是理由。"
            hint = f"请写明本县为什么不承接，例如：{self.key(*path, 'waive')}: 县域内无煤矿，救护力量由市级统筹"
            self.add("waiver-incomplete", _ERROR, message, (*path, "waive"), hint)
        if "waive" not in given:
            return
        for key in ("merge_into", "split"):
            if data.get(key):
                self.contradiction(path, "waive", key)
        if extra := [key for key in _CONTENT_KEYS if data.get(key) is not None]:
            names = "、".join(f"“{self.key(*path, key)}”" for key in extra)
            message = f"“{path[-1]}”已写明不承接，{names}不会写进方案。"
            hint = "请删去这些内容；要承接的，请删去不承接的理由。"
            self.add("waived-with-content", _WARNING, message, (*path, extra[0]), hint, of_key=True)

    # --- merges ---

    def merges(self) -> None:
        targets: dict[tuple[str, str], tuple[str, str]] = {}
        given = {(str(path[1]), str(path[2])): data for path, data in self.each_disposition()}
        for (parent, item), data in given.items():
            text = data.get("merge_into")
            if not isinstance(text, str) or not text:
                continue
            path: KeyPath = ("inherit", parent, item, "merge_into")
            target = merge_target(parent, text)
            targets[parent, item] = target
            if target == (parent, item):
                hint = "请写出要并入的另一条的编号；照常承接的，请删去这一行。"
                self.add("merge-into-itself", _ERROR, f"“{item}”写成了并入它自己。", path, hint)
                continue
            other = given.get(target, {})
            if other.get("waive"):
                message = f"“{item}”并入“{text}”，而“{text}”已写明不承接，这条任务就没有着落了。"
                self.add("merge-into-waived", _ERROR, message, path, "请并入一条承接的条目，或者照常承接。")
            elif other.get("split"):
                message = f"“{item}”并入“{text}”，而“{text}”已拆分成几项，不清楚并入哪一项。"
                self.add("merge-into-split", _WARNING, message, path, "请核对；必要时改为照常承接。")
            if extra := [key for key in ("title", "text", "deadline", "lead") if data.get(key)]:
                names = "、".join(f"“{self.key('inherit', parent, item, key)}”" for key in extra)
                message = f"“{item}”已并入“{text}”，这里写的{names}可能用不上。"
                hint = f"合并后的标题、正文、时限和牵头单位以“{text}”为准，请写到“{text}”下面。"
                self.add(
                    "merged-with-content", _WARNING, message, ("inherit", parent, item, extra[0]), hint, of_key=True
                )
        self.cycles(targets)

    def cycles(self, targets: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        reported: set[tuple[str, str]] = set()
        for start in targets:
            chain = [start]
            while (following := targets.get(chain[-1])) and following not in chain:
                chain.append(following)
            if following is None or following not in chain:
                continue
            ring = chain[chain.index(following) :]
            if len(ring) < 2 or reported & set(ring):
                continue
            reported |= set(ring)
            shown = "→".join(item for _, item in (*ring, ring[0]))
            parent, item = ring[0]
            hint = "请留下其中一条照常承接，其余并入它。"
            path: KeyPath = ("inherit", parent, item, "merge_into")
            self.add("merge-cycle", _ERROR, f"几条互相并入，绕成了圈：{shown}。", path, hint)

    # --- parents, indicators, local items ---

    def parents(self) -> None:
        if not self.draft.parents and not self.places.document.get("parents"):
            example = f"{self.key('parents')}: [jincheng-155]"
            hint = f"请写出要承接的上位规划，例如：{example}；可用 plangen parents 查看自带的规划。"
            self.add(
                "no-parents", _WARNING, "没有写上位规划，方案里只有本县自己的任务。", ("parents",), hint, of_key=True
            )
        first: dict[str, Location] = {}
        for index, parent in self.draft.parents:
            path: KeyPath = ("parents", index)
            seen = first.setdefault(parent, self.places.location(path))
            if seen != self.places.location(path):
                message = f"上位规划“{self.places.document['parents'][index]}”写了两次（{self.line(seen)}写过）。"
                self.add("parent-listed-twice", _ERROR, message, path, "请删去重复的一项。")
            elif not is_parent_id(str(self.places.document["parents"][index])) and not _is_file(parent):
                message = f"找不到上位规划文件“{self.places.document['parents'][index]}”。"
                hint = "位置从本文件所在的文件夹算起；还没有导入的，请先用 plangen import 导入。"
                self.add("parent-file-missing", _ERROR, message, path, hint)

    def indicators(self) -> None:
        of_seen: dict[str, Location] = {}
        titles: dict[str, Location] = {}
        for index, data in enumerate(_list(self.places.document.get("indicators"))):
            if not isinstance(data, dict):
                continue
            path: KeyPath = ("indicators", index)
            self.responsibility(data, path)
            of = data.get("of")
            if not data.get("name") and not of:
                message = "这一项指标既没有名称，也没有写明对应哪一个上位指标。"
                hint = (
                    f"本县自设的指标请写“{self.key(*path, 'name')}”；为上位指标定目标的请写“{self.key(*path, 'of')}”。"
                )
                self.add("indicator-without-name", _ERROR, message, path, hint)
            if isinstance(of, str) and of:
                seen = of_seen.setdefault(of, self.places.location((*path, "of")))
                if seen != self.places.location((*path, "of")):
                    message = f"上位指标“{of}”的本县目标写了两次（{self.line(seen)}写过）。"
                    self.add("indicator-set-twice", _ERROR, message, (*path, "of"), "请合并成一项。")
                if ":" not in of and len(self.draft.parents) != 1:
                    hint = f"有几个上位规划时要写明是哪一个，例如：{self.key(*path, 'of')}: jincheng-155:{of}"
                    self.add("bad-reference", _ERROR, f"“{of}”没有写明是哪个上位规划的指标。", (*path, "of"), hint)
            elif isinstance(data.get("name"), str):
                self.title(data, path, titles, "name")

    def local_items(self) -> None:
        for section in ("local_tasks", "local_projects"):
            titles: dict[str, Location] = {}
            for index, data in enumerate(_list(self.places.document.get(section))):
                if isinstance(data, dict):
                    path: KeyPath = (section, index)
                    self.responsibility(data, path)
                    self.deadline(data, path)
                    self.measures(data, path)
                    self.title(data, path, titles)

    # --- facts ---

    def facts(self) -> None:
        for name, fact in self.draft.situation.items():
            path: KeyPath = ("situation", *name.split(".", 1))
            value_path = (*path, "value") if (*path, "value") in self.places.spots else path
            rules = rules_at((*path, "value"))
            meta = rules["meta"] if rules else {}
            self.plausible(fact.value, meta, value_path)
        self.years()
        for group, parts in (
            ("geohazard_sites", _PARTS),
            ("geohazard_sites_urban", _PARTS),
            ("fire_safety_units", _KINDS_OF_FIRE_UNITS),
        ):
            self.parts(group, parts)
        self.part_of("geohazard_sites.road", "geohazard_sites.total")
        self.part_of("geohazard_sites_urban.total", "geohazard_sites.total")

    def plausible(self, value: Any, meta: Mapping[str, Any], path: KeyPath) -> None:
        limits = meta.get("plausible")
        if limits is None or isinstance(value, bool) or not isinstance(value, int | float) or value == 0:
            return
        low, high = limits
        if low <= value <= high:
            return
        unit, subject = str(meta["unit"]), meta["subject"]
        key = self.places.shown(path[:-1] if path[-1] == "value" else path)
        message = f"{subject}写的是 {value:g} {unit}，{'少' if value < low else '多'}得不像一个县。"
        hint = f"请核对数字和单位，这里的单位是“{unit}”。"
        if unit.startswith(("万", "亿")) and value > high:
            times, plain = (10_000, unit[1:]) if unit[0] == "万" else (100_000_000, unit[1:])
            hint = f"这里的单位是“{unit}”，不是“{plain}”；{value:g} {plain}请写作 {key}: {value / times:g}"
        elif value < low and unit == "人":
            hint = f"这里的单位是“人”，不是“万人”；{value:g} 万人请写作 {key}: {round(value * 10_000)}"
        elif value > high and unit == "人":
            hint = "这里的单位是“人”，请核对是否多写了几位，或者把“人”当成了“万人”再乘了一次。"
        self.add("implausible-fact", _WARNING, message, path, hint)

    def years(self) -> None:
        """Record years that lie after the end of the plan."""
        if self.draft.period is None:
            return
        end = max(self.draft.period)
        places = [path for path in self.places.spots if path[:1] == ("situation",) and path[-1] in ("year", "as_of")]
        for path in places:
            value = self.value_at(path)
            match = re.match(r"\d{4}", value) if isinstance(value, str) else None
            if match and int(match[0]) > end:
                message = f"县情数据的年份“{value}”晚于规划期的最后一年（{end} 年）。"
                self.add("fact-after-period", _WARNING, message, path, "请核对年份。")

    def value_at(self, path: KeyPath) -> Any:
        value: Any = self.places.document
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def number(self, name: str) -> float | None:
        fact = self.draft.situation.get(name)
        value = fact.value if fact else None
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def parts(self, group: str, parts: tuple[str, ...]) -> None:
        """Record a group whose parts together are more than its total."""
        total = self.number(f"{group}.total")
        known = [number for part in parts if (number := self.number(f"{group}.{part}")) is not None]
        if total is not None and known and sum(known) > total:
            path: KeyPath = ("situation", group)
            message = f"“{self.key(*path)}”各分项合计 {sum(known):g}，大于总数 {total:g}。"
            self.add("parts-exceed-total", _WARNING, message, path, "请核对各分项和总数。", of_key=True)

    def part_of(self, part: str, whole: str) -> None:
        first, second = self.number(part), self.number(whole)
        if first is not None and second is not None and first > second:
            path: KeyPath = ("situation", *part.split("."))
            message = (
                f"“{self.key(*path)}”（{first:g}）大于“{self.key('situation', *whole.split('.'))}”（{second:g}）。"
            )
            self.add("parts-exceed-total", _WARNING, message, path, "请核对这两个数。", of_key=True)


def merge_target(parent: str, text: str) -> tuple[str, str]:
    """Return parent id and item id of a ``merge_into``, which names the parent only where it is another one."""
    other, colon, item = text.rpartition(":")
    return (other.strip(), item.strip()) if colon else (parent, text.strip())


def is_reason(text: Any) -> bool:
    """Return whether a waiver's reason says anything: 是, 无 and words of one or two characters do not."""
    bare = re.sub(r"[\W_]+", "", str(text)).casefold()
    words = {re.sub(r"[\W_]+", "", word).casefold() for word in NO_REASONS}
    return len(bare) > 2 and bare not in words


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _guarded(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except (OSError, ValueError):
        return False


def _is_folder(path: Any) -> bool:
    return _guarded(path.is_dir)


def _is_file(path: str) -> bool:
    from pathlib import Path

    return _guarded(Path(path).is_file)
