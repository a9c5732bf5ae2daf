"""Owns what comes before the first step of a leg: its state, variables, refusals."""

from __future__ import annotations

from typing import Optional

from understudy.dialects.base import Contexts
from understudy.dialects.stage import NotKnown, Setting
from understudy.engine.cancellation import Cancellation
from understudy.engine.confine import Cell
from understudy.engine.contract import Refused
from understudy.engine.foresight import comment
from understudy.engine.leg import DEFAULT_MINUTES, LegState
from understudy.engine.log import Log
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.room import Room, start_environment, write_event
from understudy.engine.standing import Standing
from understudy.engine.talk import StepTalk
from understudy.expressions import ExpressionError
from understudy.model.pipeline import StepKind
from understudy.model.plan import Leg, Reason

_SET_UP = "__set_up_job"


def leg_state(
    leg: Leg,
    contexts: Contexts,
    rehearsal: Rehearsal,
    cancellation: Cancellation,
    room: Room,
    cell: Cell,
    log: Log,
) -> LegState:
    """Return the state of a leg before anything has happened."""
    services = rehearsal.services
    setting = setting_of(room, cell, rehearsal)
    minutes = leg.timeout_minutes
    return LegState(
        leg=leg,
        rehearsal=rehearsal,
        stage=services.stage(contexts, leg.job, leg.workflow, setting),
        commands=services.commands(setting),
        room=room,
        cell=cell,
        log=log,
        cancellation=cancellation,
        start=start_environment(
            room,
            cell,
            rehearsal.environ,
            rehearsal.indexes,
            rehearsal.origin,
            services.here.platform,
            rehearsal.token,
        ),
        standing=Standing(),
        minutes=DEFAULT_MINUTES if minutes is None else minutes,
        begun=services.now(),
    )


def setting_of(room: Room, cell: Cell, rehearsal: Rehearsal) -> Setting:
    """Return where a leg is played, as it sees that itself."""
    here = rehearsal.services.here
    return Setting(
        workspace=cell.inside(str(room.workspace)),
        temp=cell.inside(str(room.temp)),
        tool_cache=cell.inside(str(room.tool_cache)),
        home=cell.inside(str(room.home)),
        event_path=cell.inside(str(room.event)),
        token=rehearsal.token,
        system=here.system,
        architecture=here.architecture,
        hash_root=room.workspace,
    )


def set_up(state: LegState) -> bool:
    """Do what comes before the first step; tell whether that can start.

    All of it happens whatever the conditions of steps say (JobExtension.cs).
    """
    stage, standing, talk = state.stage, state.standing, StepTalk(state, _SET_UP)
    hide = state.rehearsal.masker.hide
    state.assume(stage.empty_in_job())
    try:
        write_event(state.room, stage.event())
        state.env = stage.job_env()
        state.defaults = stage.defaults(state.moment())
        refused = _refused(state)
    except NotKnown as error:
        standing.unplayed = Reason("secret", hide(str(error)), fixable=True)
        return False
    except ExpressionError as error:
        talk.error(str(error))
        standing.fail(Reason("expression", hide(str(error))))
        return False
    if refused is not None:
        talk.error(refused.message)
        standing.fail(Reason("action", refused.message))
    return refused is None


def _refused(state: LegState) -> Optional[Refused]:
    """Return what the service says of an action that it does not even fetch."""
    actions = state.rehearsal.services.actions
    for step in state.leg.job.steps:
        if step.kind is StepKind.USES and step.uses is not None:
            uses = state.stage.text(step.uses, state.moment())
            found = actions.find(uses, comment(step.uses))
            if isinstance(found, Refused):
                return found
    return None
