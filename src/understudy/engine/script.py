"""Owns how a `run` step is played: its shell, its file, and what its exit means."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Optional

from understudy.engine import shell as shells
from understudy.engine.announcement import announce_script
from understudy.engine.command import Command, Ending, Exit
from understudy.engine.foresight import image_label
from understudy.engine.idleness import idle_words
from understudy.engine.image_tools import missing_tool, ships
from understudy.engine.outcome import Outcome, failed, lacks, no_tool, not_played
from understudy.engine.part import Part
from understudy.engine.sending import sending_command
from understudy.model.result import Annotation

# The exit code of a shell that did not find a command.
_NOT_FOUND = 127
_NOT_STARTED = "the shell could not be started"
_LANGUAGES = ("python", "perl", "ruby", "node")


def play_script(part: Part) -> Outcome:
    """Play a script, and return what it came to.

    Raises:
        ExpressionError: the service cannot fill one of the step's values.
    """
    state, stage, moment, step = part.state, part.state.stage, part.moment, part.step
    script = stage.text(step.script, moment) if step.script else ""
    option, folder = state.defaults
    if step.shell is not None:
        option = stage.text(step.shell, moment)
    if step.working_directory is not None:
        folder = stage.text(step.working_directory, moment)
    sends = sending_command(script) if _is_shell(option) else None
    if sends is not None:
        return not_played("network", f"`{sends}` would send something out")
    env = state.environment(moment)
    shell = shells.find_shell(option, env["PATH"])
    found = not isinstance(shell, shells.NoShell)
    name = str(shell) if found else option or "sh"
    announce_script(state.log, script, name, moment.env)
    if isinstance(shell, shells.NoShell):
        return _no_shell(part, shell)
    file = shells.write_script(shell, script, str(state.room.temp))
    command = Command(
        shells.command_line(shell, state.cell.inside(file)),
        shells.working_folder(state.cell.inside(str(state.room.workspace)), folder),
        env,
    )
    begun = state.log.position
    ear = state.commands.ear(env, part.talk)
    state.log.listener = ear
    try:
        end = state.run(command, part.remaining(), part.goes_on)
    finally:
        state.log.listener = None
        os.unlink(file)
    part.talk.failed = part.talk.failed or ear.failed
    return _judge(part, end, begun)


def _is_shell(option: Optional[str]) -> bool:
    """Tell whether the scripts of a shell are made of commands."""
    program = (option or "sh").partition(" ")[0]
    return not os.path.basename(program).startswith(_LANGUAGES)


def _judge(part: Part, end: Exit, begun: int) -> Outcome:
    """Say what an exit means (ScriptHandler.cs)."""
    if end.ending in (Ending.CANCELLED, Ending.TIMED_OUT):
        return part.interrupted(end.ending, end.code)
    if end.ending is Ending.NOT_STARTED:
        problem = end.problem or _NOT_STARTED
        part.talk.error(problem)
        return failed(problem)
    tool = _missing(part, begun)
    if tool is not None and end.code == _NOT_FOUND:
        return replace(no_tool(tool), exit_code=end.code)
    notes = (lacks(tool),) if tool is not None else ()
    if end.code:
        if not any(mark.refused for mark in part.marks()):
            part.talk.error(f"Process completed with exit code {end.code}.")
        return replace(failed(f"exit {end.code}", end.code), notes=notes)
    for words in idle_words(_tail(part, begun)):
        part.talk.annotate(Annotation("warning", f"{words}, and exit 0"))
    return Outcome(exit_code=end.code, notes=notes)


def _missing(part: Part, begun: int) -> Optional[str]:
    """Return the tool of the image that a script, by its output, did not find."""
    return missing_tool(_tail(part, begun), image_label(part.state.leg.labels))


def _tail(part: Part, begun: int) -> str:
    """Return the end of what a script said."""
    log = part.state.log
    said = log.position - begun
    return log.tail[-said:].decode("utf-8", "replace") if said else ""


def _no_shell(part: Part, shell: shells.NoShell) -> Outcome:
    label = image_label(part.state.leg.labels)
    if shell.missing and ships(label, shell.missing):
        return no_tool(shell.missing)
    part.talk.error(shell.message)
    return failed(shell.message)
