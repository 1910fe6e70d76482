"""From a YAML file of words to frozen data: the dataclass that holds the data says what its file may hold.

A file that fits is loaded at once by the fast loader; one that does not is read again with places, so that a wrong
key, a word where a list belongs, a pattern that does not compile or a name that nobody knows is a finding with its
line, its column and the nearest right word.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from plangen.terms import yaml_rules as rules
from plangen.terms.findings import FindingsError, Location, Severity
from plangen.terms.resources import uses_own_knowledge
from plangen.terms.shape_builder import KINDS, Builder
from plangen.terms.shape_marks import ANY_OF, Check, Keys, Read, UnknownWordError, any_of
from plangen.terms.text import decode
from plangen.terms.yaml_data import keep_data, recall_data, yaml_loader
from plangen.terms.yaml_source import MAXIMUM_BYTES, parse_source

__all__ = ["ANY_OF", "Check", "Keys", "Read", "UnknownWordError", "any_of", "load_shape", "shape_of"]

Shape = TypeVar("Shape")

_KIND = "knowledge"


def load_shape(shape: type[Shape], path: Path) -> Shape:
    """Return the data of a YAML file; each file is read once as long as it does not change.

    Args:
        shape: a frozen dataclass.  Its fields are the keys of the file, those with a default may be left out, and their
            types say what stands there: str, float, int, bool, ``tuple[...]`` and ``frozenset`` (lists), ``Mapping``,
            ``Literal``, ``re.Pattern``, further dataclasses, and ``Annotated`` with a function that takes the value
            and returns what is kept, or with :class:`Read`, :class:`Check` or :class:`Keys`.  ``NAMES`` (a class
            variable) may give the keys further names, each with the field that it means.  A ``__post_init__`` may
            raise a ValueError; a method ``contradictions`` may yield pairs of a path and what is wrong there.
        path: the file.

    Raises:
        FindingsError: the file cannot be read or does not fit; all that is wrong is said.
    """
    try:
        state = path.stat()
        loaded: Shape = _load(shape, path, state.st_mtime_ns, state.st_size)  # type: ignore[arg-type]
    except OSError as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise rules.KNOWLEDGE_UNREADABLE.error(Location(file=str(path)), reason=reason) from error
    return loaded


@lru_cache(maxsize=64)
def _load(shape: type[Shape], path: Path, _changed: int, size: int) -> Shape:
    if size > MAXIMUM_BYTES:
        raise rules.KNOWLEDGE_UNREADABLE.error(Location(file=str(path)), reason="文件过大")
    content = path.read_bytes()
    # what a planner's own files are right by is not known to the cache
    made_from = None if uses_own_knowledge() else f"{shape.__module__}.{shape.__qualname__}\n".encode() + content
    return _shaped(shape, content, str(path), made_from)


def shape_of(shape: type[Shape], content: bytes, file: str) -> Shape:
    """Return the data of a YAML file's content; see :func:`load_shape`.

    Raises:
        FindingsError: the content does not fit.
    """
    return _shaped(shape, content, file, None)


def _shaped(shape: type[Shape], content: bytes, file: str, made_from: bytes | None) -> Shape:
    """Return the data of a file's content.

    Args:
        shape: its type.
        content: the content.
        file: the file's name, for findings.
        made_from: what data that fits is kept under for the next run; None keeps nothing.
    """
    found: Shape
    try:
        if made_from is not None and (kept := recall_data(_KIND, made_from)) is not None:
            builder = Builder(checked=True)
            found = builder.build(shape, kept)
            if not builder.problems:
                return found
        data = _fast(decode(content).text)
        builder = Builder()
        found = builder.build(shape, data)
        if not builder.problems:
            if made_from is not None:
                keep_data(_KIND, made_from, data)
            return found
    except (ValueError, RecursionError):
        pass  # the slow reader says what is wrong
    return _explained(shape, content, file)


def _explained(shape: type[Shape], content: bytes, file: str) -> Shape:
    """Return the data of a file's content, read slowly, or say what is wrong with it.

    Raises:
        FindingsError: it does not fit.
    """
    try:
        text = decode(content).text
    except ValueError as error:
        raise rules.KNOWLEDGE_UNREADABLE.error(Location(file=file), reason="不是文本文件") from error
    source = parse_source(text.encode(), file)
    builder = Builder(source)
    wrong = [finding for finding in source.findings if finding.severity is Severity.ERROR]
    if source.data is not None:
        found: Shape = builder.build(shape, source.data)
    elif [finding.code for finding in wrong] == [rules.EMPTY_SPEC.code]:
        place = Location(file=file, line=1, column=1)
        wrong = [rules.KNOWLEDGE_WRONG_SHAPE.found(place, where="全文", wanted=KINDS[dict], given="空的")]
    if wrong or builder.problems:
        raise FindingsError(dict.fromkeys([*wrong, *builder.problems]))
    return found


def _fast(text: str) -> Any:
    """Return the data of a YAML text, quickly.

    Raises:
        ValueError: it is no YAML, or a key stands twice in one mapping.
    """
    import yaml

    class Loader(yaml_loader()):  # type: ignore[misc]  # which class it is depends on how PyYAML was built
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            found = super().construct_mapping(node, deep)
            if len(found) < len(node.value):
                raise ValueError("a key stands twice")
            return found

    try:
        return yaml.load(text, Loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
