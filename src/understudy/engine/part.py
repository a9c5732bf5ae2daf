"""Owns one step at the moment it is played: what it has, and when it has to end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Dict, Mapping, Optional, Tuple

from understudy.dialects.stage import Moment
from understudy.engine.command import Ending
from understudy.engine.leg import LegState
from understudy.engine.outcome import CANCELLED, Outcome, failed
from understudy.engine.posts import Post
from understudy.engine.stand_ins import Mark, read_marks
from understudy.engine.talk import StepTalk
from understudy.expressions import ExpressionError
from understudy.model.pipeline import Step
from understudy.records import dataclass


@dataclass(frozen=True)
class Part:
    """One step at the moment it is played, or the `post` of one.

    `moment.env` has the step's own variables; `minutes` is its timeout, and `deadline`
    when that is, by the run's clock. `marked` is how much stand-ins had done before.
    """

    state: LegState
    step: Step
    name: str
    moment: Moment
    talk: StepTalk
    files: Mapping[str, Path]
    post: Optional[Post] = None
    minutes: Optional[float] = None
    deadline: Optional[float] = None
    marked: int = 0

    def marks(self) -> Tuple[Mark, ...]:
        """Return what stand-ins have done for the step."""
        return read_marks(self.state.room.marks)[self.marked :]

    def remaining(self) -> Optional[float]:
        """Return the seconds that the step has left, None where any will do."""
        if self.deadline is None:
            return None
        return max(0.0, self.deadline - self.state.rehearsal.services.now())

    def goes_on(self) -> bool:
        """Tell whether a cancel spares the step: its condition is asked again."""
        if self.post is not None:
            return True  # Its condition is `always()`.
        moment = replace(self.moment, status=CANCELLED)
        try:
            return self.state.stage.judge(self.step, moment).truth is True
        except ExpressionError as error:
            self.talk.error(str(error))
            return False

    def interrupted(self, ending: Ending, code: Optional[int] = None) -> Outcome:
        """Say that the step was ended before its time (StepsRunner.cs)."""
        if ending is Ending.CANCELLED:
            self.talk.error("The operation was canceled.")
            return Outcome(CANCELLED, exit_code=code, text="cancelled")
        text = f"timed out after {self.minutes:g} minutes"
        self.talk.error(f"The action '{self.name}' has {text}.")
        return failed(text, code)

    def listen(self) -> None:
        """Take in what the step's files say, also when it failed."""
        contents: Dict[str, Optional[bytes]] = {}
        for name, path in self.files.items():
            try:
                contents[name] = path.read_bytes()
            except OSError:
                contents[name] = None
        hide = self.state.rehearsal.masker.hide
        self.talk.take(self.state.commands.said(contents, hide))
