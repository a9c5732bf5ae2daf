"""Owns the YAML that GitHub reads: YAML 1.2 core, positions on every node, limits; knows nothing of workflows."""

from __future__ import annotations

from typing import List, Optional, Tuple

from understudy.text.compose import Composer
from understudy.text.diagnostic import Diagnostic
from understudy.text.events import Events, best_events
from understudy.text.nodes import Mapping, Node, Scalar, Sequence
from understudy.text.source import Source

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "load"]


def load(source: Source) -> Tuple[Optional[Node], List[Diagnostic]]:
    """Return the tree of a source and the problems in its YAML; no tree when it is empty or cannot be read."""
    return load_with(best_events, source)


def load_with(
    events: Events, source: Source
) -> Tuple[Optional[Node], List[Diagnostic]]:
    """Do what `load` does with a parser of choice; both parsers give the same answer."""
    text = source.text[1:] if source.text.startswith("\ufeff") else source.text
    composer = Composer(source, text, len(source.text) - len(text))
    composer.compose(events(text))
    return composer.root, composer.diagnostics
