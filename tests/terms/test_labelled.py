"""Enumerations with the words that a planner reads: found by value, compared as values, each with a word."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from plangen.parent.model import ItemKind
from plangen.plan.model import Rule
from plangen.terms.labelled import LabelledEnum
from plangen.trace.diff_model import ChangeKind
from plangen.trace.model import Status


@pytest.mark.parametrize("kind", [ItemKind, Rule, ChangeKind, Status])
def test_members_are_their_values_and_have_words_of_their_own(kind: type[LabelledEnum]) -> None:
    for member in kind:
        assert kind(member.value) is member and member == member.value and f"{member}" == member.value
        assert json.loads(json.dumps(member)) == member.value
        assert pickle.loads(pickle.dumps(member)) is member and copy.deepcopy(member) is member
    labels = [member.label for member in kind]
    assert all(labels) and len(set(labels)) == len(labels)
    with pytest.raises(ValueError, match="nowhere"):
        kind("nowhere")
