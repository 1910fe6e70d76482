"""What of a county's spec must be looked at again because a parent changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plangen.county.spec import CountySpec, Disposition, LocalIndicator
from plangen.terms.deadline import moment_of
from plangen.terms.findings import Location
from plangen.terms.target import compare_targets
from plangen.terms.text import comparable
from plangen.terms.vocabulary import quoted
from plangen.trace.diff_model import ChangeKind, ItemChange, Recheck

_SETTLED = {
    ChangeKind.REWORDED: ("文字", {"标题": "title", "正文": "text", "措施": "measures", "拆分办法": "split"}),
    ChangeKind.REASSIGNED: ("责任单位", {"牵头单位": "lead", "配合单位": "participants"}),
    ChangeKind.RESCHEDULED: ("时限", {"时限": "deadline"}),
    ChangeKind.RETARGETED: ("目标值", {"目标值": "target"}),
}
"""What a county can settle in its own way: kind of change -> its word, and names and attributes of what is settled."""

_WITH_VALUE = frozenset({"牵头单位", "配合单位", "时限", "目标值"})


def rechecks(items: Sequence[ItemChange], spec: CountySpec, ids: Sequence[str]) -> Iterator[Recheck]:
    """Yield what of a spec must be looked at again, in the order of the changes.

    Args:
        items: what changed in a parent.
        spec: the county's spec.
        ids: the parent's id, and its id in the new version if that differs.
    """
    given: dict[str, Disposition] = {}
    for identity in reversed(ids):
        given.update(spec.inherit.get(identity, {}))
    for item in items:
        own = given.get(item.id)
        host = _waived_host(item.id, given)
        if ChangeKind.ADDED in item.changes:
            yield _added(item, host)
        elif ChangeKind.REMOVED in item.changes:
            yield from _removed(item, own, given, spec, ids)
        else:
            yield from _changed(item, own, host, spec, ids)


def _waived_host(identity: str, given: Mapping[str, Disposition]) -> tuple[str, Disposition] | None:
    host = identity.rpartition(".")[0]
    while host:
        if (disposition := given.get(host)) and disposition.waive is not None:
            return host, disposition
        host = host.rpartition(".")[0]
    return None


def _label(item: ItemChange) -> str:
    return f"{item.id}{quoted(item.title)}"


def _decided(disposition: Disposition) -> str:
    when = f"{disposition.on:%Y-%m-%d}" if disposition.on else ""
    words = "，".join(word for word in (disposition.by or "", when) if word)
    return f"（{words}）" if words else ""


def _suspect(item: str, what: str, message: str, location: Location) -> Recheck:
    """Return that something which the county wrote at a place rests on what is no longer so."""
    return Recheck(item=item, what=what, message=message, suspect=True, location=location)


def _added(item: ItemChange, host: tuple[str, Disposition] | None) -> Recheck:
    if host is not None:
        return _suspect(
            item.id,
            "waiver",
            f"{_label(item)}是新增的子项，所属条目{host[0]}已定为不承接{_decided(host[1])}，请确认理由对它也成立",
            host[1].location,
        )
    return Recheck(
        item=item.id, what="row", message=f"{_label(item)}是新增的条目，请确定怎样承接，并落实责任单位和时限"
    )


def _removed(
    item: ItemChange,
    own: Disposition | None,
    given: Mapping[str, Disposition],
    spec: CountySpec,
    ids: Sequence[str],
) -> Iterator[Recheck]:
    if own is not None:
        yield _suspect(
            item.id,
            "waiver" if own.waive is not None else "disposition",
            f"{_label(item)}已从上位规划中删去，填报文件里对它的处理不再有对象；"
            "请删去，确要保留的改列为本县的任务或者工程",
            own.location,
        )
    for source, disposition in given.items():
        if disposition.merge_into in {item.id, *(f"{identity}:{item.id}" for identity in ids)}:
            yield _suspect(
                source,
                "merge",
                f"{source}并入的{_label(item)}已从上位规划中删去，请另定并入哪一条",
                disposition.location,
            )
    for indicator in _own_targets(item, spec, ids):
        yield _suspect(
            item.id,
            "indicator",
            f"{_label(item)}已从上位规划中删去，本县为它定的目标值{quoted(indicator.target)}不再有依据",
            indicator.location,
        )
    if own is None or own.waive is None:
        yield Recheck(
            item=item.id,
            what="row",
            message=f"{_label(item)}已从上位规划中删去，请确定文稿中承接它的内容和分工是否保留",
        )


def _changed(
    item: ItemChange,
    own: Disposition | None,
    host: tuple[str, Disposition] | None,
    spec: CountySpec,
    ids: Sequence[str],
) -> Iterator[Recheck]:
    what = "、".join(change.label for change in item.changes)
    waiver = own if own is not None and own.waive is not None else host[1] if host else None
    if waiver is not None:
        yield _suspect(
            item.id,
            "waiver",
            f"{_label(item)}有变动（{what}），不承接的决定{_decided(waiver)}是按原来的内容作出的，请重新确认",
            waiver.location,
        )
        return
    if own is not None:
        for field, named in _settled_by_county(item, own):
            yield _suspect(
                item.id,
                "disposition",
                f"{_label(item)}的{field}变了，填报文件另行定了{named}，不会随上位规划更新，请重新确认",
                own.location,
            )
        if own.merge_into is not None:
            yield _suspect(
                item.id,
                "merge",
                f"{_label(item)}有变动（{what}），请确认并入{own.merge_into}的内容仍然包括它",
                own.location,
            )
    yield from _indicators(item, spec, ids)
    yield Recheck(
        item=item.id,
        what="row",
        message=f"{_label(item)}有变动（{what}），请按新的内容更新文稿中承接它的条目和分工",
    )


def _settled_by_county(item: ItemChange, own: Disposition) -> Iterator[tuple[str, str]]:
    """Yield what changed in the parent although the county has settled it in its own way, and what it settled."""
    for kind, (what, names) in _SETTLED.items():
        there = [_named(name, settled) for name, field in names.items() if (settled := _settled(item, own, field))]
        if kind in item.changes and there:
            yield what, "、".join(there)
    if item.new_id is not None and ChangeKind.MOVED in item.changes and item.new_id != item.id:
        yield "位置", f"对{item.id}的处理（在新版本里它是{item.new_id}）"


def _settled(item: ItemChange, own: Disposition, field: str) -> list[object]:
    """Return what the county has settled in its own way, that it says what the parent says now aside."""
    now = next((one.after for one in item.fields if one.field == field), None)
    values = [value for part in (own, *own.split) if (value := getattr(part, field)) is not None]
    # an empty list of units takes all away
    return [value for value in values if (value or field == "participants") and not _follows(field, value, now)]


def _follows(field: str, value: object, now: str | None) -> bool:
    if now is None or not isinstance(value, str):
        return False
    if field == "deadline":
        return moment_of(value) is not None and moment_of(value) == moment_of(now)
    return comparable(value) == comparable(now)


def _named(name: str, values: Sequence[object]) -> str:
    """Return what was settled with the value that it was given, where that is short."""
    if name not in _WITH_VALUE:
        return name
    said = ["、".join(value) or "不设" if isinstance(value, tuple) else str(value) for value in values]
    return f"{name}（{'；'.join(dict.fromkeys(said))}）"


def _indicators(item: ItemChange, spec: CountySpec, ids: Sequence[str]) -> Iterator[Recheck]:
    target = next((one for one in item.fields if one.field == "target"), None)
    if not {ChangeKind.RETARGETED, ChangeKind.REWORDED} & set(item.changes):
        return
    for indicator in _own_targets(item, spec, ids):
        verdict = "请确认本县的目标值仍然合适"
        if target is not None and target.after is not None:
            verdict = _against(indicator.target, target.after, item.title)
        yield _suspect(
            item.id,
            "indicator",
            f"{_label(item)}有变动，本县定的目标值为{quoted(indicator.target)}：{verdict}",
            indicator.location,
        )


def _own_targets(item: ItemChange, spec: CountySpec, ids: Sequence[str]) -> Iterator[LocalIndicator]:
    """Return the county's own targets for a parent's indicator."""
    names = {f"{identity}:{item.id}" for identity in ids}
    return (indicator for indicator in spec.indicators if indicator.of in names)


def _against(own: str, wanted: str, name: str) -> str:
    order = compare_targets(own, wanted, name)
    if order is None:
        return f"与上位规划现在的{quoted(wanted)}无法比较高低，请人工核对"
    if order < 0:
        return f"低于上位规划现在的{quoted(wanted)}，请提高，或者写明依据"
    return f"不低于上位规划现在的{quoted(wanted)}，请确认仍按此执行"
