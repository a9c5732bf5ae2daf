"""Owns the order of a run: which leg plays when, and what each job comes to.

A true DAG: a job is looked at as soon as those that it needs have ended. Legs play in
threads, since their work is that of other processes; everything else happens in the
thread that called `play`.
"""

from __future__ import annotations

from typing import Iterable, Iterator, List, Optional, Tuple

from understudy.dialects.base import Contexts, Run
from understudy.dialects.stage import Setting
from understudy.engine import foresight, unplayed
from understudy.engine.agenda import Agenda, Entry, deadlock
from understudy.engine.cancellation import Cancellation
from understudy.engine.command import Stop
from understudy.engine.groups import Groups
from understudy.engine.observe import (
    Cancelling,
    Event,
    LegFinished,
    LegWaiting,
    RunStarted,
    Warned,
)
from understudy.engine.rehearsal import Rehearsal, cores
from understudy.engine.slots import Candidate, Slots
from understudy.engine.threads import Threads
from understudy.engine.unplayed import Ruling
from understudy.engine.watch import Watch
from understudy.model.plan import Leg, Plan, Reason, Starts
from understudy.model.result import LegResult, Verdict
from understudy.plan import calls, planner
from understudy.plan.situation import Situation

_TICK = 0.2
# What expressions see of a machine that a leg has not got yet.
_NOWHERE = Setting("", "", "", "", "")


class Engine:
    """Plays one run. `cancellation` ends it before its time."""

    def __init__(self, rehearsal: Rehearsal, cancellation: Cancellation) -> None:
        self._rehearsal = rehearsal
        # Its own, so that nobody takes a first failure for a wish of the user's.
        self._cancellation = Cancellation(cancellation)
        self._stopping: Optional[Stop] = None
        groups = Groups()
        self._agenda = Agenda(groups, rehearsal.options.selection)
        self._slots = Slots(rehearsal.options.jobs or cores(), groups)
        self._threads = Threads(rehearsal)
        self._watch = Watch(rehearsal, self._threads.playing)

    def play(self, plan: Plan, notes: Tuple[str, ...] = ()) -> Tuple[LegResult, ...]:
        """Play what the event of a plan starts, and return how every leg ended.

        Args:
            plan: what to play; the selection of the run's options applies.
            notes: what is to be said before the first step.
        """
        warnings = tuple(self._enlist(plan))
        self._tell(
            RunStarted(
                seconds=self._rehearsal.seconds(),
                number=self._rehearsal.run.number,
                legs=tuple(self._agenda.expected()),
                folder=str(self._rehearsal.run.folder),
                at_once=self._slots.at_once,
                notes=notes,
            )
        )
        self._warn(warnings)
        try:
            while not self._agenda.is_over or self._slots.are_left:
                self._heed_cancellation()
                self._look_at_jobs()
                self._start_legs()
                if self._threads.are_busy:
                    self._wait()
                else:
                    self._cancel_waiting("what it waits for never ends")
        finally:
            self._threads.close()
        return tuple(self._agenda.legs)

    def _enlist(self, plan: Plan) -> Iterator[str]:
        """Take in what a plan starts; yield what is to be said about it."""
        for workflow in plan.workflows:
            wanted = any(self._agenda.is_wanted(job) for job in workflow.jobs)
            if wanted and workflow.starts is Starts.UNKNOWN:
                yield f"{workflow.stem} may not start: {workflow.reason}; here it does"
            if workflow.starts is not Starts.NO:
                yield from self._agenda.enlist(workflow.jobs)

    def _look_at_jobs(self) -> None:
        """Look at every job whose needs have ended, until there is none."""
        dialect = self._rehearsal.services.dialect
        while True:
            entry = self._agenda.next_job()
            call = None if entry else self._agenda.next_call()
            if entry is not None:
                self._begin(entry)
            elif call is not None:
                ended = calls.ended(call.job, self._situation(), dialect)
                self._agenda.end_call(call, ended)
            else:
                return

    def _situation(self) -> Situation:
        rehearsal = self._rehearsal
        number, sha = rehearsal.run.number, rehearsal.event.sha
        return Situation(
            event=rehearsal.event,
            settings=rehearsal.settings,
            ended={address: end.ended for address, end in self._agenda.ends.items()},
            run=Run(str(number), number, sha=sha),
            cancelled=self._cancellation.requested,
        )

    def _begin(self, entry: Entry) -> None:
        """Look at a job now that all that it needs is there."""
        situation = self._situation()
        dialect = self._rehearsal.services.dialect
        job = entry.job = planner.resolve(entry.job, situation, dialect)
        ruled = unplayed.ruling(job, self._agenda.left_out(job))
        if ruled is not None:
            self._end(entry, ruled)
        elif job.job.call is not None:
            self._call(entry)
        else:
            self._queue(entry, situation)

    def _call(self, entry: Entry) -> None:
        """Let the jobs of the workflows that a job calls wait for their needs."""
        scopes = {job.scope.address: job.scope for job in entry.job.called if job.scope}
        for scope in scopes.values():
            stuck = deadlock(entry, scope.concurrency)
            if stuck is not None:
                self._end(entry, unplayed.cancelled(stuck))
                return
        self._warn(self._agenda.enlist(entry.job.called, entry))

    def _queue(self, entry: Entry, situation: Situation) -> None:
        """Let the legs of a job wait for a slot."""
        dialect = self._rehearsal.services.dialect
        legs = self._agenda.chosen(entry.job)
        without = self._agenda.without(entry.job)
        playable: List[Candidate] = []
        self._agenda.expect(entry, len(legs))
        for leg in legs:
            contexts = planner.leg_contexts(entry.job, leg, situation, dialect)
            own = Cancellation(self._cancellation)
            candidate = Candidate(entry, leg, contexts, own, without)
            reason = self._obstacle(leg, contexts)
            stuck = deadlock(entry, [leg.concurrency] if leg.concurrency else ())
            if reason is not None:
                self._drop(candidate, (Verdict.NOT_REHEARSED, reason))
            elif stuck is not None:
                self._drop(candidate, unplayed.cancelled(stuck))
            else:
                playable.append(candidate)
        for candidate in playable:
            for other in self._slots.join(candidate):
                why = f"{candidate.address} is newer in its concurrency group"
                self._cancel(other, why)

    def _obstacle(self, leg: Leg, contexts: Contexts) -> Optional[Reason]:
        """Return why a leg cannot be played here, as far as that is known."""
        services, options = self._rehearsal.services, self._rehearsal.options
        stage = services.stage(contexts, leg.job, leg.workflow, _NOWHERE)
        project = self._rehearsal.origin.facts.project
        outlook = foresight.Outlook(
            services.actions,
            services.interpreters,
            services.here,
            options.here,
            options.offline,
            project,
        )
        return foresight.obstacle(leg, stage, outlook)

    def _start_legs(self) -> None:
        for candidate in tuple(self._slots.waiting):
            what = self._slots.obstacle(candidate)
            if what is None:
                self._slots.start(candidate)
                self._threads.start(candidate)
            elif not candidate.told:
                candidate.told, seconds = True, self._rehearsal.seconds()
                self._tell(LegWaiting(seconds, candidate.address, what))

    def _wait(self) -> None:
        """Wait for the next leg that ends; meanwhile tell what goes on."""
        ended = self._threads.wait(_TICK)
        # At once, for those that a cancel has ended are still named as such.
        self._heed_cancellation()
        if ended is None:
            self._watch.look()
            return
        candidate, result = ended
        self._slots.leave(candidate)
        self._keep(candidate.entry, result)
        if result.verdict is Verdict.FAILED and not result.tolerated:
            if self._rehearsal.options.exit_first:
                self._cancellation.cancel(f"{candidate.address} failed")
            if candidate.entry.job.fail_fast:
                why = f"{candidate.address} failed, and `fail-fast` is on"
                for other in self._slots.beside(candidate):
                    self._cancel(other, why)

    def _cancel(self, candidate: Candidate, why: str) -> None:
        """Cancel a leg, whether it plays or waits."""
        if candidate in self._slots.waiting:
            self._slots.leave(candidate)
            self._drop(candidate, unplayed.cancelled(why))
        else:
            candidate.cancellation.cancel(why)

    def _cancel_waiting(self, why: str) -> None:
        """Cancel everything that does not play yet."""
        for candidate in tuple(self._slots.waiting):
            self._cancel(candidate, why)
        for entry in self._agenda.rest():
            self._end(entry, unplayed.cancelled(why))

    def _heed_cancellation(self) -> None:
        """Tell of a cancel, once for each kind, and let nothing new start."""
        wanted = self._cancellation.stop
        if wanted is None or wanted is self._stopping:
            return
        self._stopping = wanted
        legs, killed = tuple(self._slots.playing), wanted is Stop.KILL
        self._tell(Cancelling(self._rehearsal.seconds(), legs, killed))
        self._cancel_waiting(self._cancellation.reason)

    def _end(self, entry: Entry, ruled: Ruling) -> None:
        """End a job without playing any leg of it."""
        without = self._agenda.without(entry.job)
        self._keep(entry, unplayed.result(entry.job, ruled, without))

    def _drop(self, candidate: Candidate, ruled: Ruling) -> None:
        """End a leg without playing it."""
        result = unplayed.result(candidate.leg, ruled, candidate.without)
        self._keep(candidate.entry, result)

    def _keep(self, entry: Entry, result: LegResult) -> None:
        self._agenda.keep(entry, result)
        self._tell(LegFinished(self._rehearsal.seconds(), result))

    def _warn(self, messages: Iterable[str]) -> None:
        for message in messages:
            self._tell(Warned(self._rehearsal.seconds(), message))

    def _tell(self, event: Event) -> None:
        self._rehearsal.observer.notify(event)
