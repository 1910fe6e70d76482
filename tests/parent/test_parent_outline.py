"""The tree of headings: what stands under what is told by how the numbers go on."""

from __future__ import annotations

from plangen.parent.block_model import Paragraph
from plangen.parent.outline import build_outline, is_list_head
from plangen.parent.outline_model import Node
from plangen.terms.findings import Finding
from plangen.terms.place import Place


def outline(text: str) -> tuple[Node, tuple[Finding, ...]]:
    lines = [line.strip() for line in text.strip().split("\n")]
    places = [Place(line=number) for number, _ in enumerate(lines, 1)]
    blocks = [Paragraph(text=line, place=at, places=(at,)) for line, at in zip(lines, places, strict=True) if line]
    built = build_outline(blocks, "规划.txt")
    return built.root, built.findings


def tree(node: Node) -> list[object]:
    """Return the headings as nested lists: number and title, then what is under it."""
    result: list[object] = []
    for child in node.children:
        result.append((child.mark.raw if child.mark else "") + child.line.split("。")[0])
        if child.children:
            result.append(tree(child))
    return result


def test_groups_that_restart_and_groups_that_run_on() -> None:
    root, findings = outline(
        """
        一、重点任务
        （一）健全体系
        1.甲。内容
        2.乙。内容
        （二）提升能力
        1.丙。内容
        2.丁。内容
        二、重点工程
        （一）防灾
        1．戊。内容
        （二）救灾
        2．己。内容
        3．庚。内容
        """
    )
    assert tree(root) == [
        "一、重点任务",
        ["（一）健全体系", ["1.甲", "2.乙"], "（二）提升能力", ["1.丙", "2.丁"]],
        "二、重点工程",
        ["（一）防灾", ["1．戊"], "（二）救灾", ["2．己", "3．庚"]],
    ]
    assert not findings


def test_one_form_on_two_levels() -> None:
    """“4.” is a point of the list inside （3）, and later the fourth group."""
    root, findings = outline(
        """
        一、重点任务
        1.健全机制
        （1）甲。内容
        2.完善制度
        （2）乙。内容
        3.提升能力
        （3）丙。内容（市应急局牵头）
        整治重点：2026年完成整治。
        1.矿山。（市应急局牵头）
        2.工贸。（市应急局牵头）
        3.消防。（市消防救援支队牵头）
        4.燃气。（市住建局牵头）
        5.桥梁。（市交通局牵头）
        4.强化保障
        （4）丁。内容（市财政局牵头）
        """
    )
    assert tree(root) == [
        "一、重点任务",
        [
            "1.健全机制",
            ["（1）甲"],
            "2.完善制度",
            ["（2）乙"],
            "3.提升能力",
            ["（3）丙", ["1.矿山", "2.工贸", "3.消防", "4.燃气", "5.桥梁"]],
            "4.强化保障",
            ["（4）丁"],
        ],
    ]
    assert not findings
    nested = root.children[0].children[2].children[0].children
    assert all(node.list_head is not None and node.list_head.text.startswith("整治重点") for node in nested)


def test_the_looks_of_the_siblings_decide_where_the_numbers_do_not() -> None:
    """After three nested points with text, a bare “4.” over “（4）” is the fourth group, not the fourth point."""
    root, _ = outline(
        """
        一、重点任务
        1.健全机制
        （1）甲。内容
        2.完善制度
        （2）乙。内容
        3.提升能力
        （3）丙。内容
        整治重点：
        1.矿山。开展整治。
        2.工贸。开展整治。
        3.消防。开展整治。
        4.强化保障
        （4）丁。内容
        """
    )
    assert tree(root)[1][-2:] == ["4.强化保障", ["（4）丁"]]  # type: ignore[index]


def test_two_boxes_under_one_heading() -> None:
    root, findings = outline(
        """
        一、重点任务
        （一）治本攻坚
        专栏1 攻坚重点
        1.甲。内容
        2.乙。内容
        专栏2 物资重点
        1.丙。内容
        2.丁。内容
        （二）综合治理
        """
    )
    assert tree(root) == ["一、重点任务", ["（一）治本攻坚", ["1.甲", "2.乙", "1.丙", "2.丁"], "（二）综合治理"]]
    heads = [node.list_head.text for node in root.children[0].children[0].children if node.list_head]
    assert heads == ["专栏1 攻坚重点"] * 2 + ["专栏2 物资重点"] * 2
    assert not findings


def test_circles_and_ordinals_hang_below() -> None:
    root, _ = outline(
        """
        一、重点任务
        1.完善体系
        （1）强化保障
        一是建制度。内容。
        二是强队伍。内容。
        （2）压实责任
        ①甲。内容
        ②乙。内容
        2.加强建设
        """
    )
    assert tree(root) == [
        "一、重点任务",
        [
            "1.完善体系",
            ["（1）强化保障", ["一是建制度", "二是强队伍"], "（2）压实责任", ["①甲", "②乙"]],
            "2.加强建设",
        ],
    ]


def test_a_single_ordinal_is_text() -> None:
    root, _ = outline("一、任务\n1.甲\n一是建制度；二是强队伍；三是抓落实。\n2.乙")
    assert tree(root) == ["一、任务", ["1.甲", "2.乙"]]
    assert [block.text for block in root.children[0].children[0].body if isinstance(block, Paragraph)] == [
        "一是建制度；二是强队伍；三是抓落实。"
    ]


def test_parts_chapters_sections_and_decimals() -> None:
    root, _ = outline("第一章 总则\n第一节 目的\n第二节 依据\n第二章 任务\n第一节 甲\n一、子\n二、丑\n第二节 乙")
    assert tree(root) == [
        "第一章总则",
        ["第一节目的", "第二节依据"],
        "第二章任务",
        ["第一节甲", ["一、子", "二、丑"], "第二节乙"],
    ]
    root, findings = outline(
        "1 总则\n1.1 目的。内容\n1.2 依据。内容\n2 任务\n2.1 甲。内容\n2.1.1 子。内容\n2.2 乙。内容"
    )
    assert tree(root) == ["1总则", ["1.1目的", "1.2依据"], "2任务", ["2.1甲", ["2.1.1子"], "2.2乙"]]
    assert not findings


def test_a_foreword_and_a_glossary_keep_to_themselves() -> None:
    root, findings = outline(
        "前 言\n为做好工作，制定本规划。\n一、背景\n（一）成效\n二、任务\n1.甲\n"
        "名词解释\n1.一案三制：指预案和体制机制法制。\n2.双预防：指分级管控和隐患排查。"
    )
    assert tree(root) == [
        "前 言",
        "一、背景",
        ["（一）成效"],
        "二、任务",
        ["1.甲"],
        "名词解释",
        ["1.一案三制：指预案和体制机制法制", "2.双预防：指分级管控和隐患排查"],
    ]
    assert not findings


def test_headings_that_only_their_style_shows() -> None:
    places = [Place(paragraph=number) for number in range(1, 8)]
    lines = [
        ("重点任务", 1),
        ("健全体系", 2),
        ("内容。", None),
        ("提升能力", 2),
        ("内容。", None),
        ("保障措施", 1),
        ("内容。", None),
    ]
    blocks = [
        Paragraph(text=text, place=at, places=(at,), level=level)
        for (text, level), at in zip(lines, places, strict=True)
    ]
    assert tree(build_outline(blocks, "规划.docx").root) == ["重点任务", ["健全体系", "提升能力"], "保障措施"]


def test_gaps_repeats_and_steps_back_are_told_with_their_line() -> None:
    root, findings = outline("一、任务\n1.甲。内容\n2.乙。内容\n4.丙。内容\n4.丁。内容\n1.戊。内容")
    assert tree(root) == ["一、任务", ["1.甲", "2.乙", "4.丙", "4.丁", "1.戊"]]
    assert [(finding.code, finding.location.line) for finding in findings] == [
        ("numbering-gap", 4),
        ("numbering-repeat", 5),
        ("numbering-order", 6),
    ]


def test_a_list_that_lost_its_first_point_is_told() -> None:
    _, findings = outline("一、任务\n2.乙。内容\n3.丙。内容\n二、保障")
    assert [finding.code for finding in findings] == ["numbering-start"]


def test_what_reads_as_the_heading_of_a_list() -> None:
    assert is_list_head("专栏3　应急物资储备布局")
    assert is_list_head("攻坚重点：2026年完成整治。")
    assert is_list_head("应急物资装备重点品类")
    assert is_list_head("要抓好以下几个方面的工作：")
    assert not is_list_head("各乡镇逐户核对台账，结果按月报送。")
