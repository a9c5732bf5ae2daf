"""Owns how actions read inputs and run commands, as @actions/core and exec do it."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Optional, Tuple

from understudy.engine.command import Ending
from understudy.engine.contract import ActionFailed, Host, NotPlayed
from understudy.model.plan import Reason

_TRUE = ("true", "True", "TRUE")
_FALSE = ("false", "False", "FALSE")


def text(inputs: Mapping[str, str], name: str) -> str:
    """Return an input, less the blanks around it; empty where it is not given."""
    return inputs.get(name, "").strip()


def boolean(inputs: Mapping[str, str], name: str) -> bool:
    """Return a boolean input.

    Raises:
        ActionFailed: it is none, in the words of core.ts.
    """
    value = text(inputs, name)
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ActionFailed(
        f'Input does not meet YAML 1.2 "Core Schema" specification: {name}\n'
        "Support boolean input list: `true | True | TRUE | false | False | FALSE`"
    )


def required(inputs: Mapping[str, str], name: str) -> str:
    """Return an input that has to be given.

    Raises:
        ActionFailed: it is not.
    """
    value = text(inputs, name)
    if not value:
        raise ActionFailed(f"Input required and not supplied: {name}")
    return value


def lines(inputs: Mapping[str, str], name: str) -> Tuple[str, ...]:
    """Return the lines of an input that hold something."""
    stripped = (line.strip() for line in inputs.get(name, "").split("\n"))
    return tuple(line for line in stripped if line)


def succeed(
    host: Host,
    *argv: str,
    folder: Optional[Path] = None,
    env: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Run a process of the leg that has to end well.

    Raises:
        ActionFailed: it did not, in the words of toolrunner.ts.
        NotPlayed: there is no such program here.
    """
    ended = host.run(argv, folder, env)
    if ended.ending is Ending.NOT_STARTED:
        raise NotPlayed(Reason("tool", f"`{argv[0]}` does not start", fixable=True))
    if ended.code:
        program = shutil.which(argv[0], path=host.env.get("PATH")) or argv[0]
        raise ActionFailed(
            f"The process '{program}' failed with exit code {ended.code}"
        )


def major(ref: str, newest: int) -> int:
    """Return the major version of an action's ref; a branch has the newest."""
    digits = ref[1:].split(".")[0] if ref.startswith("v") else ""
    return int(digits) if digits.isdecimal() else newest
