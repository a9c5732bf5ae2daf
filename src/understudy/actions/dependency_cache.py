"""Owns the cache of a package manager that setup-python looks into: always empty here.

The rules are those of `cache-distributions/` of actions/setup-python: the files that
name the cache have to be there, and so does the package manager.
"""

from __future__ import annotations

from typing import Tuple

from understudy.actions import inputs, places
from understudy.dialects.github.file_search import find_files
from understudy.engine.command import Ending
from understudy.engine.contract import ActionFailed, Host

_DEPENDENCIES = {
    "pip": "**/requirements.txt",
    "pipenv": "**/Pipfile.lock",
    "poetry": "**/poetry.lock",
}
_BACKUP = "**/pyproject.toml"


def look_up(host: Host) -> Tuple[str, ...]:
    """Look for what the cache would be named after, and find nothing in it.

    Raises:
        ActionFailed: what it would be named after is not there.
    """
    manager = inputs.text(host.inputs, "cache")
    if not manager:
        return ()
    if manager not in _DEPENDENCIES:
        raise ActionFailed(f"Caching for '{manager}' is not supported")
    asked = inputs.text(host.inputs, "cache-dependency-path")
    patterns = asked or _DEPENDENCIES[manager]
    if not (_any(host, patterns) or (manager == "pip" and _any(host, _BACKUP))):
        listed = ",".join(patterns.split("\n"))
        backup = f" or {_BACKUP}" if manager == "pip" else ""
        raise ActionFailed(
            f"No file in {host.inside(host.workspace)} matched to [{listed}{backup}], "
            "make sure you have checked out the target repository"
        )
    ended = host.run(("poetry", "config", "--list")) if manager == "poetry" else None
    if ended and ended.ending is Ending.NOT_STARTED:
        raise ActionFailed(
            "Unable to locate executable file: poetry. Please verify either the file "
            "path exists or the file can be found within a directory specified by the "
            "PATH environment variable. Also check the file mode to verify the file is "
            "executable."
        )
    host.log(f"{manager} cache is not found")
    host.set_output("cache-hit", "false")
    return (f"`cache: {manager}` finds and keeps nothing",)


def _any(host: Host, patterns: str) -> bool:
    here = places.patterns_outside(host, patterns)
    try:
        return bool(find_files(here, host.workspace, host.home).files)
    except ValueError as problem:
        raise ActionFailed(str(problem)) from problem
