"""What may happen to a run at any moment: it is killed, interrupted, doubled, or finds no room, no right, no screen."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from attempts import Attempt, Blow, attempt, faults_of
from campaign import DRAFT, SPEC, Tally, copied

from draft_surgery import Surgery, W, text_of, type_over
from plangen.office.limits import open_zip
from plangen.terms.yaml_source import read_source

COMMANDS: dict[str, tuple[str, ...]] = {
    "render": ("render", SPEC, "-o", "新.docx"),
    "merge": ("render", SPEC, "-o", DRAFT),
    "adopt": ("adopt", DRAFT, SPEC),
    "import": ("import", "上位规划.txt", "-o", "上位规划.yaml"),
}
EDITED = "【县里写的一句】另行安排夜间值守。"


def worked_on(good: Path, folder: Path, name: str) -> Path:
    """Return a copy of the project in which a person changed the draft, the spec and the parent's text."""
    place = copied(good, folder, name)
    surgery = Surgery((place / DRAFT).read_bytes())
    one = next(one for one in surgery.root.iter(f"{W}p") if "（拟由" in text_of(one))
    type_over(one, text_of(one) + EDITED)
    (place / DRAFT).write_bytes(surgery.data())
    spec = place / SPEC
    spec.write_text(spec.read_text("utf-8").replace("某某市", "永安市"), "utf-8")
    text = place / "上位规划.txt"
    text.write_text(text.read_text("utf-8").replace("2027年底前", "2028年底前"), "utf-8")
    return place


def broken_files(place: Path) -> Iterator[str]:
    """Yield the files of a folder that are half there: documents that do not open, specs that do not parse."""
    for path in place.rglob("*"):
        if path.suffix in {".docx", ".xlsx"}:
            try:
                if open_zip(path.read_bytes(), path.name).testzip() is not None:
                    yield f"{path.name} is damaged"
            except Exception as error:
                yield f"{path.name} does not open: {error}"
        elif path.suffix == ".yaml":
            try:
                read_source(path)
            except Exception as error:
                yield f"{path.name} does not parse: {error}"


def struck(good: Path, folder: Path, count: int, random_: random.Random, number: signal.Signals) -> Tally:
    """End runs at random moments: no half file, nothing of the person's lost, and the next run goes through."""
    tally = Tally()
    usual: dict[str, float] = {}
    for name, words in COMMANDS.items():
        usual[name] = attempt(words, worked_on(good, folder, "struck")).wall
    for turn in range(count):
        name = list(COMMANDS)[turn % len(COMMANDS)]
        words = COMMANDS[name]
        place = worked_on(good, folder, "struck")
        theirs = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
        seconds = random_.uniform(0.3, 1.1) * usual[name]
        tried = attempt(words, place, blow=Blow(seconds=seconds, number=number))
        faults = list(broken_files(place))
        there = {path.read_bytes() for path in place.rglob("*") if path.is_file() and path.suffix != ".tmp"}
        if number == signal.SIGINT:
            faults += [f"exit code {tried.code}"] * (tried.code not in (0, 1, 2, 130))
            faults += [f"left {one}" for one in _temporary(place)]
            faults += ["a traceback"] * ("Traceback" in tried.err)
        if name in {"render", "merge"} and theirs[DRAFT] not in there:
            faults.append("the person's draft is lost")
        again = attempt(words, place)
        faults += [f"the next run: {again.code} {again.err[-200:]}"] * (again.code not in (0, 1))
        faults += [f"left after the next run: {one}" for one in _temporary(place)]
        faults += list(broken_files(place))
        tally.add(f"{signal.Signals(number).name} at a random moment", f"{name} {seconds:.3f} s", tried, faults)
    return tally


def _temporary(place: Path) -> list[str]:
    return [str(path.relative_to(place)) for path in place.rglob("*.tmp")]


def two_at_once(good: Path, folder: Path, count: int) -> Tally:
    """Run two commands on one output at once: one file, whole, and no temporary one."""
    tally = Tally()
    for turn in range(count):
        name, words = list(COMMANDS.items())[turn % len(COMMANDS)]
        place = worked_on(good, folder, "twice")
        process = command(words, place)
        tried = attempt(words, place)
        code = process.wait()
        faults = [*broken_files(place), *(f"left {one}" for one in _temporary(place))]
        faults += [f"exit codes {tried.code}, {code}"] * (not {tried.code, code} <= {0, 1, 2})
        tally.add("two at once", name, tried, faults)
    return tally


def command(words: tuple[str, ...], place: Path, **settings: object) -> subprocess.Popen[bytes]:
    """Start a command as a process of its own, as a planner does."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    options = {"env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
    return subprocess.Popen([sys.executable, "-P", "-m", "plangen", *words], cwd=place, **options)  # type: ignore[call-overload, no-any-return]


def _done(words: tuple[str, ...], place: Path, **settings: object) -> Attempt:
    process = command(words, place, **settings)
    killer = threading.Timer(60, process.kill)
    killer.start()
    out, err = process.communicate()
    killer.cancel()
    said = [(data or b"").decode("utf-8", "replace") for data in (out, err)]
    return Attempt(
        arguments=words, code=process.returncode, seconds=0, wall=0, megabytes=0, out=said[0], err=said[1], made=()
    )


def surroundings(good: Path, folder: Path) -> Tally:
    """Run in surroundings that lack something: room, rights, a screen, an encoding, a home, a short name."""
    tally = Tally()
    render = COMMANDS["render"]
    bare = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"]}
    for name, settings in {
        "no environment at all": {"env": bare},
        "LANG=C": {"env": {**bare, "LANG": "C", "LC_ALL": "C"}},
        "GBK console": {"env": {**bare, "PYTHONIOENCODING": "gbk"}},
        "ASCII console": {"env": {**bare, "PYTHONIOENCODING": "ascii"}},
        "no home": {"env": {**bare, "HOME": "/nonexistent"}},
        "home is a file": {"env": {**bare, "HOME": str(good / SPEC)}},
    }.items():
        place = copied(good, folder, "around")
        tried = _done(render, place, **settings)
        same = (place / "新.docx").is_file() and (place / "新.docx").read_bytes() == (good / DRAFT).read_bytes()
        tally.add("surroundings", name, tried, [*faults_of(tried), *(["other bytes"] if not same else [])])
    for name, stream in (("full screen", "stdout"), ("full messages", "stderr")):
        place = copied(good, folder, "around")
        with Path("/dev/full").open("wb") as full:
            tried = _done(render, place, **{stream: full})
        faults = [one for one in faults_of(tried) if one != "refused without a word"]
        tally.add("surroundings", name, tried, [*faults, *broken_files(place)])
    for closed in ((1,), (2,), (1, 2)):
        place = copied(good, folder, "around")
        tried = attempt(render, place, closed=closed)
        faults = [one for one in faults_of(tried, ("新",)) if one != "refused without a word"]
        tally.add("surroundings", f"closed {closed}", tried, [*faults, *broken_files(place)])
    for name in (
        "长" * 70 + ".docx",
        "长" * 84 + ".docx",
        "a" * 250 + ".docx",
        "㐀㒳𠀀.docx",
        "-o.docx",
        "a b'\"<x>&.docx",
        "=1+1.docx",
    ):
        place = copied(good, folder, "around")
        tried = attempt(("render", SPEC, f"--output={name}"), place)
        faults = [*faults_of(tried, (name.removesuffix(".docx"),)), *broken_files(place)]
        tally.add("surroundings", f"named {name[:12]}", tried, faults)
    tally.merge(_without_room(good, folder))
    tally.merge(_without_rights(good, folder))
    return tally


def _without_room(good: Path, folder: Path) -> Tally:
    """Render onto disks that are full sooner or later, where the system lets us make one."""
    tally = Tally()
    for kilobytes in (0, 4, 40, 80, 120, 200):
        place = copied(good, folder, "full")
        script = (
            f"mkdir disk && mount -t tmpfs -o size=1m none disk && cp -r {SPEC} 上位规划.yaml disk && cd disk && "
            f"head -c $(( $(df --output=avail -k . | tail -1) * 1024 - {kilobytes} * 1024 )) /dev/zero > filled; "
            'shift; "$@"; code=$?; rm filled; ls -A; exit $code'
        )
        words = ["unshare", "-Urm", "sh", "-c", script, "sh", "-", sys.executable, "-P", "-m", "plangen"]
        settings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [*words, "render", SPEC], cwd=place, env=settings, capture_output=True, text=True, check=False
        )
        if "unshare" in done.stderr or "mount" in done.stderr:
            break
        tried = Attempt(
            arguments=("render", SPEC),
            code=done.returncode,
            seconds=0,
            wall=0,
            megabytes=0,
            out=done.stdout,
            err=done.stderr,
            made=(),
        )
        left = set(done.stdout.split()) & {"永和县.docx", "永和县.附表.docx"}
        faults = [*faults_of(tried), *(["wrote a part"] if done.returncode and left else [])]
        faults += ["a temporary file"] * (".tmp" in done.stdout)
        tally.add("full disks", f"{kilobytes} kB free", tried, faults)
    return tally


def _without_rights(good: Path, folder: Path) -> Tally:
    """Render where nothing may be written; whoever is root may write everywhere, and then it is left out."""
    tally = Tally()
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return tally
    place = copied(good, folder, "closed")
    (place / "只读").mkdir(mode=0o555)
    with contextlib.suppress(OSError):
        os.chmod(place, 0o755)  # noqa: PTH101
    words = ("render", SPEC, "-o", "只读/新.docx")
    before = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    for parent in (place, *place.parents):
        if parent.stat().st_mode & 0o001 == 0:
            return tally  # the other user would not come this far
    done = subprocess.run(
        [*before, sys.executable, "-P", "-m", "plangen", *words],
        cwd=place, env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    tried = Attempt(
        arguments=words, code=done.returncode, seconds=0, wall=0, megabytes=0, out=done.stdout, err=done.stderr, made=()
    )
    faults = [*faults_of(tried), *([f"exit code {done.returncode}"] if done.returncode not in (1, 2) else [])]
    tally.add("surroundings", "read-only folder", tried, faults)
    return tally
