"""Owns the life of one leg: its steps in order, its outputs, its verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Mapping, Optional, Tuple

from understudy.dialects.base import Contexts, Judgement
from understudy.dialects.stage import Setting, StepEnd
from understudy.engine.cancellation import Cancellation
from understudy.engine.confine import Cell
from understudy.engine.files import remove_tree
from understudy.engine.leg import (
    CANCELLED,
    FAILURE,
    SKIPPED,
    SUCCESS,
    LegState,
    StepTalk,
)
from understudy.engine.log import Log
from understudy.engine.observe import LegStarted, StepFinished, StepStarted, Warned
from understudy.engine.rehearsal import Rehearsal
from understudy.engine.room import (
    Room,
    command_files,
    furnish,
    start_environment,
    write_event,
)
from understudy.engine.step import Outcome, Part, Post, play, play_post
from understudy.expressions import ExpressionError
from understudy.model.pipeline import Step
from understudy.model.plan import Leaf, Leg, Reason
from understudy.model.result import LegResult, StepResult, Verdict

# Nothing that a leg hands on may be called by an id that the service made up.
_GENERATED = "__"
_DEFAULT_MINUTES = 360.0

_VERDICTS = {
    SUCCESS: Verdict.PASSED,
    FAILURE: Verdict.FAILED,
    CANCELLED: Verdict.CANCELLED,
    SKIPPED: Verdict.SKIPPED,
}


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
    confinement = rehearsal.services.confinement
    tracking = rehearsal.run.tracking_of(leg.address)
    cell = confinement.open(tracking, tuple(str(path) for path in room.folders))
    result: Optional[LegResult] = None
    try:
        with rehearsal.run.open_log(leg.address) as file:
            log = Log(file, rehearsal.masker)
            leg_play = LegPlay(
                _state(leg, contexts, rehearsal, cancellation, room, cell, log)
            )
            playing[leg.address] = leg_play
            result = leg_play.play()
    finally:
        playing.pop(leg.address, None)
        for orphan in cell.close():
            _tell(rehearsal, leg, f"{orphan.name} was still running, and was ended")
        if rehearsal.options.keep is False and (result is None or result.passed):
            remove_tree(room.root)
    return replace(result, seconds=rehearsal.services.now() - begun)


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


def _state(
    leg: Leg,
    contexts: Contexts,
    rehearsal: Rehearsal,
    cancellation: Cancellation,
    room: Room,
    cell: Cell,
    log: Log,
) -> LegState:
    services = rehearsal.services
    setting = setting_of(room, cell, rehearsal)
    start = start_environment(
        room,
        cell,
        rehearsal.environ,
        rehearsal.indexes,
        rehearsal.origin,
        services.here.platform,
        rehearsal.token,
    )
    stage = services.stage(contexts, leg.job, leg.workflow, setting)
    return LegState(leg, rehearsal, stage, room, cell, log, cancellation, start)


def _tell(rehearsal: Rehearsal, leg: Leg, message: str) -> None:
    rehearsal.observer.notify(Warned(rehearsal.seconds(), message, leg.address))


class LegPlay:
    """One leg while it plays; `step` and `since` say what it is at."""

    def __init__(self, state: LegState) -> None:
        self.state = state
        self.step: Optional[StepStarted] = None
        self._results: List[StepResult] = []
        self._posts: List[Post] = []
        self._stopped: Optional[Reason] = None
        self._cause: Optional[Reason] = None
        leg = state.leg
        minutes = leg.timeout_minutes
        self._minutes = _DEFAULT_MINUTES if minutes is None else minutes
        self._deadline = state.rehearsal.services.now() + self._minutes * 60

    def play(self) -> LegResult:
        """Play every step, then the ends of the actions, last one first."""
        state = self.state
        steps = state.leg.job.steps
        rehearsal = state.rehearsal
        log = str(rehearsal.run.log_path(state.leg.address))
        rehearsal.observer.notify(
            LegStarted(rehearsal.seconds(), state.leg.address, len(steps), log)
        )
        outputs: Dict[str, str] = {}
        if self._begin():
            for position, step in enumerate(steps, 1):
                self._step(position, step)
                if self._stopped is not None:
                    break
            if self._stopped is None:
                for number, post in enumerate(reversed(self._posts), len(steps) + 1):
                    self._post(number, post)
            outputs = self._outputs()
        return self._result(outputs)

    def _begin(self) -> bool:
        """Set the variables of the job; tell whether its steps can start."""
        state = self.state
        try:
            write_event(state.room, state.stage.event())
            state.env = state.stage.job_env()
        except ExpressionError as error:
            StepTalk(state, "").error(str(error))
            state.status = FAILURE
            self._cause = Reason("expression", str(error))
            return False
        return True

    def _step(self, position: int, step: Step) -> None:
        state = self.state
        rehearsal = state.rehearsal
        files = command_files(state.room, tuple(state.stage.files))
        talk = StepTalk(state, step.id)
        moment = state.moment(step.id, files)
        name = step.id
        try:
            # StepsRunner.cs: the step's own variables are filled before its condition.
            env = state.stage.step_env(step, moment)
            moment = state.moment(step.id, files, env)
            judgement = state.stage.judge(step, moment)
            if judgement.truth is not True:
                self._skip(step, self._shown(step), judgement)
                return
            name = state.stage.name(step, moment)
            minutes = state.stage.number(step.timeout_minutes, moment) or None
        except ExpressionError as error:
            self._start(position, step.id, name)
            talk.error(str(error))
            self._end(step.id, name, Outcome(FAILURE, text=str(error)), talk, 0.0)
            return
        self._assume(step)
        self._start(position, step.id, name)
        begun = rehearsal.services.now()
        deadline = None if minutes is None else begun + minutes * 60
        part = Part(state, step, name, moment, talk, files, minutes, deadline)
        with_job_limit, limited = self._limited(part)
        try:
            outcome, post = play(with_job_limit)
            tolerated = outcome.result == FAILURE and state.stage.flag(
                step.continue_on_error, moment
            )
        except ExpressionError as error:
            talk.error(str(error))
            outcome, post, tolerated = Outcome(FAILURE, text=str(error)), None, False
        if limited and rehearsal.services.now() >= self._deadline:
            outcome = self._out_of_time(talk)
        if post is not None:
            self._posts.append(post)
        talk.settle()
        seconds = rehearsal.services.now() - begun
        self._end(step.id, name, outcome, talk, seconds, tolerated)

    def _limited(self, part: Part) -> Tuple[Part, bool]:
        """Return a step that ends when the job has to, if that is sooner."""
        if part.deadline is not None and part.deadline < self._deadline:
            return part, False
        return replace(part, deadline=self._deadline, minutes=self._minutes), True

    def _out_of_time(self, talk: StepTalk) -> Outcome:
        text = (
            "The job has exceeded the maximum execution time of"
            f" {self._minutes:g} minutes"
        )
        talk.error(text)
        self.state.cancellation.cancel(text)
        return Outcome(CANCELLED, text=text)

    def _post(self, position: int, post: Post) -> None:
        state = self.state
        id, name = f"{_GENERATED}post_{post.step.id}", f"Post {post.name}"
        files = command_files(state.room, tuple(state.stage.files))
        talk = StepTalk(state, id)
        moment = state.moment(post.step.id, files)
        self._start(position, id, name)
        begun = state.rehearsal.services.now()
        part = Part(state, post.step, name, moment, talk, files)
        outcome = play_post(part, post)
        talk.settle()
        self._end(id, name, outcome, talk, state.rehearsal.services.now() - begun)

    def _shown(self, step: Step) -> str:
        """Return the name of a step that does not run, as far as it can be filled."""
        try:
            return self.state.stage.name(step, self.state.moment(step.id))
        except ExpressionError:
            return step.name.text if step.name else step.id

    def _skip(self, step: Step, name: str, judgement: Judgement) -> None:
        hide = self.state.rehearsal.masker.hide
        text = "`if` is false"
        if judgement.unknown:
            text = f"`if` is not known: {judgement.unknown}"
        leaves = tuple(Leaf(leaf.text, hide(leaf.value)) for leaf in judgement.leaves)
        reason = Reason("if", text, hide(judgement.expression), leaves)
        result = StepResult(
            step.id, name, Verdict.SKIPPED, SKIPPED, SKIPPED, reason=reason
        )
        self.state.ended[step.id] = StepEnd(SKIPPED, SKIPPED)
        self._keep(result, self.state.log.position)

    def _assume(self, step: Step) -> None:
        for name in self.state.stage.empty(step):
            if name not in self.state.assumed:
                self.state.assumed.append(name)

    def _start(self, position: int, id: str, name: str) -> None:
        state = self.state
        shown = state.rehearsal.masker.hide(name)
        self.step = StepStarted(
            state.rehearsal.seconds(),
            state.leg.address,
            id,
            shown,
            position,
            state.log.position,
        )
        state.rehearsal.observer.notify(self.step)

    def _end(
        self,
        id: str,
        name: str,
        outcome: Outcome,
        talk: StepTalk,
        seconds: float,
        tolerated: bool = False,
    ) -> None:
        state = self.state
        offset = self.step.offset if self.step else 0
        shown = state.rehearsal.masker.hide(name)
        conclusion = SUCCESS if tolerated else outcome.result
        if outcome.reason is not None:
            self._stopped = self._stopped or outcome.reason
            state.log.write(f"##[warning]not rehearsed: {outcome.reason}")
            result = StepResult(
                id,
                shown,
                Verdict.NOT_REHEARSED,
                fidelity=outcome.fidelity,
                seconds=seconds,
                exit_code=outcome.exit_code,
                reason=outcome.reason,
                notes=outcome.notes,
            )
            self._keep(result, offset)
            return
        if conclusion == FAILURE and state.status == SUCCESS:
            state.status = FAILURE
        if conclusion == CANCELLED:
            state.status = CANCELLED
        if conclusion in (FAILURE, CANCELLED) and self._cause is None:
            position = self.step.position if self.step else 0
            text = f'step {position} "{shown}" {outcome.text}'
            self._cause = Reason("step", text.rstrip())
        outputs = {} if id.startswith(_GENERATED) else dict(talk.outputs)
        if not id.startswith(f"{_GENERATED}post_"):
            state.ended[id] = StepEnd(conclusion, outcome.result, outputs)
        result = StepResult(
            id,
            shown,
            _VERDICTS[outcome.result],
            outcome.result,
            conclusion,
            outcome.fidelity,
            seconds,
            outcome.exit_code,
            notes=outcome.notes,
        )
        self._keep(result, offset)

    def _keep(self, result: StepResult, offset: int) -> None:
        rehearsal = self.state.rehearsal
        self._results.append(result)
        self.step = None
        end = self.state.log.position
        address = self.state.leg.address
        rehearsal.observer.notify(
            StepFinished(rehearsal.seconds(), address, result, offset, end)
        )

    def _outputs(self) -> Dict[str, str]:
        """Return the outputs of the job, without those that hold a secret."""
        state = self.state
        try:
            outputs: Mapping[str, str] = state.stage.outputs(state.moment())
        except ExpressionError as error:
            StepTalk(state, "").error(str(error))
            state.status = FAILURE if state.status == SUCCESS else state.status
            self._cause = self._cause or Reason("expression", str(error))
            return {}
        kept: Dict[str, str] = {}
        for name, value in outputs.items():
            if state.rehearsal.masker.reveals(value):
                text = f"Skip output '{name}' since it may contain secret."
                state.log.write(f"##[warning]{text}")
                _tell(state.rehearsal, state.leg, text)
            else:
                kept[name] = value
        return kept

    def _result(self, outputs: Mapping[str, str]) -> LegResult:
        state = self.state
        leg = state.leg
        verdict, reason = self._verdict()
        tolerated = verdict is Verdict.FAILED and leg.continue_on_error is True
        return LegResult(
            address=leg.address,
            workflow=leg.workflow.path,
            job=leg.job.id,
            name=leg.name,
            verdict=verdict,
            reason=reason,
            steps=tuple(self._results),
            outputs=outputs,
            annotations=tuple(state.annotations),
            assumed=tuple(state.assumed),
            python=state.python,
            confinement=state.rehearsal.services.confinement.name,
            log=str(state.rehearsal.run.log_path(leg.address)),
            tolerated=tolerated,
        )

    def _verdict(self) -> Tuple[Verdict, Optional[Reason]]:
        status = self.state.status
        if status == FAILURE:
            return Verdict.FAILED, self._cause
        if status == CANCELLED or self.state.cancellation.requested:
            why = self.state.cancellation.reason or "cancelled"
            return Verdict.CANCELLED, Reason("cancelled", why)
        if self._stopped is not None:
            return Verdict.NOT_REHEARSED, self._stopped
        return Verdict.PASSED, None
