"""Owns the legs of one job: its matrix expanded, each leg with what it sees."""

from __future__ import annotations

from types import MappingProxyType
from typing import List, Mapping, Optional, Sequence, Tuple

from understudy.dialects.base import Contexts, Dialect, Strategy
from understudy.expressions import Unknown
from understudy.model.plan import Leg, PlannedJob
from understudy.model.value import Value
from understudy.plan import addresses
from understudy.plan.matrix import Combination, display_name, expand
from understudy.records import dataclass

_NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True)
class Legs:
    """The legs of a job, each with what it sees; none where they are not known."""

    legs: Tuple[Tuple[Leg, Contexts], ...] = ()
    unknown: Optional[str] = None
    error: Optional[str] = None


def multiply(
    job: PlannedJob, strategy: Strategy, contexts: Contexts, dialect: Dialect
) -> Legs:
    """Return every leg of a job, with its start and reason.

    Args:
        contexts: what the condition of the job sees.
    """
    if strategy.error is not None:
        return Legs(error=strategy.error)
    if isinstance(strategy.matrix, Unknown):
        return Legs(unknown=strategy.matrix.reason)
    combinations: Sequence[Optional[Combination]] = (None,)
    if strategy.matrix is not None:
        expansion = expand(strategy.matrix, job.job.id)
        if expansion.errors:
            return Legs(error=dialect.complaint(job.job, expansion.errors))
        # With everything excluded there is one leg without a matrix: EvaluateStrategy
        # in WorkflowTemplateEvaluator.cs.
        combinations = expansion.combinations or (None,)
    return _legs(job, strategy, combinations, contexts, dialect)


def _legs(
    job: PlannedJob,
    strategy: Strategy,
    combinations: Sequence[Optional[Combination]],
    contexts: Contexts,
    dialect: Dialect,
) -> Legs:
    title = dialect.title(job.job)
    names = job.scope.names if job.scope else ()
    shown = [found.segments if found else () for found in combinations]
    total = len(combinations)
    legs: List[Tuple[Leg, Contexts]] = []
    for index, address in enumerate(addresses.legs(job.address, shown)):
        combination = combinations[index]
        matrix = combination.values if combination else None
        seen = dialect.leg(contexts, matrix, index, total, strategy)
        found = dialect.particulars(job.job, seen)
        if found.error is not None:
            return Legs(error=found.error)
        name = found.name or display_name(title, shown[index])
        leg = Leg(
            address=address,
            name=" / ".join((*names, name)),
            job=job.job,
            workflow=job.workflow,
            matrix=_NOTHING if matrix is None else matrix,
            index=index,
            total=total,
            labels=found.labels,
            starts=job.starts,
            reason=job.reason,
            continue_on_error=found.continue_on_error,
            timeout_minutes=found.timeout_minutes,
            environment=found.environment,
            concurrency=found.concurrency,
        )
        legs.append((leg, seen))
    return Legs(tuple(legs))
