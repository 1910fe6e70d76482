"""What the shipped example drafts promise: every parent item is in them, with a lead, and nothing is left blank."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from plangen.api import prepare
from plangen.document import rendering
from plangen.document.compose import load_pack
from plangen.document.filters import short_title
from plangen.document.word_check import lint_docx
from plangen.office.body import Paragraph, Row
from plangen.office.word_document import WordDocument, read_docx
from plangen.plan.localise import left_city_wording
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import CountyPlan
from plangen.plan.sentence import SentenceSource
from plangen.terms.clauses import read_cells

SPECS = Path(__file__).resolve().parent.parent.parent / "specs"
EXAMPLES = ("yonghe", "yonghe-145")


@cache
def draft(name: str) -> tuple[CountyPlan, bytes, WordDocument]:
    prepared = prepare.prepare(SPECS / f"{name}.yaml")
    assert prepared.plan is not None and prepared.usable, prepared.findings
    settings = prepared.plan.spec.plan
    pack = load_pack(settings.kind, settings.template)
    markdown, more = (rendering.markdown_of(prepared.plan, pack, where) for where in ("draft", "companion"))
    data, findings = rendering.docx_of(prepared.plan, markdown, pack.style)
    assert (*rendering.text_findings(prepared.plan, markdown, more), *findings) == ()
    return prepared.plan, data, read_docx(data)


@cache
def companion(name: str) -> WordDocument:
    plan, _, _ = draft(name)
    style = load_pack(plan.spec.plan.kind).style
    return read_docx(rendering.docx_of(plan, rendering.markdown_of(plan, where="companion"), style, "companion")[0])


def base(key: str) -> str:
    """Return the parent item's key without the part of a split."""
    return key.split("/", maxsplit=1)[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_parent_item_is_in_the_text_and_in_a_table(name: str) -> None:
    plan, _, document = draft(name)
    waived = {row.origin.key for row in plan.waived}
    found: dict[str, list[object]] = {}
    for key, places in document.items().items():
        found.setdefault(base(key), []).extend(places)
    for parent in plan.parents:
        for item in parent.all_items():
            key = f"{parent.id}:{item.id}"
            places = found.get(key, [])
            rows = [place for place in places if isinstance(place, Row)]
            paragraphs = [place for place in places if isinstance(place, Paragraph)]
            if key in waived:
                assert not places, f"{key} is waived and stands in the plan"
                assert companion(name).items()[key], f"{key} is not in the companion"
                continue
            assert rows, f"{key} has no table row"
            assert paragraphs, f"{key} is not in the text"
            assert all(len(paragraph.text.strip()) > 4 for paragraph in paragraphs), key


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_division_row_has_a_lead_from_the_roster(name: str) -> None:
    plan, _, document = draft(name)
    roster = plan.spec.roster
    known = {unit.short for unit in roster.units} | {group.name for group in roster.groups} | {"各乡镇人民政府"}
    checked = 0
    for table in document.tables:
        at = next((number for number, row in enumerate(table.texts[:2]) if "牵头单位" in row), None)
        if at is None:
            continue
        lead, support = table.texts[at].index("牵头单位"), table.texts[at].index("配合单位")
        for texts in table.texts[at + 1 :]:
            read = read_cells(texts[lead], texts[support], known=known.__contains__)
            assert read is not None and read.responsibility.leads, texts
            named = (*read.responsibility.leads, *read.responsibility.participants)
            assert all(unit in known for unit in named), texts
            checked += 1
    nested_and_top = sum(1 for _ in plan.all_items()) + len(plan.indicators)
    assert checked == nested_and_top - sum(len(goal.items) for goal in plan.goals)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_item_says_something_and_no_sentence_stands_twice(name: str) -> None:
    plan, _, _ = draft(name)
    seen: dict[str, str] = {}
    for item in plan.all_items():
        assert item.sentences or item.items, item.key
        for one in item.sentences:
            if one.source is SentenceSource.OPEN:
                continue
            sentence = one.text
            assert sentence.endswith(("。", "！", "？", "；", "：", "】")), (item.key, sentence)
            assert sentence not in seen, f"{item.key} repeats {seen.get(sentence)}: {sentence}"
            seen[sentence] = item.key


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_left_blank_and_no_city_wording_stays(name: str) -> None:
    plan, _, document = draft(name)
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        head = next(row for row in table.texts if len(row) > 1)
        # one column quotes what the parents ask for
        quoted = head.index("上位规划目标值") if "上位规划目标值" in head else None
        texts += [text for row in table.texts for column, text in enumerate(row) if column != quoted]
    rules = load_rules()
    # what is not carried keeps the parent's own title: the county has no such project of its own
    quoted = {short_title(row.origin.title) for row in plan.waived}
    # and the parents' column of targets is in the parents' words
    quoted |= {"；".join(goal.asked) for goal in plan.goals}
    for text in texts:
        if text in quoted:
            continue
        assert not re.search(r"None|nan|[{}\[\]]|\\|TODO|待填|××|XX", text), text
        bare = re.sub(r"《[^》]*》|【[^】]*】", "", text)  # a gap says whose figure it names
        for parent in plan.parents:
            # a parent's own title is the name of a document and stays
            bare = bare.replace(parent.title, "")
        for parent in plan.parents:
            left = left_city_wording(
                bare, county=plan.spec.county, parent_place=parent.place, parent_level=parent.level, rules=rules
            )
            assert not left, (text, left)
        assert not re.search(r"全市|我市|市级|市直|本市", bare), text


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_word_file_is_sound(name: str) -> None:
    _, data, document = draft(name)
    assert lint_docx(data) == []
    assert document.properties["plangen.document"].startswith("implementation-")
    for parent in draft(name)[0].parents:
        pairs = dict(pair.split("=") for pair in document.properties[f"plangen.parent.{parent.id}"].split())
        assert pairs == {item.id: item.fingerprint for item in parent.all_items()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_trace_annex_has_one_row_for_each_parent_item(name: str) -> None:
    plan, _, document = draft(name)
    assert not [table for table in document.tables if "处理" in table.texts[1]]
    for parent in plan.parents:
        (table,) = [one for one in companion(name).tables if one.texts[0] == (f"《{parent.title}》",)]
        labels = [texts[1] for texts in table.texts[2:]]
        assert len(labels) == sum(1 for _ in parent.all_items())
        for item, label in zip(parent.all_items(), labels, strict=True):  # the parent's own title, word by word
            assert label.endswith(item.title), label


def test_several_parents_share_one_task() -> None:
    plan, _, document = draft("yonghe-145")
    shared = [item for item in plan.tasks if len({origin.parent for origin in item.origins}) == 3]
    assert shared, "three plans that share so many tasks must merge some"
    for item in shared:
        places = {key: document.items()[key] for key in (origin.key for origin in item.origins)}
        headings = {id(next(p for p in found if isinstance(p, Paragraph))) for found in places.values()}
        assert len(headings) == 1, item.key
