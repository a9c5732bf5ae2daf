"""Owns which Pythons a setup-python step asks for, in its inputs or a file; finds none.

The rules are those of `setup-python.ts` and `utils.ts` of actions/setup-python.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Mapping, Tuple

from understudy.actions import inputs
from understudy.engine.contract import ActionFailed
from understudy.engine.python_specification import is_range
from understudy.records import dataclass
from understudy.text.source import Source

_DEFAULT_FILE = ".python-version"
_TOOL = re.compile(r"\s*python\s*v?\s*(\S+)\s*")


@dataclass(frozen=True)
class Wanted:
    """The versions asked for, what is said about them, and what is warned of."""

    versions: Tuple[str, ...] = ()
    lines: Tuple[str, ...] = ()
    warnings: Tuple[str, ...] = ()


def wanted(given: Mapping[str, str], workspace: Path, major: int = 7) -> Wanted:
    """Return what a step asks for.

    Args:
        given: its inputs.
        workspace: where files are looked for.
        major: the version of the action: before 4 it read no files.

    Raises:
        ActionFailed: the file that it names is not there, or broken.
    """
    versions = inputs.lines(given, "python-version")
    file = inputs.text(given, "python-version-file")
    if major < 4:
        return Wanted(versions or ("3.x",))
    if versions:
        warning = (
            "Both python-version and python-version-file inputs are specified, only "
            "python-version will be used."
        )
        return Wanted(versions, warnings=(warning,) if file else ())
    if file:
        if not (workspace / file).exists():
            raise ActionFailed(
                f"The specified python version file at: {file} doesn't exist."
            )
        return _from_file(workspace / file, file)
    return _from_default(workspace)


def _from_default(workspace: Path) -> Wanted:
    said = (
        "[warning]Neither 'python-version' nor 'python-version-file' inputs were "
        f"supplied. Attempting to find '{_DEFAULT_FILE}' file."
    )
    if not (workspace / _DEFAULT_FILE).exists():
        return Wanted(lines=(said, f"[warning]{_DEFAULT_FILE} doesn't exist."))
    found = _from_plain(_read(workspace / _DEFAULT_FILE), _DEFAULT_FILE)
    return Wanted(found.versions, (said, *found.lines))


def _from_file(path: Path, name: str) -> Wanted:
    text = _read(path)
    if name.endswith(".toml"):
        return _from_pyproject(text, name)
    if ".tool-versions" in name:
        return _from_tool_versions(text, name)
    if "Pipfile" in name:
        return _from_pipfile(text, name)
    return _from_plain(text, name)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ActionFailed(f"{error.strerror}: {path.name}") from error


def _from_plain(text: str, name: str) -> Wanted:
    lines = text.strip().split("\n")
    # pyenv-virtualenv writes `3.10/envs/name`.
    versions = tuple(
        line.strip().split("/")[0]
        for line in lines
        if line.strip() and not line.startswith("#")
    )
    return Wanted(versions, (f"Resolved {name} as {', '.join(versions)}",))


def _from_tool_versions(text: str, name: str) -> Wanted:
    for line in text.split("\n"):
        found = None if line.strip().startswith("#") else _TOOL.fullmatch(line)
        if found:
            return Wanted((found.group(1),))
    return Wanted(warnings=(f"No Python version found in {name}",))


def _from_pyproject(text: str, name: str) -> Wanted:
    values = _toml(text, name)
    poetry = ("tool", "poetry", "dependencies", "python")
    value = _at(
        values, ("project", "requires-python") if "project" in values else poetry
    )
    said = (f"Extracted {value or ''} from {name}",)
    ranges = value.replace(",", " ") if value else ""
    return Wanted((ranges,) if ranges and is_range(ranges) else (), said)


def _from_pipfile(text: str, name: str) -> Wanted:
    requires = _toml(text, name).get("requires")
    if not isinstance(requires, dict):
        return Wanted(warnings=(f"No Python version found in {name}",))
    full = "python_full_version"
    value = _at(requires, (full if full in requires else "python_version",))
    return Wanted((value,) if value else (), (f"Extracted {value or ''} from {name}",))


def _toml(text: str, name: str) -> Mapping[str, object]:
    from understudy.text import toml

    document, problem = toml.load(Source(name, text))
    if problem:
        raise ActionFailed(f"{name}: {problem.message}")
    return document.values


def _at(values: object, path: Tuple[str, ...]) -> str:
    for key in path:
        values = values.get(key) if isinstance(values, dict) else None
    return values if isinstance(values, str) else ""
