"""Owns how a `uses` step is played by what was found for it, and how it is ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping, Optional

from understudy.engine.announcement import announce_action
from understudy.engine.contract import (
    ActionFailed,
    Found,
    Host,
    Interrupted,
    Machine,
    NotPlayed,
    Played,
)
from understudy.engine.foresight import comment, filled, lowered
from understudy.engine.host import StepHost
from understudy.engine.outcome import Outcome, failed, not_played
from understudy.engine.part import Part
from understudy.engine.posts import Post
from understudy.errors import UnderstudyError
from understudy.model.plan import Reason
from understudy.model.result import Fidelity

_Half = Callable[[Host], Optional[Played]]


def play_action(part: Part) -> Outcome:
    """Play an action, and leave its last part for the end of the job.

    Raises:
        ExpressionError: the service cannot fill one of the step's values.
    """
    state, step = part.state, part.step
    uses = state.stage.text(step.uses, part.moment) if step.uses else ""
    found = state.rehearsal.services.actions.find(uses, comment(step.uses))
    if isinstance(found, Reason):
        return Outcome(reason=found, fidelity=Fidelity.NONE)
    assert isinstance(found, Found)  # `set_up` has failed a job that is refused one.
    if found.action.post is not None:
        # ActionRunner.cs: before anything of the action itself can go wrong.
        post = Post(step, f"Post {part.name}", uses, found, part.talk.saved)
        state.posts.append(post)
    given = _given(part)
    _check_inputs(part, found, given)
    host = _host(part, uses, found, given, {})
    announce_action(state.log, uses, host.inputs, part.moment.env)
    return _play(part, found, found.action.main, host)


def play_post(part: Part, post: Post) -> Outcome:
    """Play the last part of an action.

    Raises:
        ExpressionError: the service cannot fill one of the step's values.
    """
    action = post.found.action
    assert action.post is not None
    given = _given(part)
    _check_inputs(part, post.found, given)
    part.state.log.write("Post job cleanup.")
    host = _host(part, post.uses, post.found, given, post.saved)
    return _play(part, replace(post.found, notes=()), action.post, host)


def _given(part: Part) -> Mapping[str, str]:
    return lowered(part.state.stage.inputs(part.step, part.moment))


def _play(part: Part, found: Found, half: _Half, host: StepHost) -> Outcome:
    try:
        played = half(host) or Played()
    except NotPlayed as error:
        return Outcome(reason=error.reason, fidelity=Fidelity.NONE)
    except Interrupted as error:
        outcome = part.interrupted(error.ending)
        return replace(outcome, fidelity=Fidelity.EMULATED)
    except ActionFailed as error:
        part.talk.error(error.message)
        return replace(failed(error.message), fidelity=Fidelity.EMULATED)
    except UnderstudyError as error:
        # Not what the original would say: it is the built-in that cannot go on.
        return not_played("action", f"{found.action.NAME}: {error.message}", error.hint)
    return Outcome(fidelity=played.fidelity, notes=(*found.notes, *played.notes))


def _host(
    part: Part,
    uses: str,
    found: Found,
    given: Mapping[str, str],
    saved: Mapping[str, str],
) -> StepHost:
    state = part.state
    interpreters = state.rehearsal.services.interpreters
    offline = state.rehearsal.options.offline
    name, _, ref = uses.partition("@")
    repository = "/".join(name.split("/")[:2])
    moment = replace(part.moment, repository=repository, ref=ref)
    return StepHost(
        part=part,
        machine=Machine(interpreters, state.leg.labels or (), offline),
        ref=found.ref,
        inputs=filled(found, given, state.stage, moment),
        given=given,
        environment=state.environment(moment),
        state=saved,
    )


def _check_inputs(part: Part, found: Found, given: Mapping[str, str]) -> None:
    """Warn of inputs that the action does not know (ActionRunner.cs)."""
    unknown = [name for name in given if name not in found.action.INPUTS]
    if unknown:
        names = "', '".join(unknown)
        valid = "', '".join(found.action.INPUTS)
        part.talk.say(
            "warning", f"Unexpected input(s) '{names}', valid inputs are ['{valid}']"
        )
