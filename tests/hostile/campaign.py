"""The campaign: hostile files, changed specs, changed parents and drafts, each met by the command that reads it."""

from __future__ import annotations

import contextlib
import random
import shutil
import socket
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from attempts import Attempt, attempt, faults_of, fresh
from bombs import CATCHER, Hostile
from mutations import CHANGES

import plangen

PARENT = """永安市“十五五”应急体系和能力建设规划

一、总体要求

到2030年，应急体系更加完善，亿元地区生产总值生产安全事故死亡率下降15%。

二、主要任务

（一）健全组织体系

1.建设应急指挥中心。各县（市、区）建设应急指挥中心，2027年底前建成。（市应急局牵头，市财政局配合）

2.组建救援队伍。各县（市、区）组建不少于30人的综合救援队伍。（市应急局、市消防救援支队按职责分工负责）

（二）提升监测能力

3.建设监测预警平台。建设林火、地震监测预警平台，监测覆盖率达到90%以上。（市林业局负责）

三、重点工程

（一）物资储备库建设工程。新建救灾物资储备库1座，储备物资不少于200类。
"""
DRAFT, SPEC, SHEET = "永和县.docx", "永和县.yaml", "永和县.xlsx"


@dataclass
class Tally:
    """What the campaign met, by family of input."""

    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, family: str, what: str, tried: Attempt, faults: Iterable[str]) -> None:
        """Count an attempt."""
        self.tried[family] += 1
        self.refused[family] += tried.refused
        self.seconds[family] = max(self.seconds.get(family, 0.0), tried.seconds)
        self.megabytes[family] = max(self.megabytes.get(family, 0.0), tried.megabytes)
        self.faults += [f"{family} {what}: plangen {' '.join(tried.arguments)}: {fault}" for fault in faults]

    def merge(self, other: Tally) -> None:
        """Take in what another part of the campaign met."""
        self.tried.update(other.tried)
        self.refused.update(other.refused)
        for mine, theirs in ((self.seconds, other.seconds), (self.megabytes, other.megabytes)):
            mine.update({name: max(mine.get(name, 0.0), value) for name, value in theirs.items()})
        self.faults += other.faults

    def lines(self) -> Iterator[str]:
        """Yield the campaign's figures."""
        for family, count in self.tried.items():
            yield (
                f"{family}: {count} tried, {self.refused[family]} refused, at most {self.seconds[family]:.1f} s "
                f"and {self.megabytes[family]:.0f} MB"
            )
        yield f"faults: {len(self.faults)}"


def project(folder: Path) -> Path:
    """Make a small county's project: parent, spec, draft and workbook."""
    place = fresh(folder, "good")
    (place / "上位规划.txt").write_text(PARENT, "utf-8")
    for words in (
        ("init", "永和县", "--parent", "上位规划.txt", "-o", SPEC),
        ("render", SPEC, "-o", DRAFT),
        ("render", SPEC, "-o", SHEET, "--format", "xlsx"),
    ):
        done = attempt(words, place)
        assert done.code == 0, done.err
    plangen.check(place / SPEC, place / DRAFT)  # what is read once is read here, and not in every fork
    return place


def copied(good: Path, folder: Path, name: str) -> Path:
    """Return a copy of the project to work in."""
    place = folder / name
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(good, place)
    return place


def commands_for(name: str) -> list[tuple[str, ...]]:
    """Return the commands that meet a foreign file of this name."""
    reading: tuple[str, ...] = ("import", name, "-o", "made.yaml")
    if name.endswith(".yaml"):
        return [("validate", name), ("render", name, "-o", "made.docx"), ("diff", name, "上位规划.yaml")]
    if name.endswith(".docx"):
        return [
            reading,
            ("check", SPEC, "--draft", name),
            ("audit", name, "--parent", "上位规划.yaml"),
            ("changes", name, SPEC),
            ("adopt", name, SPEC, "--dry-run"),
        ]
    if name.endswith(".xlsx"):
        return [reading, ("adopt", name, SPEC, "--dry-run"), ("changes", name, SPEC)]
    return [reading, ("audit", name, "--parent", "上位规划.yaml")]


def meet_files(good: Path, folder: Path, files: Iterable[Hostile], random_: random.Random, each: int = 1) -> Tally:
    """Meet hostile files, each with its first command and further ones drawn at random up to ``each``."""
    tally = Tally()
    for one in files:
        first, *others = commands_for(one.name)
        for words in (first, *random_.sample(others, min(each - 1, len(others)))):
            place = copied(good, folder, "hostile")
            (place / one.name).write_bytes(one.data)
            tried = attempt(words, place)
            tally.add("hostile files", one.name, tried, faults_of(tried, ("made",), place))
    return tally


def meet_specs(good: Path, folder: Path, count: int, random_: random.Random) -> Tally:
    """Meet changed specs: most are only validated, a third is rendered."""
    tally = Tally()
    data = (good / SPEC).read_bytes()
    place = copied(good, folder, "specs")
    for _ in range(count):
        seed = random_.randrange(2**32)
        (place / SPEC).write_bytes(CHANGES[".yaml"](data, random.Random(seed)))
        words = ("render", SPEC, "-o", "made.docx") if seed % 3 == 0 else ("validate", SPEC)
        tried = attempt(words, place)
        tally.add("changed specs", str(seed), tried, faults_of(tried, ("made",), place))
        for name in place.glob("made*"):
            name.unlink()
        shutil.rmtree(place / ".plangen", ignore_errors=True)
    return tally


def meet_documents(good: Path, folder: Path, parents: Iterable[Path], count: int, random_: random.Random) -> Tally:
    """Meet changed parents in every format that is there, changed drafts, workbooks and imported parents."""
    tally = Tally()
    sources = [*parents, good / DRAFT, good / DRAFT, good / SHEET, good / "上位规划.yaml", good / "上位规划.txt"]
    place = copied(good, folder, "documents")
    for _ in range(count):
        seed = random_.randrange(2**32)
        own = random.Random(seed)
        source = own.choice(sources)
        name = f"foreign{source.suffix}"
        (place / name).write_bytes(CHANGES[source.suffix](source.read_bytes(), own))
        words = own.choice(commands_for(name))
        if words[0] == "render" and name.endswith(".docx"):
            (place / name).rename(place / DRAFT)
        tried = attempt(words, place)
        tally.add("changed documents", f"{seed} {source.name}", tried, faults_of(tried, ("made",), place))
        merged = _merged_over(place, good, name, tally, seed) if source.name == DRAFT and seed % 4 == 0 else ()
        for made in (*place.glob("made*"), place / name, *merged):
            made.unlink(missing_ok=True)
    return tally


def _merged_over(place: Path, good: Path, name: str, tally: Tally, seed: int) -> list[Path]:
    """Render over a changed draft: what stood there is kept as it was, or as a copy."""
    there = (place / name).read_bytes()
    tried = attempt(("render", SPEC, "-o", name), place)
    faults = list(faults_of(tried, (name.removesuffix(".docx"), DRAFT.removesuffix(".docx"))))
    made = [place / one for one in tried.made if one.startswith("foreign")]
    if there not in [path.read_bytes() for path in place.glob("foreign*")]:
        faults.append("what stood there is lost")
    tally.add("rendered over", str(seed), tried, faults)
    return made


class Catcher:
    """Listens where the hostile files point to, and counts who comes."""

    def __init__(self) -> None:
        self.caught = 0
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", int(CATCHER.split(":")[2].split("/")[0])))
        self._socket.listen()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.caught += 1
                connection.close()

    def close(self) -> int:
        """Stop listening, and return how many connections there were."""
        self._socket.close()
        return self.caught
