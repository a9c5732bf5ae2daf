"""Owns what a step came to, as plain values; who counts it is `standing`."""

from __future__ import annotations

from typing import Optional, Tuple

from understudy.model.plan import Reason
from understudy.model.result import Fidelity
from understudy.records import dataclass

SUCCESS, FAILURE, CANCELLED, SKIPPED = "success", "failure", "cancelled", "skipped"


@dataclass(frozen=True)
class Outcome:
    """What a step came to.

    `reason` is why it could not be played, or not to its end: then `result` means
    nothing. `text` says in words how it failed. `tolerated` says that it may.
    """

    result: str = SUCCESS
    reason: Optional[Reason] = None
    fidelity: Fidelity = Fidelity.REAL
    notes: Tuple[str, ...] = ()
    exit_code: Optional[int] = None
    text: str = ""
    tolerated: bool = False

    @property
    def conclusion(self) -> str:
        """Return what the step counts as."""
        return SUCCESS if self.tolerated else self.result


def failed(text: str, exit_code: Optional[int] = None) -> Outcome:
    """Return the outcome of a step that failed, as the text says."""
    return Outcome(FAILURE, exit_code=exit_code, text=text)


def not_played(code: str, text: str, command: Optional[str] = None) -> Outcome:
    """Return the outcome of a step that the user could make playable."""
    reason = Reason(code, text, fixable=True, command=command)
    return Outcome(reason=reason, fidelity=Fidelity.NONE)


def no_tool(tool: str) -> Outcome:
    """Return the outcome of a step that wants a tool which only its image has."""
    return not_played("tool", lacks(tool))


def lacks(tool: str) -> str:
    """Say that a tool of the image is not here."""
    return f"no {tool} here, which the hosted machine has"
