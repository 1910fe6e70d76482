"""Regular expressions that are compiled when they are first used.

One with a range of Chinese characters takes a millisecond, and no command uses more than a part of them.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _Pattern:
    """Stands for a compiled pattern, and has its methods from the first use on.

    Args:
        source: the pattern.
        flags: as :func:`re.compile` takes them.
    """

    def __init__(self, source: str, flags: int) -> None:
        self.pattern, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return lazy_pattern, (self.pattern, self._flags)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pattern) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.pattern, self._flags))


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what does all that a compiled pattern does, but for being handed to functions of :mod:`re`.

    A mistake in the pattern shows at the first use.

    Args:
        source: the pattern.
        flags: as :func:`re.compile` takes them.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))
