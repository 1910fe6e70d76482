"""Reports of a check: what they say, that they say all of it, and that nothing in them can run."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook

from plan_builders import clause, item, parent
from plangen.office.docx_package import is_untouched
from plangen.parent.model import ItemKind
from plangen.terms.findings import Finding, Severity
from plangen.trace import check_rules, rules
from plangen.trace.model import CheckReport, ItemStatus, Match, Status, Via, count_statuses
from plangen.trace.report_html import page
from plangen.trace.report_marks import SHORTEST, common_runs, grams, lost_runs, pieces
from plangen.trace.report_rows import percent, report_counts, report_rows, row_groups
from plangen.trace.report_text import lines
from plangen.trace.report_verdict import verdict
from plangen.trace.report_words import DOUBTFUL, action, meaning, numbered, shown_points, state_label
from plangen.trace.report_workbook import workbook
from report_builders import HOSTILE, hostile, large, realistic

PLACE = Match(number="3.", title="建好台账", location="第8段", score=0.9, text="县应急局建好台账。")
PARENT = parent(
    item("I01", "事故起数", target="下降15%"),
    item(
        "T01",
        "建好台账",
        item("T01.1", "按期核验", text="每月核验一次。"),
        text="建好台账，按期核验。",
        number="（1）",
        group="强化治理",
        responsibility=clause("市应急局", with_=("市水利局",)),
    ),
    item("P01", "指挥中心", group="提升能力"),
)


def status(identity: str, found: Status, **fields: object) -> ItemStatus:
    sources = {one.id: one for one in PARENT.all_items()}
    base = ItemStatus(
        parent=PARENT.id,
        id=identity,
        kind=sources[identity].kind,
        title=sources[identity].title,
        status=found,
        via=Via.TEXT,
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def report(*items: ItemStatus, findings: tuple[Finding, ...] = ()) -> CheckReport:
    return CheckReport(parents=count_statuses([PARENT], items), items=items, findings=findings)


MIXED = report(
    status("I01", Status.WAIVED, reason="县域没有这类企业"),
    status("T01", Status.PARTIAL, matches=(PLACE, PLACE), missing_points=("按期核验",), reason="少一点"),
    status("T01.1", Status.MISSING, missing_points=("每月核验一次",), matches=(PLACE,)),
    status("P01", Status.CARRIED, matches=(PLACE,)),
)


IN_OTHER_WORDS = status(
    "T01",
    Status.CARRIED,
    matches=(PLACE,),
    missing_points=("按期核验",),
    reason="稿中写得较简或改了说法，上位规划的内容约有40%没有逐句对应",
)
"""What an audit says of an item that the draft condensed."""


def many(number: int, one: ItemStatus) -> CheckReport:
    return report(*(replace(one, id=f"T{position:02d}") for position in range(number)))


def stripped(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


# ------------------------------------------------------------------------------------------------------ verdict, rows


def anchored(identity: str, found: Status) -> ItemStatus:
    return status(identity, found, via=Via.ANCHOR)


@pytest.mark.parametrize(
    ("items", "level", "words"),
    [
        ((), "bad", "没有可以核对的条目"),
        ((anchored("T01", Status.MISSING),), "bad", "1项缺失，须处理后再报批"),
        ((anchored("T01", Status.SUSPECT),), "bad", "1项需复核"),
        ((anchored("T01", Status.PARTIAL),), "doubt", "1项部分承接"),
        ((anchored("T01", Status.WAIVED),), "doubt", "全部不承接"),
        ((anchored("T01", Status.CARRIED),), "good", "均已承接"),
        ((anchored("T01", Status.CARRIED), anchored("P01", Status.WAIVED)), "good", "不承接1项"),
    ],
)
def test_the_verdict_never_says_more_than_the_report(items: tuple[ItemStatus, ...], level: str, words: str) -> None:
    judged = verdict(report(*items))
    assert (judged.level, words in judged.text) == (level, True)
    assert ("均已承接" in judged.text) == (bool(items) and {one.status for one in items} == {Status.CARRIED})


@pytest.mark.parametrize("found", [(Status.CARRIED,), (Status.CARRIED, Status.WAIVED), (Status.MISSING,)])
def test_what_was_found_by_text_alone_is_for_a_person_to_judge(found: tuple[Status, ...]) -> None:
    judged = verdict(report(*(status(identity, one) for identity, one in zip(("T01", "P01"), found, strict=False))))
    assert judged.level != "good" and "均已承接" not in judged.text
    assert judged.text.startswith("按文字比对，") and "请逐项" in judged.text


def test_the_verdict_counts_what_is_carried_in_other_words() -> None:
    whole = verdict(report(IN_OTHER_WORDS))
    assert whole.level == "doubt" and "已承接的1项都有疑点" in whole.text
    # also where something else is missing: the reader must not take the carried for settled
    mixed = verdict(report(IN_OTHER_WORDS, status("T01.1", Status.MISSING), status("P01", Status.CARRIED)))
    assert mixed.level == "bad" and "已承接的2项中有1项有疑点" in mixed.text


def test_the_verdict_says_when_only_titles_were_compared() -> None:
    finding = Finding(code="parent-without-text", severity=Severity.INFO, message="x")
    assert "只核对了标题" in verdict(report(status("T01", Status.CARRIED), findings=(finding,))).text
    assert "只核对了标题" not in verdict(report(status("T01", Status.CARRIED))).text


def test_an_error_makes_the_verdict_bad_and_a_warning_doubtful() -> None:
    def with_(severity: Severity, found: Status = Status.CARRIED) -> CheckReport:
        finding = Finding(code="draft-empty", severity=severity, message="x")
        return report(anchored("T01", found), findings=(finding,))

    assert verdict(with_(Severity.ERROR)).level == "bad"
    assert "均已承接" not in verdict(with_(Severity.ERROR)).text
    assert "1个错误" in verdict(with_(Severity.ERROR, Status.MISSING)).text
    assert verdict(with_(Severity.WARNING)).level == "doubt"
    assert verdict(with_(Severity.INFO)).level == "good"


def test_shares_are_rounded_neither_to_all_nor_to_nothing() -> None:
    shares = (0.0, 0.00001, 2 / 3, 0.99999, 1.0)
    assert [percent(share) for share in shares] == ["0%", "0.1%", "66.7%", "99.9%", "100%"]


def test_rows_know_their_source_group_host_and_units() -> None:
    rows = report_rows(MIXED, [PARENT])
    assert [row.group for row in rows] == ["目标指标", "强化治理", "强化治理", "重点工程：提升能力"]
    assert [row.host for row in rows] == [None, None, 1, None]
    assert [row.depth for row in rows] == [0, 0, 1, 0]
    assert rows[1].units == ("市应急局", "市水利局") and rows[1].leads == ("市应急局",)
    assert rows[1].heading == "（1）建好台账" and rows[1].place == "3.建好台账（第8段）等2处"
    assert rows[2].place == "", "the nearest place of a missing item does not carry it"
    assert [bool(row.action) for row in rows] == [True, True, True, False]
    assert [(group.title, group.counts["total"]) for group in row_groups(rows, PARENT.id)][1] == ("强化治理", 2)


def test_a_number_never_reads_as_part_of_the_title() -> None:
    assert numbered("2", "亿元地区生产总值死亡率") == "2 亿元地区生产总值死亡率"
    assert [numbered(one, "建台账") for one in ("1.1", "（1）", "①", "3.", None)] == [
        "1.1 建台账",
        "（1）建台账",
        "①建台账",
        "3.建台账",
        "建台账",
    ]
    row = replace(PLACE, number="2", title="亿元产值")
    one = status("T01", Status.PARTIAL, matches=(row,))
    assert "2 亿元产值（第8段）" in "\n".join(lines(report(one)))
    assert "2 亿元产值" in details(page(report(one), parents=[PARENT]))[0].text_content()
    assert report_rows(report(one), [PARENT])[0].place == "2 亿元产值（第8段）"
    sheet = load_workbook(BytesIO(workbook(report(one), parents=[PARENT]).data))["审核表"]
    assert sheet["D4"].value == "2 亿元产值（第8段）"


def test_points_that_say_nothing_new_are_left_out() -> None:
    nested = status("T01", Status.PARTIAL, missing_points=("甲", "乙"), reason="所含子项中“甲”缺失或不全")
    assert shown_points(nested) == ("乙",)
    assert shown_points(nested, beside_reason=False) == ("甲", "乙")
    assert shown_points(status("T01", Status.PARTIAL, missing_points=("建好台账",))) == ()
    target = status("I01", Status.PARTIAL, missing_points=("事故起数 下降15%",), reason="上位规划为“下降15%”")
    assert shown_points(target) == ()
    assert shown_points(replace(target, reason="指标没有目标值")) == ("事故起数 下降15%",)


def test_what_is_doubtful_is_first_for_a_person_to_judge() -> None:
    partial = status("T01", Status.PARTIAL)
    doubt = rules.ITEM_DOUBTFUL.found(items=[f"{PARENT.id}:T01"], item="建好台账", place="台账")
    (row,) = report_rows(report(partial, findings=(doubt,)), [PARENT])
    assert "是不是承接这一条" in row.action and row.action != action(partial, "partial")
    # what a message says of an item is for people: the finding is about the items that it names as such
    other = replace(doubt, items=(f"{PARENT.id}:P01",), message=f"{PARENT.id} T01“建好台账”：拿不准")
    assert report_rows(report(partial, findings=(other,)), [PARENT])[0].findings == ()


def test_a_finding_stands_at_every_item_it_is_about_and_a_part_counts_for_its_item() -> None:
    joined = check_rules.ITEMS_JOINED.found(
        items=[f"{PARENT.id}:T01/2", f"{PARENT.id}:P01"], item="“建好台账”", others=["“建库”"]
    )
    whole = report(status("T01", Status.CARRIED), status("P01", Status.CARRIED), findings=(joined,))
    assert [row.findings for row in report_rows(whole, [PARENT])] == [(joined,), (joined,)]
    shown = page(whole, parents=[PARENT])
    assert f'href="#i-{PARENT.id}-T01">“建好台账”与“建库”并在了同一段' in shown
    hint = "请在填报文件中写“并入”"
    sheets = load_workbook(BytesIO(workbook(whole, parents=[PARENT]).data)).worksheets
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert hint in shown and any(hint in cell for cell in cells), (
        "marks of keys are for the printer, not for the reader"
    )
    missing = status("T01", Status.MISSING)
    assert "别的说法" in action(missing, "missing") and "填报文件" not in action(missing, "missing"), (
        "an audit has no spec"
    )
    assert "填报文件" in action(replace(missing, via=Via.ANCHOR), "missing")


LATER = rules.DEADLINE_LATER.found(
    items=[f"{PARENT.id}:P01"], item="“指挥中心”", found="2028年", expected="2026年", earliest="2026年"
)
"""A warning about an item that is carried."""


def test_what_is_carried_with_doubts_is_counted_apart() -> None:
    whole = report(
        IN_OTHER_WORDS,
        status("P01", Status.CARRIED, matches=(PLACE,)),
        status("T01.1", Status.CARRIED),
        status("I01", Status.MISSING),
        findings=(LATER, replace(LATER, severity=Severity.INFO, items=(f"{PARENT.id}:T01.1",))),
    )
    assert whole.doubted == {f"{PARENT.id}:T01", f"{PARENT.id}:P01"}
    counts = report_counts(whole)
    assert (counts["total"], counts[Status.CARRIED], counts[DOUBTFUL], counts["missing"]) == (4, 1, 2, 1)
    assert sum(counts[one] for one in (*Status, DOUBTFUL)) == counts["total"]
    assert {meaning(one) for one in (*Status, DOUBTFUL)} and state_label(DOUBTFUL) == "已承接但有疑点"
    by_id = {row.item.id: row for row in report_rows(whole, [PARENT])}
    assert by_id["P01"].state == DOUBTFUL and by_id["P01"].reason == LATER.message and "提示" in by_id["P01"].action
    assert by_id["T01.1"].state == "carried" and not by_id["T01.1"].action
    counts = whole.as_json()["parents"][0]["counts"]
    assert (counts["carried"], counts["doubtful"], sum(counts.values())) == (1, 2, 2 * counts["total"])
    assert {one["status"] for one in whole.as_json()["items"]} == {"carried", "missing"}


def test_a_warning_about_what_is_not_carried_makes_no_doubt_of_it() -> None:
    assert report(status("P01", Status.PARTIAL), findings=(LATER,)).doubted == frozenset()


def test_items_of_unknown_parents_are_shown_too() -> None:
    stranger = replace(status("T01", Status.MISSING), parent="elsewhere", id="T77")
    whole = CheckReport(parents=(), items=(stranger,))
    rows = report_rows(whole, [PARENT])
    assert [(row.source, row.group) for row in rows] == [(None, "其他条目")]


def test_the_county_units_come_from_the_plan() -> None:
    found, source, plan = realistic()
    rows = report_rows(found, [source], plan)
    carried = [row for row in rows if row.county_units]
    assert len(carried) > 50
    assert all(unit.startswith("县") or "乡" in unit for row in carried for unit in row.leads)
    assert len(rows) == len(found.items) == sum(len(group.rows) for group in row_groups(rows, source.id))
    assert sum(bool(row.findings) for row in rows) == 1


# --------------------------------------------------------------------------------------------------------------- marks

TEXTS = st.text(alphabet="安全生产应急管理，。市县 \n1", max_size=60)


@given(TEXTS, TEXTS)
def test_marked_pieces_are_the_text_and_marks_are_common(text: str, other: str) -> None:
    runs = common_runs(text, grams(other))
    assert "".join(piece.text for piece in pieces(text, runs)) == text
    for begin, end in runs:
        assert end - begin >= SHORTEST
        assert all(text[at : at + SHORTEST] in other for at in range(begin, end - SHORTEST + 1))
    assert all(first[1] < second[0] for first, second in pairwise(runs))


def test_missing_points_are_marked_in_the_parents_text() -> None:
    text = "建好台账，按期核验：逐月公开。结果上报。"
    shown = pieces(
        text, common_runs(text, grams("建好台账，按期核验")), lost_runs(text, ["按期核验，逐月公开", "没有的话"])
    )
    assert [(piece.text, piece.mark) for piece in shown] == [
        ("建好台账，", "same"),
        ("按期核验", "lost"),
        ("：", ""),
        ("逐月公开", "lost"),
        ("。结果上报。", ""),
    ]


# ---------------------------------------------------------------------------------------------------------------- text


def test_the_terminal_shows_what_is_missing_first_and_leaves_out_the_carried() -> None:
    shown = lines(MIXED)
    text = "\n".join(shown)
    order = [text.index(word) for word in ("缺失（1项）", "部分承接（1项）", "不承接（1项）")]
    assert order == sorted(order)
    assert "条目 4 项：已承接 1，部分承接 1，缺失 1，需复核 0；不承接 1（另计）" in text
    assert "承接率 33.3%" in text
    assert "缺：按期核验" in text and "指挥中心" not in text
    assert shown[-1] == verdict(MIXED).text


def test_the_terminal_says_what_each_status_means_and_lists_the_doubtful() -> None:
    text = "\n".join(lines(report(IN_OTHER_WORDS, status("P01", Status.CARRIED))))
    assert "已承接 1，已承接但有疑点 1，" in text
    assert f"{state_label(DOUBTFUL)}（1项）：{meaning(DOUBTFUL)}" in text
    assert "未见：按期核验" in text and "缺：" not in text and "指挥中心" not in text
    assert f"部分承接（1项）：{meaning('partial')}" in "\n".join(lines(MIXED))


@pytest.mark.parametrize("found", [Status.CARRIED, Status.PARTIAL])
def test_many_items_take_two_lines_each(found: Status) -> None:
    one = replace(IN_OTHER_WORDS, status=found, missing_points=("按期核验" * 20, "逐月公开"))
    few, crowd = lines(many(10, one)), lines(many(40, one))
    label = "未见" if found is Status.CARRIED else "缺"
    assert sum(line.strip().startswith(f"{label}：") for line in few) == 20
    assert not any("没有列全" in line for line in few)
    assert len(crowd) <= 2 * 40 + 12
    assert sum(line.endswith("…”等2处") and f"{label}“按期核验" in line for line in crowd) == 40
    # a short list after the long one is complete, and the reader is told of the long one all the same
    both = lines(report(*many(40, one).items, status("P01", Status.WAIVED)))
    assert any("--format html" in line for line in crowd) and any("--format html" in line for line in both)


def test_no_items_are_nothing_carried() -> None:
    empty = CheckReport(parents=count_statuses([parent()], []), items=())
    assert "  没有条目：承接率 0%" in lines(empty)


def test_a_gbk_console_can_show_it_and_colours_change_no_word() -> None:
    found, *_ = realistic()
    odd = report(status("T01", Status.MISSING, title="甲\u00a0乙\u2022丙"))
    for one in (found, MIXED, odd):
        "\n".join(lines(one)).encode("gbk")
        coloured = lines(one, colour=True)
        assert [stripped(line) for line in coloured] == lines(one)
        assert any("\x1b[" in line for line in coloured)


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=200))
def test_the_bar_is_always_as_long_and_shows_every_status(found: list[Status]) -> None:
    bar = next(line for line in lines(report(*(status("T01", one) for one in found))) if "[" in line)
    cells = bar[bar.index("[") + 1 : bar.index("]")]
    assert len(cells) == 30
    assert len(set(cells)) == len(set(found))


# ---------------------------------------------------------------------------------------------------------------- page


def details(text: str) -> list[html.HtmlElement]:
    """Return the rows of a page as a browser without scripts builds them."""
    return list(html.fromstring(text).iter("details"))


def test_the_page_shows_every_item_with_both_texts_and_marks() -> None:
    text = page(MIXED, parents=[PARENT], draft="初稿.docx")
    rows = details(text)
    assert [row.get("data-status") for row in rows] == ["missing", "partial", "waived", "carried"]
    partial = rows[1]
    assert "建好台账，按期核验。" in partial.text_content() and "县应急局建好台账。" in partial.text_content()
    assert "建好台账" in [mark.text for mark in partial.iter("mark")]
    assert [lost.text for lost in partial.iter("em")] == ["按期核验"]
    assert "不足以认为已经承接" in rows[0].text_content()
    assert "文稿：初稿.docx" in text
    assert text == page(MIXED, parents=[PARENT], draft="初稿.docx")


def test_the_page_tells_what_is_carried_with_doubts_from_the_carried() -> None:
    text = page(report(IN_OTHER_WORDS, status("P01", Status.CARRIED, matches=(PLACE,))), parents=[PARENT])
    tree = html.fromstring(text)
    first, second = details(text)
    assert (first.get("data-status"), second.get("data-status")) == (DOUBTFUL, "carried")
    (point,) = first.find_class("point")
    assert (point.text, point.get("data-label")) == ("按期核验", "未见")
    assert [lost.text for lost in first.iter("em")] == ["按期核验"]
    (card,) = [card for card in tree.find_class("card") if card.get("data-status") == DOUBTFUL]
    assert card.findtext("b") == "1" and card.findtext("span") == state_label(DOUBTFUL)
    whole = [(one.get("class"), one.get("x"), one.get("width")) for one in tree.find_class("parent")[0].iter("rect")]
    assert whole[1:] == [("carried", "0.0", "500.0"), (DOUBTFUL, "500.0", "500.0")]
    legend = tree.find_class("legend")[0].text_content()
    assert all(meaning(one) in legend for one in (*Status, DOUBTFUL) if one is not Status.NOT_APPLICABLE)
    assert "按文字比对得出，会有误判" in tree.find("body/footer").text_content()
    # every row of the table is as long as its head
    widths = {len(row.xpath("th | td")) for row in tree.xpath("//table[@class='summary']//tr")}
    assert widths == {10}


def test_the_page_of_a_check_without_doubts_has_nothing_of_them() -> None:
    found, source, plan = realistic()
    found = replace(found, findings=())
    tree = html.fromstring(page(found, parents=[source], plan=plan))
    assert not tree.find_class(DOUBTFUL) and "按文字比对得出" not in tree.find("body/footer").text_content()
    assert {len(row.xpath("th | td")) for row in tree.xpath("//table[@class='summary']//tr")} == {9}


@pytest.mark.parametrize(("via", "shown"), [(Via.TEXT, "承接的把握 99%"), (Via.ANCHOR, "承接的把握 100%")])
def test_nothing_found_by_text_alone_is_certain(via: Via, shown: str) -> None:
    found = status("T01", Status.CARRIED, via=via, matches=(replace(PLACE, score=1.0),))
    assert shown in details(page(report(found), parents=[PARENT]))[0].text_content()


def test_the_page_shows_deadlines_to_the_month() -> None:
    source = parent(item("T01", "建好台账", text="建好台账。", deadline=2023, deadline_text="2023年6月"))
    text = page(report(status("T01", Status.CARRIED)), parents=[source])
    assert "时限：2023年6月" in details(text)[0].text_content() and "2023年6月年" not in text


def test_links_of_the_page_lead_somewhere() -> None:
    found, source, plan = realistic()
    tree = html.fromstring(page(found, parents=[source], plan=plan))
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(names) == len(set(names))
    links = {link.get("href", "") for link in tree.iter("a")}
    assert all(link.startswith("#") and link[1:] in names for link in links)
    assert f"#i-{source.id}-T13" in links and any(link.startswith("#sg-") for link in links)


def test_the_page_is_self_contained_and_allows_only_its_own_script() -> None:
    found, source, plan = realistic()
    text = page(found, parents=[source], plan=plan)
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:|//|data:)", text)
    tree = html.fromstring(text)
    assert [element.tag for element in tree.iter("script", "style", "link", "img", "iframe", "form")] == [
        "style",
        "script",
    ]
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert not tree.xpath("//@style | //@onclick | //@onload | //@onerror")


def test_texts_that_mean_harm_stay_texts() -> None:
    found, source = hostile()
    text = page(found, parents=[source], draft=HOSTILE)
    tree = html.fromstring(text)
    assert text.count("</script>") == 1 and text.count("</noscript>") == len(found.items)
    assert not list(tree.iter("img")) and "{{ 7*7 }}" in text
    assert HOSTILE in details(text)[0].text_content()
    assert "\n".join(lines(found))


def test_many_points_and_places_are_all_named() -> None:
    points = tuple(f"第{number}个要点没有写" for number in range(9))
    places = tuple(replace(PLACE, location=f"第{number}段") for number in range(6))
    text = page(report(status("T01", Status.PARTIAL, missing_points=points, matches=places)), parents=[PARENT])
    row = details(text)[0].text_content()
    assert all(point in row for point in points) and all(f"第{number}段" in row for number in range(6))


def test_two_thousand_items_stay_a_light_page() -> None:
    found, source = large()
    text = page(found, parents=[source])
    assert text.count("<details ") == text.count("<noscript>") == 2_000
    # what a browser with scripts builds at once
    light = re.sub(r"<noscript>.*?</noscript>", "", text, flags=re.DOTALL)
    assert light.count("<") < 80_000
    assert len(text) < 12_000_000


def test_an_empty_report_is_a_page_too() -> None:
    empty = CheckReport(parents=count_statuses([parent()], []), items=())
    text = page(empty, parents=[parent()])
    assert "没有可以核对的条目" in text and "100%" not in text.split("<body>")[1]


# ------------------------------------------------------------------------------------------------------------ workbook


def test_the_review_sheet_can_be_filled_in(tmp_path: Path) -> None:
    data = workbook(MIXED, parents=[PARENT], draft="初稿.docx").data
    assert data == workbook(MIXED, parents=[PARENT], draft="初稿.docx").data
    path = tmp_path / "审核.xlsx"
    path.write_bytes(data)
    assert is_untouched(path)
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["审核表", "汇总"]
    sheet = book["审核表"]
    head = [cell.value for cell in sheet[3]]
    assert head[:8] == [
        "条目编号",
        "上位规划条目",
        "原文",
        "文稿位置",
        "状态",
        "缺少或待核对的要点",
        "需要做什么",
        "审核人意见",
    ]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[4] for row in rows] == ["缺失", "部分承接", "不承接", "已承接"]
    assert rows[1][5] == "按期核验" and "第8段" in rows[1][3] and "建好台账，按期核验。" in rows[1][2]
    assert "没有找到" in rows[0][3]
    assert all(row[7] is None for row in rows)
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"同意,修改,补充"' and str(rule.sqref) == "H4:H7"
    assert sheet.freeze_panes == "C4" and sheet.auto_filter.ref == "A3:I7"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
    assert [cell.value for cell in book["汇总"][4]][1:] == ["合计", 4, 1, 0, 1, 1, 0, 1, 0, "33.3%"]


def test_the_review_sheet_marks_doubtful_items_and_explains_the_statuses() -> None:
    found = report(IN_OTHER_WORDS, status("P01", Status.CARRIED))
    book = load_workbook(BytesIO(workbook(found, parents=[PARENT]).data))
    sheet = book["审核表"]
    assert [sheet["E4"].value, sheet["E5"].value] == [state_label(DOUBTFUL), "已承接"]
    assert sheet["F4"].value == "按期核验" and sheet["E4"].fill.fgColor.rgb != sheet["E5"].fill.fgColor.rgb
    summary = book["汇总"]
    assert [cell.value for cell in summary[4]][2:5] == [2, 1, 1]
    note = summary["A2"].value
    assert all(f"{state_label(one)}：{meaning(one)[:8]}" in note for one in (*Status, DOUBTFUL))


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_a_formula(start: str) -> None:
    harm = status(
        "T01",
        Status.PARTIAL,
        title=start,
        reason=start,
        missing_points=(start,),
        matches=(Match(number=None, title=start, location="", score=1.0),),
    )
    finding = Finding(code="item-doubtful", severity=Severity.WARNING, message=start, hint=start)
    book = load_workbook(BytesIO(workbook(report(harm, findings=(finding,)), parents=[PARENT], draft=start).data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
            assert all(cell.quotePrefix for cell in row if str(cell.value).startswith(("=", "+", "-", "@")))


def test_every_kind_and_status_has_its_words() -> None:
    for kind in ItemKind:
        for found in Status:
            one = replace(status("T01", found), kind=kind)
            (row,) = report_rows(report(one), [PARENT])
            assert bool(row.action) == (found is not Status.CARRIED)
