"""Owns the order of a run: which leg plays when, and what each job comes to.

A true DAG: a job is looked at as soon as those that it needs have ended. Legs play in
threads, since their work is that of other processes; everything else happens in the
thread that called `play`.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field, replace
from typing import Dict, Iterable, List, Optional, Tuple, Union

from understudy.dialects.base import Contexts, Ended, Run
from understudy.dialects.stage import Setting
from understudy.engine import foresight, propagation
from understudy.engine.cancellation import Cancellation
from understudy.engine.groups import Groups
from understudy.engine.job import LegPlay, play_leg
from understudy.engine.observe import (
    Cancelling,
    Heartbeat,
    LegFinished,
    LegWaiting,
    RunStarted,
    Warned,
)
from understudy.engine.process import Stop
from understudy.engine.propagation import JobEnd
from understudy.engine.rehearsal import Rehearsal, cores
from understudy.model.plan import Leg, Plan, PlannedJob, Reason, Starts
from understudy.model.result import LegResult, Verdict
from understudy.plan import calls, explain, planner
from understudy.plan.situation import Situation

SILENCE = 30.0
_TICK = 0.2
# What expressions see of a machine that a leg has not got yet.
_NOWHERE = Setting("", "", "", "", "")

_Report = Tuple[str, Union[LegResult, BaseException]]


@dataclass
class _Node:
    """One job of the run; `parent` calls it, `total` are the legs it waits for."""

    job: PlannedJob
    stem: str
    parent: Optional[_Node] = None
    total: int = 0
    results: List[LegResult] = field(default_factory=list)
    children: Optional[Tuple[_Node, ...]] = None
    running: int = 0


@dataclass
class _Queued:
    """One leg that may start."""

    leg: Leg
    node: _Node
    contexts: Contexts
    without: Tuple[str, ...]
    cancellation: Cancellation
    told: bool = False


class Engine:
    """Plays one run. `cancellation` ends it: Ctrl-C, or the first failure."""

    def __init__(self, rehearsal: Rehearsal, cancellation: Cancellation) -> None:
        self._rehearsal = rehearsal
        self._cancellation = cancellation
        self._at_once = rehearsal.options.jobs or cores()
        self._run = Run(str(rehearsal.run.number), rehearsal.run.number)
        self._reports: queue.Queue[_Report] = queue.Queue()
        self._playing: Dict[str, LegPlay] = {}
        self._waiting: List[_Node] = []
        self._calling: List[_Node] = []
        self._queued: List[_Queued] = []
        self._running: Dict[str, _Queued] = {}
        self._ends: Dict[str, JobEnd] = {}
        self._legs: List[LegResult] = []
        self._groups = Groups()
        self._stopping: Optional[Stop] = None
        self._heard: Dict[str, Tuple[int, float]] = {}
        self._before: Dict[str, Tuple[str, ...]] = {}

    def play(self, plan: Plan, notes: Tuple[str, ...] = ()) -> Tuple[LegResult, ...]:
        """Play what the event of a plan starts, and return how every leg ended.

        Args:
            plan: what to play; the selection of the run's options applies.
            notes: what is to be said before the first step.
        """
        self._enlist_plan(plan)
        rehearsal = self._rehearsal
        rehearsal.observer.notify(
            RunStarted(
                rehearsal.seconds(),
                rehearsal.run.number,
                tuple(self._expected()),
                str(rehearsal.run.folder),
                self._at_once,
                notes,
            )
        )
        try:
            while self._waiting or self._calling or self._queued or self._running:
                while self._advance():
                    pass
                self._start_legs()
                if self._running:
                    self._wait()
                elif not self._stuck():
                    continue
        finally:
            self._end_threads()
        return tuple(self._legs)

    def _enlist_plan(self, plan: Plan) -> None:
        groups: Dict[str, List[str]] = {}
        for workflow in plan.workflows:
            if workflow.starts is Starts.NO:
                continue
            before: Tuple[str, ...] = ()
            if workflow.concurrency is not None:
                members = groups.setdefault(workflow.concurrency.group.lower(), [])
                before = tuple(members)
                members.append(workflow.stem)
            self._before[workflow.stem] = before
            if before:
                self._warn(
                    f"{before[-1]} and {workflow.stem} share the concurrency group"
                    f" {workflow.concurrency.group if workflow.concurrency else ''}:"
                    " here one follows the other, on GitHub one may cancel the other"
                )
            self._waiting += self._nodes(workflow.jobs, workflow.stem, None)

    def _nodes(
        self, jobs: Iterable[PlannedJob], stem: str, parent: Optional[_Node]
    ) -> List[_Node]:
        return [_Node(job, stem, parent) for job in jobs if self._is_wanted(job)]

    def _expected(self) -> Iterable[str]:
        """Yield the legs that may play, or a job whose legs are not known."""
        selection = self._rehearsal.options.selection
        for node in self._waiting:
            for job in node.job.walk():
                legs = [
                    leg.address
                    for leg in job.legs
                    if selection is None or selection.includes(job, leg)
                ]
                if legs or not (job.called or job.legs):
                    yield from legs or (job.address,)

    def _is_wanted(self, job: PlannedJob) -> bool:
        selection = self._rehearsal.options.selection
        if selection is None or job.address in selection.along:
            return True
        below = f"{job.address}/"
        return any(
            address == job.address
            or address.startswith(below)
            or job.address.startswith(f"{address}/")
            for address in selection.legs
        )

    def _advance(self) -> bool:
        """Look at every job whose needs have ended; tell whether there was one."""
        self._heed_cancellation()
        for node in self._waiting:
            if self._is_ready(node):
                self._waiting.remove(node)
                self._begin(node)
                return True
        for node in self._calling:
            children = node.children or ()
            if all(child.job.address in self._ends for child in children):
                self._calling.remove(node)
                self._end_call(node)
                return True
        return False

    def _is_ready(self, node: _Node) -> bool:
        before = self._before[node.stem]
        unended = (*self._waiting, *self._calling, *(q.node for q in self._queued))
        unended += tuple(queued.node for queued in self._running.values())
        if before and any(other.stem in before for other in unended):
            return False
        return all(need in self._ends for need in node.job.needs)

    def _situation(self) -> Situation:
        rehearsal = self._rehearsal
        ended = {address: end.ended for address, end in self._ends.items()}
        return Situation(
            rehearsal.event,
            rehearsal.settings,
            ended,
            replace(self._run, sha=rehearsal.event.sha),
            self._cancellation.requested,
        )

    def _begin(self, node: _Node) -> None:
        """Look at a job now that all that it needs is there."""
        situation = self._situation()
        dialect = self._rehearsal.services.dialect
        job = node.job = planner.resolve(node.job, situation, dialect)
        left = [need for need in job.needs if self._ends[need].left_out]
        if job.starts is Starts.NO:
            failed = job.reason is not None and job.reason.code == explain.ERROR
            verdict = Verdict.FAILED if failed else Verdict.SKIPPED
            self._end_whole(node, verdict, job.reason)
        elif left:
            text = f"needs {left[0]}, which was not rehearsed"
            reason = Reason("needs", text, fixable=True)
            self._end_whole(node, Verdict.NOT_REHEARSED, reason)
        elif job.starts is Starts.UNKNOWN:
            reason = job.reason or Reason("if", "it is not known whether it starts")
            reason = replace(reason, fixable=True)
            self._end_whole(node, Verdict.NOT_REHEARSED, reason)
        elif job.job.call is not None:
            node.children = tuple(self._nodes(job.called, node.stem, node))
            self._waiting += node.children
            self._calling.append(node)
        else:
            self._queue(node, situation)

    def _queue(self, node: _Node, situation: Situation) -> None:
        """Let the legs of a job wait for their turn."""
        services = self._rehearsal.services
        selection = self._rehearsal.options.selection
        legs = [
            leg
            for leg in node.job.legs
            if selection is None or selection.includes(node.job, leg)
        ]
        node.total = len(legs)
        without = self._without(node)
        parent = Cancellation(self._cancellation)
        ready: List[_Queued] = []
        for leg in legs:
            contexts = planner.leg_contexts(node.job, leg, situation, services.dialect)
            reason = self._obstacle(leg, contexts)
            if reason is not None:
                verdict = Verdict.NOT_REHEARSED
                self._keep(node, _unplayed(leg, verdict, reason, without))
            else:
                own = Cancellation(parent)
                ready.append(_Queued(leg, node, contexts, without, own))
        for queued in ready:
            if queued.leg.concurrency is not None:
                wanted = queued.leg.concurrency
                for other in self._groups.join(queued.leg.address, wanted):
                    self._replace(other, wanted.group)
            self._queued.append(queued)
        self._settle(node)

    def _obstacle(self, leg: Leg, contexts: Contexts) -> Optional[Reason]:
        rehearsal = self._rehearsal
        services = rehearsal.services
        stage = services.stage(contexts, leg.job, leg.workflow, _NOWHERE)
        options = rehearsal.options
        project = rehearsal.origin.facts.project
        outlook = foresight.Outlook(services, options.here, options.offline, project)
        return foresight.obstacle(leg, stage, outlook)

    def _replace(self, address: str, group: str) -> None:
        """Let a leg give way to a newer one of its concurrency group."""
        why = f"a newer leg of the concurrency group {group}"
        if address in self._running:
            self._running[address].cancellation.cancel(why)
        for queued in self._queued:
            if queued.leg.address == address:
                self._drop(queued, why)
                break

    def _drop(self, queued: _Queued, why: str) -> None:
        self._queued.remove(queued)
        self._groups.leave(queued.leg.address)
        reason = Reason("cancelled", why)
        result = _unplayed(queued.leg, Verdict.CANCELLED, reason, queued.without)
        self._keep(queued.node, result)
        self._settle(queued.node)

    def _start_legs(self) -> None:
        for queued in list(self._queued):
            what = self._waits_for(queued)
            if what is None:
                self._queued.remove(queued)
                queued.node.running += 1
                self._running[queued.leg.address] = queued
                thread = threading.Thread(
                    target=self._play, args=(queued,), name=queued.leg.address
                )
                thread.start()
            elif not queued.told:
                queued.told = True
                rehearsal = self._rehearsal
                rehearsal.observer.notify(
                    LegWaiting(rehearsal.seconds(), queued.leg.address, what)
                )

    def _waits_for(self, queued: _Queued) -> Optional[str]:
        limit = queued.node.job.max_parallel
        if len(self._running) >= self._at_once:
            return "a core"
        if limit is not None and queued.node.running >= limit:
            return "max-parallel"
        wanted = queued.leg.concurrency
        if wanted and not self._groups.enter(queued.leg.address, wanted):
            return f"the concurrency group {wanted.group}"
        return None

    def _play(self, queued: _Queued) -> None:
        address = queued.leg.address
        try:
            result = play_leg(
                queued.leg,
                queued.contexts,
                self._rehearsal,
                queued.cancellation,
                self._playing,
            )
            self._reports.put((address, replace(result, without=queued.without)))
        except BaseException as error:  # It is raised again by the run's own thread.
            self._reports.put((address, error))

    def _wait(self) -> None:
        """Wait for the next leg that ends; meanwhile say what goes on."""
        try:
            address, report = self._reports.get(timeout=_TICK)
        except queue.Empty:
            self._beat()
            return
        queued = self._running.pop(address)
        queued.node.running -= 1
        self._heard.pop(address, None)
        self._groups.leave(address)
        if isinstance(report, BaseException):
            raise report
        self._keep(queued.node, report)
        if report.verdict is Verdict.FAILED and not report.tolerated:
            if self._rehearsal.options.exit_first:
                self._cancellation.cancel(f"{address} failed")
            if queued.node.job.fail_fast:
                self._fail_fast(queued)
        self._settle(queued.node)

    def _fail_fast(self, failed: _Queued) -> None:
        """Cancel the other legs of a job, as its strategy wants."""
        why = f"{failed.leg.address} failed, and `fail-fast` is on"
        for queued in list(self._queued):
            if queued.node is failed.node:
                self._drop(queued, why)
        for queued in self._running.values():
            if queued.node is failed.node:
                queued.cancellation.cancel(why)

    def _keep(self, node: _Node, result: LegResult) -> None:
        node.results.append(result)
        self._legs.append(result)
        rehearsal = self._rehearsal
        rehearsal.observer.notify(LegFinished(rehearsal.seconds(), result))

    def _settle(self, node: _Node) -> None:
        """End a job whose legs have all ended."""
        if len(node.results) >= node.total and node.job.address not in self._ends:
            self._ends[node.job.address] = propagation.job_end(node.results)

    def _end_whole(
        self, node: _Node, verdict: Verdict, reason: Optional[Reason]
    ) -> None:
        """End a job without playing any leg of it."""
        job = node.job
        result = LegResult(
            address=job.address,
            workflow=job.workflow.path,
            job=job.job.id,
            name=job.name,
            verdict=verdict,
            reason=reason,
            without=self._without(node),
        )
        self._keep(node, result)
        self._settle(node)

    def _end_call(self, node: _Node) -> None:
        """End a job that called another workflow, now that all of that has ended."""
        results = [leg for child in node.children or () for leg in _below(child)]
        end = propagation.job_end(results) if results else JobEnd(_skipped())
        if not end.left_out:
            dialect = self._rehearsal.services.dialect
            ended = calls.ended(node.job, self._situation(), dialect)
            end = replace(end, ended=ended)
        self._ends[node.job.address] = end

    def _without(self, node: _Node) -> Tuple[str, ...]:
        """Return the legs above a job that were not played."""
        found: List[str] = []
        for address, end in self._ends.items():
            if address in node.job.ancestors:
                found.extend(end.missing)
        return tuple(dict.fromkeys(found))

    def _heed_cancellation(self) -> None:
        """Tell of a cancel, once for each kind, and let nothing new start."""
        wanted = self._cancellation.stop
        if wanted is None or wanted is self._stopping:
            return
        self._stopping = wanted
        rehearsal = self._rehearsal
        legs, killed = tuple(self._running), wanted is Stop.KILL
        rehearsal.observer.notify(Cancelling(rehearsal.seconds(), legs, killed))
        why = self._cancellation.reason
        for queued in list(self._queued):
            self._drop(queued, why)
        for node in self._waiting:
            self._end_whole(node, Verdict.CANCELLED, Reason("cancelled", why))
        self._waiting.clear()

    def _stuck(self) -> bool:
        """Cancel what can never start, if nothing else can happen; tell whether so."""
        if self._advance() or self._running:
            return False
        if not self._queued and not self._waiting:
            return False
        for queued in list(self._queued):
            if self._waits_for(queued) is None:
                return False
            self._drop(queued, "its concurrency group never gets free")
        return True

    def _beat(self) -> None:
        """Tell of steps that say nothing."""
        now = self._rehearsal.services.now()
        for address, leg in list(self._playing.items()):
            step, position = leg.step, leg.state.log.position
            said, since = self._heard.get(address, (-1, now))
            if step is None or position != said:
                self._heard[address] = (position, now)
            elif now - since >= SILENCE:
                self._heard[address] = (position, now)
                seconds = self._rehearsal.seconds()
                tail = leg.state.log.tail.decode("utf-8", "replace").rstrip()
                running = seconds - step.seconds
                self._rehearsal.observer.notify(
                    Heartbeat(
                        seconds,
                        address,
                        step.id,
                        step.name,
                        running,
                        now - since,
                        tail.rpartition("\n")[2],
                    )
                )

    def _warn(self, message: str) -> None:
        rehearsal = self._rehearsal
        rehearsal.observer.notify(Warned(rehearsal.seconds(), message))

    def _end_threads(self) -> None:
        """Leave no leg behind, also when something went wrong."""
        if self._running:
            self._cancellation.kill()
        while self._running:
            address, _ = self._reports.get()
            self._running.pop(address)


def _below(node: _Node) -> List[LegResult]:
    """Return the legs of a job, and those of the jobs that it calls."""
    return [
        *node.results,
        *(leg for child in node.children or () for leg in _below(child)),
    ]


def _skipped() -> Ended:
    return Ended("skipped", {})


def _unplayed(
    leg: Leg, verdict: Verdict, reason: Reason, without: Tuple[str, ...]
) -> LegResult:
    return LegResult(
        address=leg.address,
        workflow=leg.workflow.path,
        job=leg.job.id,
        name=leg.name,
        verdict=verdict,
        reason=reason,
        without=without,
    )
