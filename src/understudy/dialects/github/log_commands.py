"""Owns how a command is written into a step's log; what it does is `protocol`."""

from __future__ import annotations

import re
from dataclasses import field
from types import MappingProxyType
from typing import AbstractSet, Dict, Mapping, Optional, Tuple

from understudy.model.result import Annotation
from understudy.records import dataclass

REGISTERED = frozenset(
    (
        "add-mask",
        "add-matcher",
        "add-path",
        "debug",
        "echo",
        "endgroup",
        "error",
        "group",
        "notice",
        "remove-matcher",
        "save-state",
        "set-env",
        "set-output",
        "stop-commands",
        "warning",
    )
)

_INTEGER = re.compile(r"\s*[+-]?[0-9]+\s*")
_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (*_DATA[:2], ("%3A", ":"), ("%2C", ","), _DATA[2])
_OLD = (("%3B", ";"), *_DATA[:2], ("%5D", "]"), _DATA[2])


@dataclass(frozen=True)
class LogCommand:
    """One command, its name and properties in the step's own spelling."""

    name: str
    data: str = ""
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def property(self, name: str) -> str:
        """Return the value of a property, in any case; empty where there is none."""
        lower = {key.lower(): value for key, value in self.properties.items()}
        return lower.get(name.lower(), "")


def parse(line: str, registered: AbstractSet[str] = REGISTERED) -> Optional[LogCommand]:
    """Return the command in a line, None where there is none of a registered name.

    line = [ blanks ] "::" NAME [ " " NAME "=" VALUE { "," ... } ] "::" DATA
         | any text "##[" NAME [ " " NAME "=" VALUE { ";" ... } ] "]" DATA
    """
    return _parse_new(line.lstrip(), registered) or _parse_old(line, registered)


def annotation(command: LogCommand, workspace: str = "") -> Annotation:
    """Return what `notice`, `warning` or `error` says, impossible places dropped.

    Args:
        workspace: a file below this folder is named relative to it.
    """
    found = dict(place(command.properties))
    lower = {name.lower(): value for name, value in found.items()}
    return Annotation(
        level=command.name.lower(),
        message=command.data,
        title=lower.get("title", ""),
        file=_below(lower.get("file", ""), workspace),
        line=_integer(lower.get("line")),
        end_line=_integer(lower.get("endline")),
        column=_integer(lower.get("col")),
        end_column=_integer(lower.get("endcolumn")),
    )


def place(properties: Mapping[str, str]) -> Dict[str, str]:
    """Return the properties of an annotation as the runner corrects them."""
    # ValidateLinesAndColumns of ActionCommandManager.cs, in its order: a rule sees what
    # the ones before it removed, but compares the numbers that were there at first.
    found = dict(properties)
    keys = {name.lower(): name for name in found}
    line, end_line, column, end_column = (
        _integer(found.get(keys.get(name, name)))
        for name in ("line", "endline", "col", "endcolumn")
    )

    def drop(*names: str) -> None:
        for name in names:
            found.pop(keys.get(name.lower(), name), None)

    any_column = column is not None or end_column is not None
    if end_line is not None and line is None:
        found[keys.get("line", "line")] = found[keys["endline"]]
    first = end_line if line is None else line
    if end_column is not None and column is None:
        found[keys.get("col", "col")] = found[keys["endcolumn"]]
    if first is None and any_column:
        drop("col", "endColumn")
    if end_line is not None and first != end_line and any_column:
        drop("col", "endColumn")
    if end_line is not None and end_line < (line or 0):
        drop("line", "endLine")
    if end_column is not None and end_column < (column or 0):
        drop("col", "endColumn")
    return found


def _parse_new(line: str, registered: AbstractSet[str]) -> Optional[LogCommand]:
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    if name.lower() not in registered:
        return None
    read = _properties(properties.strip(), ",", _PROPERTY)
    return LogCommand(name, _unescape(line[end + 2 :], _DATA), read)


def _parse_old(line: str, registered: AbstractSet[str]) -> Optional[LogCommand]:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[start + 3 : end].partition(" ")
    if name.lower() not in registered:
        return None
    read = _properties(properties, ";", _OLD)
    return LogCommand(name, _unescape(line[end + 1 :], _OLD), read)


def _properties(
    text: str, separator: str, escapes: Tuple[Tuple[str, str], ...]
) -> Mapping[str, str]:
    found: Dict[str, str] = {}
    keys: Dict[str, str] = {}
    for part in text.split(separator):
        # .NET's Split drops empty entries: `=` at the start of a name or a value is
        # lost, and an empty value is no property.
        name, _, value = part.lstrip("=").partition("=")
        value = value.lstrip("=")
        if name and value:
            found[keys.setdefault(name.lower(), name)] = _unescape(value, escapes)
    return MappingProxyType(found)


def _unescape(text: str, escapes: Tuple[Tuple[str, str], ...]) -> str:
    for written, meant in escapes:
        text = text.replace(written, meant)
    return text


def _below(file: str, folder: str) -> str:
    start = f"{folder.rstrip('/')}/"
    return file[len(start) :] if folder and file.startswith(start) else file


def _integer(text: Optional[str]) -> Optional[int]:
    return int(text) if text and _INTEGER.fullmatch(text) else None
