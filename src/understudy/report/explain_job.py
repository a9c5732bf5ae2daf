"""Owns why one job starts, or does not: its condition down to the last operand."""

from __future__ import annotations

from typing import Iterator, List

from understudy.dialects.base import Operand
from understudy.model.plan import PlannedJob, Starts
from understudy.report.lines import Line, Part, pad, render
from understudy.report.plan_jobs import tree_signs
from understudy.report.style import Style

_LOOKS = {"true": "green", "false": "red", "?": "yellow"}
_COLUMN = 11


def text(job: PlannedJob, condition: Operand, style: Style = Style()) -> str:
    """Return a job's condition as a tree, each part with its value.

    Nothing is cut: whoever asks for one job wants to see all of it.

    Args:
        job: the planned job.
        condition: its condition in its parts.
        style: how text may look.
    """
    lines = [_head(job), *_facts(job), [], *_tree(condition, style)]
    return "\n".join(render(line, style) for line in lines)


def _head(job: PlannedJob) -> Line:
    span = job.job.key_span or job.job.span
    return [Part(job.address, "bold"), Part(f"  {span}", "dim")]


def _facts(job: PlannedJob) -> Iterator[Line]:
    yield _row("name", job.name)
    if job.needs:
        yield _row("needs", ", ".join(job.needs))
    far = sorted(job.ancestors.difference(job.needs))
    if far:
        yield _row("and these", ", ".join(far))
    yield _row("legs", ", ".join(leg.address for leg in job.legs) or "none")
    said = {
        Starts.YES: "yes",
        Starts.NO: "no",
        Starts.UNKNOWN: "decided in the run",
    }[job.starts]
    why = f": {job.reason.text}" if job.reason else ""
    yield _row("starts", said + why)


def _row(key: str, value: str) -> Line:
    return [*pad([Part(key, "dim")], _COLUMN), Part(value)]


def _tree(
    operand: Operand, style: Style, lead: str = "", below: str = ""
) -> List[Line]:
    """Return the line of an operand, and below it those of its parts."""
    value = _value(operand)
    what = operand.operator if operand.operands else " ".join(operand.text.split())
    lines: List[Line] = [
        [
            Part(lead, "dim"),
            Part(f"{value:<6}", _LOOKS[value]),
            Part(what, "bold" if operand.operands else ""),
        ]
    ]
    bar, fork, last = tree_signs(style)
    if operand.error is not None:
        lines.append([Part(f"{below}      {operand.error}", "red")])
    for leaf in operand.leaves:
        said = leaf.value
        if leaf.text != operand.text:
            said = f"{leaf.text}: {said}"
        elif said in ("true here", "false here"):
            continue  # which is what stands in front of the operand
        lines.append([Part(f"{below}      {last}{said}", "dim")])
    for index, part in enumerate(operand.operands):
        is_last = index == len(operand.operands) - 1
        lead = below + (last if is_last else fork)
        inner = below + ("   " if is_last else f"{bar:<3}")
        lines.extend(_tree(part, style, lead, inner))
    return lines


def _value(operand: Operand) -> str:
    return {True: "true", False: "false", None: "?"}[operand.truth]
