"""Owns the YAML that GitHub reads: YAML 1.2 core, positions on every node, limits; knows nothing of workflows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import List, Optional, Tuple, Union

from understudy.text.diagnostic import Diagnostic
from understudy.text.source import Source, Span


@dataclass(frozen=True)
class Scalar:
    """One value: null, boolean, number or string by the core schema, and its text as YAML gave it.

    `style` is `plain`, `'`, `"`, `|` or `>`; `text` is the value's text after unquoting and folding.
    """

    value: Union[None, bool, int, float, str]
    text: str
    span: Span = field(compare=False, repr=False)
    style: str = field(default="plain", compare=False)
    anchor: Optional[str] = field(default=None, compare=False)


@dataclass(frozen=True)
class Sequence:
    """A list of nodes; `span` starts at the first `-` or `[`."""

    items: Tuple[Node, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True)
class Mapping:
    """Pairs of nodes in the order of the file, duplicates included; `span` starts at the first key or `{`."""

    entries: Tuple[Tuple[Node, Node], ...]
    span: Span = field(compare=False, repr=False)


Node = Union[Scalar, Sequence, Mapping]


def load(source: Source) -> Tuple[Optional[Node], List[Diagnostic]]:
    """Return the tree of a source and the problems in its YAML; no tree when it is empty or cannot be read."""
    raise NotImplementedError
