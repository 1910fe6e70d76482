"""Runs the quick tests with the newest libraries that ``pyproject.toml`` allows: ``.venv/bin/python tools/newest.py``.

CI runs it as a report: it says what is newer than in ``requirements.lock`` and how the tests fare with it, and ends
well in any case, so that a library that moved is seen early and breaks nothing. Where nothing is newer, nothing is run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[0:0] = [str(REPOSITORY / "generator"), str(REPOSITORY / "tools")]

import refresh_lock  # noqa: E402 – the folders with these two are only now on the path
import run as start  # noqa: E402

SECONDS = 180
QUICK = ("terms", "office", "reading", "parent", "county", "plan", "document")


def wanted() -> list[str]:
    """Return what ``pyproject.toml`` asks for, for running and for the tests."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [*project["dependencies"], *(text for name in refresh_lock.EXTRAS for text in extras[name])]


def newest(folder: Path) -> dict[str, str]:
    """Return the newest version of every library that is needed here, by its name in lower case."""
    report = folder / "report.json"
    words = ("install", "--quiet", "--disable-pip-version-check", "--dry-run", "--ignore-installed", "--report")
    subprocess.run(start.module(sys.executable, "pip", *words, str(report), *wanted()), check=True)
    found = [one["metadata"] for one in json.loads(report.read_text("utf-8"))["install"]]
    return {one["name"].lower().replace("_", "-").replace(".", "-"): one["version"] for one in found}


def try_out(folder: Path, versions: dict[str, str]) -> str:
    """Install these versions in a folder of their own, run the quick tests there and return how they fared."""
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    quiet = ("install", "--quiet", "--disable-pip-version-check")
    pinned = [f"{name}=={version}" for name, version in versions.items()]
    subprocess.run(start.module(python, "pip", *quiet, *pinned), check=True)
    folders = [f"tests/{name}" for name in QUICK]
    words = ("-n", "2", "-q", "-m", "not office", "-p", "no:cacheprovider", "--no-header", "--tb=line", *folders)
    settings = {**os.environ, "PYTHONPATH": str(start.SOURCES)}
    command = start.module(python, "pytest", *words)
    try:
        done = subprocess.run(command, cwd=REPOSITORY, env=settings, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"the tests were not over after {SECONDS} s"
    return "the tests pass" if done.returncode == 0 else "THE TESTS FAIL"


def main() -> int:
    """Report, and return 0 whatever was found."""
    locked = refresh_lock.versions(start.LOCK.read_text("utf-8"))
    try:
        with tempfile.TemporaryDirectory() as name:
            versions = newest(Path(name))
            moved = {
                library: version
                for library, version in versions.items()
                if version not in locked.get(library, "-").split(", ")
            }
            for library, version in sorted(moved.items()):
                print(f"newer than the lock: {library} {locked.get(library, '-')} -> {version}")
            verdict = try_out(Path(name), versions) if moved else "the lock has them all, so nothing was run"
    except (OSError, subprocess.SubprocessError) as error:
        verdict = f"could not be tried: {error}"
    print(f"newest libraries (a report only): {verdict}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
