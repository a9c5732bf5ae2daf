"""Owns what stands beside the verdict of a run: what was not played, what differs."""

from __future__ import annotations

from typing import Dict, Iterator, List, Tuple

from understudy.engine.confine import Plain, not_guaranteed
from understudy.model.plan import Plan, Reason
from understudy.model.result import Fidelity, LegResult, RunResult, Verdict
from understudy.report.lines import Line, Part, pad
from understudy.report.run_annotations import of_level, place, words
from understudy.report.run_failures import INDENT, row
from understudy.report.run_progress import Lineage
from understudy.report.run_words import culprit, some, step_name, times
from understudy.report.style import Style

_WARNINGS = 5
_ADDRESS, _REASON = 40, 40


def left_out_rows(result: RunResult) -> Iterator[Line]:
    """Yield what was not played, with the reason and the command that would fix it."""
    found = [leg for leg in result.legs if leg.verdict is Verdict.NOT_REHEARSED]
    if not found:
        return
    yield [Part("not rehearsed", "yellow")]
    column = min(max(len(leg.address) for leg in found), _ADDRESS) + 3
    second = min(max(len(_what(leg)) for leg in found), _REASON) + 3
    for leg in found:
        reason = leg.reason or Reason("", "nobody knows why")
        line = pad([Part(" " * INDENT), Part(leg.address)], INDENT + column)
        line = pad([*line, Part(_what(leg))], INDENT + column + second)
        if reason.command:
            line.append(Part(reason.command, "cyan"))
        elif not reason.fixable and leg.reason:
            line.append(Part("(nothing to fix here)", "dim"))
        yield line


def _what(leg: LegResult) -> str:
    """Return what could not be played of a leg: a step of it, or all."""
    found = culprit(leg)
    reason = str(leg.reason or "nobody knows why")
    return f"{found}: {reason}" if found else reason


def notes(result: RunResult, plan: Plan, style: Style = Style()) -> Iterator[Line]:
    """Yield all that differs from the hosted machine, and the warnings of steps."""
    rows = [*_warnings(result), *_skipped(result)]
    rows += _differences(result, Lineage(plan), style)
    # What steps push goes into the run's own repository.
    rows += [row("pushed", Part(f"{what} (here only)")) for what in result.pushed]
    for index, line in enumerate(rows):
        if index == 0:
            yield [*pad([Part("notes", "bold")], INDENT), *line[1:]]
        else:
            yield line


def _warnings(result: RunResult) -> Iterator[Line]:
    by_text: Dict[Tuple[str, str], List[str]] = {}
    for leg in result.legs:
        for found in of_level(leg, "warning"):
            key = (place(found), (words(found) or [""])[0])
            by_text.setdefault(key, []).append(leg.address)
    for count, ((where, text), legs) in enumerate(by_text.items()):
        if count == _WARNINGS:
            more = len(by_text) - _WARNINGS
            yield row("", Part(f"... and {more} more", "dim"))
            return
        before = [Part(f"{where:<25} ", "dim")] if where else []
        yield row("warning", *before, Part(text), Part(f"   {some(legs)}", "dim"))


def _differences(result: RunResult, lineage: Lineage, style: Style) -> Iterator[Line]:
    played = [leg for leg in result.legs if leg.steps]
    for fidelity, look in ((Fidelity.STUBBED, "yellow"), (Fidelity.EMULATED, "dim")):
        names = times(
            (name for leg in played for name in lineage.played_as(leg, fidelity)), style
        )
        if names:
            yield row(fidelity.value, Part(names, look))
    for key, found in (
        ("differs", {leg.address: _remarks(leg) for leg in played}),
        ("empty", {leg.address: leg.assumed for leg in played}),
        ("without", {leg.address: leg.without for leg in result.legs}),
    ):
        alike: Dict[str, List[str]] = {}
        for address, values in found.items():
            for text in [some(values)] if key == "without" else values:
                if text:
                    alike.setdefault(text, []).append(address)
        for text, legs in alike.items():
            yield row(key, Part(text), Part(f"   {some(legs)}", "dim"))
    for name in dict.fromkeys(leg.confinement for leg in played if leg.confinement):
        yield row(*_confined(name))


def _skipped(result: RunResult) -> Iterator[Line]:
    """Yield the steps whose own condition was false, and the part that made it so."""
    alike: Dict[Tuple[str, str], List[str]] = {}
    for leg in result.legs:
        for number, step in enumerate(leg.steps, start=1):
            reason = step.reason
            if step.verdict is not Verdict.SKIPPED or reason is None:
                continue
            # What an earlier failure skips has no condition of its own.
            if reason.leaves and not str(reason.expression).startswith("success("):
                name = step_name(number, step.name or step.id)
                read = [f"{leaf.text} is {leaf.value}" for leaf in reason.leaves]
                key = f"{name}: {reason.expression}", ", ".join(read)
                alike.setdefault(key, []).append(leg.address)
    for (text, values), legs in alike.items():
        yield row("skipped", Part(text), Part(f"   {some(legs)}", "dim"))
        yield row("", Part(f"is false: {values}", "dim"))


def _remarks(leg: LegResult) -> Tuple[str, ...]:
    return tuple(dict.fromkeys(note for step in leg.steps for note in step.notes))


def _confined(name: str) -> Tuple[str, Part]:
    """Return how legs were kept apart, and the first of what that leaves open."""
    plain = Plain()
    if name != plain.name:
        return "confined", Part(f"by {name}", "dim")
    return name, Part(not_guaranteed(plain)[0].partition(": ")[2], "dim")
