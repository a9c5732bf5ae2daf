"""Owns the plan as text: what starts, and for all that does not, the reason.

Nothing here wraps: lines are cut at a width, if there is one. Without a width and a
style the text is the same on every machine, and fit for a snapshot.
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Sequence

from understudy.model.event import Event
from understudy.model.plan import Plan, PlannedWorkflow, Starts
from understudy.model.result import Verdict
from understudy.report.headline import happened, headline
from understudy.report.lines import Line, Part, pad, render, spread
from understudy.report.plan_jobs import Screen, blocks, shown, sign, tree_signs
from understudy.report.style import Style
from understudy.report.tally import tally

_PLAIN = Style()


def text(
    plan: Plan,
    screen: Screen = Screen(),
    notes: Sequence[str] = (),
    next: Optional[str] = None,
) -> str:
    """Return a plan as a tree, with a headline and a count at the end.

    Args:
        plan: what to show.
        screen: where it is shown.
        notes: lines to put in front of the last one, as warnings.
        next: the command to give next.
    """
    lines = [_headline(plan, screen), *tree(plan, screen), *notes]
    ending = f"{_counted(plan, screen)}. Nothing was run."
    command: Line = [Part("next: "), Part(next or "", "cyan")]
    if not next:
        return "\n".join([*lines, ending])
    if screen.width is None or len(f"{ending} next: {next}") <= screen.width:
        return "\n".join([*lines, f"{ending} {render(command, screen.style)}"])
    # Never cut: it is there to be copied.
    return "\n".join([*lines, ending, render(command, screen.style)])


def snapshot(plan: Plan) -> str:
    """Return a plan as stable text: no commit, no machine, no colours, file order."""
    event = happened(plan.event) if plan.event else headline(None, _PLAIN)
    return "\n".join([event, *tree(plan, Screen())])


def short(plan: Plan, screen: Screen = Screen(), commands: Sequence[str] = ()) -> str:
    """Return a plan with one line for each workflow, and the commands to give next."""
    style, width = screen.style, screen.width
    started = [found for found in plan.workflows if found.starts is not Starts.NO]
    column = max((len(found.stem) for found in started), default=0) + 2
    lines = [_headline(plan, screen)]
    for found in started:
        count = tally(found.jobs, screen.players)
        addresses = (*count.stopped, *count.missing)
        listed = shown([address.partition("/")[2] for address in addresses])
        said = f"{count}{listed}" if plan.event else count.legs
        line = [*pad([Part(found.stem, "bold")], column), Part(said)]
        lines.append(render(line, style, width))
    lines += [render(line, style, width) for line in _stopped(plan, style)]
    lines += [
        render([Part("  "), Part(line, "cyan")], style, width) for line in commands
    ]
    return "\n".join(lines)


def names(plan: Plan) -> str:
    """Return the address of everything that may start, one a line, for completion."""
    found: List[str] = []
    for job in plan.jobs():
        found.extend(leg.address for leg in job.legs)
        if job.starts is Starts.UNKNOWN and not job.legs and not job.called:
            found.append(job.address)
    return "\n".join(found)


def tree(plan: Plan, screen: Screen) -> Iterator[str]:
    """Yield the lines of every workflow: those that start, then the others."""
    for workflow in plan.workflows:
        if workflow.starts is not Starts.NO:
            for line in _workflow(workflow, plan.event, screen):
                yield render(line, screen.style, screen.width)
    for line in _stopped(plan, screen.style):
        yield render(line, screen.style, screen.width)


def _headline(plan: Plan, screen: Screen) -> str:
    line = [Part(headline(plan.event, screen.style), "bold")]
    return render(line, screen.style, screen.width)


def _counted(plan: Plan, screen: Screen) -> str:
    started = [found for found in plan.workflows if found.starts is not Starts.NO]
    count = tally((job for found in started for job in found.jobs), screen.players)
    return str(count) if plan.event else count.legs


def _workflow(
    workflow: PlannedWorkflow, event: Optional[Event], screen: Screen
) -> Iterator[Line]:
    left = [Part(workflow.stem, "bold"), Part(f"  {workflow.workflow.path}", "dim")]
    yield spread(left, [Part(_starting(workflow, event), "dim")], screen.width)
    found = list(blocks(workflow, screen))
    bar, fork, last = tree_signs(screen.style)
    for index, block in enumerate(found):
        is_last = index == len(found) - 1
        for row, line in enumerate(block):
            lead = (last if is_last else fork) if row == 0 else "" if is_last else bar
            yield [Part(f"{lead:<3}", "dim"), *line]


def _starting(workflow: PlannedWorkflow, event: Optional[Event]) -> str:
    if workflow.reason is None:
        return f"starts on {event.name}" if event else "starts"
    if workflow.starts is Starts.UNKNOWN:
        return f"may start: {workflow.reason}"
    return f"starts: {workflow.reason}"


def _stopped(plan: Plan, style: Style) -> Iterator[Line]:
    """Yield a line for each reason for which workflows do not start."""
    by_reason: Dict[str, List[PlannedWorkflow]] = {}
    for workflow in plan.workflows:
        if workflow.starts is Starts.NO:
            by_reason.setdefault(str(workflow.reason), []).append(workflow)
    for reason, found in by_reason.items():
        stems = ", ".join(workflow.stem for workflow in found)
        verb = "does" if len(found) == 1 else "do"
        yield [
            Part(stems, "bold"),
            Part("  "),
            sign(Verdict.SKIPPED, style),
            Part(f" {verb} not start: {reason}", "dim"),
        ]
