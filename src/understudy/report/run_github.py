"""Owns a run inside a job of GitHub Actions: groups to unfold, and annotations.

What a leg wrote stands between two words that switch commands off, so that the runner
around this run obeys nothing of it.
"""

from __future__ import annotations

import secrets
from typing import Callable, Dict

from understudy.engine.observe import Cancelling, Event, LegFinished, RunStarted, Warned
from understudy.model.plan import Plan
from understudy.model.result import Annotation, LegResult, Verdict
from understudy.report.log_command import log_command
from understudy.report.out import Out
from understudy.report.run_annotations import of_level
from understudy.report.run_headline import preface, sentence
from understudy.report.run_lines import cancelling
from understudy.report.run_output import whole
from understudy.report.run_progress import Progress
from understudy.report.run_words import cause, duration, remarks
from understudy.report.style import visible

_FAILED = (Verdict.FAILED, Verdict.CANCELLED)


class Groups:
    """Writes each leg as a group with its log, and its problems as annotations.

    Args:
        out: where to write.
        plan: what is played.
        quiet: write of failures only.
        token: makes a word that no log can hold.
    """

    def __init__(
        self,
        out: Out,
        plan: Plan,
        quiet: bool = False,
        token: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._out = out
        self._plan = plan
        self._quiet = quiet
        self._token = token
        self._progress = Progress(plan)

    def notify(self, event: Event) -> None:
        """Write an event, if there is anything to say."""
        if isinstance(event, LegFinished):
            self._ended(event.result)
        elif isinstance(event, Cancelling):
            self._write(cancelling(event))
        elif isinstance(event, RunStarted) and not self._quiet:
            known = sentence(self._plan.event, event.number)
            for line in (known, *preface(event, "; ", None)):
                self._write(f"understudy: {visible(line)}")
        elif isinstance(event, Warned) and not self._quiet:
            title = {"title": event.address or ""}
            self._write(log_command("warning", title, event.message))
        self._progress.notify(event)
        self._out.flush()

    def _ended(self, leg: LegResult) -> None:
        failed = leg.verdict in _FAILED
        if self._quiet and not failed:
            return
        after = self._progress.lineage.after(leg)
        why = [f"after {after}"] if after else [": ".join(cause(leg))]
        said = ", ".join(part for part in (*why, *remarks(leg)) if part)
        time = f" ({duration(leg.seconds)})" if leg.seconds else ""
        title = f"{leg.verdict.value} {leg.address}{time}{': ' if said else ''}{said}"
        self._group(leg, title)
        for found in of_level(leg, "error", "warning", "notice"):
            self._write(_annotation(found, leg))
        if failed and not after and not of_level(leg, "error"):
            lines = [said, *self._progress.last_lines(leg)]
            self._write(log_command("error", {"title": leg.address}, "\n".join(lines)))
        elif leg.verdict is Verdict.NOT_REHEARSED:
            level = "warning" if leg.reason and leg.reason.fixable else "notice"
            text = f"not rehearsed: {said}"
            self._write(log_command(level, {"title": leg.address}, text))

    def _group(self, leg: LegResult, title: str) -> None:
        path = self._progress.log(leg.address)
        if path is None:
            self._write(visible(title))
            return
        token = self._token()
        self._write(log_command("group", {}, title))
        self._write(log_command("stop-commands", {}, token))
        for line in whole(path):
            self._write(line)
        self._write(log_command(token, {}, ""))
        self._write(log_command("endgroup", {}, ""))

    def _write(self, line: str) -> None:
        self._out.write(f"{line}\n")


def _annotation(found: Annotation, leg: LegResult) -> str:
    places: Dict[str, object] = {
        "file": found.file,
        "line": found.line,
        "endLine": found.end_line,
        "col": found.column,
        "endColumn": found.end_column,
        "title": ": ".join(part for part in (leg.address, found.title) if part),
    }
    properties = {key: str(value) for key, value in places.items() if value}
    return log_command(found.level, properties, found.message)
