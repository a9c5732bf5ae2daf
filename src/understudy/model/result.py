"""Owns how a rehearsal ended: verdicts of steps, legs and runs."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from types import MappingProxyType
from typing import Mapping, Optional, Tuple

from understudy.model.plan import Reason
from understudy.records import dataclass


class Verdict(Enum):
    """How a leg or a step ended; only `PASSED` means: its own commands succeeded."""

    PASSED = "passed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    NOT_REHEARSED = "not rehearsed"


class Fidelity(Enum):
    """What played a step: its own code, a built-in, a user's stub, or nothing."""

    REAL = "real"
    EMULATED = "emulated"
    STUBBED = "stubbed"
    NONE = "none"


@dataclass(frozen=True)
class Annotation:
    """A notice, warning or error that a step left at a place of a file."""

    level: str
    message: str
    title: str = ""
    file: str = ""
    line: Optional[int] = None
    end_line: Optional[int] = None
    column: Optional[int] = None
    end_column: Optional[int] = None


@dataclass(frozen=True)
class StepResult:
    """How one step ended.

    `outcome` before and `conclusion` after its continue-on-error, in the service's
    words.
    """

    id: str
    name: str
    verdict: Verdict
    outcome: Optional[str] = None
    conclusion: Optional[str] = None
    fidelity: Fidelity = Fidelity.REAL
    seconds: float = 0.0
    exit_code: Optional[int] = None
    reason: Optional[Reason] = None
    notes: Tuple[str, ...] = ()


@dataclass(frozen=True)
class LegResult:
    """How one leg ended, and all that differs from the hosted machine.

    `tolerated` says that its job may fail, and the run pass all the same.
    """

    address: str
    workflow: str
    job: str
    name: str
    verdict: Verdict
    reason: Optional[Reason] = None
    steps: Tuple[StepResult, ...] = ()
    outputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    annotations: Tuple[Annotation, ...] = ()
    without: Tuple[str, ...] = ()
    assumed: Tuple[str, ...] = ()
    python: Optional[str] = None
    confinement: Optional[str] = None
    seconds: float = 0.0
    log: Optional[str] = None
    tolerated: bool = False

    @property
    def passed(self) -> bool:
        """Whether the leg's own commands ran and succeeded."""
        return self.verdict is Verdict.PASSED

    def __repr__(self) -> str:
        why = f", {self.reason}" if self.reason else ""
        text = f"<leg {self.address}: {self.verdict.value}{why}>".replace("\n", "\\n")
        return text if len(text) < 240 else f"{text[:150]} ... {text[-80:]}"


@dataclass(frozen=True)
class RunResult:
    """How a run ended; `verdict` is the worst of its legs, `exit` the exit status."""

    number: int
    legs: Tuple[LegResult, ...]
    verdict: Verdict
    exit: int
    seconds: float = 0.0
    folder: Optional[str] = None
    pushed: Tuple[str, ...] = ()

    def leg(self, address: str) -> LegResult:
        """Return the leg of an address.

        Raises:
            KeyError: no leg has this address.
        """
        for leg in self.legs:
            if leg.address == address:
                return leg
        raise KeyError(address)

    def __repr__(self) -> str:
        return f"<run {self.number}: {self.verdict.value}, {len(self.legs)} legs>"
