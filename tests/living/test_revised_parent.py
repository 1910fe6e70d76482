"""A revised parent shows in the draft: a comment at each item that it touches, with what became of it there."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_merge_property import edited

from merge_oracle import body_of, looks
from plan_builders import SMALL, WAIVED, build, clause, item, parent, spec
from plangen.county.spec import CountySpec, Disposition
from plangen.document.past import parents_of, remembered
from plangen.document.rendering import docx_of, markdown_of
from plangen.document.word_check import lint_docx
from plangen.living.merge import Merged, merge
from plangen.living.merge_blocks import blocks_of
from plangen.living.revised_parents import Revision, revision
from plangen.living.revised_words import narrowed
from plangen.office.base import Base
from plangen.office.docx_package import parse_xml, read_parts, write_parts
from plangen.office.word_xml import W
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.plan.model import CountyPlan
from plangen.terms.quantity import Quantity
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"
DATE = "2026-12-15T00:00:00Z"
FLOOD, FIRE = "加强洪涝防治", "加强火灾防治"
OLD = parent(
    item("I01", "火灾死亡人数", target="下降15%"),
    item(
        "T01",
        "排查地质灾害隐患",
        group=FLOOD,
        text="组织排查滑坡隐患，逐处建立台账。落实监测人员。",
        deadline=2027,
        responsibility=clause("市自然资源局", with_=("市水利局",)),
    ),
    item(
        "T02",
        "建设防汛物资仓库",
        item("T02.1", "储备防汛沙袋", text="按标准储备防汛沙袋。"),
        group=FLOOD,
        text="建设防汛物资仓库，分类存放。",
        deadline=2028,
        responsibility=clause("市应急局", with_=("市水利局",)),
    ),
    item("T03", "组建综合救援队伍", group=FIRE, text="组建队伍，定期开展训练。", responsibility=clause("市应急局")),
    item("T04", "开展消防知识宣传", group=FIRE, text="组织消防宣传进村入户。", responsibility=clause("市公安局")),
    item("P01", "煤矿瓦斯抽采工程", text="推进瓦斯抽采。", deadline=2028, responsibility=clause("市应急局")),
)


def changed(plan: ParentPlan, **given: dict[str, Any] | None) -> ParentPlan:
    """Return a plan with items (``T02_1``) that say something else, or that are gone where nothing is given."""

    def walk(items: tuple[ParentItem, ...]) -> tuple[ParentItem, ...]:
        kept = [one for one in items if given.get(one.id.replace(".", "_"), {}) is not None]
        return tuple(replace(one, items=walk(one.items), **(given.get(one.id.replace(".", "_")) or {})) for one in kept)

    lists = ("indicators", "goals", "tasks", "projects")
    return replace(plan, **{name: walk(getattr(plan, name)) for name in lists})


def planned(plan: ParentPlan, county: CountySpec) -> CountyPlan:
    return build(plan, county, SMALL)[0]


def written(plan: CountyPlan) -> bytes:
    return docx_of(plan, markdown_of(plan), STYLE)[0]


def shown(
    new: ParentPlan, county: CountySpec, theirs: bytes | None = None, *, accept: bool = False, old: ParentPlan = OLD
) -> Merged:
    """Merge what a revised parent gives into a draft that was rendered from the old one."""
    before, now = planned(old, county), planned(new, county)
    base = written(before)
    touched = revision([old], now).items
    return merge(theirs or base, base, written(now), date=DATE, touched=touched, accept=accept)


def placed(data: bytes) -> list[tuple[str, str]]:
    """Return our comments, with the words of the paragraph or row that each stands on."""
    parts = read_parts(data)
    nodes = parse_xml(parts["word/comments.xml"]) if "word/comments.xml" in parts else ()
    said = {
        node.get(f"{W}id"): "\n".join("".join(line.itertext()) for line in node.iter(f"{W}p"))
        for node in nodes
        if node.get(f"{W}author") == "plangen"
    }
    found = []
    for mark in body_of(data).iter(f"{W}commentReference"):
        place = next(mark.iterancestors(f"{W}tr"), None)
        place = place if place is not None else next(mark.iterancestors(f"{W}p"))
        words = "".join(node.text or "" for node in place.iter(f"{W}t", f"{W}delText"))
        if mark.get(f"{W}id") in said:
            found.append((words, said.pop(mark.get(f"{W}id"))))
    assert said == {}, "a comment stands nowhere"
    return found


def comments(data: bytes) -> dict[str, str]:
    return dict(placed(data))


def comments_of(data: bytes) -> list[str]:
    return [said for _, said in placed(data)]


def texts(data: bytes, *, accept: bool | None = None) -> list[str]:
    return [block.unit.text for block in blocks_of(body_of(data, accept=accept)) if block.unit.text]


def test_each_item_is_told_where_it_stands() -> None:
    new = changed(
        OLD,
        I01={"target": "下降20%"},
        T01={"deadline": 2026, "text": "组织排查滑坡隐患，逐村建立台账。落实监测人员。"},
        T02={"deadline": 2027},
        T02_1=None,
        T04={"responsibility": clause("市应急局", with_=("市公安局",))},
        P01={"deadline": 2027},
    )
    extra = item("T05", "建设森林防火通道", group=FIRE, text="建设防火通道。", responsibility=clause("市应急局"))
    new = replace(new, tasks=(*new.tasks, extra))
    county = spec({"T02": Disposition(deadline="2029年底前"), "P01": WAIVED})
    result = shown(new, county)
    found = comments(result.data)
    by_key = {one.key.partition(":")[2]: one for one in result.revised}
    assert set(found.values()) == {one.comment for one in result.revised} and len(found) == 7
    assert by_key["T01"].comment == (
        "上位规划修订了任务“排查地质灾害隐患”：\n"
        "正文：“组织排查滑坡隐患，逐处建立台账。”改为“组织排查滑坡隐患，逐村建立台账。”；\n"
        "时限：“2027年”改为“2026年”。\n"
        "文稿已改，用修订标出。"
    )
    assert by_key["T02"].outcome == (
        "本条的时限变了，填报文件另行定了时限（2029年底前），不会随上位规划更新，请重新确认。"
    )
    assert by_key["P01"].outcome.startswith("本条有变动（时限变动），不承接的决定（县应急局，2026-11-20）")
    assert by_key["T02.1"].kind == "removed" and "已删去，用修订标出" in by_key["T02.1"].outcome
    assert by_key["T05"].kind == "added" and "还没有写明怎样承接" in by_key["T05"].outcome
    assert by_key["T04"].changes == ("牵头单位：“市公安局”改为“市应急局”", "配合单位：增加“市公安局”")
    assert by_key["I01"].changes == ("目标值：“下降15%”改为“下降20%”",) and "文稿已改" in by_key["I01"].outcome
    places = {said: place for place, said in found.items()}
    for key, words in (
        ("T01", "排查地质灾害隐患"),
        ("T02", "建设防汛物资仓库"),
        ("T02.1", "储备防汛沙袋"),
        ("T05", "建设森林防火通道"),
        ("I01", "火灾死亡人数"),
        ("P01", "工作原则"),  # none of its group is in the draft
    ):
        assert words in places[by_key[key].comment], key
    # what the county settled stands in the way: only there somebody has to decide
    assert [one.items for one in result.conflicts] == [("jincheng-155:T02",), ("jincheng-155:P01",)]
    assert {one.code for one in result.conflicts} == {"merge-parent-revised"}
    assert [one.key.partition(":")[2] for one in result.revised if one.decision] == ["T02", "P01"]
    assert lint_docx(result.data) == []
    assert texts(result.data, accept=True) == texts(written(planned(new, county)))
    assert looks(body_of(result.data, accept=False)) == looks(body_of(written(planned(OLD, county))))


def test_what_was_put_in_plain_has_its_comments_too() -> None:
    new = changed(OLD, T01={"deadline": 2026}, T03=None, T02_1=None)
    result = shown(new, spec(), accept=True)
    found = comments(result.data)
    assert len(found) == 3 and texts(result.data) == texts(written(planned(new, spec())))
    assert all("用修订标出" not in one for one in found.values())
    assert any(FIRE in place for place, said in found.items() if "组建综合救援队伍" in said)


def test_what_people_changed_is_told_to_stand_in_the_way() -> None:
    base = written(planned(OLD, spec()))
    parts = read_parts(base)
    text = parts["word/document.xml"].decode()
    for old, new in (("2027年底前", "2029年底前"), ("落实监测人员", "落实监测人员和经费")):
        assert old in text
        text = text.replace(old, new)
    theirs = write_parts({**parts, "word/document.xml": text.encode()})
    result = shown(changed(OLD, T01={"deadline": 2026, "title": "排查地质灾害隐患点"}), spec(), theirs)
    (one,) = result.revised
    assert one.outcome == "文稿已改，用修订标出，其中人改过的地方没有动，见旁边的批注。"
    assert "merge-same-clause" in {conflict.code for conflict in result.conflicts}
    assert looks(body_of(result.data, accept=False)) == looks(body_of(theirs))


@pytest.mark.parametrize(
    ("disposition", "decided"),
    [
        (Disposition(deadline="2029年底前"), True),
        (Disposition(deadline="2026年底前"), False),  # the county has followed already
        (Disposition(lead="县水利局"), False),
        (Disposition(merge_into="T02"), True),
        (Disposition(split=(Disposition(title="一件事"), Disposition(title="另一件事", deadline="2029年底前"))), True),
        (Disposition(accept_suggestions=True), False),
    ],
)
def test_only_a_decision_that_is_touched_must_be_looked_at_again(disposition: Disposition, decided: bool) -> None:
    result = shown(changed(OLD, T01={"deadline": 2026}), spec({"T01": disposition}))
    (one,) = result.revised
    assert one.decision is decided and bool(result.conflicts) is decided
    assert len(comments(result.data)) == 1


def test_what_came_and_is_decided_says_what_was_decided() -> None:
    county = spec({"T05": Disposition(lead="县水利局"), "T06": WAIVED})
    more = [
        item(key, title, group=FIRE, text=f"{title}。") for key, title in (("T05", "修建通道"), ("T06", "开采煤炭"))
    ]
    before, now = planned(OLD, spec()), planned(replace(OLD, tasks=(*OLD.tasks, *more)), county)
    base = written(before)
    result = merge(base, base, written(now), date=DATE, touched=revision([OLD], now).items)
    assert [one.outcome for one in result.revised] == [
        "填报文件已写明细化。文稿已改，用修订标出。",
        "填报文件已写明不承接。",
    ]
    assert result.conflicts == ()


def test_another_title_of_a_group_is_told_once_at_the_group() -> None:
    new = changed(OLD, **{key: {"group": "加强林草火灾防治"} for key in ("T03", "T04")})
    result = shown(new, spec())
    (one,) = result.revised
    assert (one.kind, one.changes) == ("renamed", (f"“{FIRE}”改为“加强林草火灾防治”",))
    ((place, said),) = comments(result.data).items()
    assert "火灾防治" in place and said.endswith("文稿已改，用修订标出。")
    moved = shown(changed(OLD, T03={"group": FLOOD}), spec())
    assert [(one.key, one.changes) for one in moved.revised] == [
        ("jincheng-155:T03", (f"所在组：“{FIRE}”改为“{FLOOD}”",))
    ]


def test_an_item_rewritten_under_its_id_is_the_same_item() -> None:
    new = changed(OLD, T03={"title": "建强航空救护能力", "text": "购置直升机。"})
    (one,) = shown(new, spec()).revised
    assert one.kind == "changed" and one.changes[0] == "标题：“组建综合救援队伍”改为“建强航空救护能力”"


def test_a_version_under_another_id_is_the_same_plan_and_another_plan_is_not() -> None:
    plan = replace(changed(OLD, T01={"deadline": 2026}), id="jincheng-155-xd")
    result = shown(plan, spec())
    assert [one.key for one in result.revised] == ["jincheng-155-xd:T01"] and result.conflicts == ()
    assert any("排查地质灾害隐患" in place for place in comments(result.data))
    names = {node.get(f"{W}name") for node in body_of(result.data).iter(f"{W}bookmarkStart")}
    assert {"pg_jincheng_155_xd__T03", "pgr_jincheng_155_xd__T03"} < names, "whoever reads the draft finds the items"
    other = parent(item("T01", "培育社会应急力量", text="培育队伍。"), identifier="linfen-155", place="临汾市")
    found = revision([OLD], planned(other, spec()))
    assert (found.items, found.gone, found.come) == ((), (OLD.title,), (other.title,))


def test_order_and_numbers_are_no_revision() -> None:
    tasks = tuple(replace(one, number=f"（{at}）") for at, one in enumerate(OLD.tasks[::-1]))
    assert revision([OLD], planned(replace(OLD, tasks=tasks), spec())) == Revision()


def test_ids_that_were_given_anew_are_said_to_be() -> None:
    first = item("T01", "新增一项工作", group=FLOOD, text="新写的内容。")
    moved = [replace(one, id=f"T0{number}", items=()) for number, one in enumerate(OLD.tasks, 2)]
    found = revision([OLD], planned(replace(OLD, tasks=(first, *moved)), spec()))
    assert "diff-ids-differ" in [one.code for one in found.findings]
    assert {one.key.partition(":")[2]: one.kind for one in found.items} == {"T01": "added", "T02.1": "removed"}


def test_the_parents_come_back_from_the_base_and_long_ones_without_their_texts() -> None:
    quantity = Quantity(what="覆盖率", direction="达到", value=80, unit="%", by=2027)
    plan = changed(OLD, T01={"quantities": (quantity,), "points": ("台账", "网格“员”")}, T03={"text": "一\n二\u2028\\"})

    def back(said: str) -> tuple[ParentPlan, ...]:
        return parents_of(Base(text="", spec="", version="", parents=said))

    assert back(remembered([plan, OLD])) == (changed(plan, T03={"text": "一\n二\\"}), OLD)
    whole = len(remembered([plan]).encode())
    (bare,) = back(remembered([plan], whole - 1))
    assert [one.text for one in bare.all_items()] == [None] * 7 and bare.tasks[0].quantities == (quantity,)
    assert remembered([plan], 100) == "" and back("") == () and back("{") == ()


def test_long_texts_are_cut_to_where_they_differ() -> None:
    before = "前" * 50 + "甲" + "后" * 50
    cut = f"…{'前' * 8}甲{'后' * 8}…"
    assert narrowed(before, before.replace("甲", "乙")) == (cut, cut.replace("甲", "乙"))
    assert narrowed("甲", "乙") == ("甲", "乙")


def revised(random_: random.Random) -> ParentPlan:
    """Return the parent as a city may have revised it."""
    given: dict[str, Any] = {}
    for one in [one for one in OLD.all_items() if random_.random() < 0.4]:
        fields: dict[str, Any] = {}
        indicator = one.kind is ItemKind.INDICATOR
        what = random_.sample(["title", "text", "deadline", "units", "gone", "group"], random_.randint(1, 2))
        if indicator:
            fields["target"] = f"下降{random_.randint(16, 30)}%"
        elif "gone" in what:
            given[one.id.replace(".", "_")] = None
            continue
        else:
            fields |= {"title": f"{one.title}工作"} if "title" in what else {}
            fields |= {"text": f"{one.text}按季度通报。"} if "text" in what else {}
            fields |= {"deadline": random_.choice([None, 2026, 2029])} if "deadline" in what else {}
            fields |= {"responsibility": clause(random_.choice(["市公安局", "市司法局"]))} if "units" in what else {}
            fields |= {"group": random_.choice([FLOOD, FIRE])} if "group" in what and one.group else {}
        given[one.id.replace(".", "_")] = fields
    new = changed(OLD, **given)
    if random_.random() < 0.5:
        extra = item("T09", "建设森林防火通道", group=FIRE, text="建设防火通道。", responsibility=clause("市应急局"))
        at = random_.randrange(len(new.tasks) + 1)
        new = replace(new, tasks=(*new.tasks[:at], extra, *new.tasks[at:]))
    return new


def decided(random_: random.Random, known: set[str]) -> CountySpec:
    """Return what a county may have decided; what is gone from the parent has no decision in a spec that is right."""
    choices = [
        Disposition(deadline="2029年底前"),
        Disposition(lead="县水利局", participants=("县公安局",)),
        Disposition(measures=("逐村核对一遍。",)),
        Disposition(title="办好这件事"),
        WAIVED,
    ]
    keys = [key for key in ("T01", "T02", "T03", "T04", "P01") if key in known and random_.random() < 0.4]
    return spec({key: random_.choice(choices) for key in keys})


@settings(max_examples=12)
@given(st.integers(0, 2**32), st.booleans())
def test_every_item_that_is_touched_has_one_comment_and_nothing_else_is_changed(seed: int, worked_on: bool) -> None:
    random_ = random.Random(seed)
    new = revised(random_)
    county = decided(random_, {one.id for one in new.all_items()})
    base, plan = written(planned(OLD, county)), planned(new, county)
    now = written(plan)
    theirs = edited(base, random_)[0] if worked_on else base
    touched = revision([OLD], plan).items
    result = merge(theirs, base, now, date=DATE, touched=touched)
    assert looks(body_of(result.data, accept=False)) == looks(body_of(theirs))
    bare = merge(theirs, base, now, date=DATE)
    assert texts(result.data, accept=True) == texts(bare.data, accept=True)
    assert [one for one in result.conflicts if one.code != "merge-parent-revised"] == list(bare.conflicts)
    assert [line for line in lint_docx(result.data) if line not in lint_docx(theirs)] == []
    # each item once, and every decision that is touched
    assert [one.key for one in result.revised] == [one.key for one in touched]
    every = comments_of(result.data)
    assert sorted(every) == sorted([*comments_of(bare.data), *(one.comment for one in result.revised)])
    wanted = [one.key for one in result.revised if one.decision]
    assert [one.items[0] for one in result.conflicts if one.code == "merge-parent-revised"] == wanted
    for one in touched:
        own = county.inherit.get(OLD.id, {}).get(one.key.partition(":")[2])
        late = own is not None and own.deadline and any(words.startswith("时限") for words in one.changes)
        assert one.decisions or not late, one
