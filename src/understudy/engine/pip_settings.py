"""Owns the settings of pip that say where packages are: its files, its variables."""

from __future__ import annotations

import os
from configparser import Error, RawConfigParser
from pathlib import Path
from typing import Dict, Iterator, List, Mapping

from understudy.engine.settings import folders, read_text

_SECTIONS = ("global", "install", "download", "wheel")
_KEYS = (
    "cert",
    "client-cert",
    "default-timeout",
    "extra-index-url",
    "find-links",
    "index-url",
    "no-index",
    "proxy",
    "retries",
    "timeout",
    "trusted-host",
)

# By section, as in a file.
PipSettings = Dict[str, Dict[str, str]]


def read_pip(
    environ: Mapping[str, str],
    home: Path,
    system: Path,
    platform: str,
    unread: List[str],
) -> PipSettings:
    """Return what is in force, whatever the file or the variable."""
    found: PipSettings = {}
    for path in pip_files(environ, home, system, platform):
        for section, options in _ini(path, unread).items():
            if section in _SECTIONS:
                found.setdefault(section, {}).update(
                    (key, value) for key, value in options.items() if key in _KEYS
                )
    for key in _KEYS:
        value = environ.get(f"PIP_{key.upper().replace('-', '_')}")
        if value:
            # A variable counts for every command, so that no section may say otherwise.
            for options in found.values():
                options.pop(key, None)
            found.setdefault("global", {})[key] = value
    return {section: options for section, options in found.items() if options}


def pip_files(
    environ: Mapping[str, str], home: Path, system: Path, platform: str
) -> Iterator[Path]:
    """Yield where pip looks for its configuration, the last one wins."""
    # https://pip.pypa.io/en/stable/topics/configuration/
    named = environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    mac = "Library/Application Support"
    if platform == "darwin":
        yield system / mac / "pip" / "pip.conf"
    else:
        for folder in folders(environ, "XDG_CONFIG_DIRS", system / "etc" / "xdg"):
            yield folder / "pip" / "pip.conf"
        yield system / "etc" / "pip.conf"
    if not (named and os.path.exists(named)):
        own = environ.get("XDG_CONFIG_HOME") or str(home / ".config")
        has_mac = platform == "darwin" and (home / mac / "pip").is_dir()
        yield home / ".pip" / "pip.conf"
        yield (home / mac if has_mac else Path(own)) / "pip" / "pip.conf"
    if environ.get("VIRTUAL_ENV"):
        yield Path(environ["VIRTUAL_ENV"]) / "pip.conf"
    if named:
        yield Path(named)


def pip_text(pip: PipSettings) -> str:
    """Return a configuration file with these settings."""
    lines = []
    for section, options in pip.items():
        lines.append(f"[{section}]")
        for key, value in options.items():
            continued = value.replace("\n", "\n    ")
            lines.append(f"{key} = {continued}")
    return "".join(f"{line}\n" for line in lines)


def _ini(path: Path, unread: List[str]) -> PipSettings:
    parser = RawConfigParser()
    try:
        parser.read_string(read_text(path, unread), str(path))
    except Error:
        unread.append(str(path))
        return {}
    # To pip, underscores and upper case are the same, and leading dashes are nothing.
    return {
        section: {
            key.lower().replace("_", "-").lstrip("-"): value or ""
            for key, value in parser.items(section)
        }
        for section in parser.sections()
    }
