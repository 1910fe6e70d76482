"""The sandbox that chapters run in: templates may come from strangers, and see data and nothing else.

Undefined names and empty values are errors; everything printed is escaped for Markdown; attributes and functions are
those on a short list; what would run for ever or eat the memory is stopped (:mod:`plangen.document.metering`).
"""

from __future__ import annotations

import marshal
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, Undefined, nodes
from jinja2 import __version__ as __jinja__
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from plangen.document import metering
from plangen.document.markdown import markdown_escape
from plangen.document.views import TemplateFunction, View
from plangen.terms import disk_cache
from plangen.terms.resources import templates_folder
from plangen.terms.text import decode

_MOST_COMPILED = 256

MAXIMUM_TEMPLATE_BYTES = 1_000_000
"""How large all templates of a document may be together."""

_TEXT_METHODS = frozenset(
    {
        *("capitalize", "count", "endswith", "find", "index", "isalnum", "isalpha", "isascii", "isdigit", "islower"),
        *("isnumeric", "isspace", "isupper", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix"),
        # searching from the end (rfind, rsplit, …) takes the product of both lengths and is not here
        *("replace", "rstrip", "split", "splitlines", "startswith", "strip"),
        *("swapcase", "title", "upper"),
    }
)
_LOOP_NAMES = frozenset(
    {
        *("changed", "cycle", "depth", "depth0", "first", "index", "index0", "last", "length", "nextitem", "previtem"),
        *("revindex", "revindex0"),
    }
)
_READABLE: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (str, _TEXT_METHODS),
    (Mapping, frozenset({"get", "items", "keys", "values"})),
    ((list, tuple), frozenset({"count", "index", "grouper", "list"})),  # the last two: what groupby makes
    (LoopContext, _LOOP_NAMES),
)


class EmptyValueError(Exception):
    """A template printed an empty value."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox turned round: what is not allowed here is refused, and everything is weighed."""

    intercepted_binops = frozenset(("*", "**", "+", "%"))
    template_class = metering.MeteredTemplate

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.meter = metering.Meter()
        self.finalize = self._printed

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return metering.metered_tree(super()._parse(source, name, filename), self)

    def _printed(self, value: object) -> object:
        """Make safe Markdown of a printed value.

        Raises:
            EmptyValueError: there is none.
            SecurityError: it is neither text nor number, or all that is printed is too much.
        """
        if value is None:
            raise EmptyValueError
        if isinstance(value, Undefined):
            return str(value)  # raises what it stands for
        if not isinstance(value, (str, int, float)):
            raise SecurityError("印出来的不是文字，也不是数")
        text = str(value)
        self.meter.spend(len(text))
        # autoescape is on, so that what macros return is Markup already and is not escaped twice
        return value if isinstance(value, Markup) else Markup(markdown_escape(text))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow the names of views, of imported macros, and the few methods of texts, lists, mappings and loops."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, (View, Namespace, TemplateModule)):
            return True
        return any(attr in names for kind, names in _READABLE if isinstance(obj, kind))

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow our own functions, macros, blocks, and the methods that :meth:`is_safe_attribute` lets through."""
        if isinstance(obj, (TemplateFunction, Macro, BlockReference, Undefined)):
            return True
        return isinstance(getattr(obj, "__self__", None), (View, str, Mapping, list, tuple, LoopContext))

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Return what raises, as soon as it is used, that the attribute is out of reach."""
        return StrictUndefined(f"不能取“{attribute}”", obj=obj, name=attribute, exc=SecurityError)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Leave ``format`` and ``format_map`` of texts to :meth:`is_safe_attribute`, which refuses them."""
        return None

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out an operator within bounds."""
        metering.check_operator(operator, left, right, self.meter)
        return super().call_binop(context, operator, left, right)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an entry of a list or mapping."""
        self.meter.weigh(argument)
        return super().getitem(obj, argument)

    def call(self, context: Any, function: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call what may be called, and weigh what it is given and what it gives."""
        if not self.is_safe_callable(function):
            raise SecurityError("模板不能调用它")
        self.meter.spend(metering.CALL)
        self.meter.weigh(*arguments, *named.values())
        owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
        self.meter.weigh(owner)
        if isinstance(owner, str) and name == "replace":
            return self.filters[name](context.eval_ctx, owner, *arguments)
        if isinstance(owner, str) and name == "join":
            return self.filters[name](context.eval_ctx, *arguments, owner)
        result = context.call(function, *arguments, **named)
        self.meter.weigh(result)
        return result


class _FolderLoader(BaseLoader):
    """Reads templates from folders, in any encoding that office computers write, and from nowhere else."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = [folder.resolve() for folder in folders]
        self.shipped = templates_folder().resolve()
        self.bytes_left = MAXIMUM_TEMPLATE_BYTES
        self.spent_before = 0
        self.is_shipped = False

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        for folder in self.folders:
            path = (folder / template).resolve()
            if not path.is_relative_to(folder):
                raise SecurityError(f"“{template}”不在模板文件夹里")
            if not path.is_file():
                continue
            with path.open("rb") as stream:
                data = stream.read(self.bytes_left + 1)
            self.bytes_left -= len(data)
            if self.bytes_left < 0:
                raise SecurityError(f"“{template}”太大")
            self.spent_before = environment.meter.spent  # type: ignore[attr-defined]  # it is a sandbox
            self.is_shipped = path.is_relative_to(self.shipped)
            return decode(data).text, str(path), lambda: True
        raise TemplateNotFound(template)


class CompiledTemplates(BytecodeCache):
    """The code of templates that environments of one kind share, by name, file and content.

    Each document has an environment and a meter of its own.  What is constant in a template is worked out, and weighed,
    while it is compiled: whoever takes the code pays that too, so that a document ends in the same place whatever was
    written before it.

    The code of the shipped templates is also kept for the next run: it is run as it stands there, which is right as
    long as nobody else can write in the folder, and that is made sure of.  The code of a planner's own templates, which
    may be a stranger's, never leaves the memory.

    Args:
        kind: what the environments have in common beside the program, or None where the code is kept in memory alone.
    """

    def __init__(self, kind: str | None = None) -> None:
        self._kind = kind
        self._kept: OrderedDict[tuple[str, str], tuple[CodeType, int]] = OrderedDict()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template, where there is one."""
        if found := self._kept.get((bucket.key, bucket.checksum)) or self._recalled(bucket):
            bucket.code, cost = found
            bucket.environment.meter.spend(cost)  # type: ignore[attr-defined]  # it is a sandbox

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that was compiled just now."""
        environment: Any = bucket.environment
        cost = environment.meter.spent - environment.loader.spent_before
        assert bucket.code is not None
        self._keep(bucket, bucket.code, cost)
        if self._kind is not None and environment.loader.is_shipped:
            disk_cache.keep("template", self._made_from(bucket), marshal.dumps((bucket.code, cost)))

    def _keep(self, bucket: Bucket, code: CodeType, cost: int) -> None:
        self._kept[bucket.key, bucket.checksum] = code, cost
        if len(self._kept) > _MOST_COMPILED:
            self._kept.popitem(last=False)

    def _recalled(self, bucket: Bucket) -> tuple[CodeType, int] | None:
        loader: Any = bucket.environment.loader
        if self._kind is None or not loader.is_shipped:
            return None
        kept = disk_cache.recall("template", self._made_from(bucket))
        if kept is None:
            return None
        code, cost = marshal.loads(kept)
        self._keep(bucket, code, cost)
        return code, cost

    def _made_from(self, bucket: Bucket) -> bytes:
        return "\n".join((self._kind or "", __jinja__, bucket.key, bucket.checksum)).encode()


def sandbox(
    folders: Sequence[Path],
    filters: Mapping[str, Callable[..., Any]] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    compiled: CompiledTemplates | None = None,
) -> Sandbox:
    """Return an environment for the chapters in these folders, the first folder first.

    Args:
        folders: where templates are looked for.
        filters: further filters; like the functions, they take and give plain data.
        functions: further functions.
        compiled: the code of templates that were compiled with the same filters.
    """
    environment = Sandbox(
        bytecode_cache=compiled,
        loader=_FolderLoader(folders),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    meter = environment.meter
    allowed: dict[str, Callable[..., Any]] = {
        name: environment.filters[name] for name in sorted(metering.ALLOWED_FILTERS)
    }
    environment.filters.clear()
    environment.filters.update(metering.metered_functions({**allowed, **(filters or {})}, meter))
    environment.filters.update(metering.loop_filters(meter))
    tests: dict[str, Any] = environment.tests
    tests.update(metering.metered_functions(tests, meter))
    every: dict[str, Callable[..., Any]] = {"range": range, "dict": dict, "namespace": Namespace, **(functions or {})}
    environment.globals = {name: TemplateFunction(function) for name, function in every.items()}
    return environment
