"""Reading YAML fast.

PyYAML is imported when there is something to read: ``plangen --help`` must not wait for it.
"""

from __future__ import annotations

import re
from typing import Any

# What no Word document can hold, or what turns the order of the characters round without being seen.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def yaml_loader() -> Any:
    """Return PyYAML's safe loader that is written in C, or the slow one where PyYAML was built without it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """Return the data that a YAML text holds.

    Raises:
        ValueError: the text is not YAML, or nested too deeply; it says what the parser says.
    """
    import yaml

    try:
        return yaml.load(text, Loader=yaml_loader())
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error
