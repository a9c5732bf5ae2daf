"""Owns the end of a run as text: causes first, then what was not played, the verdict.

The last line but one is the verdict in words; below it stands one command to copy.
"""

from __future__ import annotations

from dataclasses import replace
from typing import List, Optional

from understudy.engine.observe import Event, RunFinished
from understudy.engine.verdict import FAILED, INCOMPLETE, INTERRUPTED
from understudy.model.plan import Plan
from understudy.model.result import RunResult
from understudy.records import dataclass
from understudy.report.lines import Line, render
from understudy.report.out import Out
from understudy.report.plan import tree
from understudy.report.plan_jobs import Screen
from understudy.report.run_failures import failures
from understudy.report.run_next import Command, Next, suggest
from understudy.report.run_notes import left_out_rows, notes
from understudy.report.run_progress import Lineage
from understudy.report.run_words import counts, duration, number_of
from understudy.report.style import Style

_RULE = 90


@dataclass(frozen=True)
class Form:
    """How the end of a run is written; without a width nothing is cut."""

    style: Style = Style()
    width: Optional[int] = None
    quiet: bool = False


class Closing:
    """Writes the end of a run once it is there.

    Args:
        out: where to write.
        plan: what was played.
        command: what was asked for.
        form: how it is written.
    """

    def __init__(
        self, out: Out, plan: Plan, command: Command = Command(), form: Form = Form()
    ) -> None:
        self._out = out
        self._plan = plan
        self._command = command
        self._form = form

    def notify(self, event: Event) -> None:
        """Write the end of the run, if this is it."""
        if isinstance(event, RunFinished):
            text = closing(event.result, self._plan, self._command, self._form)
            self._out.write(f"{text}\n")
            self._out.flush()


def closing(
    result: RunResult, plan: Plan, command: Command = Command(), form: Form = Form()
) -> str:
    """Return the end of a run."""
    style, width = form.style, form.width
    result = replace(result, legs=Lineage(plan).in_order(result.legs))
    rows = list(failures(result, plan, command, style))
    if not form.quiet:
        rows += left_out_rows(result)
    rule = style.paint(style.rule * min(_RULE, width or _RULE), "dim")
    lines = [rule] if rows else []
    if not form.quiet:
        rows += notes(result, plan, style)
    lines += [_written(row, style, width) for row in rows]
    if not result.legs:
        lines += tree(plan, Screen(style, width))
    lines += [*_broken(plan, result, style), _last(result, style)]
    if not form.quiet:
        lines += [_next(step, form) for step in suggest(result, command)]
    return "\n".join(lines)


def _next(step: Next, form: Form) -> str:
    """Return the command to give next; what it does only where there is room."""
    about = f"          {step.about}" if step.about else ""
    if form.width and len(f"next: {step.command}{about}") > form.width:
        about = ""
    command = form.style.paint(step.command, "cyan")
    return f"next: {command}{form.style.paint(about, 'dim')}"


def _written(line: Line, style: Style, width: Optional[int]) -> str:
    # Never cut a command: it is there to be copied.
    cut = None if any(part.look == "cyan" for part in line) else width
    return render(line, style, cut)


def _last(result: RunResult, style: Style) -> str:
    """Return the verdict in words."""
    legs = result.legs
    passed = sum(leg.passed for leg in legs)
    look = {0: "green", FAILED: "bold red"}.get(result.exit, "yellow")
    if not legs:
        return style.paint("nothing was played: no leg starts", look)
    said, time = counts(legs, style), f"in {duration(result.seconds)}"
    if result.exit == INTERRUPTED:
        said = f"interrupted: {said}"
    elif not passed and result.exit == INCOMPLETE:
        said = f"nothing was played: {said}"
    aside = ""
    if 1 < passed == len(legs):
        slowest = max(legs, key=lambda leg: leg.seconds)
        aside = f" (slowest: {slowest.address} {duration(slowest.seconds)})"
    return f"{style.paint(said, look)} {time}{style.paint(aside, 'dim')}"


def _broken(plan: Plan, result: RunResult, style: Style) -> List[str]:
    workflows = plan.workflows
    broken = [found for found in workflows if found.workflow.broken]
    if not broken:
        return []
    others = len(workflows) - len(broken)
    text = (
        f"{len(broken)} of {number_of(len(workflows), 'workflow')} cannot be read "
        f"(GitHub would fail {'it' if len(broken) == 1 else 'them'}"
        f"{' and run the others' if others else ''}), exit {result.exit}"
    )
    return [style.paint(text, "bold red")]
