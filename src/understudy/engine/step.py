"""Owns the life of one step: what it sees, whether it runs, what it comes to."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional, Tuple, Union

from understudy.dialects.base import Judgement
from understudy.dialects.stage import Moment, NotKnown
from understudy.engine.action import play_action, play_post
from understudy.engine.leg import LegState
from understudy.engine.outcome import (
    CANCELLED,
    FAILURE,
    SUCCESS,
    Outcome,
    failed,
    not_played,
)
from understudy.engine.part import Part
from understudy.engine.posts import Post
from understudy.engine.results import undecided
from understudy.engine.room import command_files
from understudy.engine.script import play_script
from understudy.engine.stand_ins import Mark
from understudy.engine.talk import StepTalk
from understudy.expressions import ExpressionError
from understudy.model.pipeline import Step, StepKind
from understudy.records import dataclass

# What the service calls a step that gives itself no id begins so.
GENERATED = "__"
_NO_TIMEOUT = "An error occurred when attempting to determine the step timeout."
_NO_MERCY = (
    "The step failed and an error occurred when attempting to determine whether to"
    " continue on error."
)


@dataclass(frozen=True)
class Turn:
    """One step in the order of its job, from 1, or the `post` of one after the last."""

    position: int
    step: Step
    post: Optional[Post] = None

    @property
    def id(self) -> str:
        """Return its id in the leg."""
        return f"{GENERATED}post_{self.step.id}" if self.post else self.step.id


def prepare(
    turn: Turn, state: LegState, talk: StepTalk
) -> Union[Part, Judgement, Outcome]:
    """Return a step that runs; if it does not, why not, or what it came to already."""
    step = turn.step
    files = command_files(state.room, tuple(state.commands.files))
    try:
        # StepsRunner.cs: the step's own variables are filled before its condition.
        env = state.stage.step_env(step, state.moment(step.id, files))
        moment = state.moment(step.id, files, env)
        if turn.post is not None:
            return Part(
                state, step, shown_name(turn, state), moment, talk, files, turn.post
            )
        judgement = state.stage.judge(step, moment)
        if judgement.truth is None:
            return undecided(judgement)
        if not judgement.truth:
            return judgement
        name = state.stage.name(step, moment)
    except ExpressionError as error:
        return _unfilled(error)
    return Part(state, step, name, moment, talk, files)


def shown_name(turn: Turn, state: LegState) -> str:
    """Return the name of a step, as far as it can be filled without its variables."""
    if turn.post is not None:
        return turn.post.name
    return state.stage.name(turn.step, state.moment(turn.step.id))


def play(part: Part) -> Outcome:
    """Play a step to its end, and let later steps see what it said."""
    talk = part.talk
    part = replace(_limited(part), marked=len(part.marks()))
    try:
        outcome = _play(part)
    except ExpressionError as error:
        outcome = _unfilled(error)
        if outcome.reason is None:
            talk.error(outcome.text)
    part.listen()
    if talk.failed and outcome.result == SUCCESS:
        outcome = replace(outcome, result=FAILURE, text="a command failed")
    outcome = _with_marks(outcome, part.marks())
    talk.settle()
    if outcome.result == FAILURE and outcome.reason is None:
        outcome = replace(outcome, tolerated=_tolerates(part))
    return outcome


def _play(part: Part) -> Outcome:
    if part.post is not None:
        return play_post(part, part.post)
    if part.step.background or part.step.kind not in (StepKind.RUN, StepKind.USES):
        what = "background" if part.step.background else part.step.kind.value
        return not_played("action", f"understudy cannot play `{what}` steps yet")
    return play_script(part) if part.step.kind is StepKind.RUN else play_action(part)


def _unfilled(error: ExpressionError) -> Outcome:
    if isinstance(error, NotKnown):
        return not_played("secret", str(error))
    return failed(str(error))


def _limited(part: Part) -> Part:
    """Return a step with the time that it has; an error there is none of the step's."""
    state = part.state
    try:
        minutes = state.stage.number(part.step.timeout_minutes, part.moment) or 0.0
    except ExpressionError as error:
        part.talk.error(_NO_TIMEOUT)
        part.talk.error(str(error))
        minutes = 0.0
    if minutes <= 0:
        return part
    deadline = state.rehearsal.services.now() + minutes * 60
    return replace(part, minutes=minutes, deadline=deadline)


def _tolerates(part: Part) -> bool:
    """Tell whether a step may fail, by what it has set itself as well."""
    moment: Moment = replace(part.moment, env={**part.moment.env, **part.talk.env})
    try:
        return part.state.stage.flag(part.step.continue_on_error, moment)
    except ExpressionError as error:
        part.talk.error(_NO_MERCY)
        part.talk.error(str(error))
        return False


def _with_marks(outcome: Outcome, marks: Tuple[Mark, ...]) -> Outcome:
    """Say what stand-ins did, which do not install anything on this machine."""
    refused = [mark for mark in marks if mark.refused]
    if refused and outcome.result != CANCELLED and outcome.reason is None:
        command = next((mark.command for mark in refused if mark.command), None)
        text = f"`{refused[0].text}` would change this machine"
        reason = not_played("privilege", text, command).reason
        return replace(outcome, reason=reason)
    notes = tuple(dict.fromkeys(f"{mark.tool}: {mark.text}" for mark in marks))
    return replace(outcome, notes=(*outcome.notes, *notes))
