"""astral-sh/setup-uv: a uv of the version asked for, on the PATH.

Real: uv itself, and which version is meant (`version`, `version-file`, what the project
requires). The developer's own uv is taken where it is of that version, else it comes
from the package index. Variables, outputs and PATH are the original's.

Emulated: where uv gets Pythons from. It may choose among those of this machine, packed
once, and installs them as those that it manages; what is not here cannot be had. The
cache is empty in the beginning, and nothing is saved.

Left out: `checksum`, `manifest-file`, the outputs `cache-key` and `python-cache-hit`,
the problem matcher.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Mapping, Optional

from understudy.actions import inputs, python_choice, releases
from understudy.engine.contract import Host, Machine, NotPlayed, Played, Post, Versions
from understudy.model.plan import Reason

NAME = "astral-sh/setup-uv"
INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "version": "",
        "version-file": "",
        "pyproject-file": "",
        "uv-file": "",
        "python-version": "",
        "activate-environment": "false",
        "venv-path": "",
        "no-project": "false",
        "working-directory": "",
        "checksum": "",
        "server-url": "https://github.com",
        "github-token": "",
        "enable-cache": "auto",
        "cache-dependency-glob": "",
        "restore-cache": "true",
        "save-cache": "true",
        "cache-suffix": "",
        "cache-local-path": "",
        "prune-cache": "false",
        "cache-python": "false",
        "ignore-nothing-to-cache": "false",
        "ignore-empty-workdir": "false",
        "tool-dir": "",
        "tool-bin-dir": "",
        "manifest-file": "",
        "download-from-astral-mirror": "true",
        "add-problem-matchers": "true",
        "quiet": "false",
        "resolution-strategy": "highest",
    }
)
VERSIONS = Versions(
    # From v8 on there are no tags of majors: `v8` is an unknown ref on GitHub, too.
    majors=(
        *("v2", "v3", "v4", "v5", "v6", "v7"),
        *("v2.0", "v2.1", "v3.0", "v3.1", "v3.2", "v4.0", "v4.1", "v4.2"),
        *("v5.0", "v5.1", "v5.2", "v5.3", "v5.4"),
        *(f"v6.{minor}" for minor in range(9)),
        *(f"v7.{minor}" for minor in range(7)),
    ),
    commits=releases.of(NAME),
    branches=("main",),
)
post: Optional[Post] = None


def foresee(given: Mapping[str, str], machine: Machine) -> Optional[Reason]:
    """Say which Python is missing here."""
    version = inputs.text(given, "python-version")
    if not python_choice.is_number(version):
        return None
    try:
        python_choice.choose_exactly(version, machine)
    except NotPlayed as missing:
        return missing.reason
    return None


def main(host: Host) -> Played:
    """Set uv up."""
    from understudy.actions import uv_installation

    return uv_installation.set_up(host)
