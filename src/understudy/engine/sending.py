"""Owns which commands of a script send something out; they are not played."""

from __future__ import annotations

import re
from typing import Optional

_BEFORE = r"(?:^|[;&|({`]|\$\(|\b(?:then|do|else|exec|time|if|while|until|!))[ \t]*"
# Assignments, and programs that run another one.
_PREFIX = (
    r"(?:\w+=(?:\"[^\"]*\"|'[^']*'|\S*)[ \t]+|(?:sudo|env|command|uvx|npx)[ \t]+)*"
)
_RUNNER = r"(?:(?:uv|poetry|hatch|pdm|pipenv|pipx)[ \t]+run[ \t]+(?:-\S+[ \t]+)*)?"
_PYTHON = r"(?:\S*python[0-9.]*[ \t]+(?:-\w+[ \t]+)*?-m[ \t]+)?"
_OPTIONS = r"(?:[ \t]+-\S+)*[ \t]+"
_SENDING = (
    rf"twine{_OPTIONS}upload",
    rf"(?:uv|flit|poetry|hatch|pdm|npm|yarn|pnpm|maturin|cargo){_OPTIONS}publish",
    rf"maturin{_OPTIONS}upload",
    rf"gh{_OPTIONS}release{_OPTIONS}(?:create|upload|edit|delete)",
    rf"(?:docker|podman){_OPTIONS}(?:image{_OPTIONS}|buildx{_OPTIONS})?push",
    rf"mkdocs{_OPTIONS}gh-deploy",
)
_COMMAND = re.compile(
    f"{_BEFORE}{_PREFIX}{_RUNNER}{_PYTHON}(?P<command>{'|'.join(_SENDING)})\\b",
    re.MULTILINE,
)
_CONTINUED = re.compile(r"\\\r?\n[ \t]*")
_HARMLESS = re.compile(r"[ \t](?:--help|-h|--dry-run)\b")


def sending_command(script: str) -> Optional[str]:
    """Return the first command of a script that would send something, None if none.

    This looks at words, as a reader does: what a script sends by way of another program
    (tox, make) is left to the confinement.
    """
    script = _CONTINUED.sub(" ", script)
    for found in _COMMAND.finditer(script):
        line_end = script.find("\n", found.start("command"))
        rest = script[found.end() : line_end if line_end >= 0 else len(script)]
        if not _HARMLESS.search(f"{rest} ".split(";")[0].split("&&")[0]):
            return " ".join(found["command"].split())
    return None
