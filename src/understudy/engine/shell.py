"""Owns how a script becomes a command: which shell, which file, which folder."""

from __future__ import annotations

import os
import re
import uuid
from types import MappingProxyType
from typing import List, Mapping, Optional, Tuple, Union

from understudy.records import dataclass

# ScriptHandlerHelpers.cs
_ARGUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "bash": "--noprofile --norc -e -o pipefail {0}",
        "cmd": '/D /E:ON /V:OFF /S /C "CALL "{0}""',
        "powershell": "-command \". '{0}'\"",
        "pwsh": "-command \". '{0}'\"",
        "python": "{0}",
        "sh": "-e {0}",
    }
)
_EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "bash": ".sh",
        "cmd": ".cmd",
        "powershell": ".ps1",
        "pwsh": ".ps1",
        "python": ".py",
        "sh": ".sh",
    }
)
_STOP_ON_ERROR = "$ErrorActionPreference = 'stop'"
_KEEP_EXIT_CODE = (
    "if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }"
)
_NOT_A_SHELL = (
    "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd, powershell,"
    " pwsh) or a format string containing '{0}'"
)
_HOLE = re.compile(r"\{\{|\}\}|\{0\}")
_BRACES = {"{{": "{", "}}": "}"}


@dataclass(frozen=True)
class Shell:
    """A shell that is here: the name it was asked by, its program, its arguments."""

    name: str
    program: str
    arguments: str

    @property
    def extension(self) -> str:
        """Return the ending of its script files."""
        return _EXTENSIONS.get(self.name.lower(), "")

    def __str__(self) -> str:
        return f"{self.program} {self.arguments}"


@dataclass(frozen=True)
class NoShell:
    """Why there is no shell, in the runner's words.

    `missing` is the program that is not here; empty where the option itself is wrong.
    """

    message: str
    missing: str = ""


def find_shell(option: Optional[str], path: str) -> Union[Shell, NoShell]:
    """Return the shell that a step asks for.

    option = NAME [ " " ARGUMENTS ], where ARGUMENTS hold "{0}"

    Args:
        option: what the step or its defaults say, None or empty where neither does.
        path: the search path of the step.
    """
    if not option:
        # ScriptHandler.cs: bash, but with what sh would get.
        program = which("bash", path) or which("sh", path)
        if program is None:
            return NoShell("sh: command not found", "sh")
        return Shell("sh", program, _ARGUMENTS["sh"])
    name, _, arguments = option.partition(" ")
    program = which(name, path)
    if program is None:
        return NoShell(f"{name}: command not found", name)
    arguments = arguments.lstrip() or _ARGUMENTS.get(name.lower(), "")
    if "{0}" not in arguments:
        return NoShell(_NOT_A_SHELL)
    if re.search("[{}]", _HOLE.sub("", arguments)):
        return NoShell("Input string was not in a correct format.")
    return Shell(name, program, arguments)


def which(program: str, path: str) -> Optional[str]:
    """Return where a program is on a search path, None where it is not."""
    if os.path.isabs(program):
        return program if os.path.isfile(program) else None
    for folder in path.split(os.pathsep):
        found = os.path.join(folder, program)
        if program and folder and os.path.isfile(found) and os.access(found, os.X_OK):
            return found
    return None


def command_line(shell: Shell, script: str) -> Tuple[str, ...]:
    """Return the program and its arguments that play a script file."""
    # Split before the path comes in: it may hold blanks here, on GitHub it never does.
    arguments = (_filled(argument, script) for argument in split(shell.arguments))
    return (shell.program, *arguments)


def write_script(shell: Shell, script: str, folder: str) -> str:
    """Write a script where the shell can play it, and return the path of the file."""
    path = os.path.join(folder, f"{uuid.uuid4()}{shell.extension}")
    with open(path, "wb") as file:
        file.write(_fixed(shell.name, script).encode("utf-8", "surrogateescape"))
    return path


def working_folder(workspace: str, folder: Optional[str]) -> str:
    """Return where a step runs: below the workspace, unless it says where exactly."""
    return os.path.join(workspace, folder) if folder else workspace


def split(arguments: str) -> Tuple[str, ...]:
    """Return the single arguments of a line, as .NET separates them.

    Blanks separate, double quotes group, a backslash escapes a double quote.
    """
    found: List[str] = []
    current: Optional[str] = None
    quoted = False
    at = 0
    while at < len(arguments):
        character = arguments[at]
        if character in " \t" and not quoted:
            found += [] if current is None else [current]
            current = None
            at += 1
            continue
        slashes = len(arguments) - at - len(arguments[at:].lstrip("\\"))
        at += slashes
        is_quote = arguments[at : at + 1] == '"'
        current = (current or "") + "\\" * (slashes // 2 if is_quote else slashes)
        if is_quote and slashes % 2:
            current += '"'
        elif is_quote and quoted and arguments[at + 1 : at + 2] == '"':
            current += '"'
            at += 1
        elif is_quote:
            quoted = not quoted
        elif not slashes:
            current += character
        else:
            continue
        at += 1
    return (*found, *([] if current is None else [current]))


def _filled(argument: str, script: str) -> str:
    # string.Format knows `{0}` and doubled braces; anything else is an error.
    return _HOLE.sub(lambda hole: _BRACES.get(hole.group(), script), argument)


def _fixed(name: str, script: str) -> str:
    if name == "cmd":
        return f"@echo off\n{script}"
    if name in ("pwsh", "powershell"):
        return f"{_STOP_ON_ERROR}\n{script}\n{_KEEP_EXIT_CODE}"
    return script
