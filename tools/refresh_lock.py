"""Writes ``requirements.lock`` anew from ``pyproject.toml``: ``python3 tools/refresh_lock.py``.

The lock names one version of every library, for Python 3.11 and newer on every system, with the hashes of all files of
it, and no place they come from. It has two parts: what plangen itself needs, and what only its tests need. Both are
resolved together, so that the tests see the versions that users get. uv does the resolving; it is put into a folder of
its own that is thrown away.

Arguments are handed to uv. Without any, every library goes to its newest version that ``pyproject.toml`` allows;
``--keep`` changes only what ``pyproject.toml`` asks for, to add a library or to drop one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "generator"))

import run as start  # noqa: E402 – the folder with it is only now on the path

EXTRAS = ("pdf", "html", "test")
HEADING = """\
# Written by tools/refresh_lock.py from pyproject.toml; not to be edited by hand.
"""


def resolve(uv: Path, wanted: Path, extras: tuple[str, ...], *words: str) -> dict[str, str]:
    """Return the lines of every library that is needed, by its name.

    Args:
        uv: the program.
        wanted: the file that it writes; what stands there already is kept as far as it may be.
        extras: names of optional dependencies in ``pyproject.toml``.
        words: further arguments for uv.
    """
    settings = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate")
    chosen = [word for extra in extras for word in ("--extra", extra)]
    command = [str(uv), "pip", "compile", "--quiet", *settings, *chosen, *words, "--output-file", str(wanted)]
    subprocess.run([*command, "pyproject.toml"], cwd=REPOSITORY, check=True)
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", wanted.read_text("utf-8").strip()):
        name = entry.partition("==")[0]
        found[name] = found.get(name, "") + entry.strip() + "\n"
    return found


def main() -> int:
    """Resolve, write the lock and say what changed."""
    before = start.LOCK.read_text("utf-8") if start.LOCK.exists() else ""
    words = [word for word in sys.argv[1:] if word != "--keep"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "tool", with_pip=True)
        programs = folder / "tool" / ("Scripts" if os.name == "nt" else "bin")
        pip = start.module(programs / "python", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
        subprocess.run(pip, check=True)
        wanted = folder / "wanted.txt"
        if "--keep" in sys.argv[1:]:
            wanted.write_text(before, "utf-8")
        every = resolve(programs / "uv", wanted, EXTRAS, *words)
        chosen = folder / "chosen.txt"
        chosen.write_text("".join(every.values()), "utf-8")
        plain = resolve(programs / "uv", folder / "plain.txt", (), "--constraint", str(chosen), *words)
    parts = [HEADING, *plain.values(), f"{start.TESTS_HEADING}\n"]
    parts += [lines for library, lines in every.items() if library not in plain]
    start.LOCK.write_text("".join(parts), "utf-8", newline="\n")
    report(versions(before), versions("".join(parts)))
    return 0


def versions(lock: str) -> dict[str, str]:
    """Return the version, or versions, that a lock has of every library."""
    found: dict[str, str] = {}
    for library, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE):
        found[library] = f"{found[library]}, {version}" if library in found else version
    return found


def report(before: dict[str, str], after: dict[str, str]) -> None:
    """Print what differs between two locks."""
    for library in sorted({*before, *after}):
        old, new = before.get(library, "-"), after.get(library, "-")
        if old != new:
            print(f"{library}: {old} -> {new}")
    print(f"{len(after)} libraries")


if __name__ == "__main__":
    raise SystemExit(main())
