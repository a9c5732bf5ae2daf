"""Owns the environment that a step starts with: built, never the developer's own."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import Dict, Mapping, Sequence, Tuple

# All that passes from the developer. No wildcard: `UV_*` would pass a publishing token.
PASSED: Tuple[str, ...] = (
    "ALL_PROXY",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "all_proxy",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "CURL_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "NODE_EXTRA_CA_CERTS",
    "PIP_CERT",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
)
SYSTEM_PATH: Tuple[str, ...] = ("/usr/bin", "/bin", "/usr/sbin", "/sbin")

_LOCALES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "darwin": MappingProxyType({"LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}),
        "linux": MappingProxyType({"LANG": "C.UTF-8"}),
    }
)


def passed(environ: Mapping[str, str]) -> Dict[str, str]:
    """Return what steps may see of the developer's environment."""
    return {name: environ[name] for name in PASSED if environ.get(name)}


def search_path(*folders: str) -> str:
    """Return the search path of a leg: its own folders first, then the system's."""
    wanted = (folder for folder in (*folders, *SYSTEM_PATH) if folder)
    return os.pathsep.join(dict.fromkeys(wanted))


def prepended(path: str, folders: Sequence[str]) -> str:
    """Return a search path with the folders that steps added, the last one first."""
    return os.pathsep.join((*reversed(folders), *([path] if path else [])))


def base(
    environ: Mapping[str, str], home: str, temp: str, path: str, system: str = "linux"
) -> Dict[str, str]:
    """Return the variables of a leg before any of the service or the pipeline.

    Args:
        environ: the developer's own environment.
        home: the leg's own home.
        temp: the leg's own folder for temporary files; keep it short, since sockets in
            it may have no more than a hundred characters.
        path: the leg's search path.
        system: `linux` or `darwin`, as Python names them.
    """
    user = environ.get("USER") or environ.get("LOGNAME") or "runner"
    return {
        **passed(environ),
        **_LOCALES.get(system, {}),
        "HOME": home,
        "LOGNAME": user,
        "PATH": path,
        "SHELL": "/bin/bash",
        "TMPDIR": temp,
        # The hosted machines' clock shows UTC.
        "TZ": "UTC",
        "USER": user,
    }
