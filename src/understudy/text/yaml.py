"""Owns the YAML that GitHub reads: YAML 1.2 core, with positions and limits.

Knows nothing of workflows. What PyYAML offers is a stream of events; the tree, the
values and the anchors are understudy's own.
"""

from __future__ import annotations

from typing import List, Optional, Tuple

from understudy.text.characters import readable
from understudy.text.compose import Composer
from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.events import Events, best_events, pure_events
from understudy.text.nodes import Mapping, Node, Scalar, Sequence
from understudy.text.origins import position_in, span_in
from understudy.text.source import Source
from understudy.text.syntax import explain

__all__ = [
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "load",
    "load_with",
    "position_in",
    "span_in",
]

MAX_LENGTH = 1024 * 1024


def load(source: Source) -> Tuple[Optional[Node], List[Diagnostic]]:
    """Return the tree of a source, as far as it can be read, and the problems in it.

    There is no tree when the file is empty, which is no problem here, or too large.
    """
    return load_with(best_events, source)


def load_with(
    events: Events, source: Source
) -> Tuple[Optional[Node], List[Diagnostic]]:
    """Do what `load` does with a parser of choice: they all give the same answer."""
    if _utf16_length(source.text) > MAX_LENGTH:
        return None, [_too_large(source)]
    text = readable(source)
    composer = Composer(source, text)
    error = composer.compose(events(text.text))
    if error is not None and events is not pure_events:
        # Which words an error has, and how far the tree goes, is up to one parser.
        composer = Composer(source, text)
        error = composer.compose(pure_events(text.text))
    problems = text.diagnostics + composer.diagnostics
    if error is not None:
        problems.append(explain(error, source, text.shift))
    return composer.root, problems


def _utf16_length(text: str) -> int:
    if len(text) <= MAX_LENGTH // 2:
        return len(text)
    return len(text) + sum(char > "\uffff" for char in text)


def _too_large(source: Source) -> Diagnostic:
    return Diagnostic(
        "yaml-limit",
        Severity.ERROR,
        f"The maximum file size of {MAX_LENGTH} characters has been exceeded",
        source.span(0, 0),
        Authority.GITHUB,
    )
