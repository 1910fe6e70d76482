"""How much a template may do: every loop, call, filter and text it makes is weighed against one budget.

Jinja's own sandbox bounds nothing but ``range``.  Here the syntax tree is changed before it is compiled, so that each
loop, each ``~``, each comparison and each key of a mapping passes a filter that weighs it first; filters, tests,
operators and calls weigh what they are given before they work and what they made after.  The measure is work, not
time: the same template ends in the same place on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any

from jinja2 import Environment, Template, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateAssertionError
from jinja2.runtime import markup_join
from jinja2.visitor import NodeTransformer

MAXIMUM_WORK = 8_000_000
"""Characters, entries of lists and rounds of loops that all chapters of a document may cost together."""

MAXIMUM_BITS = 4096
"""How large a whole number may grow."""

CALL = 100
"""What a call costs by itself."""

_INCLUDE = 500
_FILTER = 10
_SLOWNESS = 10

_GROWING = frozenset({"batch", "center", "indent", "round", "slice", "truncate"})
"""Filters whose result grows with a number that they are given."""

_SLOW = frozenset({"dictsort", "groupby", "max", "min", "sort", "unique"})
"""Filters that work on every entry in Python, and more than once."""

ALLOWED_FILTERS = (
    _GROWING
    | _SLOW
    | {
        *("abs", "capitalize", "count", "d", "default", "e", "escape", "first", "float", "format", "groupby"),
        *("int", "items", "join", "last", "length", "list", "lower", "map", "reject", "rejectattr"),
        *("replace", "reverse", "safe", "select", "selectattr", "string", "striptags", "sum", "title", "trim"),
        *("upper", "wordcount"),
    }
)
"""Jinja's filters that a document has a use for; chance, HTML, JSON and Python's own representations are not here."""


class Meter:
    """Adds up what a document's templates cost."""

    def __init__(self) -> None:
        self.spent = 0

    def spend(self, amount: int) -> None:
        """Count some work.

        Raises:
            SecurityError: it is more than all templates of a document may do.
        """
        self.spent += amount
        if self.spent > MAXIMUM_WORK:
            raise SecurityError("循环、重复太多，或者生成的内容太长")

    @property
    def exhausted(self) -> bool:
        """Whether nothing more may be done."""
        return self.spent > MAXIMUM_WORK

    def weigh(self, *values: object) -> None:
        """Count what it costs to go through some values once, however they are nested."""
        self.spend(sum(map(weight, values)))


def weight(value: object) -> int:
    """Return how many characters and entries a value has, counted no further than the budget goes."""
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, (list, tuple, range, Mapping)):
        return 1
    total, waiting = 0, [value]
    while waiting and total <= MAXIMUM_WORK:
        one: Any = waiting.pop()
        if isinstance(one, Mapping):
            one = [part for entry in one.items() for part in entry]
        total += len(one) + 1
        if isinstance(one, range):
            continue
        for part in one:
            if isinstance(part, str):
                total += len(part)
            elif isinstance(part, (list, tuple, range, Mapping)):
                waiting.append(part)
    return total


def metered_functions(functions: Mapping[str, Callable[..., Any]], meter: Meter) -> dict[str, Callable[..., Any]]:
    """Return filters or tests that are weighed: what they are given, and what they make."""
    return {name: _metered(name, function, meter) for name, function in functions.items()}


def _metered(name: str, function: Callable[..., Any], meter: Meter) -> Callable[..., Any]:
    @wraps(function)  # keeps the mark by which Jinja knows that a filter wants the context
    def metered(*arguments: Any, **named: Any) -> Any:
        # what comes one by one is counted before it is worked on
        arguments = tuple(_counted_entries(one, meter) if isinstance(one, Iterator) else one for one in arguments)
        weights = sum(map(weight, arguments)) + sum(map(weight, named.values()))
        meter.spend(_FILTER + weights * (_SLOWNESS if name in _SLOW else 1))
        if name in _GROWING:
            numbers = [abs(int(one)) for one in (*arguments[1:], *named.values()) if isinstance(one, (int, float))]
            meter.spend(max(numbers, default=1) * sum(map(weight, arguments)))
        elif name == "format":
            check_format(arguments[0], [*arguments[1:], *named.values()], meter)
        elif name == "string":
            check_printable(arguments[-1:])
        elif name == "replace":
            sizes = sorted(len(str(one)) for one in (*arguments[2:], *named.values()))
            meter.spend((len(str(arguments[1])) // max(sizes[0], 1) + 1) * sizes[-1])
        elif name == "join":
            arguments = (arguments[0], _counted_entries(arguments[1], meter), *arguments[2:])
            check_printable(arguments[1])
            separator = named.get("d", arguments[2] if len(arguments) > 2 else "")
            meter.spend(len(arguments[1]) * weight(separator))
        elif name == "sum" and not isinstance(named.get("start", 0), (int, float)):
            raise SecurityError("sum 只用于数")
        result = function(*arguments, **named)
        meter.spend(weight(result))
        return result

    return metered


def _counted_entries(values: Iterable[Any], meter: Meter) -> list[Any]:
    entries = []
    for value in values:
        meter.spend(weight(value))
        entries.append(value)
    return entries


def check_printable(values: Iterable[object]) -> None:
    """Refuse to make text of what is neither text nor number: its words would show addresses, or unfold without end.

    Raises:
        SecurityError: one of the values is something else.
    """
    if not all(value is None or isinstance(value, (str, int, float, Undefined)) for value in values):
        raise SecurityError("印出来的不是文字，也不是数")


def check_format(pattern: object, values: Sequence[object], meter: Meter) -> None:
    """Weigh a ``%`` pattern: what it makes is as long as the widths that it names and the values, each time they stand.

    Raises:
        SecurityError: it makes too much, or takes a width from its values, or a value is neither text nor number.
    """
    text = str(pattern)
    if "*" in text:
        raise SecurityError("格式中的宽度要直接写成数")
    for value in values:
        check_printable(
            value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else [value]
        )
    meter.spend(sum(int(width[:12]) for width in re.findall("[0-9]+", text)))
    meter.spend(text.count("%") * sum(map(weight, values)))


def check_operator(operator: str, left: Any, right: Any, meter: Meter) -> None:
    """Weigh an operator's result before it is made.

    Raises:
        SecurityError: it would be too large.
    """
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * abs(right) if operator == "**" else left.bit_length() + right.bit_length()
        if bits > MAXIMUM_BITS:
            raise SecurityError("算出来的数太大")
    elif operator == "%" and isinstance(left, str):
        check_format(left, [right], meter)
    elif operator == "*":
        for repeated, times in ((left, right), (right, left)):
            if isinstance(times, int) and isinstance(repeated, (str, list, tuple)):
                meter.spend(max(times, 1) * weight(repeated))
    else:
        meter.weigh(left, right)


def loop_filters(meter: Meter) -> dict[str, Callable[..., Any]]:
    """Return the filters that :func:`metered_tree` puts into templates."""

    def rounds(values: Any, written: int) -> Any:
        each = written + 1
        try:
            meter.spend(len(values) * each)
        except TypeError:  # an iterator: counted as it runs
            return counting(values, each)
        return values

    def counting(values: Iterable[Any], each: int) -> Iterator[Any]:
        for value in values:
            meter.spend(each)
            yield value

    def joined(pieces: list[Any]) -> str:
        meter.weigh(pieces)
        check_printable(pieces)
        return markup_join(pieces)

    def weighed(value: Any) -> Any:
        meter.weigh(value)
        return value

    return {"_rounds": rounds, "_joined": joined, "_weighed": weighed}


def metered_tree(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """Return a template's syntax tree with everything weighed that no filter or operator is asked for.

    Raises:
        TemplateAssertionError: it has a recursive loop, which cannot be weighed.
    """
    changed: nodes.Template = _Weighing().visit(tree)
    changed.set_environment(environment)
    return changed


class _Weighing(NodeTransformer):
    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - named by Jinja
        if node.recursive:
            raise TemplateAssertionError("循环不能写 recursive", node.lineno)
        # what a round writes by itself is known before it runs; what it prints is weighed when it is printed
        written = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        self.generic_visit(node)
        node.iter = _filter("_rounds", node.iter, nodes.Const(written))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter("_joined", nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.expr = _filter("_weighed", node.expr)
        for operand in node.ops:
            operand.expr = _filter("_weighed", operand.expr)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter("_weighed", node) if isinstance(node.arg, nodes.Slice) else node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.key = _filter("_weighed", node.key)
        return node


def _filter(name: str, value: Any, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(arguments), [], None, None, lineno=value.lineno)


class MeteredTemplate(Template):
    """A template whose output is weighed wherever it goes: to the document, or into the template that includes it."""

    @classmethod
    def _from_namespace(cls, environment: Any, namespace: Any, globals: Any) -> Template:
        made = super()._from_namespace(environment, namespace, globals)
        render, meter = made.root_render_func, environment.meter

        def metered(context: Any) -> Iterator[str]:
            meter.spend(_INCLUDE)
            for piece in render(context):
                meter.spend(len(piece))
                yield piece

        made.root_render_func = metered
        return made
