"""Owns how the log of a step begins: what is played, with what, as the service says."""

from __future__ import annotations

from typing import Mapping

from understudy.engine.log import Log

_BLANK = " \t\r\n"


def announce_script(log: Log, script: str, shell: str, env: Mapping[str, str]) -> None:
    """Begin the log of a script (ScriptHandler.cs)."""
    first = script.lstrip(_BLANK).replace("\r", "\n").split("\n")[0]
    lines = script.replace("\r\n", "\n").rstrip("\n").split("\n")
    log.write(f"##[group]Run {first}", *lines, f"shell: {shell}")
    _close(log, env)


def announce_action(
    log: Log, uses: str, inputs: Mapping[str, str], env: Mapping[str, str]
) -> None:
    """Begin the log of an action (Handler.cs)."""
    log.write(f"##[group]Run {uses}")
    if inputs:
        shown = ((name, value) for name, value in inputs.items() if value)
        log.write("with:", *(f"  {name}: {value}" for name, value in shown))
    _close(log, env)


def _close(log: Log, env: Mapping[str, str]) -> None:
    if env:
        log.write("env:", *(f"  {name}: {value}" for name, value in env.items()))
    log.write("##[endgroup]")
