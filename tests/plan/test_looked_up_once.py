"""Growth by counting: what is there is worked out once, and what cannot matter is not looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plan_builders import COUNTY, UNITS, build, clause, item, parent, spec
from plangen.county.spec import Roster, RosterUnit
from plangen.document import compose as composing
from plangen.document import views
from plangen.document.compose import compose, load_pack
from plangen.document.past import base_of
from plangen.parent.model import Level
from plangen.plan import directory, localise_scan, sharing, themes, works
from plangen.plan.directory import Directory
from plangen.plan.localise import _Localiser
from plangen.plan.localise_rules import load_rules
from plangen.plan.localise_scan import pattern_head
from plangen.plan.text_units import TextUnits
from plangen.plan.themes import Measure, Theme, Themes, rank_themes
from plangen.plan.works import Work, Works, best_sentence
from plangen.terms.units import load_units

PAIRS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "localise_pairs.yaml").read_text("utf-8"))["pairs"]
TEXTS = [pair[0] for pairs in PAIRS.values() for pair in pairs]


def counting(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> Counter[str]:
    calls: Counter[str] = Counter()
    whole: Callable[..., object] = getattr(module, name)

    def counted(*arguments: object, **named: object) -> object:
        calls[name] += 1
        return whole(*arguments, **named)

    monkeypatch.setattr(module, name, counted)
    return calls


def theme(number: int, word: str) -> Theme:
    return Theme(id=f"t{number}", name=word, words=(word,), lead="应急局", measures=(Measure(text=f"做好{word}。"),))


def test_themes_of_which_no_word_is_said_are_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, themes, "_title_score")
    asked = []
    for count in (10, 1_000):
        known = Themes([theme(0, "防汛"), *(theme(one, chr(0x5000 + one) * 3) for one in range(1, count))])
        calls.clear()
        (found,) = rank_themes(known, "做好防汛工作", "防汛", "防汛")
        assert found.theme.name == "防汛"
        asked.append(calls.total())
    assert asked[0] == asked[1] == 2


def test_works_of_which_no_word_is_said_are_not_tried() -> None:
    tried: list[str] = []
    some = [
        Work(id=f"w{one}", name="某", words=(chr(0x5000 + one) * 2,), measures=(f"第{one}句。",)) for one in range(500)
    ]
    drills = Work(id="drills", name="演练", words=("演练",), measures=("组织演练。",))
    found = best_sentence(
        Works([*some, drills]),
        ("应急演练", "消防演练"),
        speaks_of=lambda sentence, point: True,
        fill=lambda sentence: tried.append(sentence) or sentence,
        used=(),
        least=1,
    )
    assert found == ("组织演练。", drills)
    assert tried == ["组织演练。"]
    assert works._indexed([drills]).named_by(["应急演练"]) == {0: {"应急演练"}}


def test_a_rosters_names_are_worked_out_once_in_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, directory, "_claims")
    own = replace(spec(), roster=replace(spec().roster))  # which no other test has asked
    plan, _ = build([parent(item("T01", "防汛", responsibility=clause("市水利局")))], own)
    assert compose(plan, load_pack("implementation"))
    (once,) = calls.values()
    calls.clear()
    Directory(replace(plan.spec.roster), plan.spec.county, load_units())
    assert calls.total() == once


def test_draft_and_further_annexes_are_shown_the_same_views(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, _ = build([parent(item("T01", "防汛", responsibility=clause("市水利局")))], spec())
    pack = load_pack("implementation")
    calls = counting(monkeypatch, views.Viewer, "_made")
    compose(plan, pack)
    first = calls.total()
    compose(plan, pack, "companion")
    assert calls.total() - first < first / 4
    assert composing._viewer_of(plan) is composing._viewer_of(plan)
    assert base_of(plan, "", {}).spec == base_of(replace(plan), "", {}).spec


def test_a_view_is_read_only() -> None:
    plan, _ = build([parent(item("T01", "防汛", responsibility=clause("市水利局")))], spec())
    view = views.Viewer().plain(plan)
    with pytest.raises(AttributeError):
        view.title = "别的"
    with pytest.raises(AttributeError):
        view.other = 1
    assert view.title == plan.title


@given(st.text(alphabet="防汛抗旱应急", max_size=8), st.text(alphabet="防汛抗旱应急", max_size=20))
def test_the_share_of_a_titles_words(title: str, sentence: str) -> None:
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    share = sum(pair in sentence for pair in pairs) / len(pairs) if pairs else 0.0
    assert sharing.overlap(title, sentence) == share


# -- the rule table ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "head"),
    [
        ("市{mid}党委", ("市", "mid")),
        ("{each}政府", ("", "each")),
        ("(?<=[局部][和、]){each}政府", ("", "each")),
        ("(?<!县){each}", ("", "each")),
        ("市级?中心", ("市", "")),
        ("市委{sep}?县委", ("市委", "")),
        ("市{2}", ("", "")),
        ("市{mid}{2}", ("市", "")),
        ("各(?:县|区)", ("各", "")),
        ("[州盟](?={office})", ("", "")),
        ("(?:省)?市", ("", "")),
        ("(?i)市", ("", "")),
        (r"\d市", ("", "")),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, head: tuple[str, str]) -> None:
    assert pattern_head(pattern) == head


@pytest.mark.parametrize(
    ("pattern", "several"),
    [("a|b", True), ("(?:a|b)c", False), (r"a\|b", False), ("[a|b]", False), ("[]|]x", False), ("[^]|]x|y", True)],
)
def test_alternatives_side_by_side(pattern: str, several: bool) -> None:
    assert localise_scan._has_alternatives(pattern) is several


def scanned(level: Level, place: str, text: str) -> list[tuple[int, int, str, str]]:
    scanner = _Localiser(COUNTY, place, level, load_rules()).scanner
    return [(one.start, one.end, one.written, one.line.body) for one in scanner.scan(text, 0, len(text))]


@pytest.mark.parametrize(
    ("level", "place"), [(Level.CITY, "晋城市"), (Level.PROVINCE, "山西省"), (Level.NATION, "中国")]
)
def test_heads_take_no_piece_away(monkeypatch: pytest.MonkeyPatch, level: Level, place: str) -> None:
    text = "。".join(TEXTS)
    found = scanned(level, place, text)
    assert len(found) > 50
    monkeypatch.setattr(localise_scan, "pattern_head", lambda pattern: ("", ""))
    assert scanned(level, place, text) == found


def test_patterns_that_cannot_stand_in_a_text_are_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, localise_scan, "_compiled")
    scanned(Level.CITY, "晋城市", "全面加强全员培训，完善各项制度")
    assert calls.total() <= 4  # of sixteen that begin with 全 or 各
    assert scanned(Level.CITY, "晋城市", "各县（市、区）政府")


# -- units in running text ---------------------------------------------------------------------------------------------

NAMES = sorted({unit.id for unit in load_units() if len(unit.id) > 2})[:40]


@given(st.lists(st.sampled_from([*NAMES, "县", "永和县", "应急管理部", "门", "，"]), max_size=8))
def test_units_are_found_as_one_pattern_of_all_names_finds_them(parts: list[str]) -> None:
    text, units = "".join(parts), load_units()
    roster = Roster(units=tuple(RosterUnit(name=name, short=name) for name, _ in UNITS))
    found = list(TextUnits(Directory(roster, COUNTY, units))._named(text))
    nameable = ("department", "vertical", "enterprise", "military", "party", "assembly", "mass", "institution", "court")
    spellings = {
        name
        for unit in units
        if unit.type in nameable
        for name in (unit.id, unit.full_name, *unit.aliases)
        if len(name) > 2 and "×" not in name
    }
    names = "|".join(map(re.escape, sorted(spellings, key=lambda name: (-len(name), name))))
    pattern = re.compile(f"(?:永和县|县)(?:{names})(?!门)")
    assert found == [(match.start(), match.group()) for match in pattern.finditer(text)]
