"""What changing one value costs the rest of a planner's file: the text edit by marks against a library's round trip.

    python -m pip install ruamel.yaml
    python benchmarks/write_back.py [FILE...]

By default the two example specs and the output of ``plangen init``.  For each file one deadline is set; the lines that
differ afterwards are counted, those that the change needs (at most two) among them.  Measured with ruamel.yaml 0.19.1:

    file                    text edit   ruamel.yaml
    specs/yonghe.yaml               1            17
    specs/yonghe-145.yaml           1            17
    output of plangen init          2             2
"""

from __future__ import annotations

import difflib
import io
import sys
from pathlib import Path

from plangen.county.write_back import change_spec
from plangen.parent.store import find_parent, load_parent
from plangen.plan.scaffold import new_spec

ROOT = Path(__file__).resolve().parent.parent
PARENT, ITEM, DEADLINE = "jincheng-155", "T02", "2028"


def differing(before: str, after: str) -> int:
    """Return how many lines are not the same."""
    return sum(line[:1] in "+-" for line in difflib.ndiff(before.splitlines(), after.splitlines()))


def by_ruamel(text: str, parent: str) -> str:
    """Return the text after ruamel.yaml has set the deadline, with the settings that lose least."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(text)
    section, key = ("承接", "时限") if "承接" in data else ("inherit", "deadline")
    outer = data[section]
    if outer.get(parent) is None:
        outer[parent] = {}
    outer[parent].setdefault(ITEM, {})[key] = int(DEADLINE)
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def main() -> None:
    """Print the table."""
    texts = {name: (ROOT / name).read_text("utf-8") for name in sys.argv[1:]}
    if not texts:
        texts = {name: (ROOT / name).read_text("utf-8") for name in ("specs/yonghe.yaml", "specs/yonghe-145.yaml")}
        parent, _ = load_parent(find_parent(PARENT, ROOT))
        texts["output of plangen init"] = new_spec("某某县", parent)
    print(f"{'file':<24}{'text edit':>9}   ruamel.yaml")
    for name, text in texts.items():
        parent = next(one for one in (PARENT, "xinzhou-145") if f"{one}:" in text)
        path = f"承接.{parent}.{ITEM}.时限"
        edited = change_spec(text.encode(), name, ROOT / "specs", path, DEADLINE).content.decode()
        print(f"{name:<24}{differing(text, edited):>9}   {differing(text, by_ruamel(text, parent)):>11}")


if __name__ == "__main__":
    main()
