"""Owns the plan as text: what starts, and for all that does not, the reason.

Nothing is longer than the width, if there is one: jobs go on in rows below, lists are
shortened, the rest is cut. Without a width and a style the text is the same on every
machine, and fit for a snapshot.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterator, List, Optional, Sequence

from understudy.model.event import Event
from understudy.model.plan import Plan, PlannedWorkflow, Reason, Starts
from understudy.model.result import Verdict
from understudy.report.folding import Cell, fold
from understudy.report.headline import happened, headline
from understudy.report.lines import Line, Part, length, pad, render, spread
from understudy.report.plan_jobs import Screen, blocks, shown, sign, tree_signs
from understudy.report.style import Style
from understudy.report.tally import tally

_PLAIN = Style()
_LEAD = 3  # columns of a tree's branches
_INDENT = 2
_NAMES = 24  # columns at least, for names in front of a reason


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
    lines = [*_headline(plan, screen), *tree(plan, screen), *notes]
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
    lines = list(_headline(plan, screen))
    for found in started:
        count = tally(found.jobs, screen.players)
        addresses = (*count.failing, *count.stopped, *count.missing)
        listed = shown([address.partition("/")[2] for address in addresses])
        said = f"{count}{listed}" if plan.event else count.legs
        line = [*pad([Part(found.stem, "bold")], column), Part(said)]
        lines.append(render(line, style, width))
    lines += [render(line, style, width) for line in _stopped(plan, screen)]
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
    for line in _stopped(plan, screen):
        yield render(line, screen.style, screen.width)


def _headline(plan: Plan, screen: Screen) -> Iterator[str]:
    dot = " · " if screen.style.unicode else ", "
    parts = headline(plan.event, screen.style).split(dot)
    cells = [Cell(dot, [Part(part, "bold")]) for part in parts]
    for row in fold([], cells, _INDENT, screen.width):
        yield render(row, screen.style, screen.width)


def _counted(plan: Plan, screen: Screen) -> str:
    started = [found for found in plan.workflows if found.starts is not Starts.NO]
    count = tally((job for found in started for job in found.jobs), screen.players)
    return str(count) if plan.event else count.legs


def _workflow(
    workflow: PlannedWorkflow, event: Optional[Event], screen: Screen
) -> Iterator[Line]:
    left = [Part(workflow.stem, "bold"), Part(f"  {workflow.workflow.path}", "dim")]
    right = [Part(_starting(workflow, event), "dim")]
    head = spread(left, right, screen.width)
    if screen.width is None or length(head) <= screen.width:
        yield head
    else:
        yield from fold([*left, Part("  ")], [Cell("", right)], _INDENT, screen.width)
    bar, fork, last = tree_signs(screen.style)
    room = screen.width and max(screen.width - _LEAD, 1)
    found = list(blocks(workflow, replace(screen, width=room)))
    for index, block in enumerate(found):
        is_last = index == len(found) - 1
        for row, line in enumerate(block):
            lead = (last if is_last else fork) if row == 0 else "" if is_last else bar
            yield [Part(f"{lead:<{_LEAD}}", "dim"), *line]


def _starting(workflow: PlannedWorkflow, event: Optional[Event]) -> str:
    if workflow.reason is None:
        return f"starts on {event.name}" if event else "starts"
    if workflow.starts is Starts.UNKNOWN:
        return f"may start: {workflow.reason}"
    return f"starts: {workflow.reason}"


def _stopped(plan: Plan, screen: Screen) -> Iterator[Line]:
    """Yield a line for each reason for which workflows do not start."""
    by_reason: Dict[str, List[PlannedWorkflow]] = {}
    for workflow in plan.workflows:
        if workflow.starts is Starts.NO:
            by_reason.setdefault(_why(workflow.reason), []).append(workflow)
    for reason, found in by_reason.items():
        verb = "does" if len(found) == 1 else "do"
        glyph = sign(Verdict.SKIPPED, screen.style)
        why = [glyph, Part(f" {verb} not start: {reason}", "dim")]
        room = screen.width and max(screen.width - length(why) - 2, _NAMES)
        stems = _fitting([workflow.stem for workflow in found], room)
        lead = [Part(stems, "bold"), Part("  ")]
        yield from fold(lead, [Cell("", why)], _INDENT, screen.width)


def _why(reason: Optional[Reason]) -> str:
    """Return a reason, with what is to be done about it where that is known."""
    command = reason.command if reason else None
    return f"{reason}: {command}" if command else str(reason)


def _fitting(names: Sequence[str], room: Optional[int]) -> str:
    """Return names, as many as there is room for, and the number of the others."""
    listed = ", ".join(names)
    shown = len(names)
    while room is not None and len(listed) > room and shown > 1:
        shown -= 1
        listed = f"{', '.join(names[:shown])} and {len(names) - shown} more"
    return listed
