"""Makes hostile input of good input, at random: trees of YAML, bytes, parts of archives, XML, objects of PDF."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

import yaml
from lxml import etree

WORDS = (
    *("", " ", "\t", "\n", "\u0000", "\u200b", "\u202e永和县", "\ufeff", "\x1b[31m", "\ud7ff", "\U0010ffff", "𠮷" * 50),
    *("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '<script>alert("x")</script>', "</w:t>", "&amp;&lt;", "]]>"),
    *("../../etc/passwd", "C:\\Windows\\x", "/dev/zero", "-o", "--force", "a" * 5000, "县" * 3000, "%s%n", "{{ 7*7 }}"),
    *(
        "{% include 'x' %}",
        "[链接](javascript:alert(1))",
        "| a | b |",
        "# 标题",
        "（一）",
        "附件：",
        "一、",
        "【】",
        "。",
    ),
    *(
        "null",
        "~",
        "yes",
        "2026-02-30",
        "9999-12-31",
        "1e999",
        "０１２",
        "①",
        "负责",
        "由牵头",
        "100%",
        "不低于",
        "1" * 400,
    ),
)
NUMBERS = (0, -1, 1e308, -1e308, float("inf"), float("nan"), 10**30, 0.1, 2**63, 1900, 2026, 9999, 10**400)


def value(random_: random.Random, depth: int = 0) -> Any:
    """Return something that no planner writes, or hardly."""
    kind = random_.randrange(9 if depth < 3 else 5)
    if kind < 3:
        return random_.choice(WORDS)
    if kind == 3:
        return random_.choice(NUMBERS)
    if kind == 4:
        return random_.choice((None, True, False, b"\x00\xff"))
    if kind in (5, 6):
        return [value(random_, depth + 1) for _ in range(random_.choice((0, 1, 2, 40)))]
    return {str(random_.choice(WORDS)): value(random_, depth + 1) for _ in range(random_.choice((0, 1, 3)))}


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to all that is in a tree of lists and mappings."""
    found = [path] if path else []
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in entries:
        found += places(part, (*path, key))
    return found


def changed_tree(tree: Any, random_: random.Random) -> Any:
    """Return a tree of which one to four places are changed."""
    tree = copy.deepcopy(tree)
    for _ in range(random_.randint(1, 4)):
        ways = places(tree)
        if not ways:
            break
        *way, last = random_.choice(ways)
        parent = tree
        for key in way:
            parent = parent[key]
        kind = random_.randrange(7)
        if kind < 3:
            parent[last] = value(random_)
        elif kind == 3:
            parent.pop(last)
        elif kind == 4:
            parent[last] = [parent[last], copy.deepcopy(parent[last])]
        elif kind == 5 and isinstance(parent, dict):
            parent[str(random_.choice(WORDS))] = parent.pop(last)
        else:
            other = tree
            for key in random_.choice(ways):
                other = other[key] if _has(other, key) else other
            parent[last] = copy.deepcopy(other)
    return tree


def _has(tree: Any, key: Any) -> bool:
    return (isinstance(tree, dict) and key in tree) or (
        isinstance(tree, list) and isinstance(key, int) and key < len(tree)
    )


class _Plain(yaml.SafeDumper):
    """Writes shared parts twice rather than with anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def changed_yaml(data: bytes, random_: random.Random) -> bytes:
    """Return a YAML file changed as a tree, as text or as bytes."""
    kind = random_.randrange(10)
    if kind < 7:
        tree = changed_tree(yaml.safe_load(data.decode("utf-8")), random_)
        return yaml.dump(tree, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1000).encode(
            "utf-8", "replace"
        )
    text = data.decode("utf-8")
    lines = text.split("\n")
    at = random_.randrange(len(lines))
    if kind == 7:
        lines[at : at + 1] = random_.choice(
            (
                [lines[at]] * 2,
                [],
                ["\t" + lines[at]],
                [lines[at] + " &a [*a]"],
                [lines[at] + ": !!python/object:os.system x"],
                [lines[at][:-1]],
                [lines[at] + " |"],
                ["  " + lines[at]],
                [lines[at].replace(":", "：")],
                ["- " + lines[at]],
                ["<<: *x"],
                ["--- "],
                ["%YAML 9.9"],
                ["? [" * 200],
            )
        )
        return "\n".join(lines).encode("utf-8")
    if kind == 8:
        return text.encode(random_.choice(("gb18030", "utf-16", "utf-8-sig", "utf-16-be")), "replace")
    return changed_bytes(data, random_)


def changed_bytes(data: bytes, random_: random.Random) -> bytes:
    """Return bytes of which some are other, gone, doubled or new."""
    out = bytearray(data)
    for _ in range(random_.choice((1, 3, 20))):
        at = random_.randrange(len(out) + 1)
        kind = random_.randrange(5)
        if kind == 0 and at < len(out):
            out[at] ^= 1 << random_.randrange(8)
        elif kind == 1:
            del out[at : at + random_.choice((1, 10, 1000))]
        elif kind == 2:
            out[at:at] = out[at : at + random_.choice((1, 100, 5000))]
        elif kind == 3:
            out[at:at] = random_.randbytes(random_.choice((1, 16)))
        else:
            del out[at:]
        if not out:
            break
    return bytes(out)


def changed_archive(data: bytes, random_: random.Random) -> bytes:
    """Return an Office file of which a part is other: bytes, XML nodes, missing, doubled, renamed."""
    if random_.randrange(6) == 0:
        return changed_bytes(data, random_)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(random_.choice((1, 1, 2))):
        # what is written lies mostly in the document itself
        name = random_.choice([*parts, *[one for one in parts if one.endswith("document.xml")] * len(parts)])
        kind = random_.randrange(8)
        if kind == 0:
            parts.pop(name)
        elif kind == 1:
            parts[f"{name}.rels" if random_.randrange(2) else f"../{name}"] = parts[name]
        elif kind == 2:
            parts[name] = changed_bytes(parts[name], random_)
        else:
            parts[name] = changed_xml(parts[name], random_)
        if not parts:
            break
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", random_.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed_xml(data: bytes, random_: random.Random) -> bytes:
    """Return XML of which some nodes are gone, doubled, moved, wrapped, or have other attributes or text."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return changed_bytes(data, random_)
    for _ in range(random_.choice((1, 3, 10))):
        nodes = [one for one in root.iter() if isinstance(one.tag, str) and one.getparent() is not None]
        if not nodes:
            break
        one = random_.choice(nodes)
        parent = one.getparent()
        kind = random_.randrange(7)
        if kind == 0:
            parent.remove(one)
        elif kind == 1:
            for _ in range(random_.choice((1, 5, 50))):
                parent.append(copy.deepcopy(one))
        elif kind == 2 and one.attrib:
            one.attrib[random_.choice(list(one.attrib))] = _xml_word(random_)
        elif kind == 3:
            one.text = _xml_word(random_)
        elif kind == 4:
            target = random_.choice(nodes)
            if one not in target.iterancestors() and one is not target:
                target.append(one)
        elif kind == 5:
            one.tag = random_.choice(nodes).tag
        else:
            wrapped = copy.deepcopy(one)
            one.append(wrapped)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _xml_word(random_: random.Random) -> str:
    return re.sub(r"[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", str(value(random_, 3)))


def changed_pdf(data: bytes, random_: random.Random) -> bytes:
    """Return a PDF of which objects refer to others, to themselves, or have other numbers."""
    if random_.randrange(3) == 0:
        return changed_bytes(data, random_)
    references = list(re.finditer(rb"\d+ 0 R", data))
    numbers = list(re.finditer(rb"(?<=[ \[/])\d{1,6}(?=[ \]/>])", data))
    out = bytearray(data)
    for _ in range(random_.choice((1, 4))):
        chosen = random_.choice((references, numbers))
        if not chosen:
            continue
        found = random_.choice(chosen)
        size = found.end() - found.start()
        number = random_.choice((0, 1, 3, random_.randrange(40), 999999))
        new = f"{number} 0 R".encode() if chosen is references else str(number).encode()
        out[found.start() : found.end()] = new[:size].ljust(size)
    return bytes(out)


CHANGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    ".yaml": changed_yaml,
    ".docx": changed_archive,
    ".xlsx": changed_archive,
    ".odt": changed_archive,
    ".pdf": changed_pdf,
    ".txt": changed_bytes,
    ".html": changed_bytes,
    ".md": changed_bytes,
}
"""By a file's ending, what changes it."""
