"""Owns the life of one leg: its folders, its steps in order, its result."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Optional

from understudy.dialects.base import Contexts, Judgement
from understudy.dialects.stage import StepEnd
from understudy.engine.cancellation import Cancellation
from understudy.engine.command import Stop
from understudy.engine.files import remove_tree
from understudy.engine.leg import LegState
from understudy.engine.log import Log
from understudy.engine.observe import LegStarted, StepFinished, StepStarted, Warned
from understudy.engine.outcome import SKIPPED, Outcome
from understudy.engine.outputs import job_outputs
from understudy.engine.part import Part
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.results import skipped_result, step_result
from understudy.engine.room import furnish
from understudy.engine.set_up import leg_state, set_up
from understudy.engine.step import GENERATED, Turn, play, prepare, shown_name
from understudy.engine.talk import StepTalk
from understudy.model.plan import Leg
from understudy.model.result import Annotation, LegResult, StepResult, Verdict


def play_leg(
    leg: Leg,
    contexts: Contexts,
    rehearsal: Rehearsal,
    cancellation: Cancellation,
    playing: Dict[str, LegPlay],
) -> LegResult:
    """Play one leg from its first step to its last, and return how it ended.

    Args:
        contexts: what the leg sees before there is a machine.
        playing: holds the leg by its address while it plays, for who watches.
    """
    begun = rehearsal.services.now()
    room = furnish(
        rehearsal.run.workspace(leg.address),
        rehearsal.event.repository,
        rehearsal.environ.get("PATH", ""),
        rehearsal.services.here.platform,
    )
    tracking = rehearsal.run.tracking_of(leg.address)
    folders = tuple(str(path) for path in room.folders)
    cell = rehearsal.services.confinement.open(tracking, folders)
    try:
        with rehearsal.run.open_log(leg.address) as file:
            log = Log(file, rehearsal.masker)
            state = leg_state(leg, contexts, rehearsal, cancellation, room, cell, log)
            playing[leg.address] = leg_play = LegPlay(state)
            result = leg_play.play()
    finally:
        playing.pop(leg.address, None)
        for orphan in cell.close():
            _warn(rehearsal, leg, f"{orphan.name} was still running, and was ended")
    if result.passed and not rehearsal.options.keep:
        remove_tree(room.root)
    return replace(result, seconds=rehearsal.services.now() - begun)


def _warn(rehearsal: Rehearsal, leg: Leg, message: str) -> None:
    rehearsal.observer.notify(Warned(rehearsal.seconds(), message, leg.address))


class LegPlay:
    """One leg while it plays; `step` is the one that it is at, None between two."""

    def __init__(self, state: LegState) -> None:
        self.state = state
        self.step: Optional[StepStarted] = None

    def play(self) -> LegResult:
        """Play every step, then the ends of the actions, last one first."""
        state, rehearsal = self.state, self.state.rehearsal
        address, steps = state.leg.address, state.leg.job.steps
        log = str(rehearsal.run.log_path(address))
        started = LegStarted(rehearsal.seconds(), address, len(steps), log)
        rehearsal.observer.notify(started)
        outputs: Dict[str, str] = {}
        if set_up(state):
            for position, step in enumerate(steps, 1):
                self._take(Turn(position, step))
            position = len(steps)
            while state.posts:
                position += 1
                post = state.posts.pop()
                self._take(Turn(position, post.step, post))
            outputs = job_outputs(state)
        return self._result(outputs, log)

    def _take(self, turn: Turn) -> None:
        """Let a step have its turn, if the leg still goes on."""
        state = self.state
        stop = state.heed()
        if stop is not None:
            state.standing.cancel()
        if stop is Stop.KILL or state.standing.unplayed is not None:
            return
        talk = StepTalk(state, turn.id)
        prepared = prepare(turn, state, talk)
        if isinstance(prepared, Judgement):
            self._skip(turn, prepared)
            return
        clock = state.rehearsal.services.now
        begun = clock()
        if isinstance(prepared, Part):
            self._start(turn, prepared.name)
            state.assume(state.stage.empty(turn.step))
            outcome = play(prepared)
        else:
            self._start(turn, shown_name(turn, state))
            outcome = prepared
            if outcome.reason is None:
                talk.error(outcome.text)
        self._end(turn, outcome, talk, clock() - begun)

    def _skip(self, turn: Turn, judgement: Judgement) -> None:
        state = self.state
        hide = state.rehearsal.masker.hide
        name = shown_name(turn, state)
        result = skipped_result(turn.id, name, judgement, hide)
        state.ended[turn.id] = StepEnd(SKIPPED, SKIPPED)
        state.standing.count(Outcome(SKIPPED), result, turn.position)
        self._heed_cancel()
        self._tell(result, state.log.position)

    def _start(self, turn: Turn, name: str) -> None:
        state, rehearsal = self.state, self.state.rehearsal
        self.step = StepStarted(
            rehearsal.seconds(),
            state.leg.address,
            turn.id,
            rehearsal.masker.hide(name),
            turn.position,
            state.log.position,
        )
        rehearsal.observer.notify(self.step)

    def _end(
        self, turn: Turn, outcome: Outcome, talk: StepTalk, seconds: float
    ) -> None:
        state, step = self.state, self.step
        assert step is not None
        hide = state.rehearsal.masker.hide
        outcome = replace(outcome, text=hide(outcome.text))
        if outcome.reason is not None:
            state.log.write(f"##[warning]not rehearsed: {outcome.reason}")
        elif turn.post is None:
            # SetOutput of ExecutionContext.cs: none for an id that nobody gave.
            outputs = {} if turn.id.startswith(GENERATED) else dict(talk.outputs)
            end = StepEnd(outcome.conclusion, outcome.result, outputs)
            state.ended[turn.id] = end
        result = step_result(turn.id, step.name, outcome, seconds, hide)
        state.standing.count(outcome, result, turn.position)
        self._heed_cancel()
        self.step = None
        self._tell(result, step.offset)

    def _heed_cancel(self) -> None:
        """Count a cancel that came during a step, or while its condition was asked."""
        if self.state.cancellation.requested:
            self.state.standing.cancel()

    def _tell(self, result: StepResult, offset: int) -> None:
        state, rehearsal = self.state, self.state.rehearsal
        end = state.log.position
        address = state.leg.address
        rehearsal.observer.notify(
            StepFinished(rehearsal.seconds(), address, result, offset, end)
        )

    def _result(self, outputs: Dict[str, str], log: str) -> LegResult:
        state, leg = self.state, self.state.leg
        if state.out_of_time:
            StepTalk(state, "").annotate(Annotation("error", state.too_long))
        verdict, reason = state.standing.verdict(state.cancellation.reason)
        steps = tuple(state.standing.steps)
        if verdict is Verdict.PASSED and all(
            step.verdict is Verdict.SKIPPED for step in steps
        ):
            _warn(state.rehearsal, leg, "no step of it ran: every `if` was false")
        return LegResult(
            address=leg.address,
            workflow=leg.workflow.path,
            job=leg.job.id,
            name=leg.name,
            verdict=verdict,
            reason=reason,
            steps=steps,
            outputs=outputs,
            annotations=tuple(state.annotations),
            assumed=tuple(state.assumed),
            python=state.python,
            confinement=state.rehearsal.services.confinement.name,
            log=log,
            tolerated=verdict is Verdict.FAILED and leg.continue_on_error is True,
        )
