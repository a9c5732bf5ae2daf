"""Owns how one step is played: its script or its action, and what that came to."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Dict, Mapping, Optional, Tuple

from understudy.dialects.stage import Moment
from understudy.engine import shell as shells
from understudy.engine.contract import ActionFailed, Found, NotPlayed, Refused
from understudy.engine.foresight import Outlook, comment, filled, image_label, lowered
from understudy.engine.host import StepHost
from understudy.engine.leg import CANCELLED, FAILURE, SUCCESS, LegState, StepTalk
from understudy.engine.process import Command, Ending, Exit
from understudy.engine.runner_images import missing_tool, ships
from understudy.engine.sending import sending_command
from understudy.engine.stand_ins import read_marks
from understudy.errors import UnderstudyError
from understudy.model.pipeline import Step, StepKind
from understudy.model.plan import Reason
from understudy.model.result import Annotation, Fidelity


@dataclass(frozen=True)
class Outcome:
    """What a step came to, before its `continue-on-error`.

    `reason` is why it could not be played, or not to its end: then `result` means
    nothing. `text` says in words how it failed.
    """

    result: str = SUCCESS
    reason: Optional[Reason] = None
    fidelity: Fidelity = Fidelity.REAL
    notes: Tuple[str, ...] = ()
    exit_code: Optional[int] = None
    text: str = ""


@dataclass(frozen=True)
class Post:
    """The last part of an action, to be played after the last step of the job."""

    step: Step
    name: str
    found: Found
    inputs: Mapping[str, str] = field(repr=False)
    given: Mapping[str, str] = field(repr=False)
    saved: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Part:
    """One step at the moment it is played.

    `moment.env` has the step's own variables; `minutes` is its timeout, and `deadline`
    when that is, by the run's clock.
    """

    state: LegState
    step: Step
    name: str
    moment: Moment
    talk: StepTalk
    files: Mapping[str, Path]
    minutes: Optional[float] = None
    deadline: Optional[float] = None

    def remaining(self) -> Optional[float]:
        """Return the seconds that the step has left, None where any will do."""
        if self.deadline is None:
            return None
        now = self.state.rehearsal.services.now()
        return max(0.0, self.deadline - now)

    def goes_on(self) -> bool:
        """Tell whether a cancel spares the step: its condition is asked again."""
        if self.step.condition is None:
            return False
        moment = replace(self.moment, status=CANCELLED)
        return self.state.stage.judge(self.step, moment).truth is True


def play(part: Part) -> Tuple[Outcome, Optional[Post]]:
    """Play a step, and return what it came to and what is left for the end.

    Raises:
        ExpressionError: the service cannot fill one of the step's values.
    """
    if part.step.background or part.step.kind not in (StepKind.RUN, StepKind.USES):
        what = "background" if part.step.background else part.step.kind.value
        return _not_played("action", f"understudy cannot play `{what}` steps yet"), None
    if part.step.kind is StepKind.RUN:
        return _run(part), None
    return _use(part)


def play_post(part: Part, post: Post) -> Outcome:
    """Play the last part of an action."""
    action = post.found.action
    assert action.post is not None
    host = _host(part, post.found, post.inputs, post.given, post.saved)
    try:
        action.post(host)
    except ActionFailed as error:
        part.talk.error(str(error))
        return Outcome(FAILURE, fidelity=Fidelity.EMULATED, text=str(error))
    except NotPlayed as error:
        return Outcome(reason=error.reason, fidelity=Fidelity.NONE)
    return Outcome(fidelity=Fidelity.EMULATED)


def _run(part: Part) -> Outcome:
    state, stage, moment = part.state, part.state.stage, part.moment
    script = stage.text(part.step.script, moment) if part.step.script else ""
    sends = sending_command(script)
    if sends is not None:
        return _not_played("network", f"`{sends}` would send something out")
    default_shell, default_folder = stage.defaults(moment)
    own = part.step
    option = stage.text(own.shell, moment) if own.shell else default_shell
    folder = default_folder
    if own.working_directory is not None:
        folder = stage.text(own.working_directory, moment)
    env = state.environment(moment)
    shell = shells.find_shell(option, env["PATH"])
    if isinstance(shell, shells.NoShell):
        return _no_shell(part, shell)
    file = shells.write_script(shell, script, str(state.room.temp))
    _announce(part, script, str(shell))
    command = Command(
        shells.command_line(shell, state.cell.inside(file)),
        shells.working_folder(state.cell.inside(str(state.room.workspace)), folder),
        env,
    )
    marks = len(read_marks(state.room.marks))
    ear = stage.ear(env, part.talk)
    state.log.listener = ear
    try:
        end = state.run(command, part.remaining(), part.goes_on)
    finally:
        state.log.listener = None
        os.unlink(file)
    outcome = _judge(part, end)
    _listen(part)
    if ear.failed or part.talk.failed:
        outcome = replace(
            outcome, result=FAILURE, text=outcome.text or "a command failed"
        )
    return _with_stand_ins(part, outcome, marks)


def _announce(part: Part, script: str, shell: str) -> None:
    """Begin the log of a script as the service does."""
    log = part.state.log
    lines = script.rstrip("\n").split("\n")
    log.write(f"##[group]Run {lines[0].strip()}", *lines, f"shell: {shell}")
    if part.moment.env:
        log.write("env:", *(f"  {k}: {v}" for k, v in part.moment.env.items()))
    log.write("##[endgroup]")


def _judge(part: Part, end: Exit) -> Outcome:
    """Say what an exit means (ScriptHandler.cs, ProcessInvoker.cs)."""
    talk = part.talk
    if end.ending is Ending.CANCELLED:
        talk.error("The operation was canceled.")
        return Outcome(CANCELLED, exit_code=end.code, text="cancelled")
    if end.ending is Ending.TIMED_OUT:
        minutes = f"{part.minutes:g}" if part.minutes is not None else ""
        talk.error(f"The action '{part.name}' has timed out after {minutes} minutes.")
        text = f"timed out after {minutes} minutes"
        return Outcome(FAILURE, exit_code=end.code, text=text)
    if end.ending is Ending.NOT_STARTED:
        talk.error(end.problem or "the shell could not be started")
        return Outcome(FAILURE, text=end.problem or "the shell could not be started")
    if end.code:
        tool = None
        if end.code == 127:
            label = image_label(part.state.leg.labels)
            tail = part.state.log.tail.decode("utf-8", "replace")
            tool = missing_tool(tail, label)
        if tool is not None:
            return _no_tool(tool)
        talk.error(f"Process completed with exit code {end.code}.")
        return Outcome(FAILURE, exit_code=end.code, text=f"exit {end.code}")
    return Outcome(exit_code=end.code)


def _listen(part: Part) -> None:
    """Take in what the step's files say, also when it failed."""
    contents: Dict[str, Optional[bytes]] = {}
    for name, path in part.files.items():
        try:
            contents[name] = path.read_bytes()
        except OSError:
            contents[name] = None
    part.talk.take(part.state.stage.said(contents, part.state.rehearsal.masker.hide))


def _with_stand_ins(part: Part, outcome: Outcome, before: int) -> Outcome:
    """Say what stand-ins did, which do not install anything on this machine."""
    marks = read_marks(part.state.room.marks)[before:]
    refused = [mark for mark in marks if mark.refused]
    if refused:
        text = f"`{refused[0].text}` would change this machine"
        command = next((mark.command for mark in refused if mark.command), None)
        reason = Reason("privilege", text, fixable=True, command=command)
        return replace(outcome, reason=reason)
    notes = tuple(dict.fromkeys(f"{mark.tool}: {mark.text}" for mark in marks))
    return replace(outcome, notes=(*outcome.notes, *notes))


def _no_shell(part: Part, shell: shells.NoShell) -> Outcome:
    label = image_label(part.state.leg.labels)
    if shell.missing and ships(label, shell.missing):
        return _no_tool(shell.missing)
    part.talk.error(shell.message)
    return Outcome(FAILURE, text=shell.message)


def _no_tool(tool: str) -> Outcome:
    text = f"no {tool} here, which the hosted machine has"
    return Outcome(reason=Reason("tool", text, fixable=True), fidelity=Fidelity.NONE)


def _not_played(code: str, text: str) -> Outcome:
    return Outcome(reason=Reason(code, text, fixable=True), fidelity=Fidelity.NONE)


def _use(part: Part) -> Tuple[Outcome, Optional[Post]]:
    state, stage, step = part.state, part.state.stage, part.step
    uses = stage.text(step.uses, part.moment) if step.uses else ""
    found = state.rehearsal.services.actions.find(uses, comment(step.uses))
    if isinstance(found, Reason):
        return Outcome(reason=found, fidelity=Fidelity.NONE), None
    if isinstance(found, Refused):
        part.talk.error(found.message)
        return Outcome(FAILURE, text=found.message), None
    given = lowered(stage.inputs(step, part.moment))
    inputs = filled(found, given, stage, part.moment)
    _announce_action(part, uses, given)
    _check_inputs(part, found, given)
    host = _host(part, found, inputs, given, {})
    outcome = _guard(part, found, host)
    post = None
    if found.action.post is not None:
        post = Post(step, part.name, found, inputs, given, part.talk.saved)
    return outcome, post


def _guard(part: Part, found: Found, host: StepHost) -> Outcome:
    try:
        played = found.action.main(host)
    except NotPlayed as error:
        return Outcome(reason=error.reason, fidelity=Fidelity.NONE)
    except UnderstudyError as error:
        if part.state.cancellation.requested:
            return Outcome(CANCELLED, fidelity=Fidelity.EMULATED, text="cancelled")
        part.talk.error(str(error))
        return Outcome(FAILURE, fidelity=Fidelity.EMULATED, text=str(error))
    return Outcome(fidelity=played.fidelity, notes=(*found.notes, *played.notes))


def _host(
    part: Part,
    found: Found,
    inputs: Mapping[str, str],
    given: Mapping[str, str],
    saved: Mapping[str, str],
) -> StepHost:
    state = part.state
    options = state.rehearsal.options
    outlook = Outlook(state.rehearsal.services, options.here, options.offline)
    return StepHost(
        leg=state,
        talk=part.talk,
        machine=outlook.machine(state.leg),
        ref=found.ref,
        inputs=inputs,
        given=given,
        environment=state.environment(part.moment),
        remaining=part.remaining,
        goes_on=part.goes_on,
        state=saved,
    )


def _announce_action(part: Part, uses: str, given: Mapping[str, str]) -> None:
    log = part.state.log
    log.write(f"##[group]Run {uses}")
    if given:
        log.write("with:", *(f"  {name}: {value}" for name, value in given.items()))
    log.write("##[endgroup]")


def _check_inputs(part: Part, found: Found, given: Mapping[str, str]) -> None:
    """Warn of inputs that the action does not know (ActionRunner.cs)."""
    unknown = [name for name in given if name not in found.action.INPUTS]
    if unknown:
        names = "', '".join(unknown)
        valid = "', '".join(found.action.INPUTS)
        message = f"Unexpected input(s) '{names}', valid inputs are ['{valid}']"
        part.state.log.write(f"##[warning]{message}")
        part.talk.annotate(Annotation("warning", message))
