"""Files are never half-written, and what a person changed is never lost."""

from pathlib import Path

import pytest

from plangen.office.output import write_file
from plangen.terms.findings import FindingsError


def never(path: Path) -> bool:
    return False


def always(path: Path) -> bool:
    return True


def test_new_file_is_written_with_its_folder(tmp_path: Path) -> None:
    target = tmp_path / "新文件夹" / "方案.docx"
    assert write_file(target, b"one", untouched=never, force=False).backup is None
    assert target.read_bytes() == b"one"


def test_untouched_file_is_replaced_without_a_copy(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    assert write_file(target, b"new", untouched=always, force=False).backup is None
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_changed_file_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"edited")
    with pytest.raises(FindingsError) as caught:
        write_file(target, b"new", untouched=never, force=False)
    assert [finding.code for finding in caught.value.findings] == ["output-changed"]
    assert "--force" in (caught.value.findings[0].hint or "")
    assert target.read_bytes() == b"edited"


def test_force_keeps_a_copy_each_time(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"first")
    first = write_file(target, b"second", untouched=never, force=True).backup
    second = write_file(target, b"third", untouched=never, force=True).backup
    assert first is not None and second is not None and first != second
    assert (first.read_bytes(), second.read_bytes(), target.read_bytes()) == (b"first", b"second", b"third")


def test_folder_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        write_file(tmp_path, b"x", untouched=never, force=True)
    assert caught.value.findings[0].code == "output-is-folder"


def test_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file", "utf-8")
    with pytest.raises(FindingsError) as caught:
        write_file(tmp_path / "blocked" / "a.docx", b"x", untouched=never, force=False)
    assert caught.value.findings[0].code == "output-unwritable"
    assert [path.name for path in tmp_path.iterdir()] == ["blocked"]


def test_failure_while_writing_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def fail(self: Path, other: Path) -> None:
        raise PermissionError(13, "open elsewhere")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(FindingsError) as caught:
        write_file(target, b"new", untouched=always, force=False)
    assert caught.value.findings[0].code == "output-unwritable"
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]
