"""Merging over the real examples: people's edits and changes of the spec, drawn at random in pairs.

The suite draws a few; the long form draws as many as are wanted, with LibreOffice opening some of them::

    PYTHONPATH=generator:tests:tests/living python -P tests/living/test_merge_examples.py 1000
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from test_merge_property import edited, typed

import plangen
from draft_surgery import Surgery, W, text_of
from hand_edits import EDITS
from merge_oracle import body_of, looks, untold
from plangen.document.word_check import lint_docx
from plangen.living.merge import merge
from plangen.living.merge_blocks import blocks_of

SPECS = Path(__file__).resolve().parents[2] / "specs"
EXAMPLES = ("yonghe", "yonghe-guihua")
DATE = "2026-12-15T00:00:00Z"
ACTIONS = (
    *("lead", "partner", "deadline", "measure", "reword", "drop", "plain", "waive"),
    *("title", "task", "gone", "order", "target", "indicator", "figure"),
)
UNITS = ("县教育局", "县公安局", "县水利局", "县林业局", "县住建局", "县交通运输局")


@dataclass
class Tally:
    """What a number of merges gave."""

    merges: int = 0
    conflicts: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def reprogrammed(spec: dict[str, Any], random_: random.Random, said: list[str]) -> None:
    """Change a spec as a county does in some weeks: units, deadlines, measures, decisions, targets, figures, tasks."""
    decided = spec["inherit"]["jincheng-155"]
    written = [*decided.values(), *spec["local_tasks"], *spec["local_projects"]]
    for number in range(random_.randint(1, 5)):
        mark = f"程{number}甲"
        with_measures = [one for one in written if one.get("measures")]
        led = [one for one in written if one.get("lead")]
        action = random_.choice(ACTIONS)
        said.append(action)
        one = random_.choice(with_measures if action in ("measure", "reword", "drop") else led)
        if action == "lead":
            one["lead"] = random_.choice(UNITS)
            one["participants"] = [unit for unit in one.get("participants", []) if unit != one["lead"]]
        elif action == "partner":
            free = [unit for unit in UNITS if unit != one["lead"] and unit not in one.get("participants", [])]
            one["participants"] = [*one.get("participants", []), *free[:1]]
        elif action == "deadline":
            one["deadline"] = random_.choice([2026, 2027, 2028, 2029, 2030])
        elif action == "measure":
            one["measures"].insert(random_.randrange(len(one["measures"]) + 1), f"另行{mark}落实经费，每年核对一次。")
        elif action == "reword":
            at = random_.randrange(len(one["measures"]))
            clauses = one["measures"][at].split("，")
            clauses[random_.randrange(len(clauses))] = f"按{mark}要求办理"
            one["measures"][at] = "，".join(clauses).rstrip("。") + "。"
        elif action == "drop" and len(one["measures"]) > 1:
            one["measures"].pop(random_.randrange(len(one["measures"])))
        elif action in ("plain", "waive"):
            key = random_.choice([key for key in decided if "." not in key and key not in ("T09", "P01")])
            decided.pop(key)
            if action == "waive" and key.startswith("P"):
                decided[key] = {"waive": "本县暂无条件", "by": "县政府", "on": "2026-11-20"}
        elif action == "title":
            random_.choice(spec["local_tasks"] + spec["local_projects"])["title"] = f"做好{mark}有关工作"
        elif action == "task":
            like = dict(random_.choice(spec["local_tasks"]), title=f"增加{mark}本地任务")
            spec["local_tasks"].insert(random_.randrange(len(spec["local_tasks"]) + 1), like)
        elif action == "gone" and len(spec["local_tasks"]) > 1:
            spec["local_tasks"].pop(random_.randrange(len(spec["local_tasks"])))
        elif action == "order":
            random_.shuffle(spec["local_tasks"])
        elif action == "target":
            random_.choice(spec["indicators"])["target"] = f"{random_.randint(2, 9)}"
        elif action == "indicator":
            like = dict(spec["indicators"][-1], name=f"{mark}工作完成率")
            spec["indicators"].insert(random_.randrange(len(spec["indicators"]) + 1), like)
        elif action == "figure":
            spec["situation"]["forest_area_wan_mu"]["value"] = random_.randint(53, 60)


@functools.lru_cache(maxsize=2)
def base_of(name: str) -> bytes:
    """Return an example as it is rendered."""
    return plangen.render(SPECS / f"{name}.yaml").documents[0].data


@functools.lru_cache(maxsize=32)
def variant(name: str, seed: int) -> tuple[bytes, tuple[str, ...]] | None:
    """Return an example rendered from a changed spec, and what was changed; None where that spec has errors."""
    # a key “on” is a truth for YAML 1.1, where it is not in quotation marks
    spec = yaml.safe_load((SPECS / f"{name}.yaml").read_text("utf-8").replace(", on: ", ", 'on': "))
    said: list[str] = []
    reprogrammed(spec, random.Random(seed), said)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SPECS / "parents", Path(folder) / "parents")
        path = Path(folder) / f"{name}.yaml"
        path.write_text(yaml.safe_dump(spec, allow_unicode=True, sort_keys=False), "utf-8")
        documents = plangen.render(path).documents
    return (documents[0].data, tuple(said)) if documents else None


def worked_on(data: bytes, new: bytes, random_: random.Random, said: list[str]) -> tuple[bytes, set[str]]:
    """Return a draft as people make it of a render: edits by hand, at any place, and where the program changed it."""
    surgery = Surgery(data)
    now = {text_of(one) for one in body_of(new).iter(f"{W}p")}
    touched = [one for one in surgery.body.iter(f"{W}p") if text_of(one) and text_of(one) not in now]
    marks: set[str] = set()
    for number, one in enumerate(random_.sample(touched, min(len(touched), random_.randint(0, 4)))):
        action = random_.choice(["word", "word", "cut", "bold", "tracked", "note", "delete"])
        said.append(f"{action} where the program changed it")
        texts = [node for node in one.iter(f"{W}t") if node.getparent().getparent() is one and node.text]
        if action == "delete" and one.getparent() is surgery.body:
            surgery.body.remove(one)
        elif action != "delete" and texts:
            marks |= typed(
                one, random_.choice(texts), action, f"同{number}处", random_, one.getparent() is not surgery.body
            )
    for edit in random_.sample(EDITS, random_.randint(0, 4)):
        try:
            edit.apply(surgery)
            said.append(edit.name)
        except (StopIteration, ValueError, IndexError, AttributeError):
            continue  # what it is about is not in this example, or another edit took it away
    theirs, more = edited(surgery.data(), random_)
    here = "".join(block.unit.text for block in blocks_of(body_of(theirs)))
    return theirs, more | {mark for mark in marks if mark in here}


def faults_of(name: str, theirs: bytes, marks: set[str], new: bytes, tally: Tally) -> tuple[list[str], bytes]:
    """Merge once, and return what does not hold."""
    base, found = base_of(name), []
    start = time.process_time()
    result = merge(theirs, base, new, date=DATE)
    tally.seconds += time.process_time() - start
    tally.merges += 1
    tally.conflicts.update(one.code for one in result.conflicts)
    tally.told.update(one.kind for one in result.told)
    if looks(body_of(result.data, accept=False)) != looks(body_of(theirs)):
        found.append("rejecting ours does not give the person's file")
    accepted = "\n".join(block.unit.text for block in blocks_of(body_of(result.data, accept=True)))
    found += [f"a person's words are lost: {mark}" for mark in sorted(marks) if mark not in accepted]
    found += untold(base, theirs, new, result.data, result.conflicts)
    before = lint_docx(theirs)
    found += [f"lint: {line}" for line in lint_docx(result.data) if line not in before]
    return found, result.data


def run(seeds: Sequence[int], folder: Path | None = None, each: int = 0) -> Tally:
    """Merge for every seed; every ``each``-th result is kept for LibreOffice."""
    tally = Tally()
    for seed in seeds:
        random_ = random.Random(seed)
        name = EXAMPLES[seed % len(EXAMPLES)]
        # a rendered variant serves several edits, since rendering takes longer than all the rest
        made = next(found for step in range(0, 90, 2) if (found := variant(name, seed // 10 * 1000 + seed % 2 + step)))
        edits: list[str] = []
        theirs, marks = worked_on(base_of(name), made[0], random_, edits)
        tally.edits.update(edits)
        tally.changes.update(made[1])
        faults, data = faults_of(name, theirs, marks, made[0], tally)
        tally.faults += [f"{seed} {name}: {fault}" for fault in faults]
        if folder is not None and each and seed % each == 0:
            (folder / f"{seed}.docx").write_bytes(data)
    return tally


def test_merging_over_the_examples_loses_nothing() -> None:
    tally = run(range(8))
    assert tally.faults == [] and tally.merges == 8


def main() -> int:
    """Run the long form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=int)
    parser.add_argument("--first", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--open", type=int, default=0, help="every how many are opened with LibreOffice")
    parser.add_argument(
        "--minutes", type=float, default=600.0, help="after how many it stops, and says how far it came"
    )
    asked = parser.parse_args()
    end = time.monotonic() + asked.minutes * 60
    seeds = range(asked.first, asked.first + asked.pairs)
    parts = [seeds[at : at + 5] for at in range(0, len(seeds), 5)]
    whole = Tally()
    with tempfile.TemporaryDirectory() as name, multiprocessing.Pool(asked.jobs) as pool:
        folder = Path(name)
        for one in pool.imap_unordered(functools.partial(run, folder=folder, each=asked.open), parts):
            whole.merges += one.merges
            whole.seconds += one.seconds
            whole.faults += one.faults
            for counts in ("conflicts", "told", "edits", "changes"):
                getattr(whole, counts).update(getattr(one, counts))
            sys.stdout.write(f"{whole.merges} merges, {len(whole.faults)} faults, CPU {whole.seconds:.0f} s\n")
            sys.stdout.write("".join(f"  {fault}\n" for fault in one.faults))
            sys.stdout.flush()
            if time.monotonic() > end:
                break
        pool.terminate()  # what was not asked for any more would go on beside LibreOffice
        opened = opened_by_libreoffice(sorted(folder.glob("*.docx"))) if asked.open else 0
    for title in ("told", "conflicts", "edits", "changes"):
        sys.stdout.write(f"{title}: {dict(getattr(whole, title).most_common())}\n")
    sys.stdout.write(f"{whole.merges} merges, {len(whole.faults)} faults, {opened} opened by LibreOffice\n")
    return 1 if whole.faults else 0


def opened_by_libreoffice(paths: Sequence[Path]) -> int:
    """Return how many of the files LibreOffice makes a PDF of."""
    if not paths:
        return 0
    folder = paths[0].parent / "opened"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=60 * len(paths))
    return len(list(folder.glob("*.pdf")))


if __name__ == "__main__":
    raise SystemExit(main())
