"""Owns what a plan says of each job: its legs, or why there are none."""

from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from understudy.model.plan import Leg, PlannedJob, PlannedWorkflow, Reason, Starts
from understudy.model.result import Verdict
from understudy.records import dataclass
from understudy.report.folding import Cell, fold
from understudy.report.lines import Line, Part, length, pad
from understudy.report.plan_json import images
from understudy.report.players import Players
from understudy.report.style import Style
from understudy.report.tally import fails, tally

_NAMES = 30  # no wider column than this, for names
_SHOWN = 3
_INDENT = 4
_CALL = "call"  # of a reason: what the job calls cannot be had


@dataclass(frozen=True)
class Screen:
    """Where a plan is shown: how, how wide, and what this machine can play."""

    style: Style = Style()
    width: Optional[int] = None
    players: Players = Players()


def blocks(workflow: PlannedWorkflow, screen: Screen) -> Iterator[List[Line]]:
    """Yield the lines of each job; jobs of which there is nothing to say share one."""
    names = [len(job.job.id) for job in workflow.jobs]
    column = min(max(names, default=0), _NAMES) + 2
    after = [len(_after(job)) for job in workflow.jobs]
    second = column + min(max(after), _NAMES) + 2 if any(after) else 0
    waiting: List[PlannedJob] = []
    for job in workflow.jobs:
        details = _details(job, screen)
        is_plain = bool(job.legs) and not details
        if waiting and (not is_plain or _after(waiting[0]) != _after(job)):
            yield _together(waiting, column, screen)
            waiting = []
        if is_plain:
            waiting.append(job)
        elif job.starts is Starts.NO:
            yield _stopped(job, column, screen)
        else:
            line = [*pad([Part(job.job.id)], column), Part(_after(job))]
            yield fold(pad(line, second), details, second, screen.width)
    if waiting:
        yield _together(waiting, column, screen)


def _together(jobs: Sequence[PlannedJob], column: int, screen: Screen) -> List[Line]:
    dot = " · " if screen.style.unicode else ", "
    cells = [Cell(dot, [Part(job.job.id)]) for job in jobs]
    after = _after(jobs[0])
    if after:
        used = len(dot.join(job.job.id for job in jobs))
        cells.append(Cell(" " * max(column - used, 2), [Part(after)]))
    return fold([], cells, 0, screen.width, 0)


def _after(job: PlannedJob) -> str:
    needs = [address.rpartition("/")[2] for address in job.needs]
    if len(needs) > 2:
        return f"after {len(needs)} jobs"
    return f"after {', '.join(needs)}" if needs else ""


def _stopped(job: PlannedJob, column: int, screen: Screen) -> List[Line]:
    """Return the lines of a job that does not start: the reason, and what decided."""
    reason = job.reason or Reason("", "")
    verdict = Verdict.FAILED if fails(job) else Verdict.SKIPPED
    said = reason.text if fails(job) else f"does not start: {reason.text}"
    lead = [*pad([Part(job.job.id)], column), sign(verdict, screen.style), Part(" ")]
    lines = fold(lead, [Cell("", [Part(said)])], column + 2, screen.width)
    return [*lines, *_deciding(reason, column + 2, screen)]


def _deciding(reason: Reason, column: int, screen: Screen) -> List[Line]:
    """Return the deciding part of a condition, and below it the values that it read."""
    if reason.expression is None:
        return []
    expression = " ".join(reason.expression.split())
    width = screen.width
    if width is not None and width - column < len(expression):
        column = min(column, _INDENT)
    lead = [Part(" " * column)]
    said = [Cell("", [Part(expression, "cyan")])]
    rows = fold(lead, said, column, width, column)
    hook = tree_signs(screen.style)[2]
    lines: List[Line] = []
    for leaf in reason.leaves:
        text = " ".join(leaf.text.split())
        place = column + max(expression.find(text), 0)
        line: Line = [Part(" " * place), Part(f"{hook}{leaf.value}", "dim")]
        if width is not None and (len(rows) > 1 or length(line) > width):
            # There is no room below what was read, so it is named.
            named = Cell("", [Part(f"{text}: {leaf.value}", "dim")])
            start = column + len(hook)
            lines += fold([*lead, Part(hook, "dim")], [named], start, width, start)
        else:
            lines.append(line)
    return [*rows, *lines]


def _details(job: PlannedJob, screen: Screen) -> List[Cell]:
    """Return what is to be said of a job that starts, or may."""
    cells: List[Cell] = []
    if any(leg.matrix or screen.players.playable(leg) for leg in job.legs):
        first, *others = [_leg(leg, job, screen) for leg in job.legs]
        cells = [Cell("", first), *(Cell("  ", other) for other in others)]
    details = [Cell("   ", line) for line in _particulars(job, screen)]
    return [*cells, *details]


def _particulars(job: PlannedJob, screen: Screen) -> List[Line]:
    """Return what is to be said of a job beside its legs."""
    details: List[Line] = []
    if job.called:
        details.append([Part(_called(job, screen.players))])
    details += [[Part(found)] for found in _services(job, screen.players)]
    reason = job.reason
    if job.starts is Starts.UNKNOWN and reason and reason.code != "event":
        lead = (
            "its jobs are not known" if reason.code == _CALL else "decided in the run"
        )
        details.append([Part(f"{lead}: {reason}", "yellow")])
    elif not job.legs and not job.called:
        details.append([Part("legs are decided in the run", "yellow")])
    condition = job.job.condition
    # Where it asks for a status itself, it may start what others would keep back.
    if condition.source and condition.source == condition.text:
        details.append([Part(" ".join(condition.source.split()), "cyan")])
    environment = job.legs[0].environment if job.legs else None
    if environment:
        details.append([Part(f"environment {environment}")])
    writes = [scope for scope, level in job.permissions.items() if level == "write"]
    if writes and job.legs:
        details.append([Part(", ".join(f"{scope}: write" for scope in writes))])
    return details


def _called(job: PlannedJob, players: Players) -> str:
    name = job.job.call.uses.text.rpartition("/")[2] if job.job.call else ""
    count = tally(job.called, players)
    said = f"calls {name}: {count.legs}"
    if count.stopped:
        listed = shown(_within(job, count.stopped))
        verb = "does not start" if len(count.stopped) == 1 else "do not start"
        said += f", {len(count.stopped)} {verb}{listed}"
    if count.failing:
        said += f", {len(count.failing)} to fail{shown(_within(job, count.failing))}"
    return said


def _within(job: PlannedJob, addresses: Sequence[str]) -> List[str]:
    return [address[len(job.address) + 1 :] for address in addresses]


def _leg(leg: Leg, job: PlannedJob, screen: Screen) -> Line:
    name = leg.address[len(job.address) + 1 :] or job.job.id
    missing = screen.players.playable(leg)
    if missing is None:
        return [Part(name)]
    blank = "" if screen.style.unicode else " "
    first = sign(Verdict.NOT_REHEARSED, screen.style)
    return [first, Part(f"{blank}{name}"), Part(f" ({missing})", "dim")]


def _services(job: PlannedJob, players: Players) -> Iterator[str]:
    for name, image in images(job.job.services).items():
        _, by = players.service(name, image)
        yield f"service {image or name}" + (f", played by {by}" if by else "")


def shown(names: Sequence[str]) -> str:
    """Return the first of some names in parentheses, nothing for none."""
    more = ", ..." if len(names) > _SHOWN else ""
    return f" ({', '.join(names[:_SHOWN])}{more})" if names else ""


def sign(verdict: Verdict, style: Style) -> Part:
    """Return the sign of a verdict as a part of a line."""
    plain = Style(unicode=style.unicode).glyph(verdict)
    looks: Dict[Verdict, str] = {
        Verdict.SKIPPED: "dim",
        Verdict.NOT_REHEARSED: "yellow",
        Verdict.FAILED: "bold red",
    }
    return Part(plain, looks[verdict])


def tree_signs(style: Style) -> Tuple[str, str, str]:
    """Return what leads to the rows below, to the next, and to the last of a tree."""
    return ("│", "├─ ", "╰─ ") if style.unicode else ("|", "|- ", "`- ")
