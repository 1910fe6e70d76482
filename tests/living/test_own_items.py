"""The county's own items keep their names in a draft when others come, go or change places in the spec."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_merge_property import edited as edited_at_random

from merge_oracle import body_of, looks
from plan_builders import SMALL, build, clause, item, parent, spec
from plangen.county.spec import CountySpec, LocalIndicator, LocalItem
from plangen.document.docx_writer import build_docx
from plangen.document.markdown import parse_markdown
from plangen.document.rendering import markdown_of, properties_of
from plangen.document.word_style import load_style_data
from plangen.living.adopt_homes import homes_of
from plangen.living.adopt_state import rows_of
from plangen.living.changes import Compared, compare
from plangen.living.merge import Merged, merge
from plangen.living.merge_blocks import blocks_of
from plangen.office.bookmarks import item_key
from plangen.office.docx_package import parse_xml, read_parts, write_parts
from plangen.office.word_document import read_docx
from plangen.office.word_xml import W
from plangen.plan.model import CountyPlan
from plangen.plan.own_keys import OWN, own_keys, same_own
from plangen.terms.resources import templates_folder
from plangen.trace.check import check_draft
from plangen.trace.check_words import load_check_words

STYLE = templates_folder() / "style" / "gongwen.docx"
DATE = "2026-12-15T00:00:00Z"
PARENT = parent(item("T01", "加强洪涝防治", text="开展洪涝防治。", responsibility=clause("市水利局")))
TITLES = ("修建黄河沿岸护坡", "管好窑洞住房避险", "整治天然气井场", "补建沟道监测站", "组织冬季清雪除冰")
PROJECTS = TITLES[:2]
INDICATORS = ("护坡完好率", "避险演练次数", "井场巡查覆盖率")


def own(title: str) -> LocalItem:
    return LocalItem(title=title, lead="县水利局", measures=(f"{title}，逐项落实到人。", f"{title}每年核对一次。"))


def county(titles: tuple[str, ...] = TITLES, indicators: tuple[str, ...] = INDICATORS) -> CountySpec:
    rows = tuple(LocalIndicator(name=name, target=f"{len(name)}0%", lead="县应急局") for name in indicators)
    tasks = tuple(own(title) for title in titles if title not in PROJECTS)
    projects = tuple(own(title) for title in titles if title in PROJECTS)
    return spec(tasks=tasks, projects=projects, indicators=rows)


def planned(of: CountySpec) -> CountyPlan:
    return build(PARENT, of, SMALL)[0]


def written(plan: CountyPlan) -> bytes:
    document = parse_markdown(markdown_of(plan))
    return build_docx(document, style=STYLE, properties=properties_of(plan), title="", author="").data


def said(data: bytes, old: str, new: str) -> bytes:
    """Return a draft in which somebody wrote something else."""
    parts = read_parts(data)
    text = parts["word/document.xml"].decode()
    assert old in text
    return write_parts({**parts, "word/document.xml": text.replace(old, new).encode()})


def named(data: bytes) -> dict[str, str]:
    """Return the words under each bookmark of an own item, with our changes accepted."""
    found = {}
    for node in body_of(data, accept=True).iter(f"{W}bookmarkStart"):
        name = node.get(f"{W}name")
        if (item_key(name) or "").startswith(OWN) and name.startswith("pg_"):
            found[item_key(name)] = "".join(text.text or "" for text in next(node.iterancestors(f"{W}p")).iter(f"{W}t"))
    return found


def texts(data: bytes, *, accept: bool | None = None) -> list[str]:
    return [block.unit.text for block in blocks_of(body_of(data, accept=accept)) if block.unit.text]


def compared(base: bytes, draft: bytes) -> Compared:
    proposal = load_style_data()["classes"]["character"]["proposal"]
    return compare(read_docx(base, ""), read_docx(draft, ""), load_check_words(), proposal)


def test_a_key_is_the_titles_own_and_none_is_given_twice() -> None:
    keys = own_keys("T", TITLES)
    assert len(set(keys)) == len(TITLES) and own_keys("T", TITLES[::-1]) == keys[::-1]
    assert own_keys("T", ("修建黄河沿岸护坡", "修 建黄河沿岸护坡"))[0] == keys[0]
    twice = own_keys("T", ("一样", "一样", "别样"))
    assert len(set(twice)) == 3 and twice[0] == own_keys("T", ["一样"])[0]
    assert all(item_key(f"pg_{key.replace(':', '__')}") == key for key in keys), "the name says the key by itself"


def test_what_has_another_title_is_known_by_its_place() -> None:
    a, b, c, d, e = own_keys("T", TITLES)
    x, y = own_keys("T", ("新名称", "又一新名称"))
    assert same_own([a, b, c], [a, x, c]) == {x: b}
    assert same_own([a, b, c, "a:T1"], [x, b, y]) == {x: a, y: c}
    assert same_own([a, b, c], [a, c]) == same_own([a, c], [a, b, c]) == same_own([a, b, c], [c, b, a]) == {}
    assert same_own([a, b, c], [a, x, y]) == {x: b, y: c} and same_own([a, b, c, d], [a, x, d]) == {}
    assert same_own([a, b], [b, x]) == {}, "what stands elsewhere is another one"
    assert same_own(["local:T1", "local:T2"], [a, b]) == {a: "local:T1", b: "local:T2"}
    assert same_own([a], [own_keys("P", ["新"])[0], e]) == {e: a}


@pytest.mark.parametrize("gone", range(5))
def test_what_people_wrote_stays_with_its_item_when_another_goes(gone: int) -> None:
    before = planned(county())
    base = written(before)
    kept = [title for place, title in enumerate(TITLES) if place != gone]
    theirs = base
    for title in kept:
        theirs = said(theirs, f"{title}每年核对一次", f"{title}每季度核对一次")
    now = planned(county(tuple(kept)))
    result = merge(theirs, base, written(now), date=DATE)
    assert result.conflicts == ()
    text = "\n".join(texts(result.data, accept=True))
    assert all(f"{title}每季度核对一次" in text for title in kept) and TITLES[gone] not in text
    for row in now.all_items():
        if row.key.startswith(OWN):
            assert row.title in named(result.data)[row.key]


def drawn(random_: random.Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the titles of own items and indicators as a spec has them some weeks later."""
    found = []
    for titles in (TITLES, INDICATORS):
        now = [title for title in titles if random_.random() < 0.7]
        for number in range(random_.randint(0, 2)):
            now.insert(random_.randint(0, len(now)), f"新增第{number}类风险管控")
        if random_.random() < 0.3:
            random_.shuffle(now)
        found.append(tuple(now))
    return found[0], found[1]


@settings(max_examples=12)
@given(st.integers(0, 2**32))
def test_every_change_of_the_list_leaves_each_name_with_its_item(seed: int) -> None:
    random_ = random.Random(seed)
    base = written(planned(county()))
    now = planned(county(*drawn(random_)))
    theirs = edited_at_random(base, random_)[0]
    marked = [title for title in TITLES if random_.random() < 0.5]
    for title in marked:
        if f"{title}每年核对一次" in "".join(texts(theirs)):
            theirs = _or_same(theirs, f"{title}每年核对一次", f"{title}每季度核对一次")
    fresh = written(now)
    result = merge(theirs, base, fresh, date=DATE)
    assert looks(body_of(result.data, accept=False)) == looks(body_of(theirs))
    _names_stand_with_their_titles(result, now)
    # the draft, rendered over, says the same of each item as the plan: who reads it by the names is not led astray
    rows = rows_of(now, compared(base, theirs).base)
    kept = {row.key: row for row in now.all_items() if row.key.startswith(OWN)}
    for key, row in rows.items():
        if key.startswith(OWN) and key in kept:
            assert row is kept[key]
            (home,) = homes_of(now, row)
            assert home.said.title == row.title  # type: ignore[union-attr]


def _or_same(data: bytes, old: str, new: str) -> bytes:
    return said(data, old, new) if old in read_parts(data)["word/document.xml"].decode() else data


def _names_stand_with_their_titles(result: Merged, now: CountyPlan) -> None:
    titles = {row.key: row.title for row in now.all_items() if row.key.startswith(OWN)}
    titles |= {row.key: row.name for row in now.indicators if row.key.startswith(OWN)}
    others = {title for key, title in titles.items()}
    for key, words in named(result.data).items():
        if key in titles:
            elsewhere = [title for title in others if title != titles[key] and words.endswith(title)]
            assert not elsewhere, (key, titles[key], words)


def test_another_title_at_the_same_place_is_the_same_item() -> None:
    before = planned(county())
    base = written(before)
    theirs = said(base, f"{TITLES[3]}每年核对一次", f"{TITLES[3]}每季度核对一次")
    titles = tuple(f"{title}工作" if title == TITLES[3] else title for title in TITLES)
    tasks = tuple(replace(own(title.removesuffix("工作")), title=title) for title in titles if title not in PROJECTS)
    renamed = replace(county(), local_tasks=tasks)
    now = planned(renamed)
    result = merge(theirs, base, written(now), date=DATE)
    assert result.conflicts == () and [one.kind for one in result.told if one.kind != "changed"] == []
    key = next(row.key for row in now.all_items() if row.title == f"{TITLES[3]}工作")
    assert f"{TITLES[3]}工作" in named(result.data)[key]
    assert f"{TITLES[3]}每季度核对一次" in "".join(texts(result.data, accept=True))
    # what people changed of it in a draft from before is still adopted into its place in the spec
    row = rows_of(now, compared(base, theirs).base)[own_keys("T", [TITLES[3]])[0]]
    assert row.title == f"{TITLES[3]}工作"


def test_a_draft_of_a_version_that_numbered_them_is_still_known() -> None:
    before = planned(county())
    text = markdown_of(before)
    numbers = {"T": iter(range(1, 9)), "P": iter(range(1, 9)), "I": iter(range(1, 9))}
    for row in (*before.indicators, *before.all_items()):
        if row.key.startswith(OWN):
            letter = row.key[len(OWN)]
            text = text.replace(row.key, f"{OWN}{letter}{next(numbers[letter])}")
    old = build_docx(parse_markdown(text), style=STYLE, properties={}, title="", author="").data
    theirs = said(old, f"{TITLES[4]}每年核对一次", f"{TITLES[4]}每季度核对一次")
    now = planned(county((*TITLES[:2], *TITLES[3:])))
    result = merge(theirs, old, written(now), date=DATE)
    assert result.conflicts == () and TITLES[2] not in "".join(texts(result.data, accept=True))
    assert f"{TITLES[4]}每季度核对一次" in "".join(texts(result.data, accept=True))
    found = named(result.data)
    for row in now.all_items():
        if row.key.startswith(OWN):
            assert row.title in found.get(row.key, ""), row.title


def test_a_check_finds_the_item_that_is_gone_and_not_the_last_one() -> None:
    draft = written(planned(county()))
    now = planned(replace(county(), local_tasks=county().local_tasks[1:]))
    report = check_draft(now, draft)
    unknown = {one.items[0] for one in report.findings if one.code == "item-unknown"}
    assert unknown == {own_keys("T", [county().local_tasks[0].title])[0]}


def test_the_xml_of_a_rendered_draft_has_the_names_readable() -> None:
    root = parse_xml(read_parts(written(planned(county())))["word/document.xml"])
    names = [node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")]
    own_names = [name for name in names if "local__" in name]
    assert len(own_names) == len(set(own_names)) >= 2 * len(TITLES) + len(INDICATORS)
