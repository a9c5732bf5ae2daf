"""Owns the ids of all that reading GitHub's files can find, and collects it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Dict, List, Mapping, Optional, Tuple

from understudy.text.diagnostic import Authority, Diagnostic, Label, Severity
from understudy.text.source import Position, Span

# Stable: people name them in `[tool.understudy.check]` and search for them.
IDS: Mapping[str, str] = MappingProxyType(
    {
        "workflow-syntax": "a key or a value that a workflow does not have there",
        "trigger-syntax": "a key or a value below `on` that GitHub will not understand",
        "action-syntax": "a key or a value that an action's metadata do not have there",
        "expression-syntax": "an expression that GitHub cannot read",
        "expression-place": "an expression where GitHub allows none",
        "invalid-id": "a job or a step with an id that GitHub refuses",
        "unknown-need": "a job needs one that does not exist",
        "needs-cycle": "jobs that wait for each other",
        "invalid-uses": "a `uses` that names no action",
        "invalid-matrix": "a matrix that makes no legs",
        "invalid-runner": "a `runs-on` that names no runner",
        "invalid-container": "a container without an image",
        "invalid-concurrency": "a concurrency group that GitHub refuses",
        "missing-steps": "a job that has no steps and calls no workflow",
        "invalid-step": "a step that GitHub cannot play",
        "invalid-cron": "a schedule that never comes",
        "invalid-input": "an input whose definition contradicts itself",
        "invalid-call": "a called workflow that GitHub would not start",
        "call-inputs": "inputs that do not fit the workflow called",
        "call-secrets": "secrets that do not fit the workflow called",
        "call-permissions": "a called workflow that wants more than its caller may",
        "unknown-property": "an expression reads what a context never has",
        "unknown-matrix-key": "an expression reads a matrix key that no leg has",
        "unknown-step": "an expression reads a step that did not run before",
        "unknown-job": "an expression reads a job that is not among the needs",
        "unknown-output": "an expression reads an output that nothing sets",
        "unknown-input": "an expression reads an input that nothing defines",
        "negative-filter": "a filter of `on` that matches nothing",
        "invalid-filter": "filters of `on` that GitHub refuses",
        "always-true": "a condition that is a text, and so always holds",
        "lost-failure": "a pipe that makes a failing command pass",
        "unquoted-version": "a version that YAML reads as a number: 3.10 is 3.1",
        "pending-check": "a workflow that a filter keeps back, and others wait for",
        "skipped-ancestor": "a job that a skipped one above its needs skips",
        "missing-action": "an action of the project that is not there",
        "no-checkout": "an action of the project before the project is checked out",
        "action-input": "an input that an action of the project does not have",
        "deadlock": "a concurrency group that waits for itself",
    }
)


class Problems:
    """The diagnostics of one reading, each once.

    `softened` is for what GitHub's server lets pass and its editor does not: errors
    reported while it is set come as warnings that say so.
    """

    def __init__(self) -> None:
        self._found: Dict[Tuple[str, Position, str], Diagnostic] = {}
        self._errors = 0
        self.softened: Optional[str] = None

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        """Whether GitHub would refuse the file."""
        return self._errors > 0

    def error(
        self,
        id: str,
        message: str,
        span: Span,
        labels: Tuple[Label, ...] = (),
        help: Optional[str] = None,
    ) -> None:
        """Report what GitHub reports, in its words and at its place."""
        severity = Severity.WARNING if self.softened else Severity.ERROR
        self.add(
            Diagnostic(
                id,
                severity,
                message,
                span,
                Authority.GITHUB,
                labels=labels,
                help=help or self.softened,
                notes=(self.softened,) if help and self.softened else (),
            )
        )

    def warning(
        self, id: str, message: str, span: Span, help: Optional[str] = None
    ) -> None:
        """Report what GitHub lets pass and nobody can have meant."""
        self.add(Diagnostic(id, Severity.WARNING, message, span, help=help))

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic; the same again is dropped, as from an anchor's replays."""
        key = (diagnostic.span.path, diagnostic.span.start, diagnostic.message)
        if key not in self._found:
            self._found[key] = diagnostic
            self._errors += diagnostic.is_error

    def sorted(self) -> List[Diagnostic]:
        """Return all of them by place."""
        return sorted(self._found.values(), key=lambda found: found.order)
