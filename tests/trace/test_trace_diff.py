"""Two versions of a parent: every item is accounted for, and the county learns what to look at again."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plan_builders
from plan_builders import WAIVED, at, clause, item, parent
from plangen.county.spec import CountySpec, Disposition, LocalIndicator
from plangen.parent.model import ParentItem, ParentPlan
from plangen.terms.findings import RULES
from plangen.trace.diff import diff_plans
from plangen.trace.diff_model import ChangeKind, DiffReport
from plangen.trace.diff_text import diff_lines
from plangen.trace.word_diff import word_marks

OLD = parent(
    item("I01", "生产安全事故死亡人数", target="下降15%", nature="约束性"),
    item(
        "T01",
        "健全指挥机制",
        item("T01.1", "配齐通信装备", text="乡镇按标准配齐通信装备并定期点验。"),
        text="健全上下联动的指挥机制，明确值守和会商的规程。",
        group="健全体系",
        deadline=2027,
        responsibility=clause("市应急局", with_=("市水利局",)),
    ),
    item("T02", "建强救援队伍", text="补齐专业队伍的装备短板，每季度开展实训。", group="健全体系"),
    item("T03", "整治燃气隐患", text="逐户排查燃气管道，更换老化的软管。", group="源头治理"),
)


def changed(identity: str, plan: ParentPlan = OLD, **fields: Any) -> ParentPlan:
    def walk(one: ParentItem) -> ParentItem:
        nested = tuple(walk(inner) for inner in one.items)
        return replace(one, **{"items": nested, **fields}) if one.id == identity else replace(one, items=nested)

    return replace(
        plan,
        indicators=tuple(map(walk, plan.indicators)),
        tasks=tuple(map(walk, plan.tasks)),
    )


def spec(inherit: dict[str, Disposition] | None = None, *indicators: LocalIndicator) -> CountySpec:
    base = plan_builders.spec({"jincheng-155": inherit or {}})
    return replace(base, indicators=indicators)


def kinds(report: DiffReport) -> dict[str, list[str]]:
    return {one.id: [change.value for change in one.changes] for one in report.items}


def test_the_same_plan_is_unchanged() -> None:
    report = diff_plans(OLD, OLD, spec({"T03": WAIVED}))
    assert (report.items, report.recheck, report.findings) == ((), (), ())
    assert report.unchanged == 5
    assert "填报文件：没有需要复核的内容。" in diff_lines(report)


@pytest.mark.parametrize(
    ("identity", "fields", "kind"),
    [
        ("T02", {"title": "建强专业救援队伍"}, "reworded"),
        ("T02", {"text": "补齐专业队伍的装备短板，每月开展实训。"}, "reworded"),
        ("T02", {"group": "源头治理"}, "moved"),
        ("T01", {"deadline": 2026}, "rescheduled"),
        ("T01", {"deadline": None}, "rescheduled"),
        ("T01", {"responsibility": clause("市公安局", with_=("市水利局",))}, "reassigned"),
        ("T01", {"responsibility": None}, "reassigned"),
        ("T01", {"responsibility": clause("市应急局", with_=("市水利局",), open_ended=True)}, "reassigned"),
        ("I01", {"target": "下降20%"}, "retargeted"),
        ("I01", {"nature": "预期性"}, "retargeted"),
        ("T01.1", {"text": "乡镇按标准配齐通信装备并每月点验。"}, "reworded"),
    ],
)
def test_each_change_has_its_name(identity: str, fields: dict[str, Any], kind: str) -> None:
    report = diff_plans(OLD, changed(identity, **fields))
    assert kinds(report) == {identity: [kind]}
    assert report.unchanged == 4
    json.dumps(report.as_json())


def test_width_and_spaces_are_no_change_and_a_changed_clause_is() -> None:
    wide = changed("T02", text="补齐专业队伍的装备短板, 每季度 开展实训。")
    assert not diff_plans(OLD, wide).items
    rewritten = replace(clause("市应急局", with_=("市水利局",)), text="由市应急局和市水利局负责")
    assert diff_plans(OLD, changed("T01", responsibility=rewritten)).items[0].fields[0].field == "clause"


def test_added_and_removed_items_with_what_is_nested_under_them() -> None:
    new = replace(OLD, tasks=(*OLD.tasks[1:], item("T09", "推进避难场所建设", text="每个乡镇建成一处避难场所。")))
    report = diff_plans(OLD, new)
    assert kinds(report) == {"T04": ["added"], "T01": ["removed"], "T01.1": ["removed"]}
    assert [one.new_id for one in report.items] == ["T09", None, None]
    assert report.counts["added"] == 1 and report.counts["removed"] == 2 and report.unchanged == 3


def test_a_nested_item_that_moves_to_another_task_has_moved() -> None:
    nested = OLD.tasks[0].items[0]
    new = replace(OLD, tasks=(replace(OLD.tasks[0], items=()), replace(OLD.tasks[1], items=(nested,)), OLD.tasks[2]))
    report = diff_plans(OLD, new)
    assert kinds(report) == {"T01.1": ["moved"]}
    assert [(one.field, one.before, one.after) for one in report.items[0].fields] == [("host", "T01", "T02")]


def test_renumbered_items_are_the_same_and_the_ids_are_a_finding() -> None:
    new = replace(
        OLD, tasks=tuple(replace(one, id=f"T{number:02d}") for number, one in enumerate(reversed(OLD.tasks), 1))
    )
    report = diff_plans(OLD, new)
    assert kinds(report) == {"T02": ["reordered"]}
    assert [finding.code for finding in report.findings] == ["diff-ids-differ"]


# ------------------------------------------------------------------------------------------- the order within a group

TITLES = (
    "健全指挥机制",
    "建强救援队伍",
    "整治燃气隐患",
    "储备救灾物资",
    "开展科普宣传",
    "管好景区水域",
    "加固老旧堤坝",
)


def listed(*titles: str, group: str | None = "健全体系", **fields: Any) -> ParentPlan:
    """Return a plan with tasks in this order, numbered through; each keeps the id that its title has in TITLES."""
    return parent(
        *(
            item(f"T{TITLES.index(title) + 1:02d}", title, group=group, number=f"（{number}）", **fields)
            for number, title in enumerate(titles, 1)
        )
    )


def test_two_items_that_changed_places_are_one_move() -> None:
    swapped = [*TITLES[:2], TITLES[3], TITLES[2], *TITLES[4:]]
    report = diff_plans(listed(*TITLES), listed(*swapped), spec({"T04": WAIVED, "T03": Disposition(lead="县应急局")}))
    assert kinds(report) == {"T04": ["reordered"]}
    (field,) = report.items[0].fields
    assert (field.before, field.after) == ("第4项（在T03之后）", "第3项（在T02之后）")
    # the place of its sentence is no reason to decide anew
    assert report.recheck == () and report.unchanged == 6
    lines = diff_lines(report)
    assert "  组内移位 1，未变 6（一个条目可以有几种变动）" in lines
    assert "    组内次序：第4项（在T03之后） -> 第3项（在T02之后）" in lines
    # the other one of the two only has another number
    assert report.as_json()["renumbered"] == [{"id": "T03", "before": "（3）", "after": "（4）"}]
    assert report.as_json()["items"][0]["changes"] == ["reordered"] and report.counts["reordered"] == 1


def test_an_insertion_renumbers_what_follows_and_moves_nothing() -> None:
    report = diff_plans(listed(*TITLES[1:]), listed(*TITLES))
    assert kinds(report) == {"T08": ["added"]} and report.unchanged == 6
    assert [(one.id, one.before, one.after) for one in report.renumbered][:2] == [
        ("T02", "（1）", "（2）"),
        ("T03", "（2）", "（3）"),
    ]
    (line,) = [line for line in diff_lines(report) if "序号" in line]
    assert line.startswith("  另有6个条目先后次序没变，只是原文序号变了（T02 （1）→（2）、T03 （2）→（3）、")
    assert line.endswith("、T05 （4）→（5）等）")
    assert not [line for line in diff_lines(diff_plans(listed(*TITLES), listed(*TITLES))) if "序号" in line]


def test_a_removal_moves_nothing() -> None:
    report = diff_plans(listed(*TITLES), listed(*TITLES[:2], *TITLES[3:]))
    assert kinds(report) == {"T03": ["removed"]} and len(report.renumbered) == 4


def test_an_item_that_went_to_the_end_alone_has_moved() -> None:
    report = diff_plans(listed(*TITLES), listed(*TITLES[1:], TITLES[0]))
    assert kinds(report) == {"T01": ["reordered"]}
    assert report.items[0].fields[0].after == "第7项（在T07之后）"
    assert len(report.renumbered) == 6


def test_each_group_and_each_host_has_an_order_of_its_own() -> None:
    def plan(first: list[str], second: list[str], nested: list[str]) -> ParentPlan:
        left, right = listed(*first, group="健全体系"), listed(*second, group="源头治理")
        host = replace(
            left.tasks[-1],
            items=tuple(item(f"T09.{TITLES.index(title) + 1}", title, number="1.") for title in nested),
        )
        return replace(left, tasks=(*left.tasks[:-1], host, *right.tasks))

    old = plan(list(TITLES[:3]), list(TITLES[3:]), list(TITLES[4:6]))
    new = plan(list(TITLES[:3]), [TITLES[4], TITLES[3], *TITLES[5:]], list(TITLES[4:6]))
    assert kinds(diff_plans(old, new)) == {"T05": ["reordered"]}
    turned = plan(list(TITLES[:3]), list(TITLES[3:]), [TITLES[5], TITLES[4]])
    assert kinds(diff_plans(old, turned)) == {"T09.6": ["reordered"]}


def test_an_item_of_another_group_moves_nobody_there() -> None:
    new = listed(*TITLES)
    stray = replace(new.tasks[0], group="源头治理")
    report = diff_plans(listed(*TITLES), replace(new, tasks=(*new.tasks[1:], stray)))
    assert kinds(report) == {"T01": ["moved"]}


def test_what_moved_and_changed_is_looked_at_again_for_what_changed() -> None:
    new = listed(TITLES[1], TITLES[0])
    new = replace(new, tasks=(replace(new.tasks[0], deadline=2027), new.tasks[1]))
    report = diff_plans(listed(*TITLES[:2]), new, spec())
    assert kinds(report) == {"T02": ["rescheduled", "reordered"]}
    assert [entry.message for entry in report.recheck if "移位" in entry.message] == []
    assert [(entry.item, entry.what) for entry in report.recheck] == [("T02", "row")]


@given(st.permutations(TITLES), st.sets(st.sampled_from(TITLES)), st.sets(st.sampled_from(TITLES)))
def test_as_few_items_as_possible_have_moved(order: list[str], gone: set[str], come: set[str]) -> None:
    old = [title for title in TITLES if title not in come]
    new = [title for title in order if title not in gone]
    both = [title for title in new if title not in come]
    report = diff_plans(listed(*old), listed(*new))
    moved = {one.title for one in report.items if ChangeKind.REORDERED in one.changes}
    neighbours = set(zip(old, [None, *old], range(len(old)), strict=False)) & set(
        zip(new, [None, *new], range(len(new)), strict=False)
    )
    still = {title for title, _, _ in neighbours}
    left = [TITLES.index(title) for title in both if title not in moved | still]
    assert left == sorted(left) and not moved & still
    fewest = next(
        len(both) - size
        for size in range(len(both), -1, -1)
        if any(list(some) == sorted(some) for some in combinations(map(TITLES.index, both), size))
    )
    assert fewest - len(still) <= len(moved) <= fewest


def test_what_stands_at_its_place_behind_its_neighbour_has_not_moved() -> None:
    report = diff_plans(listed(*TITLES), listed(*(TITLES[place] for place in (6, 5, 2, 3, 0, 1, 4))))
    assert kinds(report) == {identity: ["reordered"] for identity in ("T07", "T06", "T03")}


def test_a_deadlines_month_is_a_change() -> None:
    july = changed("T01", deadline_text="2027年6月底前")
    fields = diff_plans(OLD, july).items[0].fields
    assert [(field.before, field.after) for field in fields] == [("2027年", "2027年6月底前")]
    always = changed("T02", deadline_text="长期坚持")
    assert kinds(diff_plans(OLD, always)) == {"T02": ["rescheduled"]}
    assert kinds(diff_plans(july, changed("T01", july, deadline_text="2027年9月底前"))) == {"T01": ["rescheduled"]}


def test_what_cannot_be_compared_is_said() -> None:
    def codes(old: ParentPlan, new: ParentPlan, county: CountySpec | None = None) -> set[str]:
        found = {finding.code for finding in diff_plans(old, new, county).findings}
        assert found <= set(RULES)
        return found

    assert codes(OLD, changed("T02", text=None)) == {"diff-without-text"}
    facts = parent(item("T01", "健全指挥机制"))
    assert codes(facts, facts) == {"diff-without-text"}
    assert "diff-nothing-in-common" in codes(OLD, parent(item("T01", "别的事", text="完全不同的一句话。")))
    assert "parent-without-items" in codes(OLD, parent())
    assert "diff-plan-changed" in codes(OLD, replace(OLD, period=(2021, 2025)))
    assert codes(replace(OLD, id="other"), replace(OLD, id="other"), spec()) == {"diff-other-parent"}


def test_two_items_with_one_id_are_both_compared() -> None:
    twice = replace(OLD, tasks=(*OLD.tasks, item("T01", "储备救灾物资", text="分级储备救灾物资，按年轮换。")))
    report = diff_plans(twice, replace(twice, tasks=twice.tasks[:3]))
    assert report.unchanged + len(report.items) == 6
    assert report.counts["removed"] == 1


# -------------------------------------------------------------------------------------------------- the county's spec


def rechecked(report: DiffReport) -> list[tuple[str, str, bool]]:
    return [(entry.item, entry.what, entry.suspect) for entry in report.recheck]


def test_a_waiver_for_an_older_wording_is_suspect() -> None:
    waived = replace(WAIVED, location=at(12))
    report = diff_plans(
        OLD, changed("T03", text="逐户排查燃气管道，更换老化的软管，加装切断阀。"), spec({"T03": waived})
    )
    assert rechecked(report) == [("T03", "waiver", True)]
    assert "县应急局，2026-11-20" in report.recheck[0].message
    assert report.recheck[0].location == at(12) and report.suspect
    assert "yonghe.yaml:12: [不承接]" in "\n".join(diff_lines(report))


def test_a_waiver_reaches_what_is_nested_under_it() -> None:
    new = changed("T01", items=(*OLD.tasks[0].items, item("T01.2", "演练调度", text="每年组织一次调度演练。")))
    report = diff_plans(OLD, new, spec({"T01": WAIVED}))
    assert rechecked(report) == [("T01.2", "waiver", True)]
    report = diff_plans(OLD, changed("T01.1", text="乡镇按标准配齐通信装备并每月点验。"), spec({"T01": WAIVED}))
    assert rechecked(report) == [("T01.1", "waiver", True)]


@pytest.mark.parametrize(
    ("fields", "disposition", "suspect"),
    [
        ({"text": "健全上下联动的指挥机制。"}, Disposition(measures=("建好值守规程。",)), True),
        ({"text": "健全上下联动的指挥机制。"}, Disposition(lead="县应急局"), False),
        ({"deadline": 2026}, Disposition(deadline="2027"), True),
        ({"deadline": 2026}, Disposition(measures=("建好值守规程。",)), False),
        ({"responsibility": clause("市公安局")}, Disposition(lead="县应急局"), True),
        ({"text": "健全上下联动的指挥机制。"}, Disposition(merge_into="T02"), True),
        (
            {"text": "健全上下联动的指挥机制。"},
            Disposition(split=(Disposition(title="一"), Disposition(title="二"))),
            True,
        ),
    ],
)
def test_what_the_county_settled_itself_does_not_follow(
    fields: dict[str, Any], disposition: Disposition, suspect: bool
) -> None:
    report = diff_plans(OLD, changed("T01", **fields), spec({"T01": disposition}))
    assert any(entry.what == "row" for entry in report.recheck)
    assert report.suspect is suspect


def test_what_hangs_on_a_removed_item() -> None:
    county = spec({"T02": Disposition(lead="县应急局"), "T03": Disposition(merge_into="T02")})
    report = diff_plans(OLD, replace(OLD, tasks=(OLD.tasks[0], OLD.tasks[2])), county)
    assert rechecked(report) == [("T02", "disposition", True), ("T03", "merge", True), ("T02", "row", False)]


def test_the_countys_target_is_held_against_the_new_one() -> None:
    own = LocalIndicator(of="jincheng-155:I01", target="下降15%", location=at(30))
    report = diff_plans(OLD, changed("I01", target="下降20%"), spec(None, own))
    assert rechecked(report) == [("I01", "indicator", True), ("I01", "row", False)]
    assert "低于上位规划现在的“下降20%”" in report.recheck[0].message
    lower = diff_plans(OLD, changed("I01", target="下降10%"), spec(None, own))
    assert "不低于" in lower.recheck[0].message
    gone = diff_plans(OLD, replace(OLD, indicators=()), spec(None, own))
    assert rechecked(gone)[0] == ("I01", "indicator", True)


# ---------------------------------------------------------------------------------------------------- properties

TEXTS = st.text(alphabet="建强队伍，。开展实训1%\n", max_size=50)


@given(TEXTS, TEXTS)
def test_word_marks_make_up_both_texts(before: str, after: str) -> None:
    marks = word_marks(before, after)
    assert "".join(mark.text for mark in marks if mark.change != "added") == before
    assert "".join(mark.text for mark in marks if mark.change != "removed") == after
    assert all(mark.text for mark in marks)


def test_word_marks_show_words_and_not_single_characters() -> None:
    marks = word_marks("每季度开展实训。按期点验。", "每月组织演练。按期点验。")
    assert [(mark.change, mark.text) for mark in marks] == [
        ("same", "每"),
        ("removed", "季度开展实训"),
        ("added", "月组织演练"),
        ("same", "。按期点验。"),
    ]


ITEMS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["健全指挥机制", "建强救援队伍", "整治燃气隐患", "储备救灾物资", "开展科普宣传"]),
        "text": st.sampled_from([None, "", "逐户排查。", "每季度开展实训，补齐装备。", "每月开展实训，补齐装备。"]),
        "group": st.sampled_from([None, "健全体系", "源头治理"]),
        "deadline": st.sampled_from([None, 2026, 2027]),
        "responsibility": st.sampled_from([None, clause("市应急局"), clause("市公安局", with_=("市水利局",))]),
    }
)
PLANS = st.lists(st.tuples(ITEMS, st.lists(ITEMS, max_size=2)), max_size=5).map(
    lambda tasks: parent(
        *(
            item(
                f"T{number:02d}",
                fields.pop("title"),
                *(item(f"T{number:02d}.{inner}", **one) for inner, one in enumerate(nested, 1)),
                **fields,
            )
            for number, (fields, nested) in enumerate(((dict(f), n) for f, n in tasks), 1)
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(PLANS, PLANS)
def test_every_item_of_both_versions_is_accounted_for(old: ParentPlan, new: ParentPlan) -> None:
    report = diff_plans(old, new)
    added, removed = report.counts["added"], report.counts["removed"]
    both = len(report.items) - added - removed + report.unchanged
    assert both + removed == len(list(old.all_items()))
    assert both + added == len(list(new.all_items()))
    before = {one.id: one for one in old.all_items()}
    after = {one.id: one for one in new.all_items()}
    for one in report.items:
        assert one.changes
        if one.new_id is not None and ChangeKind.ADDED not in one.changes:
            content = {ChangeKind.REWORDED, ChangeKind.RETARGETED, ChangeKind.REASSIGNED, ChangeKind.RESCHEDULED}
            was, now = before[one.id], after[one.new_id]
            if (was.text is None) == (now.text is None):
                assert bool(content & set(one.changes)) == (was.fingerprint != now.fingerprint)
    "\n".join(diff_lines(report)).encode("gbk")
    json.dumps(report.as_json())
