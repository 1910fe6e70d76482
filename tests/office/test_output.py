"""Files are never half-written, and nothing of a person's is lost: neither what was read nor what was changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from plangen.office import output
from plangen.office.output import Output, write_files
from plangen.office.text_seal import sealed_text
from plangen.terms.findings import FindingsError


def text(path: Path, content: str = "新", **more: object) -> Output:
    return Output(path=path, data=f"{content}\n".encode(), ending=path.suffix, **more)  # type: ignore[arg-type]


def codes(*outputs: Output, inputs: tuple[Path, ...] = (), force: bool = False) -> list[str]:
    """Return why the files are refused; nothing may have happened to any file then."""
    folder = outputs[0].path.parent
    before = {path: (path.lstat(), path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(FindingsError) as caught:
        write_files(outputs, inputs=inputs, force=force)
    assert {path: (path.lstat(), path.read_bytes()) for path in folder.rglob("*") if path.is_file()} == before
    assert all(finding.location.file for finding in caught.value.findings)
    return [finding.code for finding in caught.value.findings]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_file_is_written_with_its_folder(tmp_path: Path) -> None:
    target = tmp_path / "新文件夹" / "方案.md"
    (written,) = write_files([text(target)])
    assert written.backup is None and target.read_text("utf-8") == sealed_text("新\n", ".md")
    assert names(target.parent) == ["方案.md"]


def test_untouched_file_is_replaced_without_a_copy(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    write_files([text(target, "一")])
    assert write_files([text(target, "二")])[0].backup is None
    assert names(tmp_path) == ["a.md"] and target.read_text("utf-8").startswith("二\n")


@pytest.mark.parametrize("content", ["别人的文件\n", "", sealed_text("一\n", ".md").replace("一", "二")])
def test_changed_file_is_refused_and_force_keeps_a_copy_each_time(tmp_path: Path, content: str) -> None:
    target = tmp_path / "a.md"
    target.write_text(content, "utf-8")
    assert codes(text(target)) == ["output-changed"]
    (written,) = write_files([text(target)], force=True)
    assert written.backup and written.backup.read_text("utf-8") == content
    target.write_text("又改过", "utf-8")
    (again,) = write_files([text(target)], force=True)
    assert again.backup and again.backup.read_text("utf-8") == "又改过"
    assert names(tmp_path) == ["a.md", "a.备份1.md", "a.备份2.md"]


def test_the_same_content_is_no_change_whoever_wrote_it(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes("新\n".encode())
    target.chmod(0o444)
    before = target.stat().st_mtime_ns
    assert write_files([text(target, was=b"")])[0].backup is None
    assert target.stat().st_mtime_ns == before


def test_what_a_person_is_to_work_in_is_never_replaced_unasked(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    write_files([text(target, "一", was=b"")])
    assert target.read_text("utf-8") == "一\n"
    assert codes(text(target, "二", was=b"")) == ["output-changed"]
    assert codes(text(target, "二", was="零\n".encode())) == ["output-changed"]
    write_files([text(target, "二", was="一\n".encode())])
    assert target.read_text("utf-8") == "二\n" and names(tmp_path) == ["a.yaml"]


def test_an_untouched_file_may_still_be_another_thing(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    write_files([text(target, "甲")])
    assert codes(text(target, "乙", replaces=lambda before: "乙" in before.decode())) == ["output-changed"]
    write_files([text(target, "乙", replaces=lambda before: "甲" in before.decode())])


# -------------------------------------------------------------------------------------------- inputs


def other_names(path: Path, folder: Path) -> list[Path]:
    """Return other ways to the same file."""
    link, hard = folder / f"link{path.suffix}", folder / f"hard{path.suffix}"
    link.symlink_to(path)
    os.link(path, hard)
    (folder / "way").symlink_to(folder, target_is_directory=True)
    return [
        path,
        folder / "." / path.name,
        folder / ".." / folder.name / path.name,
        link,
        hard,
        folder / "way" / path.name,
    ]


@pytest.mark.parametrize("force", [False, True])
def test_an_input_is_never_written_over_whatever_name_leads_to_it(tmp_path: Path, force: bool) -> None:
    spec = tmp_path / "县.yaml"
    write_files([text(spec, "一")])  # it looks like a file of our own, which would be replaced otherwise
    spec.chmod(0o444)
    for name in other_names(spec, tmp_path):
        assert codes(text(name), inputs=(spec,), force=force) == ["output-is-input"], name
        assert codes(text(spec), inputs=(name,), force=force) == ["output-is-input"], name


def test_a_name_in_other_letters_is_the_same_file_where_the_system_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "a.md"
    spec.write_text("x", "utf-8")
    monkeypatch.setattr(Path, "exists", lambda self: self.name.lower() == "a.md")
    monkeypatch.setattr(Path, "samefile", lambda self, other: self.name.lower() == other.name.lower())
    with pytest.raises(FindingsError) as caught:
        write_files([text(tmp_path / "A.md")], inputs=(spec,), force=True)
    assert [finding.code for finding in caught.value.findings] == ["output-is-input"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处.md"
    write_files([text(elsewhere)])
    (tmp_path / "a.md").symlink_to(elsewhere)
    (tmp_path / "b.md").symlink_to(tmp_path / "没有.md")
    for name in ("a.md", "b.md"):
        with pytest.raises(FindingsError) as caught:
            write_files([text(tmp_path / name, "二")], force=True)
        assert caught.value.findings[0].code == "output-is-link"
    assert names(tmp_path) == ["a.md", "b.md", "别处.md"] and elsewhere.read_text("utf-8").startswith("新")


# -------------------------------------------------------------------------------------------- places


def test_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    assert codes(text(tmp_path / "a.md"), force=True) == ["output-is-folder"]


@pytest.mark.parametrize("name", ["a.docx", "a", "a.md.txt", ".md"])
def test_the_ending_fits_the_format(tmp_path: Path, name: str) -> None:
    assert codes(Output(path=tmp_path / name, data=b"x\n", ending=".md"), force=True) == ["output-ending"]
    assert names(tmp_path) == []


@pytest.mark.parametrize(("name", "ending"), [("a.HTM", ".html"), ("a.yml", ".yaml"), ("a.MD", ".md")])
def test_endings_that_mean_the_same(tmp_path: Path, name: str, ending: str) -> None:
    write_files([Output(path=tmp_path / name, data=b"x\n", ending=ending)])
    assert names(tmp_path) == [name]


def test_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file", "utf-8")
    with pytest.raises(FindingsError) as caught:
        write_files([text(tmp_path / "blocked" / "a.md")])
    assert caught.value.findings[0].code == "output-unwritable"
    assert names(tmp_path) == ["blocked"]


def test_a_read_only_file_is_refused_though_its_folder_is_not(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    write_files([text(target)])
    target.chmod(0o444)
    assert codes(text(target, "二"), force=True) == ["output-unwritable"]


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        write_files([text(tmp_path / f"{'长' * 300}.md")])
    assert caught.value.findings[0].code == "output-unwritable" and names(tmp_path) == []
    fits = tmp_path / f"{'长' * 84}.md"  # 255 bytes: no temporary name may be longer than the file's own
    write_files([text(fits)])
    assert names(tmp_path) == [fits.name]


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_the_umask_decides_for_a_new_file_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_files([text(tmp_path / "a.md")])
        assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640
        (tmp_path / "a.md").chmod(0o664)
        write_files([text(tmp_path / "a.md", "二")])
        assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o664
    finally:
        os.umask(before)


# -------------------------------------------------------------------------------------------- several files


def test_all_guards_come_before_the_first_file(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("改过", "utf-8")
    (tmp_path / "c.md").mkdir()
    outputs = [text(tmp_path / name) for name in ("a.md", "b.md", "c.md")]
    assert codes(*outputs) == ["output-changed", "output-is-folder"]
    assert names(tmp_path) == ["b.md", "c.md"]


def test_two_results_are_not_written_to_one_file(tmp_path: Path) -> None:
    assert codes(text(tmp_path / "A.md", "一"), text(tmp_path / "a.md", "二")) == ["output-twice"]


@pytest.mark.parametrize("failing", [0, 1, 2])
@pytest.mark.parametrize("what", ["replace", "fsync", "copy2"])
def test_what_fails_in_the_middle_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, what: str
) -> None:
    write_files([text(tmp_path / "a.md", "旧")])
    (tmp_path / "b.md").write_text("改过", "utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    outputs = [text(tmp_path / name) for name in ("a.md", "b.md", "c.md")]
    owner = {"replace": Path, "fsync": output.os, "copy2": output.shutil}[what]
    real, calls = getattr(owner, what), []

    def fail(*arguments: object, **more: object) -> object:
        calls.append(arguments)
        if len(calls) == min(failing, 1 if what == "copy2" else failing) + 1:
            raise OSError(28, "No space left on device")
        return real(*arguments, **more)

    with monkeypatch.context() as patched:
        patched.setattr(owner, what, fail)
        with pytest.raises(FindingsError) as caught:
            write_files(outputs, force=True)
    assert [finding.code for finding in caught.value.findings] == ["output-unwritable"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files([text(tmp_path / "a.md", "旧")])

    def interrupt(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(output.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_files([text(tmp_path / "a.md")])
    assert names(tmp_path) == ["a.md"] and (tmp_path / "a.md").read_text("utf-8").startswith("旧")
