"""What a merge puts in fits where it stands: fields, merged cells, numbers of rows, lines of cells; what it says."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from test_merge import BASE, DATE, edited, merging, rendered, texts

from merge_oracle import body_of, untold
from plangen.living.merge import merge
from plangen.living.merge_blocks import blocks_of
from plangen.living.merge_carrier import Carrier
from plangen.living.merge_line import Line
from plangen.office.docx_package import read_parts, write_parts
from plangen.office.word_xml import W

MAIN = "word/document.xml"


def contents(*titles: str) -> str:
    entries = "\n\n".join(f"{{.contents-1}}\n{title}" for title in titles)
    return f"{entries}\n\n" + "\n\n".join(f"# {title}\n\n{title[2:]}的内容。" for title in titles) + "\n"


def asked(data: bytes) -> list[tuple[str, str]]:
    """Return the paragraph of each field with the one that it asks for, empty where there is none."""
    body = body_of(data, accept=True)
    found = []
    for node in [one for one in body.iter(f"{W}instrText") if "REF" in (one.text or "")]:
        name = (node.text or "").split()[1]
        places = [one for one in body.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == name]
        heading = Line(next(places[0].iterancestors(f"{W}p"))).text if places else ""
        found.append((Line(next(node.iterancestors(f"{W}p"))).text.split("\t")[0], heading))
    return found


@pytest.mark.parametrize("titles", [("一、总则", "二、新设", "三、附则"), ("一、新设", "二、总则", "三、附则")])
def test_the_contents_that_were_put_in_ask_for_their_own_headings(titles: tuple[str, ...]) -> None:
    base, new = contents("一、总则", "二、附则"), contents(*titles)
    once = merging(rendered(base), new, base)
    pairs = asked(once.data)
    assert len(pairs) == 3 and all(heading and entry.endswith(heading[-2:]) for entry, heading in pairs), pairs
    later = contents(*titles, "四、其他")
    twice = merge(once.data, rendered(new), rendered(later), date=DATE)
    pairs = asked(twice.data)
    assert len(pairs) == 4 and all(heading and entry.endswith(heading[-2:]) for entry, heading in pairs), pairs


ANNEXES = "\n\n".join(
    f"{{.annex-mark}}\n附件{number}\n\n{{.annex-title}}\n{title}\n\n{title}的正文内容。"
    for number, title in enumerate(("甲表", "乙表"), 1)
)


def test_a_reference_to_what_people_deleted_becomes_words_and_one_to_what_stays_is_kept() -> None:
    base = f"第一段写在这里。\n\n{ANNEXES}\n"
    new = base.replace("第一段写在这里。", "第一段写在这里。\n\n新写一段，见附件2。")
    kept = merging(rendered(base), new, base)
    assert ("新写一段，见附件￼。", "附件￼") in asked(kept.data)
    unnamed = edited(rendered(base), ('<w:bookmarkStart [^>]*w:name="_Ref00000002"/>(.*?)<w:bookmarkEnd[^>]*/>', r"\1"))
    again = merging(unnamed, new, base)
    assert ("新写一段，见附件￼。", "附件￼") in asked(again.data)
    theirs = edited(rendered(base), ("<w:p>(?:(?!<w:p>).)*_Ref00000002.*?</w:p>", ""))
    result = merging(theirs, new, base)
    assert asked(result.data) == [] and "新写一段，见附件2。" in texts(result.data, accept=True)


GROUPS = '{.table-title}\n表1　分工\n\n{merge="1"}\n| 类别 | 事项 | 单位 |\n|---|---|---|\n'


def grouped(*rows: tuple[str, str]) -> str:
    return GROUPS + "".join(f"| {kind} | {what} | 县水利局 |\n" for kind, what in rows) + "\n表后的话。\n"


def merged_cells(data: bytes) -> list[tuple[str, str]]:
    """Return how the first cell of each row is merged, and what it says."""
    found = []
    for row in body_of(data, accept=True).iter(f"{W}tr"):
        cell = row.find(f"{W}tc")
        node = cell.find(f"{W}tcPr/{W}vMerge")
        kind = "" if node is None else node.get(f"{W}val") or "continue"
        found.append((kind, "".join(Line(one).text for one in cell.iter(f"{W}p"))))
    return found[1:]


A, B = [("防汛", "修渠"), ("防汛", "清淤")], [("防火", "巡山")]


@pytest.mark.parametrize(
    ("base", "new", "expected", "codes"),
    [
        # a whole group
        (A + B, [*A, ("抗旱", "打井"), ("抗旱", "蓄水"), *B], ["restart", "continue", "restart", "continue", ""], []),
        # inside a group, and at its end
        (A + B, [A[0], ("防汛", "筑堤"), A[1], *B], ["restart", "continue", "continue", ""], []),
        (A + B, [*A, ("防汛", "筑堤"), *B], ["restart", "continue", "continue", ""], []),
        # a group gets another first row; a row alone becomes a group
        (A + B, [("防汛", "筑堤"), *A, *B], ["", "restart", "continue", ""], ["merge-group"]),
        (A + B, [*A, *B, ("防火", "砍隔离带")], ["restart", "continue", "", ""], ["merge-group"]),
        # a group goes as a whole
        (A + B, B, [""], []),
    ],
)
def test_rows_are_put_into_merged_cells(base: Any, new: Any, expected: list[str], codes: list[str]) -> None:
    result = merging(rendered(grouped(*base)), grouped(*new), grouped(*base))
    assert [kind for kind, _ in merged_cells(result.data)] == expected
    assert [one.code for one in result.conflicts] == codes
    assert all(words for kind, words in merged_cells(result.data) if kind != "continue")


def test_the_first_row_of_a_group_does_not_go_alone() -> None:
    result = merging(rendered(grouped(*A, *B)), grouped(A[1], *B), grouped(*A, *B))
    assert "merge-table" in [one.code for one in result.conflicts]
    assert merged_cells(result.data)[0] == ("restart", "防汛")


def numbered(*items: str) -> str:
    rows = "".join(f"| {n} | {item} | 县水利局 |\n" for n, item in enumerate(items, 1))
    return '{.table-title}\n表1　分工\n\n{merge="2"}\n| 序号 | 事项 | 单位 |\n|---|---|---|\n' + rows


def typed_numbers(data: bytes) -> bytes:
    """Return a file whose numbers of rows are typed, as programs do that cannot count."""
    root = body_of(data).getroottree().getroot()
    for number, row in enumerate(list(root.iter(f"{W}tr"))[1:], 1):
        paragraph = row.find(f"{W}tc/{W}p")
        for node in list(paragraph.iter(f"{W}numPr")):
            node.getparent().remove(node)
        run = paragraph.makeelement(f"{W}r", {})
        text = paragraph.makeelement(f"{W}t", {})
        text.text = str(number)
        run.append(text)
        if not Line(paragraph).text:
            paragraph.append(run)
    from lxml import etree

    return write_parts({**read_parts(data), MAIN: etree.tostring(root)})


def test_numbers_that_only_follow_from_the_order_are_no_tracked_changes() -> None:
    base, new = numbered("修渠", "植树", "清淤"), numbered("打井", "修渠", "植树", "清淤")
    was, now = typed_numbers(rendered(base)), typed_numbers(rendered(new))
    result = merge(was, was, now, date=DATE)
    rows = [text for text in texts(result.data, accept=True) if "县水利局" in text]
    assert [row.split("|")[0] for row in rows] == ["1", "2", "3", "4"]
    assert [one.kind for one in result.told] == ["added"] and result.said == () and result.conflicts == ()
    theirs = edited(was, ("<w:t>3</w:t>", "<w:t>9</w:t>"))
    kept = merge(theirs, was, now, date=DATE)
    rows = [text for text in texts(kept.data, accept=True) if "县水利局" in text]
    assert [row.split("|")[0] for row in rows] == ["1", "2", "3", "9"]
    assert [one.code for one in kept.said] == ["merge-numbers"] and [one.kind for one in kept.told] == ["added"]


def test_it_says_when_only_words_tell_which_paragraph_is_which() -> None:
    bare = re.sub(r"<w:bookmark(?:Start|End)[^>]*/>", "", read_parts(rendered(BASE))[MAIN].decode())
    theirs = write_parts({**read_parts(rendered(BASE)), MAIN: bare.encode()})
    new = BASE.replace("年底完成", "年中完成")
    result = merge(theirs, rendered(BASE), rendered(new), date=DATE)
    assert texts(result.data, accept=True) == texts(rendered(new))
    assert [(one.code, one.values["share"]) for one in result.said] == [("changes-by-words", "0%")]
    assert merging(rendered(BASE), new).said == ()


@pytest.mark.parametrize("edit", [None, ("问题当场改正", "问题当天改正")])
def test_a_cell_that_gains_a_line_gets_it_as_a_tracked_paragraph(edit: tuple[str, str] | None) -> None:
    theirs = edited(rendered(BASE), edit) if edit else rendered(BASE)
    for new in ("县水利局<br>县财政局", "县财政局<br>县水利局", "县财政局<br>县水利局<br>县审计局"):
        changed = BASE.replace("| 县水利局 |", f"| {new} |")
        if len(blocks_of(body_of(rendered(changed)))) != len(blocks_of(body_of(rendered(BASE)))):
            pytest.fail("the table has other rows")
        result = merging(theirs, changed)
        cells = [text for text in texts(result.data, accept=True) if "修渠" in text and "|" in text]
        assert result.conflicts == () and cells[0].split("|")[-1].split("\n") == new.split("<br>")


def listed(*titles: str) -> str:
    """Return items whose keys only follow from their order, as those of tasks of one's own do."""
    return "# 一、任务\n\n" + "".join(
        f'{{items="local:T{number}"}}\n## （{number}）{title}\n\n{title}要办好，按季度核对。\n\n'
        for number, title in enumerate(titles, 1)
    )


@pytest.mark.parametrize(
    "order",
    list(itertools.permutations(("加快修建灌溉渠道", "组织春季植树造林", "定期清理河道淤泥", "足额储备应急物资"))),
)
def test_no_name_is_given_twice_when_items_change_places(order: tuple[str, ...]) -> None:
    base, new = listed("加快修建灌溉渠道", "组织春季植树造林", "定期清理河道淤泥", "足额储备应急物资"), listed(*order)
    result = merging(rendered(base), new, base)
    assert result.conflicts or texts(result.data, accept=True) == texts(rendered(new))


def test_the_oracle_sees_what_did_not_come_and_what_did_not_go() -> None:
    base, new = (
        rendered(BASE),
        rendered(BASE.replace("县林业局", "县应急局").replace("由县水利局负责，年底完成。\n\n", "")),
    )
    assert untold(base, base, new, merge(base, base, new, date=DATE).data, []) == []
    missed = untold(base, base, new, base, [])
    assert {one.split(": ")[1] for one in missed} == {"县林业局", "县应急局", "由县水利局负责", "年底完成"}


def test_what_is_moved_gives_no_name_free_that_something_else_has() -> None:
    data = rendered(listed("加快修建灌溉渠道", "组织春季植树造林"))
    carrier = Carrier(parts=dict(read_parts(data)), main=MAIN, new_parts=read_parts(data), date=DATE)
    marks = {node.get(f"{W}name"): next(node.iterancestors(f"{W}p")) for node in carrier.root.iter(f"{W}bookmarkStart")}
    first, second = marks["pg_local__T1"], marks["pg_local__T2"]
    carrier.release(first, second)  # the first goes, and stands elsewhere under the name of the second
    assert carrier.free_name("pg_local__T2") != "pg_local__T2"
    carrier.release(second, second)
    assert carrier.free_name("pg_local__T2") == "pg_local__T2"
