"""Owns which legs a command line selects, and what comes along because of needs."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Callable, FrozenSet, Iterable, Iterator, List, Optional, Tuple

from understudy.expressions import to_string
from understudy.model.plan import Leg, Plan, PlannedJob, PlannedWorkflow, Starts
from understudy.plan.keywords import compile_keywords
from understudy.records import dataclass
from understudy.text.suggest import alike


@dataclass(frozen=True)
class Criteria:
    """What was asked for: repeating an option means or, different options mean and."""

    leg: Tuple[str, ...] = ()
    job: Tuple[str, ...] = ()
    workflow: Tuple[str, ...] = ()
    keywords: Optional[str] = None


@dataclass(frozen=True)
class Selection:
    """The legs that were asked for, and the jobs that come along.

    `legs` are addresses in the order of the plan; a job whose legs are not known yet,
    or that does not start, stands there with its own address. `along` are addresses of
    jobs, all of whose legs are needed. `missing` are the patterns that matched nothing.
    """

    criteria: Criteria
    legs: Tuple[str, ...]
    along: FrozenSet[str] = frozenset()
    missing: Tuple[str, ...] = ()

    def includes(self, job: PlannedJob, leg: Leg) -> bool:
        """Tell whether a leg is to be played, also one that became known only later."""
        if job.address in self.along or leg.address in self.legs:
            return True
        return any(
            address in self.legs and _could_be_below(address, self.criteria, leg)
            for address in _enclosing(job.address)
        )


def select(
    plan: Plan,
    leg: Iterable[str] = (),
    job: Iterable[str] = (),
    workflow: Iterable[str] = (),
    keywords: Optional[str] = None,
) -> Selection:
    """Return the legs that match, and the jobs that they need; by default all.

    Args:
        plan: the plan to choose from.
        leg: addresses (of legs, or of jobs for all their legs), globs of addresses,
            `key=value` of the matrix, or names as GitHub shows them.
        job: addresses, ids or names of jobs, or globs of these.
        workflow: names, stems, file names or paths of workflows, or globs of these.
        keywords: pytest's `-k`, on address and name.

    Raises:
        UsageError: the keywords break the grammar.
    """
    criteria = Criteria(tuple(leg), tuple(job), tuple(workflow), keywords)
    legs: List[str] = []
    along: List[str] = []
    for planned in plan.workflows:
        if not _any(criteria.workflow, lambda name: _is_workflow(name, planned)):
            continue
        for chain in _chains(planned.jobs):
            if _any(criteria.job, lambda name: any(_is_job(name, j) for j in chain)):
                chosen = _chosen(criteria, chain[-1])
                legs.extend(chosen)
                along.extend(chain[-1].ancestors if chosen else ())
    return Selection(criteria, tuple(legs), frozenset(along), _missing(criteria, plan))


def nearest(plan: Plan, text: str, count: int = 3) -> Tuple[str, ...]:
    """Return the addresses that look most like a text, best first."""
    addresses = [leg.address for leg in plan.legs()]
    addresses += [job.address for job in plan.jobs()]
    # `tests/3.10` is near to `ci/tests/3.10`, which it is the end of.
    ends = {end: whole for whole in reversed(addresses) for end in _ends(whole)}
    found = alike(text, ends, count * 4, 0.5)
    return tuple(dict.fromkeys(ends[end] for end in found))[:count]


def _chains(
    jobs: Iterable[PlannedJob], callers: Tuple[PlannedJob, ...] = ()
) -> Iterator[Tuple[PlannedJob, ...]]:
    """Yield every job with the jobs that call it, outermost first."""
    for job in jobs:
        chain = (*callers, job)
        yield chain
        yield from _chains(job.called, chain)


def _chosen(criteria: Criteria, job: PlannedJob) -> Tuple[str, ...]:
    if job.called:
        return ()
    if not job.legs:
        meant = _any(criteria.leg, lambda pattern: _could_be_leg(pattern, job))
        meant = meant and _has_keywords(criteria.keywords, job.address, job.name)
        return (job.address,) if meant else ()
    return tuple(leg.address for leg in job.legs if _matches(criteria, leg))


def _matches(criteria: Criteria, leg: Leg) -> bool:
    return _any(criteria.leg, lambda pattern: _is_leg(pattern, leg)) and _has_keywords(
        criteria.keywords, leg.address, leg.name
    )


def _could_be_below(address: str, criteria: Criteria, leg: Leg) -> bool:
    # A job that was chosen by its own words is chosen whole.
    chosen = any(fnmatchcase(address, pattern) for pattern in criteria.leg)
    return chosen or _matches(criteria, leg)


def _is_leg(pattern: str, leg: Leg) -> bool:
    key, equals, value = pattern.partition("=")
    if equals:
        return any(
            name.lower() == key.lower() and fnmatchcase(to_string(found), value)
            for name, found in leg.matrix.items()
        )
    names = (leg.name, leg.name.rpartition(" / ")[2])
    return _is_address(pattern, leg.address) or pattern in names


def _could_be_leg(pattern: str, job: PlannedJob) -> bool:
    """Tell whether a job that has no legs yet is meant, or may get the leg that is."""
    if "=" in pattern:
        return job.job.strategy is not None and job.starts is not Starts.NO
    return (
        _is_address(pattern, job.address)
        or pattern.startswith(f"{job.address}/")
        or pattern.partition(" (")[0] in (job.job.id, job.name)
    )


def _is_job(pattern: str, job: PlannedJob) -> bool:
    names = (job.address, job.job.id, job.name, job.name.rpartition(" / ")[2])
    return any(fnmatchcase(name, pattern) for name in names)


def _is_workflow(pattern: str, planned: PlannedWorkflow) -> bool:
    path = planned.workflow.path
    names = (planned.stem, planned.workflow.name, path, path.rpartition("/")[2])
    pattern = pattern[2:] if pattern.startswith("./") else pattern
    return any(fnmatchcase(name, pattern) for name in names)


def _is_address(pattern: str, address: str) -> bool:
    return any(fnmatchcase(whole, pattern) for whole in _enclosing(address))


def _enclosing(address: str) -> Iterator[str]:
    """Yield an address and those that it lies in, but for the workflow's."""
    while "/" in address:
        yield address
        address = address.rpartition("/")[0]


def _ends(address: str) -> Iterator[str]:
    """Yield an address and what remains of it without its first parts."""
    yield address
    while "/" in address:
        address = address.partition("/")[2]
        yield address


def _any(patterns: Tuple[str, ...], test: Callable[[str], bool]) -> bool:
    return not patterns or any(test(pattern) for pattern in patterns)


def _has_keywords(keywords: Optional[str], address: str, name: str) -> bool:
    return keywords is None or compile_keywords(keywords)(f"{address} {name}")


def _missing(criteria: Criteria, plan: Plan) -> Tuple[str, ...]:
    jobs, legs = tuple(plan.jobs()), tuple(plan.legs())
    pending = [job for job in jobs if not job.legs and not job.called]
    missing = [
        pattern
        for pattern in criteria.leg
        if not any(_is_leg(pattern, leg) for leg in legs)
        and not any(_could_be_leg(pattern, job) for job in pending)
    ]
    missing += [p for p in criteria.job if not any(_is_job(p, job) for job in jobs)]
    missing += [
        pattern
        for pattern in criteria.workflow
        if not any(_is_workflow(pattern, planned) for planned in plan.workflows)
    ]
    return tuple(missing)
