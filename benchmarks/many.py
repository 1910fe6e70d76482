"""Times render and check of many counties at once, and measures the memory of each process that works on them.

``python benchmarks/many.py [COUNTIES] [PROCESSES]`` makes so many counties (40) of the example's spec, each with a name
and units of its own, renders them all and checks all the drafts, as whole commands with so many processes (2).  The
target on an idle machine with two cores is 0.25 s on the clock for a county, both commands together, and 120 MB for a
process; what one county takes in a process that is warm, stage by stage, says where the time goes.  Times belong to
the machine; only the memory, and that every county came out, decide the exit code.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
COUNTIES, PROCESSES, RUNS = 40, 2, 5
MOST_MEGABYTES = 120
_SETTINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass
class Measured:
    """What a command took: seconds on the clock and of the processors, and the most memory of each process of it."""

    clock: float = 0.0
    processor: float = 0.0
    megabytes: dict[int, float] = field(default_factory=dict)
    code: int = 0


def make_counties(folder: Path, count: int) -> list[str]:
    """Write specs of so many counties and return their names."""
    from plangen.terms.vocabulary import gazetteer

    text = (REPOSITORY / "specs" / "yonghe.yaml").read_text("utf-8")
    known = sorted(name for name in gazetteer().counties if len(name) == 3 and name.endswith("县") and name != "永和县")
    names = [known[number * len(known) // count] for number in range(count)]
    for name in names:
        (folder / f"{name}.yaml").write_text(text.replace("永和", name[:-1]), "utf-8")
    return names


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that these have; none where the system is no Linux."""
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            yield int(entry.parent.name)
            yield from descendants(int(entry.parent.name))


def watch(pid: int, done: threading.Event, found: dict[int, float]) -> None:
    """Note the most memory of each descendant until the command is done."""
    while not done.wait(0.1):
        for child in descendants(pid):
            try:
                status = Path(f"/proc/{child}/status").read_text("utf-8")
            except OSError:
                continue
            if "VmHWM:" in status:
                found[child] = int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measured(words: list[str], folder: Path) -> Measured:
    """Run a command in a folder and return what it took."""
    result, done = Measured(), threading.Event()
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "plangen", *words], cwd=folder, env=_SETTINGS, stdout=subprocess.DEVNULL
    )
    watcher = threading.Thread(target=watch, args=(process.pid, done, result.megabytes))
    watcher.start()
    result.code = process.wait()
    result.clock = time.perf_counter() - start
    done.set()
    watcher.join()
    after = os.times()
    result.processor = sum(after[2:4]) - sum(before[2:4])
    return result


def stages(spec: Path) -> None:
    """Print what one county takes in a process that has done others before."""
    import plangen

    prepared = plangen.build_plan(spec)
    draft = plangen.render(prepared).data
    work: dict[str, Callable[[], object]] = {
        "build the plan": lambda: plangen.build_plan(spec),
        "render its documents": lambda: plangen.render(prepared),
        "check its draft": lambda: plangen.check(prepared, draft),
    }
    print("one county in a warm process, processor time (both commands build the plan):")
    for label, do in work.items():
        times = []
        for _ in range(RUNS):
            start = time.process_time()
            do()
            times.append(time.process_time() - start)
        print(f"  {label:<24}{statistics.median(times) * 1000:8.1f} ms")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNTIES
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else PROCESSES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "specs").mkdir()
        names = make_counties(folder / "specs", count)
        commands = {
            "render": ["render", "specs", "-o", "drafts"],
            "check": ["check", "specs", "--drafts", "drafts", "--summary", "checks.xlsx"],
        }
        total, most, right = 0.0, 0.0, True
        print(f"{count} counties, {workers} processes, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        for label, words in commands.items():
            one = measured([*words, "--jobs", str(workers)], folder)
            each, spent = one.clock / count, one.processor / count
            memory = max(one.megabytes.values(), default=0.0)
            print(
                f"  {label:<8}{one.clock:7.1f} s on the clock, {each:.3f} s a county; {spent:.3f} s of processor time; "
                f"largest of {len(one.megabytes)} processes {memory:.0f} MB"
            )
            total, most, right = total + each, max(most, memory), right and one.code == 0
        made = {path.name for path in (folder / "drafts").glob("*.docx")}
        right = right and made >= {f"{county}.docx" for county in names}
        print(f"  together {total:.3f} s on the clock a county (target 0.25 on an idle machine)")
        stages(folder / "specs" / f"{names[0]}.yaml")
    if not right:
        print("not every county came out")
    return 0 if right and most <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    raise SystemExit(main())
