"""Owns the failures at the end of a run: each cause once, what followed beside it."""

from __future__ import annotations

from typing import Dict, Iterator, List, Tuple

from understudy.model.plan import Plan
from understudy.model.result import Annotation, LegResult, RunResult, Verdict
from understudy.report.lines import Line, Part, pad
from understudy.report.run_annotations import of_level, place, words
from understudy.report.run_next import Command
from understudy.report.run_progress import Lineage
from understudy.report.run_words import cause
from understudy.report.style import Style

_ERRORS = 5
_THEN = 4
INDENT = 9


def failures(
    result: RunResult, plan: Plan, command: Command, style: Style = Style()
) -> Iterator[Line]:
    """Yield the lines of every leg that failed or was cancelled by itself."""
    dot = " · " if style.unicode else ", "
    causes, then = _sort(result, Lineage(plan))
    for leg in causes:
        look = "bold red" if leg.verdict is Verdict.FAILED else "magenta"
        first = [*pad([Part(leg.verdict.value, look)], INDENT), Part(leg.address)]
        first += [Part(f"{dot}{part}") for part in cause(leg)]
        after = then.get(leg.address, ())
        if after:
            shown = [*after[:_THEN], *(["..."] if len(after) > _THEN else [])]
            first.append(Part(f"   (then: {', '.join(shown)})", "dim"))
        if leg.tolerated:
            first.append(Part("   (it may fail)", "dim"))
        yield first
        yield from error_rows(of_level(leg, "error"))
        yield row("repeat", Part(command.repeat(leg), "cyan"))


def row(key: str, *parts: Part) -> Line:
    """Return a line below a headline: a word, and what belongs to it."""
    return [*pad([Part(" " * INDENT), Part(key, "dim")], 2 * INDENT), *parts]


def error_rows(annotations: List[Annotation]) -> Iterator[Line]:
    """Yield a line for each of some annotations, and say how many more there are."""
    for found in annotations[:_ERRORS]:
        where = place(found)
        first = (words(found) or [""])[0]
        yield row(
            found.level, Part(f"{where:<25} " if where else "", "dim"), Part(first)
        )
    if len(annotations) > _ERRORS:
        yield row("", Part(f"... and {len(annotations) - _ERRORS} more", "dim"))


def _sort(
    result: RunResult, lineage: Lineage
) -> Tuple[List[LegResult], Dict[str, List[str]]]:
    """Return the causes, and by the address of a cause what followed from it."""
    for leg in result.legs:
        lineage.add(leg)
    causes: List[LegResult] = []
    then: Dict[str, List[str]] = {}
    for leg in result.legs:
        if lineage.after(leg) is None:
            if leg.verdict in (Verdict.FAILED, Verdict.CANCELLED):
                causes.append(leg)
    for leg in result.legs:
        job = lineage.after(leg)
        first = next((c for c in causes if job and lineage.is_above(c, leg)), None)
        if first is not None:
            word = " skipped" if leg.verdict is Verdict.SKIPPED else ""
            then.setdefault(first.address, []).append(f"{leg.address}{word}")
    return causes, then
