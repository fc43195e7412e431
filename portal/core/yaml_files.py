"""The portal's own data in YAML: read by libyaml where the wheel brings it, ten times faster than in Python."""

from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(file: Path) -> Any:
    """What stands in a file of data: plain mappings, lists and values.

    Raises yaml.YAMLError where it is no YAML, UnicodeDecodeError where it is not UTF-8.
    """
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 — a SafeLoader
