"""Times the command line as whole processes, and the stages of a render inside one process.

``python benchmarks/speed.py [SPEC]`` prints medians of several runs, processor time beside the time on the clock, with
the program's own code compiled as it is after its first run. Absolute times belong to the machine; the targets on two
cores are 1.5 s for a render and 0.3 s for the help page.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

REPOSITORY = Path(__file__).resolve().parent.parent
RUNS = 5
Result = TypeVar("Result")


def whole_process(words: list[str]) -> str:
    """Return the median times of running plangen with these arguments, in words: on the clock, and of the processor."""
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "plangen", *words]
    clock, processor = [], []
    for _ in range(RUNS + 1):
        start, before = time.perf_counter(), os.times()
        subprocess.run(command, check=True, capture_output=True, cwd=REPOSITORY, env=settings)
        after = os.times()
        clock.append(time.perf_counter() - start)
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        processor.append(spent)
    seconds = (statistics.median(times[1:]) * 1000 for times in (clock, processor))
    return "{:8.1f} ms, {:.1f} ms of processor time, whole process".format(*seconds)


def timed(label: str, work: Callable[[], Result]) -> Result:
    """Run one stage, print how long it took, and return what it gave."""
    start = time.perf_counter()
    result = work()
    print(f"  {label:<42}{(time.perf_counter() - start) * 1000:8.1f} ms")
    return result


def stages(spec_path: Path) -> None:
    """Print the time of each stage of a render, imports included where a stage is the first to need them."""
    from plangen.api import prepare
    from plangen.county.load import load_spec
    from plangen.document import rendering
    from plangen.document.compose import compose, load_pack
    from plangen.document.docx_writer import write_docx
    from plangen.document.markdown import parse_markdown
    from plangen.plan.inherit import build_plan, load_knowledge

    knowledge = timed("load themes, units, phrases, rules", load_knowledge)
    spec, _ = timed("load and validate the spec", lambda: load_spec(spec_path))
    assert spec is not None
    parents, _ = timed("load the parents", lambda: prepare.load_parents(spec, spec_path))
    plan, _ = timed("inherit: build the county's plan", lambda: build_plan(parents, spec, knowledge))
    pack = timed("load the template pack", lambda: load_pack(plan.spec.plan.kind, plan.spec.plan.template))
    markdown = timed("compose Markdown from the templates", lambda: compose(plan, pack))
    document = timed("parse the Markdown", lambda: parse_markdown(markdown))
    properties = rendering.properties_of(plan)
    settings = {"style": pack.style, "properties": properties, "title": plan.title, "author": plan.spec.plan.issuer}
    timed("write the Word file", lambda: write_docx(document, **settings))


def main() -> None:
    spec_path = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "specs" / "yonghe.yaml"
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "draft.docx")
        print(f"plangen --help                              {whole_process(['--help'])}")
        words = ["render", str(spec_path), "-o", target]
        print(f"plangen render {spec_path.name:<29}{whole_process(words)}")
    print("stages in one process:")
    stages(spec_path)


if __name__ == "__main__":
    main()
