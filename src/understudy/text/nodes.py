"""Owns the three kinds of YAML node and where each stands in its source; knows nothing of how they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Tuple, Union

from understudy.text.source import Span


@dataclass(frozen=True)
class Scalar:
    """One value: null, boolean, number or string by the core schema, and its text as YAML gave it.

    `style` is `plain`, `'`, `"`, `|` or `>`; `text` is the value's text after unquoting and folding.
    The span covers the quotes, or begins at the `|`; it leaves out an anchor and a tag.
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
