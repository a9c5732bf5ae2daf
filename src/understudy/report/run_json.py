"""Owns a run as JSON: one object for each event, and the result that tools read."""

from __future__ import annotations

import json
from dataclasses import fields
from enum import Enum
from typing import Callable, Dict, List, Optional

from understudy.engine.observe import Event, RunFinished
from understudy.model.plan import Reason
from understudy.model.result import LegResult, RunResult, StepResult
from understudy.report.out import Out
from understudy.report.run_output import Follower

SCHEMA = 1

Json = Dict[str, object]


class JsonLines:
    """Writes one JSON object a line; log lines only where they are asked for.

    Args:
        out: where to write.
        logs: write what the logs say, too.
    """

    def __init__(self, out: Out, logs: bool = False) -> None:
        self._out = out
        self._follower = Follower() if logs else None

    def notify(self, event: Event) -> None:
        """Write an event."""
        if self._follower is not None:
            for address, line in self._follower.follow(event):
                self._write({"type": "log", "address": address, "line": line})
        self._write(event_to_json(event))

    def _write(self, value: Json) -> None:
        self._out.write(json.dumps(value) + "\n")
        self._out.flush()


def event_to_json(event: Event) -> Json:
    """Return an event as an object; its `type` is the name of its class, in words."""
    if isinstance(event, RunFinished):
        return to_json(event.result)
    found = {"type": _snake(type(event).__name__), **_object(event)}
    found.pop("line", None)  # Lines of a log are for those who ask for them.
    return found


def to_json(result: RunResult) -> Json:
    """Return how a run ended, as the JSON contract has it, schema 1."""
    return {
        "type": "run_finished",
        "schema": SCHEMA,
        "verdict": result.verdict.value,
        "exit": result.exit,
        "legs": [_leg(leg) for leg in result.legs],
    }


def _leg(leg: LegResult) -> Json:
    return {
        "address": leg.address,
        "workflow": leg.workflow,
        "job": leg.job,
        "name": leg.name,
        "verdict": leg.verdict.value,
        "reason": _reason(leg.reason),
        "without": list(leg.without),
        "assumed": list(leg.assumed),
        "python": leg.python,
        "confinement": leg.confinement,
        "seconds": round(leg.seconds, 3),
        "steps": [_step(step) for step in leg.steps],
    }


def _step(step: StepResult) -> Json:
    return {
        "id": step.id,
        "name": step.name,
        "verdict": step.verdict.value,
        "outcome": step.outcome,
        "conclusion": step.conclusion,
        "fidelity": step.fidelity.value,
        "seconds": round(step.seconds, 3),
        "exit_code": step.exit_code,
        "reason": _reason(step.reason),
        "notes": list(step.notes),
    }


def _reason(reason: Optional[Reason]) -> Optional[Json]:
    if reason is None:
        return None
    return {
        "code": reason.code,
        "text": reason.text,
        "expression": reason.expression,
        "leaves": [{"text": leaf.text, "value": leaf.value} for leaf in reason.leaves],
        "fixable": reason.fixable,
        "command": reason.command,
    }


_NOUNS: Dict[type, Callable[..., Optional[Json]]] = {
    LegResult: _leg,
    StepResult: _step,
    Reason: _reason,
}


def _object(value: object) -> Json:
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)  # type: ignore[arg-type]
    }


def _plain(value: object) -> object:
    if type(value) in _NOUNS:
        return _NOUNS[type(value)](value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (str, int)):
        return value
    return _object(value)


def _snake(name: str) -> str:
    found: List[str] = []
    for character in name:
        found.append(f"_{character.lower()}" if character.isupper() else character)
    return "".join(found).lstrip("_")
