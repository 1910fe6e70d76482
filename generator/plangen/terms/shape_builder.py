"""Builds frozen data of what a YAML file holds, as a dataclass declares it; collects what is wrong on the way.

What a type asks for is worked out once, into a function that reads values of it; knowledge has some ten thousand.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from plangen.terms import yaml_rules as rules
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.patterns import lazy_pattern
from plangen.terms.shape_marks import Check, Keys, Read, UnknownWordError
from plangen.terms.yaml_events import MAXIMUM_DEPTH, MAXIMUM_VALUES
from plangen.terms.yaml_source import KeyPath, YamlSource

_LISTS = (tuple, frozenset, list)

_Reader = Callable[["Builder", Any, KeyPath], Any]
"""Returns the value of a type from what stands at a path."""


class Builder:
    """Builds the data of one file; collects what is wrong on the way.

    Args:
        source: the file with its places; None where it is read fast, and only whether something is wrong matters.
        checked: the same content was found right before.
    """

    def __init__(self, source: YamlSource | None = None, *, checked: bool = False) -> None:
        self.source, self.checked = source, checked
        self.problems: list[Finding] = []
        self.visited = 0

    def build(self, shape: Any, data: Any) -> Any:
        """Return the value of a type; None where the data does not fit, which is recorded.

        Args:
            shape: the type.
            data: what stands in the file.

        Raises:
            ValueError: there is more than any file holds; reading with places says so.
        """
        return self.read(_reader(shape), data, ())

    def read(self, reader: _Reader, data: Any, path: KeyPath) -> Any:
        """Return the value that a reader makes of what stands at a path."""
        self.visited += 1
        if self.visited > MAXIMUM_VALUES or len(path) > MAXIMUM_DEPTH:
            raise ValueError("too large")  # by aliases
        return reader(self, data, path)

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

    def made(self, make: Callable[[Any], Any], value: Any, path: KeyPath) -> Any:
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

    def annotated(self, reader: _Reader, makers: Sequence[Any], data: Any, path: KeyPath) -> Any:
        """Return what functions make of a value, one after the other, as long as nothing is wrong with it."""
        before = len(self.problems)
        value = self.read(reader, data, path)
        for make in makers:
            if len(self.problems) > before:
                return None
            if not isinstance(make, Check):
                value = self.made(make, value, path)
            elif not self.checked:
                value = self.made(make.look, value, path)
        return value

    def one_of(self, readers: Sequence[tuple[Any, _Reader]], *, empty: bool, data: Any, path: KeyPath) -> Any:
        """Return the value of the first alternative that fits in kind; the last is what is complained of.

        Args:
            readers: the alternatives, each with the class of what is written for it.
            empty: whether nothing may stand there.
            data: what stands there.
            path: where.
        """
        if data is None and empty:
            return None
        kind = type(data)
        return self.read(next((one for written, one in readers if written is kind), readers[-1][1]), data, path)

    def choice(self, choices: tuple[Any, ...], data: Any, path: KeyPath) -> Any:
        """Return what stands there where it is one of the choices."""
        if data not in choices:
            self._unknown(rules.KNOWLEDGE_UNKNOWN_WORD, str(data), [str(one) for one in choices], path, what="选项")
            return None
        return data

    def fields(self, shape: Any, data: Any, path: KeyPath) -> Any:
        """Return a dataclass made of a mapping."""
        readers, required = _declared(shape)
        before = len(self.problems)
        found = self.keyed(readers, required, data, path, getattr(shape, "NAMES", {}))
        if found is None or len(self.problems) > before:
            return None
        value = self.made(lambda given: shape(**given), found, path)
        if value is not None and not self.checked and hasattr(value, "contradictions"):
            for place, problem in value.contradictions():
                self.complain(rules.KNOWLEDGE_WRONG_VALUE, (*path, *place), problem=problem)
        return value

    def keyed(
        self,
        readers: Mapping[str, tuple[_Reader, bool]],
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
            if key not in readers:
                self._unknown(rules.KNOWLEDGE_UNKNOWN_KEY, str(word), [*names, *readers], (*path, word))
            elif key in given:
                self.complain(
                    rules.KNOWLEDGE_WRONG_VALUE, (*path, word), problem=f"与“{given[key]}”是同一项，只能写一次"
                )
            elif value is not None or key in required or readers[key][1]:
                found[key] = self.read(readers[key][0], value, (*path, word))
            given.setdefault(key, word)
        for key in required:
            if key not in given:
                shown = next((name for name, field in names.items() if field == key), key)
                self.complain(rules.KNOWLEDGE_MISSING_KEY, path, key=shown)
        return found

    def list(self, kind: Any, readers: Sequence[_Reader], data: Any, path: KeyPath, *, texts: bool, fixed: bool) -> Any:
        """Return a tuple, a set or a list.

        Args:
            kind: which of them.
            readers: of the entries: one, or for a tuple of a fixed length one for each.
            data: what stands there.
            path: where.
            texts: whether its entries are plain texts.
            fixed: whether the length is fixed.
        """
        if not isinstance(data, list):
            return self._wrong_kind(list, data, path)
        if fixed:
            if len(readers) != len(data):
                return self.complain(rules.KNOWLEDGE_WRONG_VALUE, path, problem=f"应当是 {len(readers)} 项")
            return tuple(self.read(readers[index], item, (*path, index)) for index, item in enumerate(data))
        if texts and all(type(item) is str and item.strip() for item in data):
            return kind(data)  # what nearly all lists are, without a call for each word
        return kind([self.read(readers[0], item, (*path, index)) for index, item in enumerate(data)])

    def mapping(self, makers: Sequence[Any], reader: _Reader, data: Any, path: KeyPath, *, texts: bool) -> Any:
        """Return a mapping whose keys are not known beforehand.

        Args:
            makers: what is made of the keys.
            reader: reads the values.
            data: what stands there.
            path: where.
            texts: whether its values are plain texts.
        """
        if not isinstance(data, dict):
            return self._wrong_kind(dict, data, path)
        if texts and not makers and all(type(one) is str and one.strip() for one in (*data, *data.values())):
            return data
        found = {}
        for key, value in data.items():
            name = str(key)
            for make in makers:
                name = self.made(make, name, (*path, key))
            found[name] = self.read(reader, value, (*path, key))
        return found

    def scalar(self, kind: Any, data: Any, path: KeyPath) -> Any:
        """Return a text, a number or a truth value."""
        if kind is str and isinstance(data, (int, float)) and not isinstance(data, bool) and self.source:
            data = self.source.values[path].text  # a number where a text belongs, as it stands there
        if kind is float and type(data) is int:
            data = float(data)
        if type(data) is not kind or (kind is str and not data.strip()):
            return self._wrong_kind(kind, data, path)
        return data

    def _wrong_kind(self, kind: type, data: Any, path: KeyPath) -> None:
        self.complain(rules.KNOWLEDGE_WRONG_SHAPE, path, wanted=KINDS[kind], given=_said(data))


KINDS: Mapping[type, str] = {
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
    return KINDS[type(data)] if isinstance(data, (list, dict)) else f"“{str(data)[:40]}”"


@lru_cache(maxsize=512)
def _reader(hint: Any) -> _Reader:
    """Return what reads the values of a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(*arguments)
    if origin in (Union, types.UnionType):
        kinds = [kind for kind in arguments if kind is not types.NoneType]
        readers = [(_written_as(kind), _reader(kind)) for kind in kinds]
        empty = types.NoneType in arguments
        return lambda builder, data, path: builder.one_of(readers, empty=empty, data=data, path=path)
    if origin is Literal:
        return lambda builder, data, path: builder.choice(arguments, data, path)
    if is_dataclass(hint):
        return lambda builder, data, path: builder.fields(hint, data, path)
    kind = origin or hint
    if kind in _LISTS:
        fixed = kind is tuple and arguments[-1] is not Ellipsis
        each = [_reader(one) for one in arguments if one is not Ellipsis]
        texts = arguments[0] is str
        return lambda builder, data, path: builder.list(kind, each, data, path, texts=texts, fixed=fixed)
    if kind in (Mapping, dict):
        names, values = arguments
        reader, makers, texts = _reader(values), get_args(names)[1:], values is str
        return lambda builder, data, path: builder.mapping(makers, reader, data, path, texts=texts)
    if kind is re.Pattern:
        return _pattern
    return (lambda _, data, __: data) if hint is Any else (lambda builder, data, path: builder.scalar(hint, data, path))


def _annotated(kind: Any, *makers: Any) -> _Reader:
    if isinstance(makers[0], Read):
        mark = makers[0]
        again = mark.make_again or mark.make
        reader = _reader(mark.written)
        return lambda builder, data, path: builder.annotated(
            reader, (again if builder.checked else mark.make, *makers[1:]), data, path
        )
    if isinstance(makers[0], Keys):
        names, value = makers[0], _reader(get_args(kind)[1])
        readers = dict.fromkeys(names, (value, False))
        reader, further = (lambda builder, data, path: builder.keyed(readers, names, data, path)), makers[1:]
    else:
        reader, further = _reader(kind), makers
    return lambda builder, data, path: builder.annotated(reader, further, data, path)


def _pattern(builder: Builder, data: Any, path: KeyPath) -> Any:
    text = builder.scalar(str, data, path)
    # one that was found right is compiled where it is used
    return None if text is None else builder.made(lazy_pattern if builder.checked else re.compile, text, path)


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
def _declared(shape: Hashable) -> tuple[dict[str, tuple[_Reader, bool]], tuple[str, ...]]:
    """Return what reads a dataclass's fields, whether nothing may be written there, and which of them must be there."""
    hints = get_type_hints(shape, include_extras=True)
    declared = [field for field in fields(shape) if field.init]  # type: ignore[arg-type]
    required = tuple(one.name for one in declared if one.default is MISSING and one.default_factory is MISSING)
    readers = {one.name: (_reader(hints[one.name]), type(None) in get_args(hints[one.name])) for one in declared}
    return readers, required
