"""From the changes of a draft to the changes of the spec: what it can say, what it cannot, what was changed in both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangen.county.voice_schema import TEXT
from plangen.living.adopt_chapters import ChapterResult, chapter_results
from plangen.living.adopt_fields import OPINION, field_results
from plangen.living.adopt_groups import group_results
from plangen.living.adopt_homes import homes_of
from plangen.living.adopt_model import Adopted, Adoption, Conflict, Field, Unsaid
from plangen.living.adopt_previous import previous_results
from plangen.living.adopt_since import Since, is_same, joined_since, left_behind
from plangen.living.adopt_state import ItemState, Row, base_keys, rows_of, states_of
from plangen.living.adopt_texts import text_edits
from plangen.living.adopt_throughout import replaced_throughout
from plangen.living.adopt_units import FieldResult, unit_results
from plangen.living.adopt_whole import deleted_item, joined_items, new_items
from plangen.living.changes import Compared
from plangen.living.model import Change, ChangeKind, Where
from plangen.plan.directory import Directory
from plangen.plan.model import CountyPlan
from plangen.plan.own_keys import OWN
from plangen.terms.language import tidy
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
    ChangeKind.ITEM_MOVED: "承接的条目在哪一组、排在第几，随上位规划，填报文件里不能调整",
    ChangeKind.ROW_MOVED: "分工表各行的次序随正文",
    ChangeKind.ITEM_COPIED: "复制的条目和原来的一样；要另立一项的，请写明它的名称",
    ChangeKind.ROW_DELETED: "分工表由程序按填报内容生成；不要这一项的，请写明“不承接”",
    ChangeKind.ROW_ADDED: "分工表新增的一行在正文里没有对应的条目",
}
_NEVER_EMPTY = (ChangeKind.LEAD, ChangeKind.PARTICIPANTS, ChangeKind.DEADLINE, ChangeKind.TARGET, ChangeKind.TITLE)
_EMPTIED = "这里删去了，填报文件里没有“不写”这一说，下次生成时照旧写上；要改的请写明改成什么"
_WHOLE_CHAPTER = "采纳以一章为单位，这一章还有标着建议的话；全章采纳的，把其余的标记也去掉，或者在填报文件里写"
_PARENTS_GROUP = "承接的条目的组名随上位规划，填报文件里不能改"
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
        self._since = Since(since, plan, self._rows) if since else None
        self._groups_named = {one.title for one in (*plan.task_groups, *plan.project_groups)}
        self._adopted: list[Adopted] = []
        self._unsaid: list[Unsaid] = []
        self._conflicts: list[Conflict] = []
        self._settled: list[Change] = []
        self._results: dict[int, list[FieldResult]] = {}
        self._done: set[int] = set()

    def result(self) -> Adoption:
        gone = self._since.gone if self._since else frozenset()
        states = states_of(self._compared, self._rows, gone)
        for state in states:
            if state.now is not None:
                self._item(state)
        self._chapters()
        self._left_behind(gone)
        self._groups()
        self._whole()
        self._throughout()
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
        was, now = ("\n".join(one.paragraphs) for one in (state.was, state.now or state.was))
        if state.joined:
            others = [self._rows[key] for key in state.joined]
            units = unit_results(state, homes, self._directory)
            whole = joined_items(state, others, self._plan, text, units)
            if isinstance(whole, Adopted):
                self._put_whole(whole, [state.item, *others])
                self._rows_gone(others)
            refused = whole if isinstance(whole, str) else ""
            results.append(FieldResult(fields=(Field.WHOLE,), was=was, now=now, refused=refused))
        else:
            if text.edits or text.refused:
                result = FieldResult(
                    fields=(Field.TEXT,), was=was, now=now, edits=text.edits, notes=text.notes, refused=text.refused
                )
                results.append(result)
            results += unit_results(state, homes, self._directory)
        for one in results:
            self._take(state, one)
        self._results[id(state.item)] = results

    def _take(self, state: ItemState, result: FieldResult) -> None:
        """Adopt a result, unless the spec was changed there too."""
        if result.refused or not result.edits:
            return
        said = {"key": state.item.key, "title": state.item.title, "field": result.fields[0]}
        since = self._since.says_of(state, result) if self._since else None
        if since is None:
            more = {"was": result.was, "now": result.now, "edits": result.edits, "notes": result.notes}
            self._adopted.append(Adopted(**said, **more))  # type: ignore[arg-type]
        elif not is_same(result.fields[0], since[1], result.now):
            clash = Conflict(**said, rendered=since[0], draft=result.now, spec=since[1])  # type: ignore[arg-type]
            self._conflicts.append(clash)

    def _left_behind(self, gone: frozenset[str]) -> None:
        """Account for what was changed of items that the spec has taken away since."""
        if self._since is None:
            return
        merged = joined_since(self._compared, gone)
        for change in self._compared.changes:
            if change.kind is ChangeKind.JOINED and change.key in merged and id(change) not in self._done:
                self._put(None, [change])
        left = [one for one in self._compared.changes if id(one) not in self._done]
        for key, changes in left_behind(left, gone):
            self._done.update(map(id, changes))
            said = [one for one in changes if one.kind is not ChangeKind.ROW_DELETED]
            if not said or any(one.kind in (ChangeKind.ITEM_DELETED, ChangeKind.JOINED) for one in said):
                self._settled += changes
            else:
                was, now = (
                    "\n".join(dict.fromkeys(words))
                    for words in ([one.before for one in said], [one.after for one in said])
                )
                clash = Conflict(
                    key=key, title=said[0].title, field=Field.WHOLE, rendered=was, draft=now, spec=self._since.fate(key)
                )
                self._conflicts.append(clash)

    def _chapters(self) -> None:
        accepted = self._plan.spec.plan.accept_measures is True
        since = self._since.compared if self._since else None
        spec = self._plan.spec.text
        for result in chapter_results(self._compared, spec, self._proposal, accepted=accepted, since=since):
            self._chapter(result)

    def _chapter(self, result: ChapterResult) -> None:
        mine = [one for one in self._compared.changes if not one.key and _is_of(one, result, self._compared)]
        texts = [one for one in mine if one.kind in (*_TEXT_KINDS, ChangeKind.TITLE, ChangeKind.ITEM_ADDED)]
        if not texts or not (result.adopted or result.conflict or result.settled or result.refused):
            return
        self._done.update(map(id, texts))
        if result.adopted is not None:
            self._adopted.append(result.adopted)
        elif result.conflict is not None:
            self._conflicts.append(result.conflict)
        elif result.refused:
            lines = ("正文:", f"  采纳: [{TEXT[result.part]['meta']['name']}]")
            self._unsaid += [Unsaid(change=one, reason=_WHOLE_CHAPTER, lines=lines) for one in texts]
        else:
            self._settled += texts

    def _groups(self) -> None:
        for group in group_results(self._compared, self._rows, self._plan):
            self._put(group.result, group.changes)
        for cell in previous_results(self._compared, self._plan):
            self._put(cell.result, cell.changes)

    def _throughout(self) -> None:
        draft = "\n".join(one.text for one in self._compared.edited)
        now = "\n".join(one.text for one in self._since.compared.edited) if self._since else None
        for change in self._compared.changes:
            if change.kind is ChangeKind.REPLACED:
                made = replaced_throughout(change, self._plan.spec, draft, now)
                self._done.add(id(change))
                self._adopted += made.adopted
                self._unsaid += made.unsaid
                if not made.adopted and not made.unsaid:
                    self._settled.append(change)

    def _whole(self) -> None:
        for new in new_items(self._compared, self._plan, self._rows, self._directory):
            if not any(id(change) in self._done for change in new.changes):
                self._put(new.result, new.changes)
        for change in self._compared.changes:
            row = self._rows.get(change.key)
            if change.kind is ChangeKind.ITEM_DELETED and row is not None and id(change) not in self._done:
                self._done.add(id(change))
                self._rows_gone([row])
                deleted = deleted_item(change, row, self._plan)
                if isinstance(deleted, Adopted):
                    self._put_whole(deleted, [row])
                else:
                    self._put(deleted, ())

    def _rows_gone(self, rows: Sequence[Row]) -> None:
        """Account for the rows of items that are gone."""
        keys = {key for row in rows for key in base_keys(row, self._rows)}
        gone = (one for one in self._compared.changes if one.kind is ChangeKind.ROW_DELETED and one.key in keys)
        self._done.update(map(id, gone))

    def _put_whole(self, adopted: Adopted, rows: Sequence[Row]) -> None:
        """Adopt what is to become of whole items, unless the spec says something else of one of them since."""
        changed = self._since.changed(rows) if self._since else None
        if changed is None:
            self._adopted.append(adopted)
            return
        rendered, spec = changed
        clash = Conflict(
            key=adopted.key,
            title=adopted.title,
            field=Field.WHOLE,
            rendered=rendered,
            draft=adopted.now or "（删去）",
            spec=spec,
        )
        self._conflicts.append(clash)

    def _put(self, result: Adopted | Unsaid | Conflict | None, changes: Sequence[Change]) -> None:
        """Put a result into its list, with the changes that it accounts for; without one the spec says it already."""
        self._done.update(map(id, changes))
        if result is None:
            self._settled += changes
        elif isinstance(result, Adopted):
            self._adopted.append(result)
        elif isinstance(result, Conflict):
            self._conflicts.append(result)
        else:
            self._unsaid.append(result)

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
        texts = (*_TEXT_KINDS, ChangeKind.TITLE, ChangeKind.ITEM_DELETED, ChangeKind.ROW_DELETED)
        is_text = change.kind in texts and change.kind is not ChangeKind.MOVED
        if is_text and self._since is not None and self._since.says(change):
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
            reason = _PARENTS_GROUP if change.before in self._groups_named else _BY_TEMPLATE
            self._unsaid.append(Unsaid(change=change, reason=OPINION if is_form else reason))
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
