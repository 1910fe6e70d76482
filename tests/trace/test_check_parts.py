"""A file that goes with a plan is not taken for the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

import plangen
from example_drafts import SPECS
from plangen.terms.findings import FindingsError


@pytest.mark.parametrize("departments", [(), ("县水利局",)])
def test_annexes_and_departments_sheets_are_not_checked_as_the_plan(
    departments: tuple[str, ...], tmp_path: Path
) -> None:
    documents = plangen.render(SPECS / "yonghe.yaml", departments=departments).documents
    (tmp_path / "附.docx").write_bytes(next(one.data for one in documents if one.companion or one.department))
    with pytest.raises(FindingsError) as refused:
        plangen.check(SPECS / "yonghe.yaml", tmp_path / "附.docx")
    (found,) = refused.value.findings
    assert found.code == "draft-is-a-part" and (departments or ("附表",))[0] in found.message
