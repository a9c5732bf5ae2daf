"""Owns where a leg's pip, uv and npm find packages: where the developer's do.

Only what says where is taken over: no token to publish with, no option that changes
what an installation means.
"""

from __future__ import annotations

import re
import sys
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Iterator, List, Mapping, Tuple
from urllib.parse import unquote

from understudy.engine.environ import passed
from understudy.engine.npm_settings import read_npm
from understudy.engine.pip_settings import pip_text, read_pip
from understudy.engine.uv_settings import UV_PASSED, read_uv, uv_of_pip, uv_text
from understudy.records import dataclass

_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^\s\"'\]]+")


@dataclass(frozen=True)
class Indexes:
    """Files for a leg's home, variables for its environment, values to be masked.

    `unread` names each file of the developer's that could not be understood.
    """

    files: Mapping[str, str] = field(repr=False)
    env: Mapping[str, str] = field(repr=False)
    secrets: Tuple[str, ...] = field(default=(), repr=False)
    unread: Tuple[str, ...] = ()


def effective(
    environ: Mapping[str, str],
    home: Path,
    system: Path = Path("/"),
    platform: str = sys.platform,
) -> Indexes:
    """Return what is in force for the developer.

    Args:
        environ: the developer's environment.
        home: the developer's home.
        system: the folder that holds `etc`.
        platform: `linux` or `darwin`.
    """
    unread: List[str] = []
    pip = read_pip(environ, home, system, platform, unread)
    uv = read_uv(environ, home, system, unread) or uv_of_pip(pip)
    npm = read_npm(environ, home, unread)
    files = {
        ".config/pip/pip.conf": pip_text(pip),
        ".config/uv/uv.toml": uv_text(uv),
        ".npmrc": "".join(f"{key}={value}\n" for key, value in npm.items()),
    }
    texts = (*files.values(), *passed(environ).values())
    env = {name: environ[name] for name in UV_PASSED if environ.get(name)}
    return Indexes(
        files=MappingProxyType({name: text for name, text in files.items() if text}),
        env=MappingProxyType(env),
        secrets=tuple(dict.fromkeys(credentials("\n".join(texts)))),
        unread=tuple(unread),
    )


def write(indexes: Indexes, home: Path) -> None:
    """Write the files into the home of a leg, for nobody else to read."""
    for name, text in indexes.files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")


def credentials(text: str) -> Iterator[str]:
    """Yield the passwords, and the tokens in their place, of the URLs in a text."""
    for found in _URL.finditer(text):
        login, at, _ = (
            found.group().partition("://")[2].partition("/")[0].rpartition("@")
        )
        user, _, word = login.partition(":")
        secret = word or user
        if at and secret:
            yield from dict.fromkeys((secret, unquote(secret)))
