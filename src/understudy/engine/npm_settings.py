"""Owns the settings of npm that say where packages are, without its tokens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Mapping

from understudy.engine.settings import read_text

_KEYS = (
    "cafile",
    "fetch-timeout",
    "https-proxy",
    "maxsockets",
    "noproxy",
    "proxy",
    "registry",
    "strict-ssl",
)
_VARIABLE = re.compile(r"\$\{([^}]+)\}")


def read_npm(
    environ: Mapping[str, str], home: Path, unread: List[str]
) -> Dict[str, str]:
    """Return what is in force, whatever the file or the variable."""
    path = Path(environ.get("NPM_CONFIG_USERCONFIG") or home / ".npmrc")
    found: Dict[str, str] = {}
    for line in read_text(path, unread).split("\n"):
        key, _, value = (part.strip() for part in line.partition("="))
        if key in _KEYS or re.fullmatch("@[^:/ ]+:registry", key):
            found[key] = _VARIABLE.sub(
                lambda hole: environ.get(hole.group(1), hole.group()), value
            )
    for name, value in environ.items():
        key = name.lower().replace("npm_config_", "", 1).replace("_", "-")
        if name.lower().startswith("npm_config_") and key in _KEYS and value:
            found[key] = value
    return found
