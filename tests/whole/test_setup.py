"""The set-up: what the lock holds, when it is installed, and that nothing of the current folder is ever run."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_FILE = Path(__file__).resolve().parents[2] / "generator" / "run.py"
_SPEC = importlib.util.spec_from_file_location("start_of_plangen", _FILE)  # the tests' own starter is called run too
start = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(start)

ENTRY = re.compile(
    r"^(?P<requirement>[A-Za-z0-9][^\\\n]*)(?P<hashes>(?:\\\n +--hash=sha256:[0-9a-f]{64} ?)*)$", re.MULTILINE
)


def project(repository: Path) -> dict:
    return tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))


def entries(lock: str) -> list[tuple[Requirement, int]]:
    """What the lock names, and how many files of it have a hash."""
    return [(Requirement(found["requirement"]), found["hashes"].count("--hash")) for found in ENTRY.finditer(lock)]


def here(lock: str) -> dict[str, str]:
    """The version that the lock has of every library for this machine."""
    return {
        canonicalize_name(entry.name): next(iter(entry.specifier)).version
        for entry, _ in entries(lock)
        if entry.marker is None or entry.marker.evaluate(dict(default_environment()))
    }


def unmet(wanted: list[str], versions: dict[str, str]) -> list[str]:
    found = ((text, Requirement(text)) for text in wanted)
    return [
        text
        for text, entry in found
        if not entry.specifier.contains(versions.get(canonicalize_name(entry.name), "0"), prereleases=True)
    ]


def test_every_line_of_the_lock_pins_one_version_by_its_hashes() -> None:
    lock = start.locked(tests=True)
    found = entries(lock)
    assert len(found) == sum(1 for line in lock.splitlines() if re.match(r"[^\s#]", line))
    for entry, hashes in found:
        assert [specifier.operator for specifier in entry.specifier] == ["=="], entry
        assert hashes, entry
        assert entry.url is None
    assert "://" not in lock


def test_the_lock_has_what_the_project_asks_for_and_within_its_bounds(repository: Path) -> None:
    asked = project(repository)
    extras = asked["project"]["optional-dependencies"]
    assert unmet(asked["project"]["dependencies"], here(start.locked(tests=False))) == []
    everything = here(start.locked(tests=True))
    for wanted in (asked["build-system"]["requires"], *extras.values()):
        assert unmet(wanted, everything) == []
    assert unmet(["no-such-library>=1"], everything) == ["no-such-library>=1"]


class Machine:
    """A folder to set up in, with a Python and a pip that only say that they were called."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.calls: list[list[str]] = []
        self.code = 0
        self.lock = folder / "requirements.lock"
        self.lock.write_text(f"a==1\n{start.TESTS_HEADING}\nb==2\n", "utf-8")
        self.environment = folder / ".venv"
        self.libraries = self.environment / "lib" / "python3.11" / "site-packages"
        patch.setattr(start, "LOCK", self.lock)
        patch.setattr(start, "ENVIRONMENT", self.environment)
        patch.setattr(start, "SOURCES", folder / "generator")
        patch.setattr(start.subprocess, "run", self.run)

    def run(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        assert command[1:3] == ["-P", "-m"]
        if command[3] == "venv":
            for path in (start.environment_python(), self.libraries / "pip.py"):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            return subprocess.CompletedProcess(command, 0)
        if command[3:5] == ["pip", "--version"]:
            return subprocess.CompletedProcess(command, 0 if (self.libraries / "pip.py").exists() else 1)
        self.calls.append(command)
        if self.code is None:
            (self.libraries / "half.py").touch()
            raise KeyboardInterrupt
        return subprocess.CompletedProcess(command, self.code)

    def prepared(self, *, tests: bool = False) -> int:
        """Set up, and return how often pip was asked to install something."""
        before = len(self.calls)
        start.prepare(tests=tests)
        return len(self.calls) - before

    def wanted(self) -> str:
        return Path(self.calls[-1][-1]).read_text("utf-8")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_a_set_up_twice_does_nothing_the_second_time(machine: Machine) -> None:
    assert machine.prepared() == 1
    assert "--require-hashes" in machine.calls[-1]
    assert machine.wanted() == "a==1\n"
    assert machine.prepared() == 0
    assert machine.prepared(tests=True) == 1
    assert "b==2" in machine.wanted()
    assert machine.prepared(tests=True) == machine.prepared() == 0


def test_plangen_is_on_the_path_of_what_was_set_up(machine: Machine) -> None:
    machine.prepared()
    line = (machine.libraries / "plangen-here.pth").read_text("utf-8").strip()
    assert not Path(line).is_absolute()
    assert (machine.libraries / line).resolve() == start.SOURCES.resolve()


def test_a_changed_lock_is_installed(machine: Machine) -> None:
    machine.prepared(tests=True)
    machine.lock.write_text(machine.lock.read_text("utf-8").replace("a==1", "a==3"), "utf-8")
    assert machine.prepared() == 1
    assert machine.wanted() == "a==3\n"
    assert machine.prepared(tests=True) == 1


def test_an_environment_without_its_python_is_made_again(machine: Machine) -> None:
    machine.prepared()
    start.environment_python().unlink()
    assert machine.prepared() == 1
    assert start.environment_python().exists()


def test_what_was_killed_half_way_is_done_again_from_nothing(machine: Machine) -> None:
    machine.code = None
    with pytest.raises(KeyboardInterrupt):
        machine.prepared()
    machine.code = 0
    assert machine.prepared() == 1
    assert not (machine.libraries / "half.py").exists()
    assert (machine.libraries / "pip.py").exists()
    assert machine.prepared() == 0


def test_an_update_without_network_says_so_and_leaves_what_was_there(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.prepared()
    (machine.libraries / "whole.py").touch()
    machine.lock.write_text("a==3\n", "utf-8")
    machine.code = 1
    with pytest.raises(SystemExit) as stop:
        machine.prepared()
    assert stop.value.code == 2
    assert "程序库没有装成" in capsys.readouterr().err
    machine.code = 0
    assert machine.prepared() == 1
    assert (machine.libraries / "whole.py").exists()


HIJACKED = ("yaml", "click", "json", "pip", "venv", "jinja2", "pathlib", "typing", "plangen_extra")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder full of modules under names that plangen and the set-up import."""
    for name in HIJACKED:
        (tmp_path / f"{name}.py").write_text('print("TAKEN"); raise SystemExit(7)\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize("safe", [True, False], ids=["as the README runs it", "typed without -P"])
def test_nothing_of_the_current_folder_is_run(safe: bool, trap: Path, repository: Path) -> None:
    spec = str(repository / "specs" / "yonghe.yaml")
    command = start.module(sys.executable, "plangen", "validate", spec)
    if not safe:
        command.remove("-P")
    done = subprocess.run(command, cwd=trap, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "TAKEN" not in done.stdout
    assert done.returncode == 0, done.stderr


def test_the_trap_catches_what_looks_in_the_current_folder(trap: Path) -> None:
    command = [sys.executable, "-c", "import yaml"]
    assert subprocess.run(command, cwd=trap, capture_output=True, check=False).returncode == 7


def test_the_set_up_itself_runs_nothing_of_the_current_folder(trap: Path) -> None:
    for name in ("pip", "venv"):
        command = start.module(sys.executable, name, "--help")
        assert subprocess.run(command, cwd=trap, capture_output=True, check=False).returncode == 0


LEFT_OUT = {
    "program": "def test(): pytest.skip('no program')",
    "plans": "def test(shared_folder): pass",
    "library": "pytest.importorskip('no_such_library')",
}
ALLOWED = {
    "system": "@pytest.mark.skipif(True, reason='another system')\ndef test(): pass",
    "expected": "@pytest.mark.xfail\ndef test(): raise ValueError",
    "whole": "def test(): pass",
}


@pytest.mark.parametrize(("where", "failing"), [("", set()), ("1", set(LEFT_OUT))], ids=["at home", "in CI"])
def test_what_skips_itself_fails_in_ci(
    where: str, failing: set[str], tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "conftest.py").write_bytes((repository / "tests" / "conftest.py").read_bytes())
    for name, test in {**LEFT_OUT, **ALLOWED}.items():
        (tmp_path / f"test_{name}.py").write_text(f"import pytest\n{test}\n", "utf-8")
    monkeypatch.setenv("CI", where)
    monkeypatch.setenv("PLANGEN_SHARED", str(tmp_path / "nothing"))
    words = ("-q", "-p", "no:cacheprovider", "--continue-on-collection-errors", str(tmp_path))
    command = start.module(sys.executable, "pytest", *words)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert set(re.findall(r"^(?:FAILED|ERROR) .*?test_(\w+)\.py", done.stdout, re.MULTILINE)) == failing, done.stdout
    assert bool(done.returncode) == bool(failing)
