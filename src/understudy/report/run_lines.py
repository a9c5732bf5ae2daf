"""Owns a run without a terminal: one event a line, to be read later and searched.

The first word of what ended is its verdict. Whoever is silent for long is named again,
so that nobody takes a run for dead.
"""

from __future__ import annotations

from typing import Dict, List

from understudy.engine.observe import (
    Cancelling,
    Event,
    Heartbeat,
    LegFinished,
    LegStarted,
    RunStarted,
    Warned,
)
from understudy.model.plan import Plan
from understudy.model.result import LegResult, Verdict
from understudy.report.out import Out
from understudy.report.run_annotations import of_level, sentences
from understudy.report.run_headline import preface, sentence
from understudy.report.run_output import Follower
from understudy.report.run_progress import Progress
from understudy.report.run_words import cause, duration, number_of, remarks, step_name
from understudy.report.style import visible

_SILENCE = 30
_WORD = 13
_QUOTE = " " * (8 + _WORD + 1) + "| "


class Lines:
    """Writes a run as lines of text, without colours and of any width.

    Args:
        out: where to write.
        plan: what is played.
        quiet: write of failures only.
        verbose: write all output, each line with the address of its leg.
    """

    def __init__(
        self, out: Out, plan: Plan, quiet: bool = False, verbose: bool = False
    ) -> None:
        self._out = out
        self._plan = plan
        self._quiet = quiet
        self._follower = Follower() if verbose else None
        self._progress = Progress(plan)
        self._said: Dict[str, float] = {}

    def notify(self, event: Event) -> None:
        """Write an event, if there is anything to say."""
        if self._follower is not None:
            for address, line in self._follower.follow(event):
                self._said[address] = event.seconds
                self._write(f"{address} | {visible(line)}".rstrip())
        if isinstance(event, LegFinished):
            self._ended(event)
        elif isinstance(event, Cancelling):
            self._write(f"{'':8}{cancelling(event)}")
        elif not self._quiet:
            self._go_on(event)
        self._progress.notify(event)
        self._out.flush()

    def _go_on(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            known = sentence(self._plan.event, event.number)
            for line in (known, *preface(event, "; ", None)):
                self._write(f"understudy: {visible(line)}")
        elif isinstance(event, LegStarted):
            self._said[event.address] = event.seconds
        elif isinstance(event, Warned):
            address = f"{event.address}: " if event.address else ""
            self._say(event.seconds, "warning", address + visible(event.message))
        elif isinstance(event, Heartbeat):
            self._still_running(event)

    def _still_running(self, event: Heartbeat) -> None:
        if event.seconds - self._said.get(event.address, 0) < _SILENCE:
            return
        self._said[event.address] = event.seconds
        step = self._progress.steps.get(event.address)
        name = step_name(step.position, step.name) if step else event.name
        doing = f", silent for {event.silent:.0f}s"
        if event.silent < _SILENCE:
            doing = f": {event.line.strip()}" if event.line.strip() else ""
        text = f"{event.address} ({duration(event.running)}): {name}{doing}"
        self._say(event.seconds, "running", visible(text))

    def _ended(self, event: LegFinished) -> None:
        leg = event.result
        failed = leg.verdict in (Verdict.FAILED, Verdict.CANCELLED)
        if self._quiet and not failed:
            return
        after = self._progress.lineage.after(leg)
        why = [f"after {after}"] if after else [": ".join(cause(leg))]
        said = ", ".join(part for part in (*why, *remarks(leg)) if part)
        text = f"{leg.address}{f' ({duration(leg.seconds)})' if leg.seconds else ''}"
        word = leg.verdict.value.replace(" ", "-")
        self._say(event.seconds, word, visible(f"{text}: {said}" if said else text))
        if failed and not after:
            for line in details(leg, self._progress):
                self._write(f"{_QUOTE}{visible(line)}".rstrip())

    def _say(self, seconds: float, word: str, text: str) -> None:
        self._write(f"{seconds:6.1f}s {word:<{_WORD}} {text}")

    def _write(self, line: str) -> None:
        self._out.write(f"{line}\n")


def details(leg: LegResult, progress: Progress) -> List[str]:
    """Return what a failed leg said last: its errors, or its last lines."""
    errors = of_level(leg, "error")
    found = sentences(errors) if errors else progress.last_lines(leg)
    path = progress.log(leg.address)
    return [*found, f"log: {path}"] if path else found


def cancelling(event: Cancelling) -> str:
    """Return what happens to legs that have to end."""
    legs = number_of(len(event.legs), "leg")
    if event.killed:
        return f"killing {legs}"
    return (
        f"cancelling {legs} as GitHub would: always() steps still run; "
        "Ctrl-C again kills them"
    )
