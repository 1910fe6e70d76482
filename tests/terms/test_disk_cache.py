"""What is kept on disk: given back whole or not at all, the user's own, bounded, and never in anybody's way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plangen.terms import disk_cache
from plangen.terms.disk_cache import keep, recall

POSIX = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files do not say whose they are")
CONTENT = bytes(range(256)) * 10


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("PLANGEN_CACHE", str(tmp_path))
    return tmp_path / "plangen"


def entry(folder: Path) -> Path:
    (one,) = folder.iterdir()
    return one


def test_what_was_kept_is_given_back_for_the_same_kind_and_content_alone(folder: Path) -> None:
    assert recall("yaml", b"a") is None
    keep("yaml", b"a", CONTENT)
    keep("yaml", b"empty", b"")
    assert recall("yaml", b"a") == CONTENT
    assert recall("yaml", b"empty") == b""
    assert recall("yaml", b"b") is None
    assert recall("template", b"a") is None


def test_another_program_knows_nothing_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep("yaml", b"a", CONTENT)
    monkeypatch.setattr(disk_cache, "program_state", lambda: b"another version")
    assert recall("yaml", b"a") is None


def test_the_state_of_the_program_changes_with_any_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "knowledge").mkdir()
    words = tmp_path / "knowledge" / "words.yaml"
    words.write_text("a: 1", "utf-8")
    monkeypatch.setattr(disk_cache, "templates_folder", lambda: tmp_path)
    state = disk_cache.program_state.__wrapped__
    before = state()
    assert state() == before
    words.write_text("a: 12", "utf-8")
    assert state() != before


@pytest.mark.parametrize(
    "wound",
    [
        lambda data: b"",
        lambda data: data[:10],
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: b"x" + data[1:],
        lambda data: b"plangen cache 2\n" + data[16:],
        lambda data: data + bytes(disk_cache.MOST_ENTRY_BYTES),
    ],
)
def test_what_is_damaged_is_passed_over_and_written_anew(folder: Path, wound) -> None:
    keep("yaml", b"a", CONTENT)
    path = entry(folder)
    path.write_bytes(wound(path.read_bytes()))
    assert recall("yaml", b"a") is None
    keep("yaml", b"a", CONTENT)
    assert recall("yaml", b"a") == CONTENT


def test_an_entry_under_the_name_of_another_is_passed_over(folder: Path) -> None:
    keep("yaml", b"a", b"of a")
    first = entry(folder)
    content = first.read_bytes()
    keep("yaml", b"b", b"of b")
    (second,) = set(folder.iterdir()) - {first}
    second.write_bytes(content)
    assert (recall("yaml", b"a"), recall("yaml", b"b")) == (b"of a", None)


def test_what_is_too_large_is_not_kept(folder: Path) -> None:
    keep("yaml", b"a", bytes(disk_cache.MOST_ENTRY_BYTES))
    assert list(folder.iterdir()) == []


@POSIX
@pytest.mark.parametrize("mode", [0o777, 0o720, 0o755, 0o701])
def test_a_folder_that_others_can_enter_is_not_used(folder: Path, mode: int) -> None:
    folder.mkdir()
    folder.chmod(mode)
    keep("yaml", b"a", CONTENT)
    assert list(folder.iterdir()) == []
    assert recall("yaml", b"a") is None


@POSIX
def test_a_link_in_the_place_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    folder.symlink_to(elsewhere)
    keep("yaml", b"a", CONTENT)
    assert list(elsewhere.iterdir()) == []


@POSIX
def test_an_entry_that_others_could_have_written_is_not_used(folder: Path, tmp_path: Path) -> None:
    keep("yaml", b"a", CONTENT)
    path = entry(folder)
    path.chmod(0o644)
    assert recall("yaml", b"a") is None
    path.chmod(0o600)
    assert recall("yaml", b"a") == CONTENT
    moved = path.rename(tmp_path / "moved")
    path.symlink_to(moved)
    assert recall("yaml", b"a") is None
    path.unlink()
    os.mkfifo(path, 0o600)
    assert recall("yaml", b"a") is None  # and does not wait for somebody to write


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_what_is_another_users_is_not_used(folder: Path) -> None:
    keep("yaml", b"a", CONTENT)
    os.chown(entry(folder), 12345, 12345)
    assert recall("yaml", b"a") is None
    os.chown(folder, 12345, 12345)
    disk_cache._prepared.cache_clear()
    keep("yaml", b"b", CONTENT)
    assert len(list(folder.iterdir())) == 1


@POSIX
def test_folder_and_entries_are_the_users_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        keep("yaml", b"a", CONTENT)
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert entry(folder).stat().st_mode & 0o777 == 0o600


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An environment that says nothing of a cache."""
    for name in ("PLANGEN_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    yield monkeypatch
    assert list(tmp_path.rglob("*.part")) == []


@pytest.mark.parametrize("off", ["off", "OFF", "0", "no", "", "a/relative/folder"])
def test_it_can_be_turned_off(settings: pytest.MonkeyPatch, tmp_path: Path, off: str) -> None:
    settings.setenv("HOME", str(tmp_path))
    settings.setenv("PLANGEN_CACHE", off)
    keep("yaml", b"a", CONTENT)
    assert recall("yaml", b"a") is None
    assert list(tmp_path.iterdir()) == []


def test_without_a_home_there_is_none(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keep("yaml", b"a", CONTENT)
    assert recall("yaml", b"a") is None
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_where_it_stands(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.setenv("HOME", str(tmp_path / "home"))
    keep("yaml", b"a", CONTENT)
    assert list(tmp_path.iterdir()) == []  # a home that is not there is not made
    disk_cache._prepared.cache_clear()
    usual = "Library/Caches" if sys.platform == "darwin" else ".cache"
    (tmp_path / "home" / usual).parent.mkdir(parents=True)
    keep("yaml", b"a", CONTENT)
    assert len(list((tmp_path / "home" / usual / "plangen").iterdir())) == 1
    settings.setenv("XDG_CACHE_HOME", "relative")  # by its specification as if it were not there
    assert recall("yaml", b"a") == CONTENT
    settings.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert recall("yaml", b"a") is None
    keep("yaml", b"a", CONTENT)
    assert len(list((tmp_path / "caches" / "plangen").iterdir())) == 1


def test_a_place_where_nothing_can_be_written_is_none(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a person's", "utf-8")
    for place in ("file", "file/below", "with\0zero"):
        settings.setattr(os, "environ", {"PLANGEN_CACHE": str(tmp_path / place)})
        keep("yaml", b"a", CONTENT)
        assert recall("yaml", b"a") is None
    assert (tmp_path / "file").read_text("utf-8") == "a person's"


def test_it_may_be_deleted_at_any_time(folder: Path) -> None:
    keep("yaml", b"a", CONTENT)
    for path in (entry(folder), folder):
        path.unlink() if path.is_file() else path.rmdir()
        assert recall("yaml", b"a") is None
        keep("yaml", b"b", CONTENT)
        for left in folder.glob("*"):
            left.unlink()


def test_a_write_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    keep("yaml", b"a", CONTENT)
    assert list(folder.iterdir()) == []

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        keep("yaml", b"a", CONTENT)
    assert list(folder.iterdir()) == []


def test_it_does_not_grow_without_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "MOST_BYTES", 10 * len(CONTENT))
    monkeypatch.setattr(disk_cache, "_TIDIED_EVERY", 1)
    keep("yaml", b"in use", CONTENT)
    used, known = entry(folder), {entry(folder)}
    past = time.time() - 10 * 86_400
    for number in range(30):
        os.utime(used, (past, past))
        assert recall("yaml", b"in use") == CONTENT  # which is noted
        keep("yaml", str(number).encode(), CONTENT)
        (new,) = set(folder.iterdir()) - known
        known.add(new)
        os.utime(new, (past + number, past + number))
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 10 * len(CONTENT)
    assert recall("yaml", b"29") == CONTENT
    assert recall("yaml", b"0") is None


def test_what_a_killed_run_has_left_goes_with_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "_TIDIED_EVERY", 1)
    keep("yaml", b"a", CONTENT)
    old, young, strange = (folder / name for name in ("old.part", "young.part", "notes.txt"))
    for path in (old, young, strange):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    os.utime(strange, (0, 0))
    keep("yaml", b"b", CONTENT)
    assert (old.exists(), young.exists(), strange.exists()) == (False, True, True)


def test_several_at_once_read_whole_entries_or_none(folder: Path) -> None:
    script = (
        "from plangen.terms.disk_cache import keep, recall\n"
        "for number in range(150):\n"
        "    name = str(number % 7).encode()\n"
        "    found = recall('yaml', name)\n"
        "    assert found is None or found == name * 50_000\n"
        "    keep('yaml', name, name * 50_000)\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(4)]
    assert [one.wait() for one in running] == [0] * 4
    assert {recall("yaml", str(number).encode()) for number in range(7)} == {
        str(number).encode() * 50_000 for number in range(7)
    }
    assert len(list(folder.iterdir())) == 7
