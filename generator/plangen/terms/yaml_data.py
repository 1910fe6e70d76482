"""Reading YAML fast.

PyYAML is imported when there is something to read: ``plangen --help`` must not wait for it.
"""

from __future__ import annotations

from typing import Any


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
