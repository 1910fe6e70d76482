"""Units of government: the canonical functions behind the many names (templates/knowledge/units.yaml)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CanonicalUnit:
    """One function of government, whatever a level or a place calls it.

    Attributes:
        id: canonical short name without level prefix, 应急局.
        full_name: full name without level prefix, 应急管理局.
        type: department, vertical, group, government, enterprise, military, party, mass, institution or park.
        aliases: all spellings without level prefix, short and full, former names too.
        county_names: usual names at county level without the prefix 县, the most usual first; empty: no counterpart.
    """

    id: str
    full_name: str
    type: str
    aliases: tuple[str, ...] = ()
    county_names: tuple[str, ...] = ()
