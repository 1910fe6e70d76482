"""Times the command line as whole processes, and the parts of a render in one process against what they need at least.

``python benchmarks/speed.py [SPEC]`` prints, of each command, processor time of several runs as least, median and most,
and the time on the clock: with nothing kept from earlier runs (each in a new folder), with what an earlier run has
kept, and without a cache.  The program's own code is compiled as it is after its first run.  ``render`` writes four
files: the draft and its further annexes (附表), and the base of each.

Then the parts of a render in a process that has rendered before, each beside its floor: what the libraries that do its
work need for the same input and the same output, everything else being ready.  A plan is inherited, divided and worded
by no library: that part has no floor and counts as it is.  Absolute times belong to the machine, ratios less so.  The
goal on two cores is 0.6 s of processor time for a render, and 1.6 times the floors.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

REPOSITORY = Path(__file__).resolve().parent.parent
RUNS = 7
REPEATS = 15


# --- whole processes ---


def whole_process(words: list[str], cache: Callable[[], str]) -> str:
    """Return the times of running plangen with these arguments, in words.

    Args:
        words: the arguments.
        cache: gives PLANGEN_CACHE for each run.
    """
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-P", "-m", "plangen", *words]
    clock, processor = [], []
    for _ in range(RUNS + 1):
        run = settings | {"PLANGEN_CACHE": cache()}
        start, before = time.perf_counter(), os.times()
        done = subprocess.run(command, check=False, capture_output=True, cwd=REPOSITORY, env=run)
        after = os.times()
        assert done.returncode in (0, 1), done.stderr.decode()
        clock.append(time.perf_counter() - start)
        processor.append(after.children_user + after.children_system - before.children_user - before.children_system)
    spent = sorted(processor[1:])
    return (
        f"{spent[0]:6.2f} {statistics.median(spent):6.2f} {spent[-1]:6.2f} s of processor time, "
        f"{statistics.median(clock[1:]):.2f} s on the clock"
    )


def processes(spec: Path, folder: Path) -> None:
    """Print the times of whole processes."""
    numbers = iter(range(10_000))
    kept = str(folder / "kept")
    states: Mapping[str, Callable[[], str]] = {
        "nothing kept": lambda: str(folder / f"new{next(numbers)}"),
        "kept": lambda: kept,
        "no cache": lambda: "off",
    }
    render = ["render", str(spec), "-o", str(folder / "draft.docx"), "--force"]
    print(f"{'':44} least median   most")
    print(f"{'plangen --help':<44}{whole_process(['--help'], states['kept'])}")
    for state, cache in states.items():
        print(f"{f'plangen render {spec.name}, {state}':<44}{whole_process(render, cache)}")
    for words in (["validate", str(spec)], ["check", str(spec)]):
        print(f"{f'plangen {words[0]} {spec.name}, kept':<44}{whole_process(words, states['kept'])}")
    written = sorted(path for path in folder.rglob("*draft*") if path.is_file())
    print("render wrote:", ", ".join(f"{path.name} ({path.stat().st_size // 1000} kB)" for path in written))


# --- the parts of a render, and their floors ---


def least(work: Callable[[], object]) -> float:
    """Return the least processor time of some work, in milliseconds; no rings are looked for, as timeit does it."""
    spent = []
    gc.disable()
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
        gc.collect()
    gc.enable()
    return min(spent) * 1000


class Parts:
    """A render in parts, for one spec; what a part needs of an earlier one is made beforehand.

    Args:
        path: the spec's file.
    """

    def __init__(self, path: Path) -> None:
        from plangen.api import prepare
        from plangen.county.load import load_spec
        from plangen.document import rendering
        from plangen.document.compose import load_pack
        from plangen.parent.store import find_parent
        from plangen.plan.inherit import build_plan, load_knowledge

        self.path = path
        spec, _ = load_spec(path)
        assert spec is not None
        self.spec = spec
        self.parent_files = [find_parent(name, path.parent) for name in spec.parents]
        self.parents, _ = prepare.load_parents(spec, path)
        self.plan, _ = build_plan(self.parents, spec, load_knowledge())
        self.pack = load_pack(spec.plan.kind, spec.plan.template)
        self.texts = {where: rendering.markdown_of(self.plan, self.pack, where) for where in ("draft", "companion")}
        self.files = [
            rendering.docx_of(self.plan, text, self.pack.style, where)[0] for where, text in self.texts.items()
        ]

    def rows(self) -> dict[str, tuple[Callable[[], object], Callable[[], object] | None]]:
        """Return each part's name, what does it, and its floor."""
        from plangen.api import prepare
        from plangen.api.documents import beside
        from plangen.county.load import load_spec
        from plangen.document import rendering
        from plangen.document.markdown import parse_markdown
        from plangen.plan.inherit import build_plan, load_knowledge

        def parse() -> None:
            parse_markdown.cache_clear()
            for text in self.texts.values():
                parse_markdown(text)

        def write() -> None:
            for where, text in self.texts.items():
                data, _ = rendering.docx_of(self.plan, text, self.pack.style, where)
                beside(self.path, data, {})

        return {
            "read, check and build the spec": (lambda: load_spec(self.path), self.spec_floor()),
            "read the parent": (lambda: prepare.load_parents(self.spec, self.path), self.parent_floor()),
            "inherit, divide, word: the plan": (lambda: build_plan(self.parents, self.spec, load_knowledge()), None),
            "compose the chapters (Jinja)": (
                lambda: [rendering.markdown_of(self.plan, self.pack, where) for where in self.texts],
                self.chapters_floor(),
            ),
            "parse the Markdown": (parse, self.markdown_floor()),
            "write and check the Word files": (write, self.word_floor()),
        }

    def spec_floor(self) -> Callable[[], object]:
        """PyYAML's events by libyaml, and Cerberus with the ready schema."""
        import yaml
        from cerberus import Validator
        from cerberus.schema import UnvalidatedSchema

        from plangen.county.normalise import normalise
        from plangen.county.schema import SCHEMA, known_words
        from plangen.county.validate import SpecValidator
        from plangen.terms.yaml_source import read_source

        assert issubclass(SpecValidator, Validator)
        document = normalise(read_source(self.path, known_words())).document
        text = self.path.read_text("utf-8")

        def work() -> None:
            list(yaml.parse(text, Loader=yaml.CSafeLoader))
            SpecValidator(UnvalidatedSchema(SCHEMA), limits={"exceeded": False}).validate(document, normalize=False)

        return work

    def parent_floor(self) -> Callable[[], object]:
        """PyYAML's nodes by libyaml, which know their lines."""
        import yaml

        texts = [path.read_text("utf-8") for path in self.parent_files]
        return lambda: [yaml.compose(text, Loader=yaml.CSafeLoader) for text in texts]

    def chapters_floor(self) -> Callable[[], object]:
        """Jinja without a sandbox or bounds, with compiled chapters and a ready context."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
        from markupsafe import Markup

        from plangen.document import compose
        from plangen.document.markdown import markdown_escape

        asked: list[tuple[str, dict[str, Any]]] = []
        render = Template.render

        def heard(template: Template, *contexts: Any, **named: Any) -> str:
            asked.append((template.name or "", dict(contexts[0])))
            return render(template, *contexts, **named)

        with patch.object(Template, "render", heard):
            for where in self.texts:
                compose.compose(self.plan, self.pack, where)
        sandbox = compose.chapter_environment(self.pack)
        plain = Environment(
            loader=FileSystemLoader(self.pack.folders),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=lambda value: value if isinstance(value, Markup) else Markup(markdown_escape(str(value))),
        )
        bare = {name: getattr(filter_, "__wrapped__", filter_) for name, filter_ in sandbox.filters.items()}
        plain.filters.update(bare)
        plain.globals = dict(sandbox.globals)
        templates = [(plain.get_template(name), context) for name, context in asked]
        return lambda: [template.render(context) for template, context in templates]

    def markdown_floor(self) -> Callable[[], object]:
        """markdown-it with the plugins of our dialect."""
        from plangen.document import markdown

        parser = markdown._parser()
        return lambda: [parser.parse(text, {"reader": None}) for text in self.texts.values()]

    def word_floor(self) -> Callable[[], object]:
        """Lxml making the same elements one by one and writing them, and zlib; the other parts as they are."""
        from lxml import etree

        def plain(node: Any) -> tuple[str, dict[str, str], str | None, list[Any]]:
            return node.tag, dict(node.attrib), node.text, [plain(inner) for inner in node]

        def made(parent: Any, inner: list[Any]) -> None:
            for tag, attributes, text, further in inner:
                node = etree.SubElement(parent, tag, attributes)
                node.text = text
                made(node, further)

        packages = []
        for data in self.files:
            with zipfile.ZipFile(BytesIO(data)) as package:
                parts = {name: package.read(name) for name in package.namelist()}
            root = etree.fromstring(parts.pop("word/document.xml"))
            packages.append((parts, root.tag, root.nsmap, plain(root)[3]))

        def work() -> None:
            for parts, tag, names, inner in packages:
                root = etree.Element(tag, nsmap=names)
                made(root, inner)
                text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                with zipfile.ZipFile(BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
                    for name, content in {**parts, "word/document.xml": text}.items():
                        package.writestr(name, content)

        return work


def in_process(spec: Path) -> None:
    """Print the parts of a render beside their floors."""
    rows = Parts(spec).rows()
    print(f"\n{'in one process that has rendered before':<44}{'ms':>6}{'floor':>8}{'times':>7}")
    known, floors, alone = 0.0, 0.0, 0.0
    for name, (work, floor) in rows.items():
        spent = least(work)
        if floor is None:
            alone += spent
            print(f"  {name:<42}{spent:6.1f}{'-':>8}")
            continue
        needed = least(floor)
        known, floors = known + spent, floors + needed
        print(f"  {name:<42}{spent:6.1f}{needed:8.1f}{spent / needed:7.2f}")
    print(f"  {'parts that have a floor':<42}{known:6.1f}{floors:8.1f}{known / floors:7.2f}")
    whole, ground = known + alone, floors + alone
    print(f"  {'all; the plan counts as it is on both sides':<42}{whole:6.1f}{ground:8.1f}{whole / ground:7.2f}")


def main() -> None:
    spec = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else REPOSITORY / "specs" / "yonghe.yaml"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        processes(spec, folder)
        os.environ["PLANGEN_CACHE"] = str(folder / "kept")
        in_process(spec)


if __name__ == "__main__":
    main()
