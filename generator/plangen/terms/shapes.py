"""From a YAML file of words to frozen data: the dataclass that holds the data says what its file may hold.

A file that fits is loaded at once by the fast loader; one that does not is read again with places, so that a wrong
key, a word where a list belongs, a pattern that does not compile or a name that nobody knows is a finding with its
line, its column and the nearest right word.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from plangen.terms import yaml_rules as rules
from plangen.terms.findings import Finding, FindingsError, Location, Rule, Severity
from plangen.terms.text import decode
from plangen.terms.yaml_data import kept_data, yaml_loader
from plangen.terms.yaml_events import MAXIMUM_DEPTH, MAXIMUM_VALUES
from plangen.terms.yaml_source import MAXIMUM_BYTES, KeyPath, YamlSource, parse_source

Shape = TypeVar("Shape")

_LISTS = (tuple, frozenset, list)


@dataclass(frozen=True)
class Read:
    """How a value is made of what stands in the file: ``Annotated[re.Pattern[str], Read(tuple[str, ...], any_of)]``.

    Attributes:
        written: the type of what stands in the file.
        make: makes the value of it; a ValueError says in Chinese what is wrong.
    """

    written: Any
    make: Callable[[Any], Any]


def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for several; none of them matches nothing.

    Args:
        patterns: the patterns.

    Raises:
        ValueError: one of them is no pattern, or also matches where nothing stands; in Chinese for the latter.
    """
    for pattern in patterns:
        if re.search(pattern, ""):
            raise ValueError(f"“{pattern}”什么都没有也算，会把所有文字拆散")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


class Keys(tuple[str, ...]):
    """Exactly which keys a mapping has: ``Annotated[Mapping[str, float], Keys("missing", "sure")]``."""

    def __new__(cls, *names: str) -> Keys:
        """Take the names one by one."""
        return super().__new__(cls, names)


class UnknownWordError(ValueError):
    """A word that is none of those that are known.

    Args:
        word: the word.
        what: what it should be, in Chinese (单位).
        known: the words that are known.
    """

    def __init__(self, word: str, what: str, known: Collection[str]) -> None:
        super().__init__(word)
        self.word, self.what, self.known = word, what, known


def load_shape(shape: type[Shape], path: Path) -> Shape:
    """Return the data of a YAML file; each file is read once as long as it does not change.

    Args:
        shape: a frozen dataclass.  Its fields are the keys of the file, those with a default may be left out, and their
            types say what stands there: str, float, int, bool, ``tuple[...]`` and ``frozenset`` (lists), ``Mapping``,
            ``Literal``, ``re.Pattern``, further dataclasses, and ``Annotated`` with a function that takes the value
            and returns what is kept, or with :class:`Read` or :class:`Keys`.  ``NAMES`` (a class variable) may give the
            keys further names, each with the field that it means.  A ``__post_init__`` may
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
    return shape_of(shape, path.read_bytes(), str(path))


def shape_of(shape: type[Shape], content: bytes, file: str) -> Shape:
    """Return the data of a YAML file's content; see :func:`load_shape`.

    Raises:
        FindingsError: the content does not fit.
    """
    try:
        text = decode(content).text
    except ValueError as error:
        raise rules.KNOWLEDGE_UNREADABLE.error(Location(file=file), reason="不是文本文件") from error
    builder = _Builder(None)
    found: Shape
    try:
        found = builder.build(shape, kept_data("knowledge", content, lambda: _fast(text)), ())
        if not builder.problems:
            return found
    except (ValueError, RecursionError):
        pass  # the slow reader says what is wrong
    source = parse_source(text.encode(), file)
    builder = _Builder(source)
    wrong = [finding for finding in source.findings if finding.severity is Severity.ERROR]
    if source.data is not None:
        found = builder.build(shape, source.data, ())
    elif [finding.code for finding in wrong] == [rules.EMPTY_SPEC.code]:
        place = Location(file=file, line=1, column=1)
        wrong = [rules.KNOWLEDGE_WRONG_SHAPE.found(place, where="全文", wanted=_KINDS[dict], given="空的")]
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


class _Builder:
    """Builds the data of one file; collects what is wrong on the way.

    Args:
        source: the file with its places; None where it is read fast, and only whether something is wrong matters.
    """

    def __init__(self, source: YamlSource | None) -> None:
        self.source = source
        self.problems: list[Finding] = []
        self.visited = 0

    def complain(self, rule: Rule, path: KeyPath, *, of_key: bool = False, **values: Any) -> None:
        """Record what is wrong at a path, or at the nearest thing around it that has a place."""
        location = Location()
        if self.source:
            marks = [self.source.keys, self.source.values] if of_key else [self.source.values]
            ends = range(len(path), -1, -1)
            mark = next(mark for end in ends for places in marks if (mark := places.get(path[:end])))
            location = Location(file=self.source.file, line=mark.line, column=mark.column)
        where = "．".join(f"第{step + 1}项" if isinstance(step, int) else str(step) for step in path)
        self.problems.append(rule.found(location, where=f"“{where}”" if where else "全文", **values))

    def build(self, hint: Any, data: Any, path: KeyPath) -> Any:
        """Return the value of a type; None where it does not fit, which is recorded."""
        self.visited += 1
        if self.visited > MAXIMUM_VALUES or len(path) > MAXIMUM_DEPTH:
            raise ValueError("too large")  # by aliases; reading with places says so
        origin = get_origin(hint)
        if origin is Annotated:
            return self._annotated(hint, data, path)
        if origin in (Union, types.UnionType):
            return self._one_of(get_args(hint), data, path)
        if origin is Literal:
            return self._choice(get_args(hint), data, path)
        if is_dataclass(hint):
            return self._fields(hint, data, path)
        kind = origin or hint
        if kind in _LISTS:
            return self._list(kind, get_args(hint), data, path)
        if kind in (Mapping, dict):
            names, values = get_args(hint)
            return self._mapping(names, values, data, path)
        if kind is re.Pattern:
            text = self._scalar(str, data, path)
            return None if text is None else self._made(re.compile, text, path)
        return data if hint is Any else self._scalar(hint, data, path)

    def _made(self, make: Callable[[Any], Any], value: Any, path: KeyPath) -> Any:
        """Return what a function makes of a value; what it says against it is recorded."""
        try:
            return make(value)
        except re.error as error:
            self.complain(
                rules.KNOWLEDGE_BAD_PATTERN, path, pattern=getattr(error, "pattern", value), reason=str(error)
            )
        except UnknownWordError as error:
            self._unknown(rules.KNOWLEDGE_UNKNOWN_WORD, error.word, error.known, path, what=error.what)
        except (ValueError, LookupError) as error:
            self.complain(rules.KNOWLEDGE_WRONG_VALUE, path, problem=str(error))
        return None

    def _unknown(self, rule: Rule, word: str, known: Collection[str], path: KeyPath, **values: Any) -> None:
        near = get_close_matches(word, list(known), 1, 0.5)
        remedy = f"是不是要写“{near[0]}”？" if near else f"可以写的有：{'、'.join(list(known)[:16])}。"
        self.complain(rule, path, of_key=rule is rules.KNOWLEDGE_UNKNOWN_KEY, word=word, remedy=remedy, **values)

    def _annotated(self, hint: Any, data: Any, path: KeyPath) -> Any:
        kind, *makers = get_args(hint)
        before = len(self.problems)
        if isinstance(makers[0], Read):
            value = self.build(makers[0].written, data, path)
            makers[0] = makers[0].make
        elif isinstance(makers[0], Keys):
            names = makers.pop(0)
            value = self._keyed(dict.fromkeys(names, get_args(kind)[1]), names, data, path)
        else:
            value = self.build(kind, data, path)
        for make in makers:
            value = None if len(self.problems) > before else self._made(make, value, path)
        return value

    def _one_of(self, kinds: tuple[Any, ...], data: Any, path: KeyPath) -> Any:
        """Return the value of the first alternative that fits in kind; the last is what is complained of."""
        if data is None and types.NoneType in kinds:
            return None
        kinds = tuple(kind for kind in kinds if kind is not types.NoneType)
        fitting = (kind for kind in kinds if _written_as(kind) is _class_of(data))
        return self.build(next(fitting, kinds[-1]), data, path)

    def _choice(self, choices: tuple[Any, ...], data: Any, path: KeyPath) -> Any:
        if data not in choices:
            self._unknown(rules.KNOWLEDGE_UNKNOWN_WORD, str(data), [str(one) for one in choices], path, what="选项")
            return None
        return data

    def _fields(self, shape: Any, data: Any, path: KeyPath) -> Any:
        hints, required = _declared(shape)
        before = len(self.problems)
        found = self._keyed(hints, required, data, path, getattr(shape, "NAMES", {}))
        if found is None or len(self.problems) > before:
            return None
        value = self._made(lambda given: shape(**given), found, path)
        if value is not None and hasattr(value, "contradictions"):
            for place, problem in value.contradictions():
                self.complain(rules.KNOWLEDGE_WRONG_VALUE, (*path, *place), problem=problem)
        return value

    def _keyed(
        self,
        hints: Mapping[str, Any],
        required: Collection[str],
        data: Any,
        path: KeyPath,
        names: Mapping[str, str] = MappingProxyType({}),
    ) -> dict[str, Any] | None:
        """Return the values of a mapping with known keys, which may have further names."""
        if not isinstance(data, dict):
            self._wrong_kind(dict, data, path)
            return None
        found = {}
        given: dict[str, Any] = {}
        for word, value in data.items():
            key = names.get(word, word)
            if key not in hints:
                self._unknown(rules.KNOWLEDGE_UNKNOWN_KEY, str(word), [*names, *hints], (*path, word))
            elif key in given:
                self.complain(
                    rules.KNOWLEDGE_WRONG_VALUE, (*path, word), problem=f"与“{given[key]}”是同一项，只能写一次"
                )
            elif value is not None or key in required or type(None) in get_args(hints[key]):
                found[key] = self.build(hints[key], value, (*path, word))
            given.setdefault(key, word)
        for key in required:
            if key not in given:
                shown = next((name for name, field in names.items() if field == key), key)
                self.complain(rules.KNOWLEDGE_MISSING_KEY, path, key=shown)
        return found

    def _list(self, kind: Any, kinds: tuple[Any, ...], data: Any, path: KeyPath) -> Any:
        if not isinstance(data, list):
            return self._wrong_kind(list, data, path)
        if kind is tuple and kinds[-1] is not Ellipsis:
            if len(kinds) != len(data):
                return self.complain(rules.KNOWLEDGE_WRONG_VALUE, path, problem=f"应当是 {len(kinds)} 项")
            return tuple(self.build(kinds[index], item, (*path, index)) for index, item in enumerate(data))
        if kinds[0] is str and all(type(item) is str and item.strip() for item in data):
            return kind(data)  # what nearly all lists are, without a call for each word
        return kind(self.build(kinds[0], item, (*path, index)) for index, item in enumerate(data))

    def _mapping(self, names: Any, kind: Any, data: Any, path: KeyPath) -> Any:
        if not isinstance(data, dict):
            return self._wrong_kind(dict, data, path)
        makers = get_args(names)[1:]
        if kind is str and not makers and all(type(one) is str and one.strip() for one in (*data, *data.values())):
            return data
        found = {}
        for key, value in data.items():
            name = str(key)
            for make in makers:
                name = self._made(make, name, (*path, key))
            found[name] = self.build(kind, value, (*path, key))
        return found

    def _scalar(self, kind: Any, data: Any, path: KeyPath) -> Any:
        if kind is str and isinstance(data, (int, float)) and not isinstance(data, bool) and self.source:
            data = self.source.values[path].text  # a number where a text belongs, as it stands there
        if kind is float and type(data) is int:
            data = float(data)
        if type(data) is not kind or (kind is str and not data.strip()):
            return self._wrong_kind(kind, data, path)
        return data

    def _wrong_kind(self, kind: type, data: Any, path: KeyPath) -> None:
        self.complain(rules.KNOWLEDGE_WRONG_SHAPE, path, wanted=_KINDS[kind], given=_said(data))


_KINDS: dict[type, str] = {
    str: "一段文字",
    float: "数字",
    int: "整数",
    bool: "true 或 false",
    list: "一个列表",
    dict: "若干“键: 值”",
}


def _said(data: Any) -> str:
    if data is None or data == "":
        return "空的"
    return _KINDS[type(data)] if isinstance(data, (list, dict)) else f"“{str(data)[:40]}”"


def _class_of(data: Any) -> type:
    return type(data)


def _written_as(kind: Any) -> Any:
    """Return the class of what stands in the file for a type: list for tuples, dict for mappings and dataclasses."""
    while get_origin(kind) is Annotated:
        kind, *makers = get_args(kind)
        if isinstance(makers[0], Read):
            kind = makers[0].written
    origin = get_origin(kind) or kind
    if origin in _LISTS:
        return list
    return dict if origin in (Mapping, dict) or is_dataclass(origin) else origin


@lru_cache(maxsize=128)
def _declared(shape: Hashable) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the types of a dataclass's fields, and which of them must be there."""
    hints = get_type_hints(shape, include_extras=True)
    declared = [field for field in fields(shape) if field.init]  # type: ignore[arg-type]
    required = tuple(one.name for one in declared if one.default is MISSING and one.default_factory is MISSING)
    return {one.name: hints[one.name] for one in declared}, required
