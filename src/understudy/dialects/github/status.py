"""Owns the functions that look at how things went, as success(); decides nothing."""

from __future__ import annotations

from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Union

from understudy.expressions import Unknown, to_string
from understudy.expressions.coerce import upper

Result = Union[str, Unknown]
Function = Callable[..., object]


def job_functions(
    results: Mapping[str, Result], cancelled: Union[bool, Unknown] = False
) -> Dict[str, Function]:
    """Return the status functions for the `if` of a job.

    `success()` asks that every job on the way here succeeded, so a skipped one far up
    is enough to skip what follows (actions/runner#2205). With ids, only those count.

    Args:
        results: of all ancestors by id: those of `needs`, and theirs, and so on.
        cancelled: whether the run is being cancelled.
    """

    def success(*ids: object) -> object:
        runs_on = cancelled if isinstance(cancelled, Unknown) else not cancelled
        return _all([runs_on, *_each(results, ids, "success")])

    def failure(*ids: object) -> object:
        return _any(_each(results, ids, "failure"))

    return {
        "always": lambda: True,
        "cancelled": lambda: cancelled,
        "failure": failure,
        "success": success,
    }


def step_functions(
    job_status: Result, action_status: Optional[Result] = None
) -> Dict[str, Function]:
    """Return the status functions for the `if` of a step.

    Args:
        job_status: `success`, `failure` or `cancelled`, as far as the job has come.
        action_status: the same of the composite action whose main step this is; None
            for a step of a job, and for steps before and after (SuccessFunction.cs).
    """
    status = job_status if action_status is None else action_status
    return {
        "always": lambda: True,
        "cancelled": lambda: _is(job_status, "cancelled"),
        "failure": lambda: _is(status, "failure"),
        "success": lambda: _is(status, "success"),
    }


def deferred(reason: str) -> Function:
    """Return a function whose value is not known before the step runs: `hashFiles`."""
    return lambda *_: Unknown(reason)


def _each(
    results: Mapping[str, Result], ids: Sequence[object], wanted: str
) -> List[Union[bool, Unknown]]:
    if not ids:
        return [_is(result, wanted) for result in results.values()]
    by_id = {upper(id): result for id, result in results.items()}
    return [_is(by_id.get(upper(to_string(id)), ""), wanted) for id in ids]


def _is(result: Result, wanted: str) -> Union[bool, Unknown]:
    return result if isinstance(result, Unknown) else result == wanted


def _all(values: Iterable[Union[bool, Unknown]]) -> Union[bool, Unknown]:
    found: Union[bool, Unknown] = True
    for value in values:
        if value is False:
            return False
        if isinstance(value, Unknown):
            found = value
    return found


def _any(values: Iterable[Union[bool, Unknown]]) -> Union[bool, Unknown]:
    found: Union[bool, Unknown] = False
    for value in values:
        if value is True:
            return True
        if isinstance(value, Unknown):
            found = value
    return found
