"""Owns the plan as text: what starts, and below all that does not, the reason.

Nothing here wraps: lines are cut at a width, if there is one. Without a width and a
style the text is the same on every machine, and fit for a snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from understudy.model.event import Event
from understudy.model.plan import (
    Leg,
    Plan,
    PlannedJob,
    PlannedWorkflow,
    Reason,
    Starts,
)
from understudy.model.result import Verdict
from understudy.report.headline import happened, headline
from understudy.report.lines import Line, Part, join, pad, render, spread
from understudy.report.plan_json import images
from understudy.report.players import Players
from understudy.report.style import Style
from understudy.report.tally import Tally, tally

_PLAIN = Style()
_NAMES = 30  # no wider column than this, for names


@dataclass(frozen=True)
class Screen:
    """Where a plan is shown: how, how wide, and what this machine can play."""

    style: Style = _PLAIN
    width: Optional[int] = None
    players: Players = Players()


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
    ending = [Part(f"{_counted(plan, screen)}. Nothing was run.")]
    if next:
        ending += [Part(" next: "), Part(next, "cyan")]
    lines.append(render(ending, screen.style, screen.width))
    return "\n".join(lines)


def snapshot(plan: Plan) -> str:
    """Return a plan as stable text: no commit, no machine, no colours, file order."""
    event = happened(plan.event) if plan.event else headline(None, _PLAIN)
    return "\n".join([event, *tree(plan, Screen())])


def short(
    plan: Plan, screen: Screen = Screen(), commands: Sequence[str] = ()
) -> str:
    """Return a plan with one line for each workflow, and the commands to give next."""
    style, width = screen.style, screen.width
    started = [found for found in plan.workflows if found.starts is not Starts.NO]
    column = max((len(found.stem) for found in started), default=0) + 2
    lines = [_headline(plan, screen)]
    for found in started:
        count = tally(found.jobs, screen.players)
        names = _named(count.stopped) + _named(count.missing)
        line = pad([Part(found.stem, "bold")], column)
        lines.append(render([*line, Part(f"{count}{names}")], style, width))
    lines += [render(line, style, width) for line in _stopped(plan, style)]
    lines += [render([Part("  "), Part(line, "cyan")], style, width) for line in commands]
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


def _counted(plan: Plan, screen: Screen) -> Tally:
    started = [found for found in plan.workflows if found.starts is not Starts.NO]
    jobs = [job for found in started for job in found.jobs]
    return tally(jobs, screen.players)


def _named(addresses: Sequence[str]) -> str:
    shown = ", ".join(address.partition("/")[2] for address in addresses[:3])
    return f" ({shown}{', ...' if len(addresses) > 3 else ''})" if shown else ""


def _workflow(
    workflow: PlannedWorkflow, event: Optional[Event], screen: Screen
) -> Iterator[Line]:
    left = [Part(workflow.stem, "bold"), Part(f"  {workflow.workflow.path}", "dim")]
    yield spread(left, [Part(_starting(workflow, event), "dim")], screen.width)
    blocks = list(_blocks(workflow, screen))
    bar, fork, last = ("│", "├─ ", "╰─ ") if screen.style.unicode else ("|", "|- ", "`- ")
    for index, block in enumerate(blocks):
        is_last = index == len(blocks) - 1
        for row, line in enumerate(block):
            below = " " * 3 if is_last else f"{bar}  "
            yield [Part((last if is_last else fork) if row == 0 else below, "dim"), *line]


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
            _sign(Verdict.SKIPPED, style),
            Part(f" {verb} not start: {reason}", "dim"),
        ]


def _blocks(workflow: PlannedWorkflow, screen: Screen) -> Iterator[List[Line]]:
    """Yield the lines of each job; jobs of which there is nothing to say share one."""
    names = [len(job.job.id) for job in workflow.jobs]
    column = min(max(names, default=0), _NAMES) + 2
    after = [len(_after(job)) for job in workflow.jobs]
    second = column + (min(max(after), _NAMES) + 2 if any(after) else 0)
    waiting: List[PlannedJob] = []
    for job in workflow.jobs:
        details = _details(job, screen)
        is_plain = job.starts is Starts.YES and not details
        if waiting and (not is_plain or _after(waiting[0]) != _after(job)):
            yield [_together(waiting, column)]
            waiting = []
        if is_plain:
            waiting.append(job)
        elif job.starts is Starts.NO or not (job.legs or job.called):
            yield _refused(job, column, second, screen)
        else:
            line = pad(pad([Part(job.job.id)], column) + [Part(_after(job))], second)
            yield [[*line, *join(details, "   ")]]
    if waiting:
        yield [_together(waiting, column)]


def _together(jobs: Sequence[PlannedJob], column: int) -> Line:
    line: Line = [Part(" · ".join(job.job.id for job in jobs))]
    after = _after(jobs[0])
    return [*pad(line, column), Part(after)] if after else line


def _after(job: PlannedJob) -> str:
    needs = [address.rpartition("/")[2] for address in job.needs]
    if len(needs) > 2:
        return f"after {len(needs)} jobs"
    return f"after {', '.join(needs)}" if needs else ""


def _refused(
    job: PlannedJob, column: int, second: int, screen: Screen
) -> List[Line]:
    """Return the lines of a job without legs: the reason, and what decided."""
    reason = job.reason or Reason("", "")
    verdict, verb = Verdict.SKIPPED, "does not start: "
    if reason.code == "error":
        verdict, verb = Verdict.FAILED, ""
    elif job.starts is Starts.UNKNOWN:
        verdict, verb = Verdict.NOT_REHEARSED, "decided in the run: "
    line = pad([Part(job.job.id)], column)
    if job.starts is Starts.UNKNOWN:
        line = pad([*line, Part(_after(job))], second)
    lines: List[Line] = [
        [*line, _sign(verdict, screen.style), Part(f" {verb}{reason.text}")]
    ]
    return lines + _deciding(reason, column + 2, screen.style)


def _deciding(reason: Reason, column: int, style: Style) -> List[Line]:
    """Return the deciding part of a condition, and below it the values that it read."""
    if reason.expression is None:
        return []
    expression = " ".join(reason.expression.split())
    lines: List[Line] = [[Part(" " * column), Part(expression, "cyan")]]
    hook = "╰─ " if style.unicode else "`- "
    for leaf in reason.leaves:
        place = column + max(expression.find(" ".join(leaf.text.split())), 0)
        lines.append([Part(" " * place), Part(f"{hook}{leaf.value}", "dim")])
    return lines


def _details(job: PlannedJob, screen: Screen) -> List[Line]:
    """Return what is to be said of a job that has legs, or calls some."""
    details: List[Line] = []
    if job.called and job.job.call:
        name = job.job.call.uses.text.rpartition("/")[2]
        count = tally(job.called, screen.players)
        stopped = [address[len(job.address) :] for address in count.stopped]
        details.append([Part(f"calls {name}: {count}{_named(stopped)}")])
    if any(leg.matrix or _missing(leg, screen) for leg in job.legs):
        details.append(join([_leg(leg, job, screen) for leg in job.legs], "  "))
    details += [[Part(found)] for found in _services(job, screen.players)]
    if job.starts is Starts.UNKNOWN and job.reason and job.reason.code != "event":
        details.append([Part(f"decided in the run: {job.reason}", "yellow")])
    condition = job.job.condition
    if condition.source and condition.source == condition.text:
        details.append([Part(" ".join(condition.source.split()), "cyan")])
    environment = job.legs[0].environment if job.legs else None
    if environment:
        details.append([Part(f"environment {environment}")])
    writes = [scope for scope, level in job.permissions.items() if level == "write"]
    if writes and job.legs:
        details.append([Part(f"may write {', '.join(writes)}")])
    return details


def _leg(leg: Leg, job: PlannedJob, screen: Screen) -> Line:
    name = leg.address[len(job.address) + 1 :] or job.job.id
    missing = _missing(leg, screen)
    if missing is None:
        return [Part(name)]
    sign = _sign(Verdict.NOT_REHEARSED, screen.style)
    return [sign, Part(name), Part(f" ({missing})", "dim")]


def _missing(leg: Leg, screen: Screen) -> Optional[Reason]:
    return screen.players.playable(leg)


def _services(job: PlannedJob, players: Players) -> Iterator[str]:
    for name, image in images(job.job.services).items():
        _, by = players.service(name, image)
        yield f"service {image or name}" + (f", played by {by}" if by else "")


def _sign(verdict: Verdict, style: Style) -> Part:
    looks: Dict[Verdict, Tuple[str, str]] = {
        Verdict.SKIPPED: ("○", "dim"),
        Verdict.NOT_REHEARSED: ("?", "yellow"),
        Verdict.FAILED: ("✗", "bold red"),
    }
    sign, look = looks[verdict]
    plain = Style(unicode=style.unicode)
    return Part(plain.glyph(verdict) if not style.unicode else sign, look)
