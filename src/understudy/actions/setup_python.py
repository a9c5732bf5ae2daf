"""actions/setup-python: a Python of the version asked for, first on the PATH.

Real: the Python. It is one of this machine, in a prefix of its own that looks like an
installation of the hosted tool cache, `Python/VERSION/ARCHITECTURE`; what steps install
goes there. Versions are read as the original reads them: ranges, several lines, files,
`3.x`, `3.14-dev`, `3.13t`, `pypy3.10`. Variables, outputs and PATH are the original's.

Emulated: the choice. The newest interpreter here that fits is taken; where only another
patch of the same minor is here, that one is, and the notes say so. They also say where
a virtual environment stands in for such a prefix, and what a Python lacks. Nothing is
downloaded, so `check-latest` cannot look. `cache` never finds anything.

Left out: the problem matcher for tracebacks.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Optional

from understudy.actions import inputs, python_choice, python_versions, releases
from understudy.engine.contract import (
    ActionFailed,
    Host,
    Machine,
    NotPlayed,
    Played,
    Post,
    Versions,
)
from understudy.engine.python_specification import InvalidSpecification
from understudy.model.plan import Reason

NAME = "actions/setup-python"
INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "python-version": "",
        "python-version-file": "",
        "cache": "",
        "architecture": "",
        "check-latest": "false",
        "token": "",
        "cache-dependency-path": "",
        "update-environment": "true",
        "allow-prereleases": "false",
        "freethreaded": "false",
        "pip-version": "",
        "pip-install": "",
    }
)
VERSIONS = Versions(
    majors=("v1", "v2", "v3", "v4", "v5", "v6", "v7"),
    commits=releases.of(NAME),
    branches=("main",),
)
post: Optional[Post] = None

_DECIDING = frozenset(INPUTS) - {"token", "cache", "cache-dependency-path"}


def foresee(given: Mapping[str, str], machine: Machine) -> Optional[Reason]:
    """Say which Python is missing here."""
    if not _DECIDING.issubset(given):
        return None
    project = machine.project
    if project is None:
        if not inputs.lines(given, "python-version"):
            return None
        project = Path()
    try:
        wanted = python_versions.wanted(given, project)
        for version in wanted.versions:
            python_choice.choose(version, given, machine)
    except NotPlayed as missing:
        return missing.reason
    except (ActionFailed, InvalidSpecification):
        return None  # the step fails by itself, in the words of the original
    return None


def main(host: Host) -> Played:
    """Set up every Python that is asked for, the last one first on the PATH."""
    from understudy.actions import python_installation

    return python_installation.set_up(host)
