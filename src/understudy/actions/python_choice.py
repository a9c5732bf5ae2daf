"""Owns which Python of this machine a step gets from setup-python, or from uv."""

from __future__ import annotations

import re
from typing import Mapping

from understudy.actions import inputs
from understudy.engine.contract import Machine, NotPlayed
from understudy.engine.python_specification import Match, find, install_hint
from understudy.model.plan import Reason

_NUMBER = re.compile(r"\d+(\.\d+){0,2}t?")


def is_number(version: str) -> bool:
    """Tell whether uv is asked for a version and not for a range or another Python."""
    return _NUMBER.fullmatch(version) is not None


def choose(version: str, given: Mapping[str, str], machine: Machine) -> Match:
    """Return the interpreter that setup-python takes for a version.

    Raises:
        InvalidSpecification: the original refuses it.
        NotPlayed: there is none.
    """
    threads = inputs.boolean(given, "freethreaded")
    architecture = inputs.text(given, "architecture").lower()
    found = find(
        version,
        machine.interpreters(),
        allow_prereleases=inputs.boolean(given, "allow-prereleases"),
        free_threaded=threads,
        architecture=architecture,
    )
    if found is None:
        name = version if version[:1].isalpha() else f"Python {version}"
        threaded = " (free-threaded)" if threads else ""
        kind = f" for {architecture}" if architecture else ""
        raise NotPlayed(
            Reason(
                "interpreter",
                f"no {name}{threaded}{kind} here",
                fixable=True,
                command=install_hint(version, free_threaded=threads),
            )
        )
    return found


def choose_exactly(version: str, machine: Machine) -> Match:
    """Return the interpreter that uv takes for a version: never another patch.

    Raises:
        NotPlayed: there is none.
    """
    found = find(version, machine.interpreters())
    if found is None or not found.exact:
        raise NotPlayed(
            Reason(
                "interpreter",
                f"no Python {version} here",
                fixable=True,
                command=install_hint(version),
            )
        )
    return found
