"""Check a draft of the county's plan: is every parent item really in the document, and as the plan decided?

Only what stands in the document counts.  The plan says what to look for and what was decided; nothing of it is taken
for being there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plangen.findings import Finding, FindingsError, Location, Severity
from plangen.parent.deadlines import deadline_in_cell
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.vocabulary import quoted
from plangen.plan.indicator_targets import compare_targets
from plangen.plan.localise import load_rules, localise
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan, TraceRow, Waived
from plangen.plan.same import plain
from plangen.plan.wording import load_plan_words
from plangen.text import half_width, squeeze
from plangen.trace.anchors import Draft, Row, TableRole, read_draft
from plangen.trace.check_words import CheckWords, load_check_words
from plangen.trace.evidence import BodyEvidence, Evidence, RowEvidence, Target, filled, han_count, title_likeness
from plangen.trace.model import CheckReport, ItemStatus, Match, Status, Via, count_statuses
from plangen.trace.old_wording import left_wording, past_words, past_year_in_cell
from plangen.trace.read_back import ReadDocument, read_docx
from plangen.trace.statuses import points_of

_SHOWN_POINT = 120
_SHOWN_TEXT = 2_000
_SHOWN_NAMES = 8


def check_draft(
    plan: CountyPlan, draft: bytes | Path | None = None, *, name: str | None = None, words: CheckWords | None = None
) -> CheckReport:
    """Find out what became of every parent item in a draft of the county's plan.

    Args:
        plan: the county's plan, as its spec and parents are now (:func:`plangen.render.prepare`).
        draft: the Word document or its path; None renders the plan in memory and checks what came out.
        name: the draft's name for findings; its file name when None.
        words: words and thresholds, see :func:`~plangen.trace.check_words.load_check_words`.

    Returns:
        The report: every item of every parent with one status, and what a person should look at.

    Raises:
        FindingsError: the draft cannot be read, is no Word document or was rendered from another spec; or the plan
            cannot be rendered.
    """
    words = words or load_check_words()
    if draft is None:
        data, findings = _rendered(plan)
    else:
        data, findings = _content(draft, name), ()
        name = name or (draft.name if isinstance(draft, Path) else None)
    document = _read(data, name)
    if draft is not None:
        _same_spec(plan, document, name)
    seen = read_draft(document, words)
    if not seen.has_anchors and "plangen.document" not in document.properties:
        return _by_text_alone(plan, data, name)
    return _Check(plan, seen, words, name, findings).report()


# ------------------------------------------------------------------------------------------------ reading


def _rendered(plan: CountyPlan) -> tuple[bytes, tuple[Finding, ...]]:
    from plangen import render
    from plangen.document.compose import load_pack

    settings = plan.spec.plan
    pack = load_pack(settings.kind, settings.template)
    return render.docx_of(plan, render.markdown_of(plan, pack), pack.style)


def _content(draft: bytes | Path, name: str | None) -> bytes:
    from plangen.document.docx_package import MAXIMUM_FILE_BYTES
    from plangen.parent.readers.formats import Kind, sniff

    if isinstance(draft, bytes):
        data = draft
    else:
        name = name or draft.name
        try:
            if draft.is_dir():
                raise _unusable("draft-unreadable", name, "给出的是文件夹，不是文稿", "请给出文稿文件的路径")
            if draft.stat().st_size > MAXIMUM_FILE_BYTES:
                raise _unusable("draft-unreadable", name, "文稿超过50MB，无法核对", "请去掉文稿中的图片后再核对")
            data = draft.read_bytes()
        except FileNotFoundError:
            raise _unusable(
                "draft-unreadable", name, "文稿不存在", "请核对路径和文件名，注意扩展名是否被隐藏"
            ) from None
        except OSError as error:
            hint = "文稿如正在Word或WPS中打开，请先关闭；并核对有没有读取权限"
            raise _unusable("draft-unreadable", name, "文稿打不开", hint) from error
    if not data.strip(b"\x00 \t\r\n"):
        raise _unusable("draft-unreadable", name, "文稿是空文件", "请核对文件是否拷贝完整")
    kind = sniff(data, name or "文稿")
    if kind is not Kind.DOCX:
        hint = "请在Word或WPS中另存为.docx后再核对；其他格式的文稿可用 plangen audit 按文字比对"
        raise _unusable("draft-not-docx", name, f"文稿不是Word文档（.docx），内容是{kind.value}", hint)
    return data


def _read(data: bytes, name: str | None) -> ReadDocument:
    try:
        document = read_docx(data)
    except RecursionError as error:
        raise _unusable("draft-damaged", name, "文稿内部嵌套层次过深，读不出来", None) from error
    except ValueError as error:
        hint = "请在Word或WPS中打开，另存为新的.docx；打不开的，请找原稿重新拷贝"
        raise _unusable("draft-damaged", name, "文稿不完整或已损坏，读不出来", hint) from error
    if not any(paragraph.text.strip() for paragraph in document.paragraphs) and not document.tables:
        raise _unusable("draft-empty", name, "文稿里没有文字", "请核对是不是拿错了文件；扫描件请先作文字识别")
    return document


def _unusable(code: str, name: str | None, message: str, hint: str | None) -> FindingsError:
    location = Location(file=name)
    return FindingsError([Finding(code=code, severity=Severity.ERROR, message=message, location=location, hint=hint)])


def _same_spec(plan: CountyPlan, document: ReadDocument, name: str | None) -> None:
    """Refuse a draft that was rendered from another spec.

    Raises:
        FindingsError: it was.
    """
    from plangen.render import properties_of

    own, other = properties_of(plan), document.properties
    if other.get("plangen.document") in (None, own["plangen.document"]):
        return
    said = []
    if (county := other.get("plangen.county")) and county != own["plangen.county"]:
        said.append(f"文稿是{county}的，填报文件是{own['plangen.county']}的")
    if (period := other.get("plangen.period")) and period != own["plangen.period"]:
        said.append(f"文稿的实施期是{period}，填报文件是{own['plangen.period']}")
    theirs = {key.removeprefix("plangen.parent.") for key in other if key.startswith("plangen.parent.")}
    ours = {parent.id for parent in plan.parents}
    if theirs - ours:
        said.append(f"文稿还承接了{'、'.join(sorted(theirs - ours))}")
    if ours - theirs and theirs:
        said.append(f"文稿没有承接{'、'.join(sorted(ours - theirs))}")
    raise _unusable(
        "draft-of-another-spec",
        name,
        "文稿不是用这个填报文件生成的" + (f"：{'；'.join(said)}" if said else ""),
        "请用生成它的填报文件来核对；填报文件换了上位规划的，请先重新生成文稿",
    )


# ------------------------------------------------------------------------------------------------ without marks


def _by_text_alone(plan: CountyPlan, data: bytes, name: str | None) -> CheckReport:
    """Check a draft that plangen never wrote: by its text, with the spec's waivers."""
    from plangen.parent.readers import word
    from plangen.trace.audit import audit

    title = name or "文稿.docx"
    source = word.read(Path(title), data)
    report = audit(source, plan.parents)
    waived = {row.origin.key: row for row in plan.waived}
    text = squeeze("".join(line.text for line in source.lines))
    items = tuple(_with_waiver(item, waived.get(f"{item.parent}:{item.id}"), text) for item in report.items)
    note = Finding(
        code="draft-by-others",
        severity=Severity.WARNING,
        message="文稿里没有本程序的标记，只能按文字比对，没有核对分工表和上位规划的变动",
        location=Location(file=name),
        hint="文稿如由本程序生成，标记可能在另存时丢失；请用原稿核对，或逐条人工复核“部分承接”的条目",
    )
    return CheckReport(parents=count_statuses(plan.parents, items), items=items, findings=(note, *report.findings))


def _with_waiver(item: ItemStatus, waiver: Waived | None, text: str) -> ItemStatus:
    if waiver is None:
        return item
    if "不承接" in text and squeeze(waiver.reason) in text:
        return replace(item, status=Status.WAIVED, missing_points=(), reason=f"不承接：{waiver.reason}")
    if item.status is Status.MISSING:
        return replace(item, reason="填报文件写明不承接，但文稿没有列出理由")
    return item


# ------------------------------------------------------------------------------------------------ the check


@dataclass(frozen=True, kw_only=True)
class _Verdict:
    """What one county item shows of the parent item that it carries."""

    there: bool
    flaws: tuple[str, ...]
    absent: str | None
    body: BodyEvidence
    row: RowEvidence


class _Check:
    """One check.

    Args:
        plan: the county's plan.
        draft: the document.
        words: words and thresholds.
        name: the document's name.
        findings: what rendering it had to say.
    """

    def __init__(
        self, plan: CountyPlan, draft: Draft, words: CheckWords, name: str | None, findings: Sequence[Finding]
    ) -> None:
        self.plan, self.draft, self.words, self.name = plan, draft, words, name
        self.rules = load_rules()
        self.findings: list[Finding] = list(findings)
        self.wording = {
            f"{parent.id}:{item.id}": localise(
                item.text,
                county=plan.spec.county,
                parent_place=parent.place,
                parent_level=parent.level,
                rules=self.rules,
            ).text
            for parent in plan.parents
            for item in parent.all_items()
            if item.text
        }
        self.evidence = Evidence(plan, draft, words, self.wording)
        self.trace: dict[str, list[TraceRow]] = {}
        for row in plan.trace:
            self.trace.setdefault(f"{row.origin.parent}:{row.origin.item}", []).append(row)
        self.waived = {row.origin.key: row for row in plan.waived}
        self.fingerprints = {parent.id: self._fingerprints(parent) for parent in plan.parents}
        self._said = [self.evidence.grams(f"{body.title}。{body.text}") for body in self.evidence.bodies]
        self._whole: frozenset[str] = frozenset()

    def report(self) -> CheckReport:
        """Return the report."""
        self._about_document()
        statuses: dict[str, ItemStatus] = {}
        for parent in self.plan.parents:
            for item in parent.all_items():
                statuses[f"{parent.id}:{item.id}"] = self._status(parent, item)
        for parent in self.plan.parents:
            for item in parent.all_items():
                key = f"{parent.id}:{item.id}"
                statuses[key] = self._with_nested(parent, item, statuses)
        items = tuple(
            self._against_parent(parent, item, statuses[f"{parent.id}:{item.id}"])
            for parent in self.plan.parents
            for item in parent.all_items()
        )
        for target in self._targets():
            self._compare(target)
        self._about_wording()
        self._about_trace_annex()
        return CheckReport(
            parents=count_statuses(self.plan.parents, items),
            items=items,
            findings=tuple(dict.fromkeys(self.findings)),
        )

    def _targets(self) -> Iterator[Target]:
        yield from self.plan.indicators
        yield from self.plan.all_items()

    # -- findings ------------------------------------------------------------------------------------------------

    def _say(
        self, code: str, message: str, hint: str | None, place: str | None = None, severity: Severity = Severity.WARNING
    ) -> None:
        location = Location(file=self.name, place=place)
        self.findings.append(Finding(code=code, severity=severity, message=message, location=location, hint=hint))

    def _about_document(self) -> None:
        if not self.draft.has_anchors:
            self._say(
                "draft-without-anchors",
                "文稿里的书签全部丢失，各条只能按文字查找",
                "另存为其他格式或用网页编辑器保存会丢掉书签；请以本程序生成的原稿为底稿修改",
            )
        known = {f"{parent.id}:{item.id}" for parent in self.plan.parents for item in parent.all_items()}
        known |= {key for one in self.evidence.expected for key in one.keys}
        for line in self.draft.lines:
            for key in line.keys:
                if key not in known and key.partition("/")[0] not in known and filled(line.text, self.words):
                    self._say(
                        "item-unknown",
                        f"文稿里有一条现在的上位规划和填报文件都没有的内容（{key}）：{quoted(line.text[:30])}",
                        "上位规划可能已经删去这一条，或填报文件里已经去掉；请决定文稿中是否保留",
                        line.location,
                    )
        for number, body in enumerate(self.evidence.bodies):
            title = self.evidence.expected[number].title
            if body.copies:
                self._say(
                    "item-copied",
                    f"{quoted(title)}在文稿中复制了一份，复制件不算另一条",
                    "请删去多余的一份；另作一条用的，请改写标题和内容",
                    body.copies[0].location,
                    Severity.INFO,
                )
            if body.joined and body.lines:
                self._say(
                    "items-joined",
                    f"{quoted(title)}与{'、'.join(map(quoted, body.joined))}并在了同一段",
                    "如系误删换行，请重新分段；如系有意合并，请在填报文件中写 merge_into，并按合并后的事项定牵头单位",
                    body.lines[0].location,
                    Severity.INFO,
                )

    # -- one item ------------------------------------------------------------------------------------------------

    def _status(self, parent: ParentPlan, item: ParentItem) -> ItemStatus:
        key = f"{parent.id}:{item.id}"
        targets = list({id(one): one for row in self.trace.get(key, ()) for one in row.targets}.values())
        if not targets and key in self.waived:
            return self._waived(parent, item, self.waived[key])
        verdicts = [self._verdict(target) for target in targets]
        base = ItemStatus(
            parent=parent.id,
            id=item.id,
            kind=item.kind,
            title=item.title,
            status=Status.CARRIED,
            via=Via.ANCHOR if self.draft.has_anchors else Via.TEXT,
        )
        if not any(verdict.there for verdict in verdicts):
            reasons = [reason for verdict in verdicts for reason in (verdict.absent, *verdict.flaws) if reason]
            stated = self._stated_waiver(parent, item)
            if stated is not None:
                reasons.append("文稿的不承接事项说明列了这一条，但填报文件没有写不承接")
                self._say(
                    "waived-in-draft-only",
                    f"{self._label(parent, item)}：文稿说明不承接，填报文件没有写",
                    "确定不承接的，请在填报文件 inherit 中写明 waive、by、on 并重新核对",
                    stated.location,
                )
            return replace(
                base,
                status=Status.MISSING,
                missing_points=self._points(key, item),
                reason="；".join(dict.fromkeys(reasons)) or "方案没有安排这一条",
            )
        flaws = [reason for verdict in verdicts for reason in (verdict.absent, *verdict.flaws) if reason]
        flaws = list(dict.fromkeys(flaws))
        lost = self._lost_points(key, item, targets)
        missing = [
            self._part_title(target) for target, verdict in zip(targets, verdicts, strict=True) if not verdict.there
        ]
        missing += [point for point in lost if point not in missing]
        if lost:
            flaws.append("上位规划的要求没有写全")
        if item.kind is ItemKind.INDICATOR:
            weak = self._weaker_target(parent, item, verdicts)
            flaws += weak
            missing += [f"{item.title} {item.target}"] if weak else []
        if flaws and not missing:
            missing = [item.title]
        anchored = all(
            verdict.body.by_anchor and (verdict.row.by_anchor or verdict.row.row is None)
            for verdict in verdicts
            if verdict.there
        )
        return replace(
            base,
            status=Status.PARTIAL if flaws else Status.CARRIED,
            via=Via.ANCHOR if anchored else Via.TEXT,
            matches=tuple(match for verdict in verdicts for match in self._matches(verdict)),
            missing_points=tuple(missing),
            reason="；".join(flaws) or None,
        )

    def _label(self, parent: ParentPlan, item: ParentItem) -> str:
        return f"{parent.id} {item.id}{quoted(item.title)}"

    def _part_title(self, target: Target) -> str:
        return target.name if isinstance(target, CountyIndicator) else target.title

    def _verdict(self, target: Target) -> _Verdict:
        number = self.evidence.index(target)
        body, row = self.evidence.bodies[number], self.evidence.rows[number]
        expected = self.evidence.expected[number]
        flaws: list[str] = []
        absent: str | None = None
        there = bool(body.lines)
        if not body.lines:
            if body.overwritten:
                absent = f"正文中原来的位置已改写成{quoted(body.overwritten[:24])}，看不出是这一条"
            else:
                absent = "正文中没有这一条" + ("，只有分工表中有" if row.row is not None else "")
        elif not body.text:
            there, reason = self._without_text(target, body)
            if there and reason:
                flaws.append(reason)
            elif reason:
                absent = reason
        if there:
            if not body.title:
                flaws.append("正文中这一条的标题没有了")
            if body.foreign_title:
                flaws.append(f"正文中这一条的标题换成了{quoted(body.foreign_title)}的标题")
            if expected.needs_row:
                flaws += self._row_flaws(row)
        return _Verdict(there=there, flaws=tuple(flaws), absent=absent, body=body, row=row)

    def _without_text(self, target: Target, body: BodyEvidence) -> tuple[bool, str | None]:
        """Return whether an item whose own text is empty counts as there, and why it is not whole."""
        if isinstance(target, CountyIndicator):
            return False, "正文中只有指标名称，没有目标值"
        nested = [self.evidence.bodies[self.evidence.index(one)] for one in target.items]
        if body.foreign:
            reason = f"标题下是{quoted(body.foreign)}的内容，没有这一条的内容"
        else:
            reason = "正文中只有标题，标题下没有内容"
        if any(one.lines and one.text for one in nested):
            silent = not target.paragraphs and not target.measures and not body.foreign
            return True, None if silent else reason
        return False, reason

    def _row_flaws(self, row: RowEvidence) -> Iterator[str]:
        if row.row is None:
            yield "分工表中没有这一条"
            return
        if not row.title and not row.leads:
            yield f"分工表中这一行是空的（{row.row.location}）"
            return
        if row.foreign:
            yield f"分工表中这一行写的是{quoted(row.foreign)}（{row.row.location}）"
        if not row.leads:
            yield f"分工表中没有牵头单位（{row.row.location}）"
        if not row.title:
            yield f"分工表中没有事项名称（{row.row.location}）"
        if row.content is not None and not filled(row.content, self.words):
            yield f"分工表中没有写主要内容（{row.row.location}）"
        if row.target is not None and not filled(row.target, self.words):
            yield f"指标表中没有写目标值（{row.row.location}）"

    def _matches(self, verdict: _Verdict) -> Iterator[Match]:
        body, row = verdict.body, verdict.row
        if body.lines:
            yield Match(
                number=body.number,
                title=body.title or body.lines[0].text[:24],
                location=body.lines[0].location,
                score=round(min(1.0, body.score), 3),
                text=body.text[:_SHOWN_TEXT],
            )
        if row.row is not None:
            yield Match(
                number=row.row.columns.get("number") or None,
                title=row.title,
                location=row.row.location,
                score=1.0 if row.by_anchor and not row.foreign else 0.8,
                text=" ".join(row.row.cells)[:_SHOWN_TEXT],
            )

    def _points(self, key: str, item: ParentItem) -> tuple[str, ...]:
        if item.kind is ItemKind.INDICATOR and item.target:
            return (f"{item.title} {item.target}",)
        sentences = ["，".join(points) for points in points_of(item.text or "")]
        return tuple(sentence[:_SHOWN_POINT] for sentence in sentences) or (item.title,)

    def _lost_points(self, key: str, item: ParentItem, targets: Sequence[Target]) -> list[str]:
        """Return the points of the parent's text that are not in the document, in the parent's words where they fit."""
        text = self.wording.get(key)
        if not text or item.kind is ItemKind.INDICATOR:
            return []
        limits = self.words.thresholds
        said = frozenset().union(*(self._said[self.evidence.index(target)] for target in targets))
        own, theirs = points_of(text), points_of(item.text or "")
        # the points of both wordings answer to one another as long as the wording did not change a stop
        parallel = [len(points) for points in own] == [len(points) for points in theirs]
        lost: list[str] = []
        for sentence, points in enumerate(own):
            for place, point in enumerate(points):
                found = self.evidence.grams(point)
                if han_count(point) < limits["shortest_point"] or not found:
                    continue
                if len(found & said) >= limits["point"] * len(found) or self._said_elsewhere(found):
                    continue
                lost.append((theirs[sentence][place] if parallel else point)[:_SHOWN_POINT])
        return lost

    def _said_elsewhere(self, found: frozenset[str]) -> bool:
        least = self.words.thresholds["point_elsewhere"] * len(found)
        if not self._whole:
            self._whole = frozenset().union(*self._said)
        if len(found & self._whole) < least:
            return False
        return any(len(found & said) >= least for said in self._said)

    # -- waived --------------------------------------------------------------------------------------------------

    def _waived(self, parent: ParentPlan, item: ParentItem, waiver: Waived) -> ItemStatus:
        key = waiver.origin.key
        row = self._waiver_row(parent, item, key)
        status = ItemStatus(
            parent=parent.id,
            id=item.id,
            kind=item.kind,
            title=item.title,
            status=Status.WAIVED,
            via=Via.ANCHOR if self.draft.has_anchors and (row is None or key in row.keys) else Via.TEXT,
            reason=f"不承接：{waiver.reason}（{waiver.by}，{waiver.on.isoformat()}）",
        )
        still = next((line for line in self.draft.lines if key in line.keys and filled(line.text, self.words)), None)
        if still is not None:
            self._say(
                "waived-but-carried",
                f"{self._label(parent, item)}：填报文件写明不承接，文稿正文中还有这一条",
                "请重新生成文稿，或在填报文件中去掉不承接",
                still.location,
            )
        if row is None:
            return replace(
                status,
                status=Status.MISSING,
                missing_points=self._points(key, item),
                reason="填报文件写明不承接，但文稿的不承接事项说明中没有列出这一条",
            )
        columns = row.columns
        empty = [
            word
            for role, word in (("reason", "理由"), ("decided_by", "决定单位"), ("decided_on", "决定时间"))
            if role in columns and not filled(columns[role], self.words)
        ]
        match = Match(
            number=columns.get("number") or None,
            title=columns.get("name", ""),
            location=row.location,
            score=1.0,
            text=" ".join(row.cells)[:_SHOWN_TEXT],
        )
        if sum(filled(cell, self.words) and han_count(cell) >= 2 for cell in row.cells) < 2:
            return replace(
                status,
                status=Status.MISSING,
                missing_points=self._points(key, item),
                reason=f"不承接事项说明中这一行是空的（{row.location}）",
            )
        if "name" in columns and not filled(columns["name"], self.words):
            empty.insert(0, "事项名称")
        if empty:
            return replace(
                status,
                status=Status.PARTIAL,
                matches=(match,),
                missing_points=tuple(f"不承接的{word}" for word in empty),
                reason=f"不承接事项说明中没有写{'、'.join(empty)}（{row.location}）",
            )
        return replace(status, matches=(match,))

    def _waiver_row(self, parent: ParentPlan, item: ParentItem, key: str) -> Row | None:
        rows = [row for row in self.draft.rows if key in row.keys and row.role is not TableRole.DIVISION]
        if rows:
            return next((row for row in rows if filled("".join(row.cells[1:]), self.words)), rows[0])
        return self._stated_waiver(parent, item)

    def _stated_waiver(self, parent: ParentPlan, item: ParentItem) -> Row | None:
        """Return a row without bookmark in the table of waived items that names the item."""
        identity = re.compile(rf"(?<![A-Za-z0-9.]){re.escape(item.id)}(?![0-9.])")
        for row in self.draft.rows:
            if row.role is not TableRole.WAIVED or row.keys:
                continue
            text = "".join(row.cells)
            named = any(title_likeness(cell, item.title) >= self.words.thresholds["same_title"] for cell in row.cells)
            several = len(self.plan.parents) > 1
            if identity.search(text) and (not several or parent.title in text):
                return row
            if named and (not several or parent.title in text):
                return row
        return None

    # -- nested items, changes of the parent ---------------------------------------------------------------------

    def _with_nested(self, parent: ParentPlan, item: ParentItem, statuses: Mapping[str, ItemStatus]) -> ItemStatus:
        status = statuses[f"{parent.id}:{item.id}"]
        if status.status not in (Status.CARRIED, Status.PARTIAL):
            return status
        inner = [one for one in item.walk() if one is not item]
        lost = [one for one in inner if statuses[f"{parent.id}:{one.id}"].status is Status.MISSING]
        if not lost:
            return status
        names = "、".join(quoted(one.title) for one in lost[:_SHOWN_NAMES]) + ("等" if len(lost) > _SHOWN_NAMES else "")
        missing = (*status.missing_points, *(one.title for one in lost))
        reason = "；".join(part for part in (status.reason, f"所含子项缺失：{names}") if part)
        return replace(status, status=Status.PARTIAL, missing_points=tuple(dict.fromkeys(missing)), reason=reason)

    def _fingerprints(self, parent: ParentPlan) -> dict[str, str] | None:
        value = self.draft.properties.get(f"plangen.parent.{parent.id}")
        if not value:
            if any(True for _ in parent.all_items()):
                self._say(
                    "fingerprints-lost",
                    f"文稿里没有记下上位规划{quoted(parent.title)}生成时的原样，无法判断它之后有没有变动",
                    "文稿另存时可能丢了文档属性；请核对填报文件所用的上位规划是不是生成文稿时的那一份",
                )
            return None
        return dict(pair.split("=", 1) for pair in value.split() if "=" in pair)

    def _against_parent(self, parent: ParentPlan, item: ParentItem, status: ItemStatus) -> ItemStatus:
        """Return the status with what changed in the parent since the draft was written."""
        taken = self.fingerprints[parent.id]
        if taken is None or status.status is Status.MISSING:
            return status
        before = taken.get(item.id)
        if before == item.fingerprint:
            return status
        if before is None:
            change = "文稿生成后上位规划才有这一条，请核对文稿内容是否相符"
        elif status.status is Status.WAIVED:
            change = "作出不承接决定后，上位规划已经修改这一条，请重新研究是否承接"
        else:
            change = "文稿生成后，上位规划已经修改这一条，请对照新的内容修改文稿"
        reason = "；".join(part for part in (change, status.reason) if part)
        return replace(status, status=Status.SUSPECT, reason=reason)

    # -- targets, leads, units, deadlines ------------------------------------------------------------------------

    def _weaker_target(self, parent: ParentPlan, item: ParentItem, verdicts: Sequence[_Verdict]) -> list[str]:
        if not item.target:
            return []
        flaws: list[str] = []
        plan_words = load_plan_words()
        for verdict in verdicts:
            for found, place in self._targets_in(verdict):
                order = compare_targets(_digits(found), item.target, item.title, plan_words)
                both = f"文稿为{quoted(found)}，上位规划为{quoted(item.target)}"
                if order is None:
                    self._say(
                        "target-not-comparable",
                        f"{self._label(parent, item)}：{both}，无法比较高低",
                        "请人工核对目标值是否不低于上位规划",
                        place,
                        Severity.INFO,
                    )
                elif order < 0:
                    self._say(
                        "target-weaker",
                        f"{self._label(parent, item)}：目标值低于上位规划，{both}",
                        "县级目标一般不应低于上位规划；确需调整的，请报上级同意",
                        place,
                    )
                    flaws.append(f"目标值低于上位规划：{both}")
        return list(dict.fromkeys(flaws))

    def _targets_in(self, verdict: _Verdict) -> Iterator[tuple[str, str]]:
        """Yield the targets in table and body; the body's only where it says something else than the table."""
        row, body = verdict.row, verdict.body
        table = row.target if row.target and filled(row.target, self.words) and row.row is not None else None
        if table is not None and row.row is not None:
            yield table, row.row.location
        if body.target and body.lines and filled(body.target, self.words):
            if table is not None:
                if _same_target(table, body.target):
                    return
                self._say(
                    "target-differs",
                    f"{quoted(body.title)}：正文的目标值是{quoted(body.target)}，指标表中是{quoted(table)}",
                    "请改为一致",
                    body.lines[0].location,
                )
            yield body.target, body.lines[0].location

    def _compare(self, target: Target) -> None:
        """Compare lead, units and deadline of a county item in the document with the plan and the parents."""
        number = self.evidence.index(target)
        body, row = self.evidence.bodies[number], self.evidence.rows[number]
        if not body.lines and row.row is None:
            return
        title = self._part_title(target)
        place = row.row.location if row.row is not None else body.lines[0].location if body.lines else None
        in_body = [reading.responsibility for reading in body.readings if reading.responsibility.leads]
        body_leads = self.evidence.units("、".join(unit for one in in_body for unit in one.leads))
        body_units = self.evidence.units("、".join(unit for one in in_body for unit in (*one.leads, *one.participants)))
        leads = [unit.name for unit in target.assignment.leads]
        for found, where in ((row.leads, place), (body_leads, body.lines[0].location if body.lines else None)):
            if leads and found and found[0] != leads[0]:
                self._say(
                    "lead-changed",
                    f"{quoted(title)}：填报文件由{'、'.join(leads)}牵头，文稿中由{'、'.join(found)}牵头",
                    "确需调整牵头单位的，请在填报文件中改写 lead，再重新生成或核对",
                    where,
                )
        named = {unit.name for unit in target.assignment.units}
        for found, where, there in (
            (row.units, "分工表", row.row is not None and bool(row.units) and not row.foreign),
            (body_units, "正文", bool(in_body)),
        ):
            lost = [unit.name for unit in target.assignment.units if there and unit.name not in found]
            if lost and len(lost) < len(named) + 1:
                shown = "、".join(lost[:_SHOWN_NAMES]) + ("等" if len(lost) > _SHOWN_NAMES else "")
                self._say(
                    "units-lost",
                    f"{quoted(title)}：{where}中少了{shown}",
                    "请补上；确定不再参与的，请在填报文件中改写 participants",
                    place if where == "分工表" else body.lines[0].location,
                )
        if isinstance(target, CountyItem):
            self._compare_deadline(target, body, row, place)

    def _compare_deadline(self, target: CountyItem, body: BodyEvidence, row: RowEvidence, place: str | None) -> None:
        start = self.plan.spec.plan.period[0]
        limits = [
            (year, parent.id, item.id)
            for origin in target.origins
            for parent in self.plan.parents
            if parent.id == origin.parent
            for item in parent.all_items()
            if item.id == origin.item and (year := item.deadline)
        ]
        in_body = [reading.deadline for reading in body.readings if reading.deadline]
        later: list[tuple[str, str | None]] = []
        for text, where in ((row.deadline, place), *((one, body.lines[0].location) for one in in_body)):
            if text is None:
                continue
            if not filled(text, self.words):
                if target.deadline:
                    self._say(
                        "deadline-missing",
                        f"{quoted(target.title)}：分工表中没有写完成时限，应为{target.deadline}",
                        "请补上完成时限",
                        where,
                    )
                continue
            year = deadline_in_cell(text)[0]
            if past := past_year_in_cell(text, start):
                self._say(
                    "past-deadline",
                    f"{quoted(target.title)}：完成时限{past}年早于本方案实施期",
                    f"本方案自{start}年起实施，请改写完成时限",
                    where,
                )
            if any(year is None or year > limit for limit, _, _ in limits):
                later.append((f"{year}年" if year else quoted(text), where))
        if later:
            first = min(limit for limit, _, _ in limits)
            asked = "、".join(f"{parent} {item}：{limit}年" for limit, parent, item in limits)
            self._say(
                "deadline-later",
                f"{quoted(target.title)}：完成时限{'、'.join(dict.fromkeys(said for said, _ in later))}"
                f"晚于上位规划（{asked}）",
                f"请改为{first}年底前，或报上级同意后推迟",
                later[0][1],
            )

    # -- wording, annex ------------------------------------------------------------------------------------------

    def _about_wording(self) -> None:
        rows = [row for row in self.draft.rows if row.role is TableRole.DIVISION]
        cells = [(row.location, cell) for row in rows for cell in dict.fromkeys(row.cells) if cell]
        texts = [(line.location, line.text) for line in self.draft.lines if line.text.strip()]
        self.findings += left_wording([*texts, *cells], self.plan, self.rules, self.name)
        own = {line.index for body in self.evidence.bodies for line in body.lines}
        titles = [(line.location, line.text) for line in self.draft.lines if line.level or line.index in own]
        plain_rows = [
            (row.location, cell)
            for row in rows
            for role, cell in row.columns.items()
            if role not in ("deadline", "parent_target")
        ]
        self.findings += past_words([*titles, *plain_rows], self.plan, self.words, self.name)

    def _about_trace_annex(self) -> None:
        """Report parent items that the annex 承接对照表, where there is one, does not list."""
        rows = [row for row in self.draft.rows if row.role is TableRole.TRACE]
        if not rows:
            if self.plan.spec.plan.trace_table and any(True for p in self.plan.parents for _ in p.all_items()):
                self._say(
                    "trace-row-missing",
                    "文稿没有上位规划条目承接对照表",
                    "报送时一般应附；不需要的，请在填报文件的方案部分写 trace_table: false",
                    None,
                    Severity.INFO,
                )
            return
        found: dict[str, set[str]] = {}
        for row in rows:
            plan_title = plain(row.columns.get("parent", row.cells[0] if row.cells else ""))
            name = row.columns.get("name", "".join(row.cells))
            for identity in re.findall(r"(?<![A-Za-z0-9.])[A-Z]\d+(?:\.\d+)*(?![0-9])", name):
                found.setdefault(plan_title, set()).add(identity)
        for parent in self.plan.parents:
            listed = found.get(plain(parent.title), set())
            lost = [item for item in parent.all_items() if item.id not in listed]
            if lost:
                names = "、".join(f"{item.id}{quoted(item.title)}" for item in lost[:_SHOWN_NAMES])
                self._say(
                    "trace-row-missing",
                    f"承接对照表中少了{quoted(parent.title)}的{len(lost)}条：{names}"
                    + ("等" if len(lost) > _SHOWN_NAMES else ""),
                    "请补上，或重新生成对照表",
                )


def _digits(target: str) -> str:
    return "0" if target == "零" else target


def _same_target(table: str, body: str) -> bool:
    """Return whether the body says the same target as the table, in its own words (小于0.8 for <0.8)."""
    first, second = (half_width(squeeze(_digits(text))) for text in (table, body))
    numbers = [re.findall(r"\d+(?:\.\d+)?", text) for text in (first, second)]
    if numbers[0] != numbers[1]:
        return False
    return bool(numbers[0]) or plain(first) == plain(second)
