"""Auditing any draft against parents by text alone: no false comfort, no false alarm."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draft_builders import DRILLS, GRAIN, RESCUE, ROADS, document, table
from plan_builders import clause, item, parent
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import RULES, Finding
from plangen.trace.audit import audit
from plangen.trace.model import CheckReport, ItemStatus, Status, Via
from plangen.trace.statuses import points_of

TEXTS = {
    "水上搜救": RESCUE,
    "预案演练": DRILLS,
    "成品粮储备": GRAIN,
    "临崖路段整治": ROADS,
    "燃气老旧管网": "更换使用超过二十年的灰口铸铁管，居民户内加装自闭阀，餐饮场所安装泄漏报警器。",
    "尾矿库治理": "逐座核定尾矿库汛限水位，头顶库下游居民全部搬迁，闭库后销号复绿。",
    "敬老院消防": "养老机构设置微型消防站，夜间每两小时巡查一次，失能老人房间安排在低楼层。",
    "森林扑火": "在林缘开设生物防火隔离带，护林员配发北斗手持机，高火险期设卡收缴火种。",
}


def draft_of(texts: dict[str, str]) -> SourceDocument:
    lines = ["一、重点任务"]
    for number, (title, text) in enumerate(texts.items(), 1):
        lines += [f"{number}.{title}", text]
    return document(*lines)


def plan_of(texts: dict[str, str]) -> ParentPlan:
    return parent(*(item(f"T{number:02}", title, text=text) for number, (title, text) in enumerate(texts.items(), 1)))


def statuses(report: CheckReport) -> dict[str, Status]:
    return {one.title: one.status for one in report.items}


def only(report: CheckReport) -> ItemStatus:
    (one,) = report.items
    return one


def codes(report: CheckReport) -> list[str]:
    assert all(finding.code in RULES for finding in report.findings)
    return [finding.code for finding in report.findings]


def audited(*items: ParentItem, draft: SourceDocument) -> CheckReport:
    return audit(draft, [parent(*items)])


# ------------------------------------------------------------------------------------------------ never lost


@given(st.sets(st.sampled_from(sorted(TEXTS)), min_size=1), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_deleted_section_is_never_carried_and_the_rest_stays(gone: set[str], shuffle: object) -> None:
    titles = [title for title in TEXTS if title not in gone]
    shuffle.shuffle(titles)  # type: ignore[attr-defined]
    report = audit(draft_of({title: TEXTS[title] for title in titles}), [plan_of(TEXTS)])
    for title, status in statuses(report).items():
        assert status is (Status.MISSING if title in gone else Status.CARRIED)


@given(st.sets(st.sampled_from(sorted(TEXTS)), min_size=1))
@settings(max_examples=25, deadline=None)
def test_an_emptied_section_is_never_carried(emptied: set[str]) -> None:
    report = audit(
        draft_of({title: "" if title in emptied else text for title, text in TEXTS.items()}), [plan_of(TEXTS)]
    )
    for one in report.items:
        assert (one.status is Status.CARRIED) == (one.title not in emptied)
        assert bool(one.missing_points) == (one.title in emptied)


@given(st.permutations(sorted(TEXTS)))
@settings(max_examples=25, deadline=None)
def test_swapped_texts_are_found_under_the_other_heading(order: list[str]) -> None:
    """The same content elsewhere still carries the item, whatever heading it stands under."""
    report = audit(draft_of({title: TEXTS[other] for title, other in zip(TEXTS, order, strict=True)}), [plan_of(TEXTS)])
    wrong = {title: status for title, status in statuses(report).items() if status is not Status.CARRIED}
    assert not wrong


@pytest.mark.parametrize("title", sorted(TEXTS))
def test_a_dropped_sentence_is_named(title: str) -> None:
    more = "完工项目一律公开验收结果并接受群众监督。"
    texts = {**TEXTS, title: TEXTS[title] + more}
    report = audit(draft_of(TEXTS), [plan_of(texts)])
    found = {one.title: one for one in report.items}
    assert found[title].status is Status.PARTIAL
    assert found[title].missing_points == (more.rstrip("。"),)
    assert {one.status for other, one in found.items() if other != title} == {Status.CARRIED}


def test_the_content_of_a_deleted_section_that_stands_elsewhere_counts() -> None:
    texts = {title: text for title, text in TEXTS.items() if title != "水上搜救"}
    texts["预案演练"] += RESCUE
    report = audit(draft_of(texts), [plan_of(TEXTS)])
    assert statuses(report)["水上搜救"] is Status.CARRIED


def test_facts_only_parents_are_compared_by_title_and_that_is_said() -> None:
    bare = parent(*(item(f"T{number:02}", title) for number, title in enumerate(TEXTS, 1)))
    texts = {title: text for title, text in TEXTS.items() if title != "尾矿库治理"}
    report = audit(draft_of(texts), [bare])
    assert statuses(report) == {title: Status.MISSING if title == "尾矿库治理" else Status.CARRIED for title in TEXTS}
    assert all(
        one.reason and "没有附这一条的正文" in one.reason for one in report.items if one.status is Status.CARRIED
    )
    assert codes(report) == ["parent-without-text"]


POINTS = {
    "水上搜救": ("冲锋舟驾驶员", "渡口救生圈", "夜间打捞灯具"),
    "防雷检测": ("加油站接闪器", "雷暴黄色预警", "避雷带锈蚀"),
}


@pytest.mark.parametrize("title", sorted(POINTS))
def test_points_that_were_kept_are_found_under_another_heading(title: str) -> None:
    plan = parent(*(item(f"T{number}", name, points=points) for number, (name, points) in enumerate(POINTS.items(), 1)))
    said = {
        f"有关{number}号工作": f"配好{points[0]}，备足{points[1]}，检查{points[2]}。"
        for number, points in enumerate(POINTS.values())
    }
    report = audit(draft_of({**said, "预案演练": DRILLS}), [plan])
    found = {one.title: one for one in report.items}[title]
    assert found.matches[0].title == f"有关{list(POINTS).index(title)}号工作"


@pytest.mark.parametrize(
    "words",
    ["认真贯彻落实上级要求，确保各项工作落到实处。", "按照统一部署抓好落实，明确责任，细化措施，强化督促检查。"],
)
@pytest.mark.parametrize("title", sorted(POINTS))
def test_a_heading_over_empty_words_does_not_carry_the_points(title: str, words: str) -> None:
    plan = parent(item("T01", title, points=POINTS[title]), item("T02", "预案演练", text=DRILLS))
    (found, _) = audit(draft_of({title: words, "预案演练": DRILLS}), [plan]).items
    assert found.status is not Status.CARRIED


def test_a_heading_over_the_points_carries_them_and_says_how_that_was_found() -> None:
    points = POINTS["水上搜救"]
    plan = parent(item("T01", "水上搜救", points=points), item("T02", "预案演练", text=DRILLS))
    said = f"培训{points[0]}，配齐{points[1]}，购置{points[2]}。"
    (found, _) = audit(draft_of({"水上搜救": said, "预案演练": DRILLS}), [plan]).items
    assert found.status is Status.CARRIED and "按要点核对" in (found.reason or "")


@pytest.mark.parametrize("title", sorted(TEXTS))
def test_empty_words_in_the_place_of_a_text_are_not_carried(title: str) -> None:
    texts = {**TEXTS, title: "认真贯彻落实上级有关要求，明确责任，细化措施，确保各项工作落到实处。"}
    found = statuses(audit(draft_of(texts), [plan_of(TEXTS)]))
    assert found[title] is not Status.CARRIED
    assert all(found[other] is Status.CARRIED for other in TEXTS if other != title)


def test_a_bare_heading_carries_nothing() -> None:
    report = audited(
        item("T01", "水上搜救"), item("T02", "预案演练"), draft=document("一、任务", "1.水上搜救", "2.预案演练", DRILLS)
    )
    assert statuses(report) == {"水上搜救": Status.PARTIAL, "预案演练": Status.CARRIED}
    assert "item-doubtful" in codes(report)


# ------------------------------------------------------------------------------------------------ nested, indicators


def test_nested_items_have_a_status_of_their_own_and_a_silent_host_shows_theirs() -> None:
    nested = [
        item(f"P01.{number}", title, text=TEXTS[title]) for number, title in enumerate(("水上搜救", "预案演练"), 1)
    ]
    host = item("P01", "综合能力提升工程", *nested)
    whole = audit(draft_of(TEXTS), [parent(host)])
    assert {one.id: one.status for one in whole.items} == {
        "P01": Status.PARTIAL,  # its parts are there, and its own name is nowhere
        "P01.1": Status.CARRIED,
        "P01.2": Status.CARRIED,
    }
    named = audit(draft_of({"综合能力提升工程": "按年度安排推进。", **TEXTS}), [parent(host)])
    assert {one.status for one in named.items} == {Status.CARRIED}
    half = audit(draft_of({"水上搜救": RESCUE, "道路": ROADS}), [parent(host)])
    assert {one.id: one.status for one in half.items} == {
        "P01": Status.PARTIAL,
        "P01.1": Status.CARRIED,
        "P01.2": Status.MISSING,
    }
    assert half.items[0].missing_points == ("预案演练",)
    none = audit(draft_of({"道路": ROADS}), [parent(host)])
    assert {one.status for one in none.items} == {Status.MISSING}


def test_a_nested_item_that_is_not_whole_makes_its_silent_host_partial() -> None:
    more = "聘请退役潜水员担任教官，船艇封冻前全部上岸检修，冬季轮训驾驶人员。"
    nested = (item("P01.1", "水上搜救", text=RESCUE + more), item("P01.2", "预案演练", text=DRILLS))
    report = audit(draft_of(TEXTS), [parent(item("P01", "综合能力提升工程", *nested))])
    found = {one.id: one.status for one in report.items}
    assert found == {"P01": Status.PARTIAL, "P01.1": Status.PARTIAL, "P01.2": Status.CARRIED}


@pytest.mark.parametrize("gone", ["水上搜救", "尾矿库治理"])
def test_most_nested_items_carry_a_silent_host_and_one_that_is_missing_does_not(gone: str) -> None:
    titles = ("水上搜救", "预案演练", "尾矿库治理", "森林扑火")
    more = {gone: "聘请退役人员担任教官，船艇库房封冻前全部检修，冬季轮训驾驶人员。"}
    nested = [
        item(f"P01.{number}", title, text=TEXTS[title] + more.get(title, "")) for number, title in enumerate(titles, 1)
    ]
    plan = parent(item("P01", "综合能力提升工程", *nested))
    named = {"综合能力提升工程": "按年度安排推进。", **TEXTS}
    (host, *_) = audit(draft_of(named), [plan]).items
    assert host.status is Status.CARRIED and host.missing_points == (gone,) and gone in (host.reason or "")
    (host, *_) = audit(draft_of({title: text for title, text in named.items() if title != gone}), [plan]).items
    assert host.status is Status.PARTIAL and host.missing_points == (gone,)


@pytest.mark.parametrize(
    ("theirs", "ours", "status", "code"),
    [
        ("下降15%", "下降15%", Status.CARRIED, None),
        ("下降15%", "下降20%", Status.CARRIED, None),
        ("下降20%", "下降15%", Status.SUSPECT, "target-weaker"),
        ("<0.5", "<0.8", Status.SUSPECT, "target-weaker"),
        ("95%以上", "90%以上", Status.SUSPECT, "target-weaker"),
        ("下降20%", "低于全市平均水平", Status.PARTIAL, "target-not-comparable"),
        ("下降20%", "", Status.PARTIAL, "target-missing"),
    ],
)
def test_targets_of_indicators(theirs: str, ours: str, status: Status, code: str | None) -> None:
    name = "生产安全事故死亡人数" if "下降" in theirs else ("事故死亡率" if "<" in theirs else "预警信息覆盖率")
    draft = table(("序号", "指标名称", "目标值", "属性"), ("1", name, ours, "约束性"), before=("一、主要指标",))
    report = audited(item("I01", name, target=theirs), draft=draft)
    assert only(report).status is status
    assert codes(report) == ([code] if code else [])
    assert bool(only(report).missing_points) == (status is not Status.CARRIED)


def test_an_indicator_that_is_not_there_is_missing_whatever_is_like_it() -> None:
    draft = table(("序号", "指标名称", "目标值"), ("1", "年均每十万人受灾人次", "<15000"), before=("一、主要指标",))
    report = audited(item("I01", "煤矿百万吨死亡率", target="<0.04"), draft=draft)
    assert only(report).status is Status.MISSING
    assert only(report).missing_points == ("煤矿百万吨死亡率 <0.04",)


def test_an_indicator_in_running_text_needs_its_target_there() -> None:
    said = document("一、总体目标", "到2030年，煤矿百万吨死亡率控制在0.04以内。")
    assert only(audited(item("I01", "煤矿百万吨死亡率", target="0.04"), draft=said)).status is Status.CARRIED
    other = only(audited(item("I01", "煤矿百万吨死亡率", target="0.03"), draft=said))
    assert other.status is Status.PARTIAL


# ------------------------------------------------------------------------------------------------ units, deadlines


def test_lost_units_a_changed_lead_and_a_later_deadline_are_findings() -> None:
    task = item(
        "T01", "水上搜救", text=RESCUE, deadline=2027, responsibility=clause("市应急局", with_=("市水利局", "市公安局"))
    )
    same = document("一、任务", "1.水上搜救", f"2027年底前{RESCUE}（县应急局牵头，县水利局、县公安局配合）")
    assert codes(audited(task, draft=same)) == []
    moved = document("一、任务", "1.水上搜救", f"2029年底前{RESCUE}（县水利局牵头，县应急局配合）")
    report = audited(task, draft=moved)
    assert codes(report) == ["deadline-later", "lead-changed", "units-lost"]
    assert only(report).status is Status.CARRIED
    assert "市公安局" in report.findings[-1].message and report.findings[-1].location.line == 2


def test_governments_below_are_not_missed_and_a_draft_without_units_is_told_once() -> None:
    below = item("T01", "水上搜救", text=RESCUE, responsibility=clause("市应急局", with_=("各县（市、区）人民政府",)))
    led = document("一、任务", "1.水上搜救", RESCUE + "（县应急局牵头，县水利局配合）")
    assert codes(audited(below, draft=led)) == []
    assert codes(audited(below, draft=draft_of(TEXTS))) == ["draft-without-units"]


# ------------------------------------------------------------------------------------------------ drafts of all kinds


def test_a_draft_without_headings_is_compared_by_paragraphs() -> None:
    report = audit(document(*(text for title, text in TEXTS.items() if title != "森林扑火")), [plan_of(TEXTS)])
    assert statuses(report) == {title: Status.MISSING if title == "森林扑火" else Status.CARRIED for title in TEXTS}
    assert codes(report) == ["draft-without-headings"]


def test_a_task_table_alone_carries_what_its_rows_say() -> None:
    rows = [
        (str(number), title, TEXTS[title], "县应急局", "县水利局") for number, title in enumerate(list(TEXTS)[:5], 1)
    ]
    draft = table(("序号", "重点任务", "主要内容", "牵头单位", "配合单位"), *rows, before=("一、任务分工表",))
    found = statuses(audit(draft, [plan_of(TEXTS)]))
    assert list(found.values()) == [Status.CARRIED] * 5 + [Status.MISSING] * 3


@pytest.mark.parametrize("columns", [("上位规划条目", "不承接理由"), ("条目", "本方案对应事项")])
def test_a_list_of_what_became_of_the_parents_items_carries_none(columns: tuple[str, ...]) -> None:
    rows = [("水上搜救", "县域没有通航水域"), ("尾矿库治理", TEXTS["尾矿库治理"])]
    draft = table(columns, *rows, before=("一、重点任务", "1.预案演练", DRILLS, "二、有关说明"))
    found = statuses(audit(draft, [plan_of({title: TEXTS[title] for title in ("预案演练", "水上搜救", "尾矿库治理")})]))
    assert found["预案演练"] is Status.CARRIED
    # what a table gives as a reason is believed; what it only lists is not there
    wanted = Status.WAIVED if "不承接理由" in columns else Status.MISSING
    assert {found["水上搜救"], found["尾矿库治理"]} == {wanted}


def test_a_missing_item_shows_the_nearest_place_and_says_that_it_is_none() -> None:
    texts = {title: text for title, text in TEXTS.items() if title != "森林扑火"}
    texts["古树养护"] = "护林员清点树种，枯枝砍除，病虫木及时登记上报，围栏每季度检修一次，古树挂牌编号并建立档案。"
    report = audit(draft_of(texts), [plan_of(TEXTS)])
    (lost,) = [one for one in report.items if one.status is Status.MISSING]
    assert lost.title == "森林扑火" and lost.missing_points == (TEXTS["森林扑火"].rstrip("。"),)
    assert lost.matches[0].title == "古树养护" and lost.reason and "最相近" in lost.reason


def test_an_empty_draft_carries_nothing_and_says_so() -> None:
    report = audit(document(), [plan_of(TEXTS)])
    assert set(statuses(report).values()) == {Status.MISSING}
    assert codes(report) == ["draft-empty"] and report.failed


def test_no_items_are_no_success() -> None:
    report = audit(draft_of(TEXTS), [parent()])
    assert report.parents[0].counts["total"] == 0
    assert codes(report) == ["parent-without-items"] and report.failed


def test_the_same_parent_twice_is_audited_once() -> None:
    plan = plan_of(TEXTS)
    report = audit(draft_of(TEXTS), [plan, plan])
    assert len(report.items) == len(TEXTS) and codes(report) == ["parent-given-twice"]


def test_two_parents_are_judged_apart() -> None:
    plan = plan_of(TEXTS)
    report = audit(draft_of(TEXTS), [plan, replace(plan, id="other-155")])
    assert [entry.id for entry in report.parents] == [plan.id, "other-155"]
    assert {one.status for one in report.items} == {Status.CARRIED}
    assert {one.parent for one in report.items} == {plan.id, "other-155"}


def test_the_readers_findings_are_in_the_report() -> None:
    from plangen.terms.findings import Severity

    doubt = Finding(code="encoding-guessed", severity=Severity.INFO, message="按 GB18030 读入")
    report = audit(replace(draft_of(TEXTS), findings=(doubt,)), [plan_of(TEXTS)])
    assert report.findings == (doubt,)


# ------------------------------------------------------------------------------------------------ the contract

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["parents", "items", "findings"],
    "properties": {
        "parents": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "title", "counts"],
                "properties": {
                    "id": {"type": "string"},
                    "title": {"type": "string"},
                    "counts": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["total", "carried", "partial", "waived", "missing", "suspect"],
                        "patternProperties": {".*": {"type": "integer"}},
                    },
                },
            },
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["parent", "id", "kind", "title", "status", "via", "matches", "missing_points", "reason"],
                "properties": {
                    "parent": {"type": "string"},
                    "id": {"type": "string"},
                    "kind": {"enum": [kind.value for kind in ItemKind]},
                    "title": {"type": "string"},
                    "status": {"enum": [status.value for status in Status]},
                    "via": {"enum": [via.value for via in Via]},
                    "matches": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["number", "title", "location", "score"],
                            "properties": {
                                "number": {"type": ["string", "null"]},
                                "title": {"type": "string"},
                                "location": {"type": "string"},
                                "score": {"type": "number", "minimum": 0, "maximum": 1},
                            },
                        },
                    },
                    "missing_points": {"type": "array", "items": {"type": "string"}},
                    "reason": {"type": ["string", "null"]},
                },
            },
        },
        "findings": {"type": "array"},
    },
}


def test_the_json_form_is_the_contracts() -> None:
    texts = {title: text for title, text in TEXTS.items() if title != "尾矿库治理"}
    report = audit(draft_of(texts), [plan_of({**TEXTS, "水上搜救": RESCUE + GRAIN.replace("粮", "药")})])
    data = json.loads(json.dumps(report.as_json(), ensure_ascii=False))
    jsonschema.validate(data, SCHEMA)
    assert sum(data["parents"][0]["counts"].values()) == 2 * data["parents"][0]["counts"]["total"]
    assert report.failed


@given(
    st.lists(st.sampled_from([*TEXTS, *TEXTS.values(), "一、任务", "（二）工程", "", "附件"]), max_size=12),
    st.lists(st.sampled_from(sorted(TEXTS)), max_size=5, unique=True),
)
@settings(max_examples=40, deadline=None)
def test_every_item_has_exactly_one_status_and_every_run_gives_the_same(lines: list[str], titles: list[str]) -> None:
    plan = plan_of({title: TEXTS[title] for title in titles})
    report = audit(document(*lines), [plan])
    assert [one.id for one in report.items] == [one.id for one in plan.all_items()]
    assert report == audit(document(*lines), [plan])
    jsonschema.validate(report.as_json(), SCHEMA)


def test_long_sentences_are_divided_into_points() -> None:
    short, long = points_of(
        "开展演练。建设救援中心并配备大型排水车和照明车，建立物资调拨机制并定期轮换，每年组织一次跨县联合拉动演练"
    )
    assert short == ("开展演练",)
    assert long == (
        "建设救援中心并配备大型排水车和照明车",
        "建立物资调拨机制并定期轮换",
        "每年组织一次跨县联合拉动演练",
    )


def test_points_are_not_cut_within_quotation_marks() -> None:
    from plangen.trace.statuses import points_of

    text = "推动“监测一张网，预警一键达，处置一体化”平台向乡镇延伸，县级平台每日汇总各乡镇的监测数据，按周通报。"
    (points,) = points_of(text)
    assert all(point.count("“") == point.count("”") for point in points)
    assert len(points) > 1 and "，".join(points) == text.rstrip("。")


@pytest.mark.parametrize(("reason", "status"), [("县域没有通航水域", Status.WAIVED), ("—", Status.MISSING)])
def test_what_a_draft_declines_in_a_table_is_waived_with_its_reason_only(reason: str, status: Status) -> None:
    rows = [("水上搜救", reason), ("尾矿库治理", "县域没有尾矿库")]
    draft = table(("上位规划条目", "不承接理由"), *rows, before=("一、重点任务", "1.预案演练", DRILLS, "二、有关说明"))
    report = audit(draft, [plan_of({title: TEXTS[title] for title in ("预案演练", "水上搜救")})])
    lost = next(one for one in report.items if one.title == "水上搜救")
    assert lost.status is status
    if status is Status.WAIVED:
        assert lost.reason == f"文稿写明不承接：{reason}" and lost.matches[0].location.endswith("表1第2行")
        assert "item-declined" in codes(report)
    else:
        assert lost.reason and "表1第2行" in lost.reason and "declined-without-reason" in codes(report)


@pytest.mark.parametrize(("reason", "status"), [("我县没有通航水域。", Status.NOT_APPLICABLE), ("", Status.MISSING)])
def test_what_a_draft_declines_in_a_section_is_waived_with_its_reason_only(reason: str, status: Status) -> None:
    draft = document("一、重点任务", "1.预案演练", DRILLS, "二、不涉及事项", "1.水上搜救", *[reason] * bool(reason))
    report = audit(draft, [plan_of({title: TEXTS[title] for title in ("预案演练", "水上搜救")})])
    assert statuses(report)["水上搜救"] is status


def test_what_is_declined_and_still_carried_is_said() -> None:
    draft = table(
        ("上位规划条目", "不承接理由"),
        ("水上搜救", "县域没有通航水域"),
        before=("一、重点任务", "1.预案演练", DRILLS, "2.水上搜救", RESCUE, "二、有关说明"),
    )
    report = audit(draft, [plan_of({title: TEXTS[title] for title in ("预案演练", "水上搜救")})])
    assert statuses(report)["水上搜救"] is Status.CARRIED and "declined-but-carried" in codes(report)
