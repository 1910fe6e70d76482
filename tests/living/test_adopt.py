"""What people changed in a draft goes into the spec, and the next render says what the draft says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import plangen
from adoptable_edits import IMPLEMENTATION, PLAN, Adoptable, fitting
from draft_surgery import Surgery
from plangen.api.adopting import AdoptedDraft
from plangen.document.word_style import load_style_data
from plangen.living.changes import compare
from plangen.living.model import Change, ChangeKind, Where
from plangen.office.word_document import read_docx
from plangen.terms.unit_list import read_units
from plangen.trace.check_words import load_check_words

SPECS = Path(__file__).resolve().parents[2] / "specs"
KINDS = {"yonghe": IMPLEMENTATION, "yonghe-guihua": PLAN}
CASES = [(name, edit) for name, edits in KINDS.items() for edit in edits]


@cache
def rendered(name: str) -> bytes:
    return plangen.render(SPECS / f"{name}.yaml").data


def desk(folder: Path, name: str, *edits: Adoptable) -> tuple[Path, Path]:
    """Return a draft with edits and a copy of its spec."""
    surgery = Surgery(rendered(name))
    for edit in edits:
        edit.apply(surgery)
    draft, spec = folder / "文稿.docx", folder / "填报.yaml"
    draft.write_bytes(surgery.data())
    spec.write_bytes((SPECS / f"{name}.yaml").read_bytes())
    return draft, spec


def places(found: AdoptedDraft) -> list[str]:
    return [".".join(map(str, edit.path)) for one in found.adoption.adopted for edit in one.edits]


def left(draft: Path, spec: Path) -> list[tuple[str, str, str]]:
    """Return what the next render has otherwise than the draft, but for the marks of what was proposed."""
    proposal = load_style_data()["classes"]["character"]["proposal"]
    new = read_docx(plangen.render(spec).data, "")
    compared = compare(new, read_docx(draft.read_bytes(), ""), load_check_words(), proposal)
    return [(one.kind.value, one.where.value, one.key) for one in compared.changes if not is_mark(one)]


def is_mark(change: Change) -> bool:
    """Return whether the words are the same but for what says that they are only proposed."""
    if change.kind is ChangeKind.FORMAT:
        return True
    if change.where is Where.TABLE and change.kind in (ChangeKind.LEAD, ChangeKind.PARTICIPANTS, ChangeKind.CELL):
        units = [set(read_units(text).units) for text in (change.before, change.after)]
        return units[0] == units[1]
    bare = [
        re.sub("拟由|拟|按职责分工负责|配合|负责|本项工作|[（），、。]", "", text)
        for text in (change.before, change.after)
    ]
    return change.kind is ChangeKind.REWORDED and sorted(bare[0]) == sorted(bare[1])


@pytest.mark.parametrize(("name", "edit"), CASES, ids=[f"{name} {edit.name}" for name, edit in CASES])
def test_adopt_then_render_gives_the_edited_draft(name: str, edit: Adoptable, tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, name, edit)
    found = plangen.adopt(draft, spec)
    assert (places(found), found.failed) == (list(edit.places), False)
    plangen.write(found.output())
    assert sorted(left(draft, spec)) == sorted(edit.rest)
    again = plangen.adopt(draft, spec)
    assert (again.adoption.adopted, again.adoption.conflicts, again.adoption.unsaid) == ((), (), ())
    assert again.content == found.content


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],  # an example takes seconds
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
@pytest.mark.parametrize("name", KINDS)
def test_edits_together_come_back_as_they_do_alone(name: str, tmp_path: Path, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.sampled_from(KINDS[name]), min_size=2, max_size=7, unique_by=lambda one: one.name))
    edits = fitting(drawn)
    draft, spec = desk(tmp_path, name, *edits)
    found = plangen.adopt(draft, spec)
    assert sorted(places(found)) == sorted(place for edit in edits for place in edit.places)
    assert not found.failed
    spec.write_bytes(found.content)
    assert set(left(draft, spec)) <= {one for edit in edits for one in edit.rest}
    assert plangen.adopt(draft, spec).content == found.content
