"""Owns a run on a terminal: legs as they end, each with its sign, time and cause."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional

from understudy.engine.observe import Cancelling, Event, LegFinished, RunStarted, Warned
from understudy.model.plan import Plan
from understudy.model.result import LegResult, Verdict
from understudy.report.lines import Line, Part, pad, render
from understudy.report.out import Out
from understudy.report.run_annotations import of_level, sentences
from understudy.report.run_headline import headline, preface
from understudy.report.run_lines import cancelling
from understudy.report.run_output import Follower, count_lines
from understudy.report.run_progress import Progress
from understudy.report.run_words import cause, duration, number_of, remarks
from understudy.report.style import Style
from understudy.report.style import width as width_of

_LONGEST_ADDRESS = 40
_TIME = 7
# Below these widths there is no room for what a leg said last, and for times.
_FOR_OUTPUT, _FOR_TIMES = 80, 60
# What a sign and the blanks behind it take: one column, or a word of ASCII.
_SIGN = {True: 2, False: 5}


class Legs:
    """Writes the legs of a run as they end.

    Args:
        out: where to write.
        plan: what is played.
        style: how text may look.
        width: where lines are cut.
        quiet: write of failures only.
        verbose: write all output, each line with the address of its leg.
    """

    def __init__(
        self,
        out: Out,
        plan: Plan,
        style: Style,
        width: Optional[int] = 100,
        quiet: bool = False,
        verbose: bool = False,
    ) -> None:
        self._out = out
        self._plan = plan
        self._style = style
        self._width = width
        self._quiet = quiet
        self._follower = Follower() if verbose else None
        self._progress = Progress(plan)
        self._column = 0

    def notify(self, event: Event) -> None:
        """Write an event, if there is anything to say."""
        if self._follower is not None:
            for address, line in self._follower.follow(event):
                text = [Part(address, "dim"), Part(f" {self._style.bar} "), Part(line)]
                self._out.write(render(text, self._style) + "\n")
        if isinstance(event, RunStarted):
            longest = max(map(len, event.legs), default=0)
            self._column = min(longest, _LONGEST_ADDRESS) + 2
            self._start(event)
        elif isinstance(event, Cancelling):
            self._write([Part(cancelling(event), "magenta")])
        elif isinstance(event, Warned) and not self._quiet:
            address = f"{event.address}: " if event.address else ""
            self._write([Part("warning: ", "yellow"), Part(address + event.message)])
        elif isinstance(event, LegFinished):
            self._end(event.result)
        self._progress.notify(event)
        self._out.flush()

    def _start(self, event: RunStarted) -> None:
        if self._quiet:
            return
        first = headline(self._plan.event, event.number, self._style)
        self._write([Part(first, "bold")])
        separator = " · " if self._style.unicode else "; "
        for line in preface(event, separator, self._width):
            self._write([Part(line)])

    def _end(self, leg: LegResult) -> None:
        failed = leg.verdict in (Verdict.FAILED, Verdict.CANCELLED)
        if self._quiet and not failed:
            return
        after = self._progress.lineage.after(leg)
        self._out.write(self._row(leg, after) + "\n")
        if failed and not after:
            self._quote(leg)

    def _row(self, leg: LegResult, after: Optional[str]) -> str:
        style = self._style
        sign = Style(unicode=style.unicode).glyph(leg.verdict)
        blanks = " " * (_SIGN[style.unicode] - width_of(sign))
        line: List[Part] = [Part(blanks), *pad([Part(leg.address)], self._column)]
        if self._width is None or self._width >= _FOR_TIMES:
            time = duration(leg.seconds) if leg.seconds else ""
            line.append(Part(f"{time:>{_TIME}}   ", "dim"))
        why = [f"after {after}"] if after else [" ".join(cause(leg))]
        said = ", ".join(part for part in (*why, *remarks(leg)) if part)
        line.append(Part(said))
        width = None if self._width is None else self._width - width_of(sign)
        return style.glyph(leg.verdict) + render(line, style, width)

    def _quote(self, leg: LegResult) -> None:
        errors = sentences(of_level(leg, "error"))
        if not errors and (self._width is None or self._width >= _FOR_OUTPUT):
            errors = self._progress.last_lines(leg)
        for text in errors:
            self._write([Part(f"  {self._style.bar} ", "red"), Part(text)])
        path = self._progress.log(leg.address)
        if path is not None:
            last = "╰" if self._style.unicode else "`"
            lines = number_of(count_lines(path), "line")
            # Never cut: it is there to be copied.
            end = [Part(f"  {last} ", "red"), Part(f"{lines}: {short(path)}", "dim")]
            self._out.write(render(end, self._style) + "\n")

    def _write(self, line: Line) -> None:
        self._out.write(render(line, self._style, self._width) + "\n")


def short(path: Path, home: Optional[Path] = None) -> str:
    """Return a path as people write it, with `~` for their own folder."""
    home = Path.home() if home is None else home
    try:
        return f"~/{path.relative_to(home).as_posix()}"
    except ValueError:
        return str(path)
