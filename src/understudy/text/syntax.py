"""Owns what a YAML syntax error means to a person: PyYAML's problem in clear words, the place to look at, and help."""

from __future__ import annotations

from yaml.error import MarkedYAMLError

from understudy.text.diagnostic import Diagnostic, Severity
from understudy.text.source import Source


def explain(error: MarkedYAMLError, source: Source, shift: int) -> Diagnostic:
    """Return the diagnostic of a scanner's or parser's error; `shift` is where its text begins in the source."""
    mark = error.problem_mark or error.context_mark
    index = 0 if mark is None else mark.index + shift
    message = error.problem or error.context or "this is not YAML"
    return Diagnostic(
        "yaml-syntax", Severity.ERROR, message, source.span(index, index + 1)
    )
