"""From the changes of a draft to the changes of the spec: what it can say, what it cannot, what was changed in both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangen.living.adopt_chapters import ChapterResult, chapter_results
from plangen.living.adopt_fields import OPINION, field_results
from plangen.living.adopt_homes import homes_of
from plangen.living.adopt_model import Adopted, Adoption, Conflict, Field, Unsaid
from plangen.living.adopt_state import OWN, ItemState, Row, keys_of, rows_of, states_of
from plangen.living.adopt_texts import text_edits
from plangen.living.adopt_units import FieldResult, unit_results
from plangen.living.adopt_whole import deleted_item, joined_items, new_items
from plangen.living.changes import Compared
from plangen.living.model import Change, ChangeKind, Where
from plangen.plan.directory import Directory
from plangen.plan.model import CountyIndicator, CountyPlan
from plangen.plan.sentence import joined
from plangen.terms.language import tidy
from plangen.terms.target import same_figures
from plangen.terms.text import squeeze
from plangen.terms.units import load_units

_FIELDS = {
    ChangeKind.TITLE: (Field.TITLE,),
    ChangeKind.LEAD: (Field.LEAD,),
    ChangeKind.PARTICIPANTS: (Field.PARTICIPANTS,),
    ChangeKind.DEADLINE: (Field.DEADLINE,),
    ChangeKind.TARGET: (Field.TARGET,),
    ChangeKind.CELL: (Field.DETAIL, Field.LEAD, Field.PARTICIPANTS),
}
_TEXT = (Field.TEXT, Field.WHOLE, Field.LEAD, Field.PARTICIPANTS, Field.DEADLINE, Field.TITLE)
_TEXT_KINDS = (
    ChangeKind.ADDED,
    ChangeKind.DELETED,
    ChangeKind.REWORDED,
    ChangeKind.MOVED,
    ChangeKind.SPLIT,
    ChangeKind.JOINED,
    ChangeKind.ACCEPTED,
)
_REASONS = {
    ChangeKind.COMMENT: "批注是意见，不写进填报文件，请逐条处理",
    ChangeKind.REVISION: "这处修订没有改动程序认得的内容",
    ChangeKind.NOTE: "填报文件里没有脚注",
    ChangeKind.PICTURE: "填报文件里没有图片",
    ChangeKind.TEXT_BOX: "文本框里的话不写进填报文件；采用的请写进正文",
    ChangeKind.PAGE_BREAK: "分页是版式，不写进填报文件",
    ChangeKind.MARGIN: "页眉页脚由模板生成",
    ChangeKind.FORMAT: "格式由模板和样式决定，不写进填报文件",
    ChangeKind.ITEM_MOVED: "条目的次序随上位规划，填报文件里不能调整",
    ChangeKind.ROW_MOVED: "分工表各行的次序随正文",
    ChangeKind.ITEM_COPIED: "复制的条目和原来的一样；要另立一项的，请写明它的名称",
    ChangeKind.REPLACED: "通篇替换：单位的称呼请改“部门名册”里的简称，其他用语请逐条改",
    ChangeKind.ROW_DELETED: "分工表由程序按填报内容生成；不要这一项的，请写明“不承接”",
    ChangeKind.ROW_ADDED: "分工表新增的一行在正文里没有对应的条目",
}
_NEVER_EMPTY = (ChangeKind.LEAD, ChangeKind.PARTICIPANTS, ChangeKind.DEADLINE, ChangeKind.TARGET, ChangeKind.TITLE)
_EMPTIED = "这里删去了，填报文件里没有“不写”这一说，下次生成时照旧写上；要改的请写明改成什么"
_NO_ITEM = "填报文件里已经没有这一项；仍然要的，请先在填报文件里写上"
_BY_TEMPLATE = "这里的话由模板生成，填报文件里没有对应的地方"
_BY_PROGRAM = "这一处由程序按填报内容写出，改法认不出来，请直接改填报文件"


def adopt(compared: Compared, plan: CountyPlan, proposal: str, since: Compared | None = None) -> Adoption:
    """Return what becomes of every change of a draft.

    Args:
        compared: the draft beside its last render.
        plan: the county's plan as the spec has it now.
        proposal: name of the character style of proposals.
        since: what the spec would render now beside the last render, where the spec was changed since; what was
            changed in both is adopted in neither's favour.
    """
    return _Adopting(compared, plan, proposal, since).result()


class _Adopting:
    def __init__(self, compared: Compared, plan: CountyPlan, proposal: str, since: Compared | None) -> None:
        self._compared, self._plan, self._proposal = compared, plan, proposal
        self._rows = rows_of(plan, compared.base)
        self._directory = Directory(plan.spec.roster, plan.spec.county, load_units())
        self._since = _Since(since) if since else None
        self._adopted: list[Adopted] = []
        self._unsaid: list[Unsaid] = []
        self._conflicts: list[Conflict] = []
        self._settled: list[Change] = []
        self._results: dict[int, list[FieldResult]] = {}
        self._done: set[int] = set()

    def result(self) -> Adoption:
        states = states_of(self._compared, self._rows)
        for state in states:
            if state.now is not None:
                self._item(state)
        self._chapters()
        self._whole()
        for change in self._compared.changes:
            if id(change) not in self._done:
                self._account(change)
        return Adoption(
            adopted=tuple(self._adopted),
            unsaid=tuple(self._unsaid),
            conflicts=tuple(self._conflicts),
            settled=tuple(self._settled),
        )

    # --- items ------------------------------------------------------------------------------------------------------

    def _item(self, state: ItemState) -> None:
        homes = homes_of(self._plan, state.item)
        text = text_edits(state, homes, self._plan)
        results = list(field_results(state, homes))
        words = ("\n".join(one.paragraphs) for one in (state.was, state.now or state.was))
        if state.joined:
            whole = joined_items(state, self._rows, self._plan, text)
            if isinstance(whole, Adopted):
                self._adopted.append(whole)
            refused = whole if isinstance(whole, str) else ""
            was, now = words
            results.append(FieldResult(fields=(Field.WHOLE,), was=was, now=now, refused=refused))
        else:
            was, now = words
            if text.edits or text.refused:
                result = FieldResult(
                    fields=(Field.TEXT,), was=was, now=now, edits=text.edits, notes=text.notes, refused=text.refused
                )
                results.append(result)
            results += unit_results(state, homes, self._directory)
        self._results[id(state.item)] = [self._taken(state, one) for one in results]

    def _taken(self, state: ItemState, result: FieldResult) -> FieldResult:
        """Adopt a result, unless the spec was changed there too."""
        if result.refused or not result.edits:
            return result
        if self._since is not None and (now := self._since.now(state, result)) is not None:
            if not _is_same(result.fields[0], now, result.now):
                self._conflicts.append(
                    Conflict(
                        key=state.item.key,
                        title=state.item.title,
                        field=result.fields[0],
                        rendered=result.was,
                        draft=result.now,
                        spec=now,
                    )
                )
            return result
        self._adopted.append(
            Adopted(
                key=state.item.key,
                title=state.item.title,
                field=result.fields[0],
                was=result.was,
                now=result.now,
                edits=result.edits,
                notes=result.notes,
            )
        )
        return result

    def _chapters(self) -> None:
        accepted = self._plan.spec.plan.accept_measures is True
        spec = self._plan.spec.text
        for result in chapter_results(self._compared, spec, self._proposal, accepted=accepted):
            self._chapter(result)

    def _chapter(self, result: ChapterResult) -> None:
        mine = [one for one in self._compared.changes if not one.key and _is_of(one, result, self._compared)]
        texts = [one for one in mine if one.kind in (*_TEXT_KINDS, ChangeKind.TITLE, ChangeKind.ITEM_ADDED)]
        if result.adopted is None or not texts:
            return
        self._done.update(map(id, texts))
        self._adopted.append(result.adopted)

    def _whole(self) -> None:
        for new in new_items(self._compared, self._plan, self._rows, self._directory):
            if any(id(change) in self._done for change in new.changes):
                continue
            self._done.update(map(id, new.changes))
            if new.result is None:
                self._settled += new.changes
            else:
                self._put(new.result)
        for change in self._compared.changes:
            row = self._rows.get(change.key)
            if change.kind is ChangeKind.ITEM_DELETED and row is not None:
                self._done.add(id(change))
                self._put(deleted_item(change, row, self._plan))
                rows = [one for one in self._compared.changes if one.kind is ChangeKind.ROW_DELETED]
                self._done.update(id(one) for one in rows if one.key in keys_of(row))

    def _put(self, result: Adopted | Unsaid) -> None:
        (self._adopted if isinstance(result, Adopted) else self._unsaid).append(result)  # type: ignore[arg-type]

    # --- every change is in one of the lists ------------------------------------------------------------------------

    def _account(self, change: Change) -> None:
        row = self._rows.get(change.key)
        results = self._results.get(id(row), []) if row is not None else []
        wanted = _FIELDS.get(change.kind) or (_TEXT if change.kind in _TEXT_KINDS else ())
        for field in wanted:
            for result in results:
                if field in result.fields and (not result.head or result.head == change.column):
                    if result.refused:
                        self._unsaid.append(Unsaid(change=change, reason=result.refused, wrong=result.wrong))
                    elif not result.edits and field is not Field.WHOLE:
                        self._settled.append(change)
                    return
        if self._since is not None and self._since.has(change):
            self._settled.append(change)
        elif row is None and change.key.startswith(OWN):
            if change.kind in (ChangeKind.ITEM_DELETED, ChangeKind.ROW_DELETED):
                self._settled.append(change)  # the spec has no such item any more
            else:
                self._unsaid.append(Unsaid(change=change, reason=_NO_ITEM))
        elif change.kind in _REASONS:
            self._unsaid.append(Unsaid(change=change, reason=_REASONS[change.kind]))
        elif row is None:
            is_form = change.kind is ChangeKind.CELL and not change.before.strip()
            self._unsaid.append(Unsaid(change=change, reason=OPINION if is_form else _BY_TEMPLATE))
        elif wanted and (_same_units_or_words(change) or _is_confirmed(change, row)):
            self._settled.append(change)
        elif change.where is Where.BODY and change.kind in _TEXT_KINDS and change.kind is not ChangeKind.ACCEPTED:
            self._unsaid.append(Unsaid(change=change, reason=_BY_PROGRAM))
        elif change.kind in _NEVER_EMPTY and change.before and not change.after:
            self._unsaid.append(Unsaid(change=change, reason=_EMPTIED))
        else:
            self._settled.append(change)


def _same_units_or_words(change: Change) -> bool:
    return squeeze(tidy(change.before)) == squeeze(tidy(change.after))


def _is_confirmed(change: Change, row: Row) -> bool:
    """Return whether only the words of a proposal are gone, and the spec has confirmed the units since."""
    before, after = (re.sub("拟?由", "", squeeze(text)) for text in (change.before, change.after))
    return before == after and not row.assignment.suggested


def _is_of(change: Change, result: ChapterResult, compared: Compared) -> bool:
    """Return whether a change outside all items is one of a chapter's: by its words."""
    words = [compared.edited[place].text for place in result.places]
    gone = [compared.base[one].text for one in result.gone]
    after = change.after.split("\n")[0]
    if after:
        return any(after in text or text in after for text in words if text)
    before = change.before.split("\n")[0]
    was = [compared.base[one].text for one, place in compared.pairing.theirs.items() if place in result.places]
    return any(before in text for text in (*gone, *was))


class _Since:
    """What the spec says otherwise than when the draft was rendered."""

    def __init__(self, compared: Compared) -> None:
        self._changes = compared.changes
        blocks = (compared.base, compared.edited)
        self._before, self._now = (squeeze("\n".join(one.text for one in side)) for side in blocks)

    def has(self, change: Change) -> bool:
        """Return whether the spec says by now, in these words, what was written, or no longer what was deleted."""
        if change.kind not in (*_TEXT_KINDS, ChangeKind.TITLE) or change.kind is ChangeKind.MOVED:
            return False
        before, after = squeeze(change.before), squeeze(change.after)
        if change.kind is ChangeKind.DELETED:
            return bool(before) and self._now.count(before) < self._before.count(before)
        return bool(after) and self._now.count(after) > self._before.count(after)

    def now(self, state: ItemState, result: FieldResult) -> str | None:
        """Return what the spec says now of what the draft changed; None where it says what was rendered."""
        for change in self._changes:
            if change.key not in state.keys:
                continue
            if change.kind is ChangeKind.ITEM_DELETED:
                return "（已不在方案里）"
            if any(field in result.fields for field in _fields_of(change)):
                if result.head and change.column != result.head:
                    continue
                return _present(state, result) or change.after
        return None


def _fields_of(change: Change) -> Sequence[Field]:
    if change.kind in _TEXT_KINDS:
        return (Field.TEXT,)
    return _FIELDS.get(change.kind, ())[:1]


def _present(state: ItemState, result: FieldResult) -> str:
    """Return what the plan, as the spec has it now, says."""
    item, field = state.item, result.fields[0]
    if field is Field.LEAD:
        return "、".join(unit.name for unit in item.assignment.leads)
    if field is Field.PARTICIPANTS:
        return "、".join(unit.name for unit in item.assignment.listed)
    if isinstance(item, CountyIndicator):
        return item.target if field is Field.TARGET else item.name if field is Field.TITLE else ""
    said = {Field.TITLE: item.title, Field.DEADLINE: item.deadline or "", Field.TEXT: joined(item.sentences)}
    return said.get(field, "")


def _is_same(field: Field, one: str, other: str) -> bool:
    """Return whether two values of a field are the same; a target's unit may stand in a column of its own."""
    if field is Field.TARGET and (one.startswith(other) or other.startswith(one)):
        return same_figures(one, other)
    return squeeze(one) == squeeze(other)
