"""Merging loses nothing: rejecting our changes gives the person's file, accepting them has each or says why not."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plangen.document.docx_writer import write_docx
from plangen.document.markdown import parse_markdown
from plangen.document.word_check import lint_docx
from plangen.living.merge import merge
from plangen.living.merge_blocks import blocks_of
from plangen.living.merge_line import Line
from plangen.living.revisions import own, settle
from plangen.office.docx_package import parse_xml, read_parts, write_parts
from plangen.office.word_xml import W
from plangen.terms.resources import templates_folder

STYLE = templates_folder() / "style" / "gongwen.docx"
DATE = "2026-12-15T00:00:00Z"
WORDS = [
    "修建渠道",
    "加固堤坝",
    "巡查隐患",
    "培训队伍",
    "更新设备",
    "建立台账",
    "储备物资",
    "组织演练",
    "公开信息",
    "落实经费",
]
UNITS = ["县应急局", "县水利局", "县教育局", "县财政局", "县住建局", "县林业局"]


@dataclass
class Plan:
    """A small plan: chapters with paragraphs and items, and a table of the items."""

    chapters: list[tuple[str, list[tuple[str, str, str]]]]  # title, [(kind, key, text)]
    units: dict[str, str]

    def markdown(self) -> str:
        out = ["{.title}\n某县方案"]
        number, rows = "一二三四五六七八九", []
        for at, (title, parts) in enumerate(self.chapters):
            out.append(f"# {number[at % 9]}、{title}")
            for kind, key, text in parts:
                if kind == "item":
                    out.append(f'{{items="a:{key}"}}\n## （{number[len(rows) % 9]}）{text}')
                    rows.append(
                        f'| {len(rows) + 1} | [{text}]{{items="a:{key}"}} | {self.units.get(key, "县应急局")} |'
                    )
                else:
                    out.append(text)
        if rows:
            out.append(
                "{#tasks .table-title}\n表1　分工"
                + "\n\n"
                + "\n".join(["| 序号 | 事项 | 单位 |", "|---|---|---|", *rows])
            )
        return "\n\n".join(out) + "\n"


def drawn(random_: random.Random) -> Plan:
    key, chapters, units = 0, [], {}
    for number in range(random_.randint(1, 4)):
        parts = []
        for _ in range(random_.randint(1, 5)):
            key += 1
            if random_.random() < 0.4:
                parts.append(("item", f"T{key}", f"{random_.choice(WORDS)}第{key}项"))
                units[f"T{key}"] = random_.choice(UNITS)
            else:
                said = random_.sample(WORDS, random_.randint(1, 4))
                parts.append(("text", "", f"第{key}段，" + "，".join(said) + "。"))
        chapters.append((f"{random_.choice(WORDS)}之{number}", parts))
    return Plan(chapters=chapters, units=units)


def reprogrammed(plan: Plan, random_: random.Random, start: int = 0) -> tuple[Plan, set[str]]:
    """Return the plan as the program has it now, and the marks of what it put in."""
    new, marks = copy.deepcopy(plan), set()
    for number in range(start, start + random_.randint(0, 4)):
        _, parts = random_.choice(new.chapters)
        mark, at = f"程{number}甲", random_.randrange(len(parts)) if parts else 0
        action = random_.choice(["word", "word", "unit", "add", "item", "delete", "move"])
        if action in ("add", "item"):
            kind = (
                ("item", f"N{number}", f"{mark}新事项")
                if action == "item"
                else ("text", "", f"新写的一段{mark}，说明情况。")
            )
            parts.insert(at, kind)
            marks.add(mark)
        elif not parts:
            continue
        elif action == "word":
            kind, key, text = parts[at]
            cut = random_.randrange(len(text))
            parts[at] = (kind, key, text[:cut] + mark + text[cut:])
            marks.add(mark)
        elif action == "unit" and new.units:
            new.units[random_.choice(sorted(new.units))] = f"县{mark}局"
        elif action == "delete" and len(parts) > 1:
            parts.pop(at)
        elif action == "move" and len(parts) > 1:
            parts.insert(random_.randrange(len(parts)), parts.pop(at))
    shown = new.markdown()
    return new, {mark for mark in {*marks, *(f"程{number}甲" for number in range(start, start + 4))} if mark in shown}


def edited(data: bytes, random_: random.Random, start: int = 0) -> tuple[bytes, set[str]]:
    """Return a file as people make it of a rendered one, and the marks of what they typed."""
    parts = read_parts(data)
    root = parse_xml(parts["word/document.xml"])
    body = root.find(f"{W}body")
    marks = set()
    for number in range(start, start + random_.randint(0, 5)):
        paragraphs = [node for node in body.iter(f"{W}p") if "".join(node.itertext()).strip()]
        paragraph, mark = random_.choice(paragraphs), f"人{number}乙"
        in_cell = paragraph.getparent().tag == f"{W}tc"
        action = random_.choice(
            ["word", "word", "cut", "bold", "add", "delete", "row", "move", "tracked", "split", "note"]
        )
        texts = [node for node in paragraph.iter(f"{W}t") if node.getparent().getparent() is paragraph]
        if action in ("word", "cut", "bold", "split", "tracked", "note") and texts:
            marks |= typed(paragraph, random_.choice(texts), action, mark, random_, in_cell)
        elif action == "add" and not in_cell:
            fresh = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>人加的一段{mark}。</w:t></w:r></w:p>')
            paragraph.addnext(fresh)
            marks.add(mark)
        elif action == "delete" and not in_cell:
            body.remove(paragraph)
        elif action == "row" and in_cell and len(paragraph.getparent().getparent().getparent()) > 4:
            row = paragraph.getparent().getparent()
            row.getparent().remove(row)
        elif action == "move" and not in_cell:
            others = [node for node in body if node.tag == f"{W}p" and node is not paragraph]
            random_.choice(others).addnext(paragraph)
    present = "".join("".join(block.unit.text for block in blocks_of(body)))
    return write_parts({**parts, "word/document.xml": etree.tostring(root)}), {
        mark for mark in marks if mark in present
    }


def typed(paragraph: Any, text: Any, action: str, mark: str, random_: random.Random, in_cell: bool) -> set[str]:
    run, words = text.getparent(), text.text
    cut = random_.randrange(len(words))
    if action == "word":
        text.text = words[:cut] + mark + words[cut:]
        return {mark}
    if action == "cut" and len(words) > 2:
        text.text = words[:cut] + words[cut + 2 :] or "余"
    elif action == "bold":
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        if properties.find(f"{W}b") is None:
            etree.SubElement(properties, f"{W}b")
    elif action == "tracked":
        put = etree.fromstring(
            f'<w:ins xmlns:w="{W[1:-1]}" w:id="{90_000 + cut}" w:author="李四"><w:r><w:t>{mark}</w:t></w:r></w:ins>'
        )
        run.addnext(put)
        return {mark}
    elif action == "note":
        run.addnext(etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:tab/><w:t>{mark}</w:t></w:r>'))
        return {mark}
    elif action == "split" and not in_cell:
        second = etree.Element(f"{W}p")
        if (properties := paragraph.find(f"{W}pPr")) is not None:
            second.append(copy.deepcopy(properties))
        for node in list(run.itersiblings()):
            if node.tag == f"{W}r":
                second.append(node)
        paragraph.addnext(second)
    return set()


def settled(data: bytes, *, accept: bool) -> Any:
    root = parse_xml(read_parts(data)["word/document.xml"])
    settle(root, accept=accept, chosen=own)
    return root.find(f"{W}body")


def looks(body: Any, known: Callable[[str], bool]) -> list[Any]:
    """Return everything of a body that a person sees: paragraphs with their properties, each character with its own."""
    found = []
    for paragraph in body.iter(f"{W}p"):
        line = Line(paragraph)
        chars = [(char.sign, bare(char.run.find(f"{W}rPr"))) for char in line.chars]
        names = [node.get(f"{W}name") for node in paragraph.iter(f"{W}bookmarkStart") if known(node.get(f"{W}name"))]
        found.append((paragraph.getparent().tag, bare(paragraph.find(f"{W}pPr")), chars, names))
    return found


def bare(properties: Any) -> bytes:
    if properties is None:
        return b""
    fresh = copy.deepcopy(properties)
    for node in [*fresh.iter(f"{W}rPr")]:
        if not len(node) and node is not fresh:
            node.getparent().remove(node)
    return etree.tostring(fresh, method="c14n") if len(fresh) else b""


def rendered(plan: Plan) -> bytes:
    return write_docx(parse_markdown(plan.markdown()), style=STYLE, properties={}, title="x", author="y")


@given(st.integers(0, 10**9))
@settings(deadline=None, max_examples=150)
def test_merging_loses_nothing(seed: int) -> None:
    random_ = random.Random(seed)
    plan = drawn(random_)
    base = rendered(plan)
    theirs, typed_marks = edited(base, random_)
    newer, marks = reprogrammed(plan, random_)
    new = rendered(newer)
    result = merge(theirs, base, new, date=DATE)
    before, rejected = settled(theirs, accept=True), settled(result.data, accept=False)
    assert looks(rejected, lambda name: False) == looks(before, lambda name: False)
    assert [line for line in lint_docx(result.data) if line not in lint_docx(theirs)] == []
    accepted = "\n".join(block.unit.text for block in blocks_of(settled(result.data, accept=True)))
    assert all(mark in accepted for mark in typed_marks), "no word of a person is lost"
    said = "\n".join(str(value) for one in result.conflicts for value in one.values.values())
    comments = read_parts(result.data).get("word/comments.xml", b"").decode()
    for mark in marks:
        assert mark in accepted or (mark in said and mark in comments), f"{mark} is neither there nor told"
    plain = merge(theirs, base, new, date=DATE, accept=True)
    assert looks(settled(plain.data, accept=False), lambda name: True) == looks(
        settled(result.data, accept=True), lambda name: True
    )
    if theirs == base or base == rendered_again(theirs, base):
        assert result.conflicts == ()
        texts = [block.unit.text for block in blocks_of(settled(result.data, accept=True)) if block.unit.text]
        assert texts == [block.unit.text for block in blocks_of(settled(new, accept=True)) if block.unit.text]


@given(st.integers(0, 10**9))
@settings(deadline=None, max_examples=60)
def test_merging_again_over_changes_that_nobody_accepted_loses_nothing(seed: int) -> None:
    random_ = random.Random(seed)
    plan = drawn(random_)
    first, _ = edited(rendered(plan), random_)
    newer, _ = reprogrammed(plan, random_)
    once = merge(first, rendered(plan), rendered(newer), date=DATE).data
    theirs, typed_marks = edited(once, random_, start=5)
    newest, marks = reprogrammed(newer, random_, start=5)
    twice = merge(theirs, rendered(newer), rendered(newest), date=DATE)
    assert looks(settled(twice.data, accept=False), lambda name: False) == looks(
        settled(theirs, accept=False), lambda name: False
    )
    assert [line for line in lint_docx(twice.data) if line not in lint_docx(theirs)] == []
    accepted = "\n".join(block.unit.text for block in blocks_of(settled(twice.data, accept=True)))
    assert all(mark in accepted for mark in typed_marks)
    said = "\n".join(str(value) for one in twice.conflicts for value in one.values.values())
    assert [mark for mark in marks if mark not in accepted + said] == []


def rendered_again(theirs: bytes, base: bytes) -> bytes | None:
    same = looks(settled(theirs, accept=True), lambda name: True) == looks(
        settled(base, accept=True), lambda name: True
    )
    return base if same else None
