"""What must never be lost: every numbered heading of any outline becomes an item, a group, or a finding."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plangen.parent.importer import ImportResult, import_lines
from plangen.parent.model import ParentItem
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.numerals import chinese_number
from plangen.terms.place import Place

FORMS = {
    "chinese": lambda n, wide: f"{chinese_number(n)}、",
    "chinese-bracket": lambda n, wide: f"（{chinese_number(n)}）" if wide else f"({chinese_number(n)})",
    "arabic": lambda n, wide: f"{n}．" if wide else f"{n}.",
    "arabic-bracket": lambda n, wide: f"（{n}）" if wide else f"({n})",
    "circled": lambda n, wide: "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"[n - 1],
    "chapter": lambda n, wide: f"第{chinese_number(n)}章 ",
    "section": lambda n, wide: f"第{chinese_number(n)}节 ",
}
LADDERS = (
    ("chinese", "chinese-bracket", "arabic", "arabic-bracket", "circled"),
    ("chapter", "section", "chinese", "chinese-bracket", "arabic"),
    ("chinese", "arabic", "arabic-bracket", "circled"),
    ("chapter", "chinese", "chinese-bracket", "arabic"),
    ("chinese", "chinese-bracket", "arabic-bracket", "circled"),
)
VERBS = ("健全", "完善", "推进", "强化", "提升", "建设", "开展", "优化")
NOUNS = ("预案", "队伍", "平台", "机制", "物资", "监测", "宣传", "执法", "避难场所", "通信", "装备", "基层")
TAILS = ("体系", "能力", "工作", "水平", "网络", "保障")
SENTENCES = (
    "各有关部门按季度通报工作进展，年底汇总。",
    "对排查出的问题逐项登记，限期整改。",
    "每年至少组织一次检查，结果向社会公布。",
    "所需经费列入同级财政预算。",
)
CLAUSES = ("（市应急局牵头，市财政局按职责分工负责）", "(市水利局牵头,市气象局等按职责分工负责)")


@dataclass
class Heading:
    """A heading of a generated outline."""

    title: str
    children: list[Heading] = field(default_factory=list)


@dataclass
class Generated:
    """A generated document with what must come out of it."""

    lines: list[str]
    groups: list[Heading]
    tasks: list[Heading]
    numbered: list[str]


def document(lines: list[str]) -> SourceDocument:
    return SourceDocument(
        name="生成.txt",
        sha256="0",
        format="txt",
        lines=tuple(Line(text=text, place=Place(line=number)) for number, text in enumerate(lines, 1) if text),
    )


@st.composite
def outlines(draw: st.DrawFn, *, clauses: bool) -> Generated:
    """Draw a plan: background, tasks with or without groups, with numbers that run on or restart, safeguards."""
    ladder = draw(st.sampled_from(LADDERS))
    wide = draw(st.booleans())
    grouped = draw(st.booleans()) and len(ladder) >= 4
    running = draw(st.booleans())
    inline = draw(st.booleans())
    blank = draw(st.booleans())
    counter = iter(range(1000))
    lines: list[str] = []
    numbered: list[str] = []

    def title() -> str:
        number = next(counter)
        verb, noun, tail = VERBS[number % 8], NOUNS[(number // 8) % 12], TAILS[(number // 96) % 6]
        return f"{verb}{noun}{tail}"

    def write(text: str) -> None:
        lines.append(text)
        if blank:
            lines.append("")

    def heading(level: int, number: int, text: str, *, body: bool, clause: bool) -> None:
        mark = FORMS[ladder[level]](number, wide)
        numbered.append(text)
        sentence = draw(st.sampled_from(SENTENCES)) if body else ""
        ending = draw(st.sampled_from(CLAUSES)) if clause else ""
        if inline and body:
            write(f"{mark}{text}。{sentence}{ending}")
        else:
            write(f"{mark}{text}" + ("" if body or not ending else f"。{ending}"))
            if body:
                write(sentence + ending)

    write("某市“十五五”应急体系规划")
    chapter = 0

    def section(text: str) -> None:
        nonlocal chapter
        chapter += 1
        write(f"{FORMS[ladder[0]](chapter, wide)}{text}")

    section("规划背景")
    write("过去五年全市各项工作稳步推进。")
    section("重点任务")
    groups: list[Heading] = []
    tasks: list[Heading] = []
    level = 2 if grouped else 1
    count = draw(st.integers(2, 4)) if grouped else 1
    last = 0
    for group_number in range(1, count + 1):
        if grouped:
            groups.append(Heading(title()))
            write(f"{FORMS[ladder[1]](group_number, wide)}{groups[-1].title}")
            numbered.append(groups[-1].title)
        amount = draw(st.integers(2, 4))
        for position in range(1, amount + 1):
            number = last + position if running else position
            task = Heading(title())
            tasks.append(task)
            if grouped:
                groups[-1].children.append(task)
            heading(level, number, task.title, body=True, clause=clauses)
            nest = level + 1 < len(ladder) and draw(st.integers(0, 5)) == 0
            if nest:
                for inner in range(1, draw(st.integers(2, 4)) + 1):
                    nested = Heading(title())
                    task.children.append(nested)
                    heading(level + 1, inner, nested.title, body=True, clause=False)
        last += amount
    section("保障措施")
    write("加强组织领导，严格考核奖惩。")
    return Generated(lines=lines, groups=groups, tasks=tasks, numbered=numbered)


def titles(items: tuple[ParentItem, ...]) -> list[str]:
    return [item.title for item in items]


def said(result: ImportResult) -> str:
    return "\n".join(finding.message for finding in result.findings)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(generated=outlines(clauses=False) | outlines(clauses=True), cut=st.integers(0, 3))
def test_every_numbered_heading_is_an_item_a_group_or_a_finding(generated: Generated, cut: int) -> None:
    lines = list(generated.lines)
    # a document may also be damaged: lines lost before it came here
    tasks = [index for index, line in enumerate(lines) if any(title in line for title in generated.numbered)]
    lost = set(tasks[::7][:cut])
    kept = [line for index, line in enumerate(lines) if index not in lost]
    result = import_lines(document(kept))
    known = {item.title for item in result.plan.all_items()} | {item.group for item in result.plan.all_items()}
    texts = "\n".join(item.text or "" for item in result.plan.all_items())
    for title in generated.numbered:
        if not any(title in line for line in kept):
            continue
        assert title in known or title in texts or title in said(result), title
    unkept = next((finding.message for finding in result.findings if finding.code == "intro-not-kept"), "")
    for sentence in SENTENCES:
        outside = sum(sentence in line for number, line in enumerate(kept, 1) if f"第{number}行" in unkept)
        headed = sum(item.title == sentence.rstrip("。") for item in result.plan.all_items())
        assert sum(sentence in line for line in kept) == texts.count(sentence) + outside + headed


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(generated=outlines(clauses=True))
def test_a_consistent_outline_with_clauses_comes_out_as_it_was_meant(generated: Generated) -> None:
    result = import_lines(document(generated.lines))
    assert titles(result.plan.tasks) == [task.title for task in generated.tasks]
    for item, task in zip(result.plan.tasks, generated.tasks, strict=True):
        assert titles(item.items) == [nested.title for nested in task.children]
        assert item.responsibility is not None and item.responsibility.leads
    wanted = [group.title for group in generated.groups for _ in group.children]
    assert [item.group for item in result.plan.tasks if item.group] == wanted
    assert not [finding for finding in result.findings if finding.code.startswith("numbering")]
