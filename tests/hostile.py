"""The hostile campaign in its long form: ``python3 tests/hostile.py --full``; without ``--full`` a tenth of it.

Prints by family how many inputs were tried, how many were refused, the most time and memory that one took, and every
fault; ends with 1 where there is one.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "generator"), str(HERE), str(HERE / "hostile")]

SPECS, DOCUMENTS, KILLS, INTERRUPTS, TWICE = 10_000, 2_000, 200, 40, 20
PART = 100


def main() -> int:
    """Set up where that is needed, and run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="all of it")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["files", "specs", "documents", "faults"], help="one part of it")
    asked = parser.parse_args()
    try:
        import click  # noqa: F401 - whether the environment is there
    except ImportError:
        import run as start

        return subprocess.run([start.prepare(tests=True), "-P", __file__, *sys.argv[1:]], check=False).returncode
    return campaign(asked)


def campaign(asked: argparse.Namespace) -> int:
    """Run the campaign's parts side by side, and print its figures."""
    from bombs import all_files
    from campaign import Catcher, Tally, project

    share = 1 if asked.full else 10
    work: list[tuple[str, int, int]] = []
    if asked.only in (None, "files"):
        work += [("files", at, 10) for at in range(0, sum(1 for _ in all_files()), 10)]
    if asked.only in (None, "documents"):
        work += [("documents", at, PART // 4) for at in range(0, DOCUMENTS // share, PART // 4)]
    if asked.only in (None, "faults"):
        work += [("kills", at, 20) for at in range(0, KILLS // share, 20)]
        work += [("interrupts", 0, INTERRUPTS // share), ("twice", 0, TWICE // share), ("surroundings", 0, 1)]
    if asked.only in (None, "specs"):
        work += [("specs", at, PART) for at in range(0, SPECS // share, PART)]
    whole, catcher = Tally(), Catcher()
    with tempfile.TemporaryDirectory() as name:
        good = project(Path(name))
        parents = other_formats(good)
        run = functools.partial(part, good=good, parents=parents, seed=asked.seed, share=share)
        with multiprocessing.Pool(asked.jobs, maxtasksperchild=20) as pool:
            for done, tally in enumerate(pool.imap_unordered(run, work), 1):
                whole.merge(tally)
                sys.stderr.write(f"{done} of {len(work)} parts, {len(whole.faults)} faults\n")
                sys.stderr.writelines(f"  {fault[:400]}\n" for fault in tally.faults)
    caught = catcher.close()
    sys.stdout.write("\n".join([*whole.lines(), f"connections: {caught}", ""]))
    return 1 if whole.faults or caught else 0


def part(work: tuple[str, int, int], good: Path, parents: list[Path], seed: int, share: int) -> object:
    """Run one part of the campaign in a folder of its own."""
    from itertools import islice

    import campaign
    import faults
    from bombs import all_files

    kind, first, count = work
    random_ = random.Random(f"{seed} {kind} {first}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts: dict[str, Callable[[], object]] = {
            "files": lambda: campaign.meet_files(
                good, folder, islice(all_files(), first, first + count), random_, 5 if share == 1 else 1
            ),
            "specs": lambda: campaign.meet_specs(good, folder, count, random_),
            "documents": lambda: campaign.meet_documents(good, folder, parents, count, random_),
            "kills": lambda: faults.struck(good, folder, count, random_, signal.SIGKILL),
            "interrupts": lambda: faults.struck(good, folder, count, random_, signal.SIGINT),
            "twice": lambda: faults.two_at_once(good, folder, count),
            "surroundings": lambda: faults.surroundings(good, folder),
        }
        return parts[kind]()


def other_formats(good: Path) -> list[Path]:
    """Return the parent in other formats, made by LibreOffice where it is there."""
    made = []
    for ending in ("docx", "pdf", "html", "odt"):
        words = [
            "soffice",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(good.parent),
            str(good / "上位规划.txt"),
        ]
        try:
            subprocess.run(words, check=True, capture_output=True, timeout=120)
        except (OSError, subprocess.SubprocessError):
            return made
        made.append(good.parent / f"上位规划.{ending}")
    return made


if __name__ == "__main__":
    raise SystemExit(main())
