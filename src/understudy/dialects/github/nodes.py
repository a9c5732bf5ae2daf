"""Owns taking values out of nodes that may be anything: absent, wrong, computed."""

from __future__ import annotations

from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple

from understudy.dialects.github.holes import OPEN
from understudy.expressions import to_string
from understudy.model.template import Template
from understudy.text import yaml


class Entry(NamedTuple):
    """One key of a mapping, and its value."""

    key: yaml.Scalar
    value: yaml.Node


def entries(node: Optional[yaml.Node]) -> Dict[str, Entry]:
    """Return the entries of a mapping by name, the first of each; else nothing."""
    found: Dict[str, Entry] = {}
    if isinstance(node, yaml.Mapping):
        for key, value in node.entries:
            if isinstance(key, yaml.Scalar):
                found.setdefault(text(key), Entry(key, value))
    return found


def text(node: Optional[yaml.Node]) -> str:
    """Return a scalar as the string that GitHub makes of it; else an empty one."""
    if not isinstance(node, yaml.Scalar):
        return ""
    return node.value if isinstance(node.value, str) else to_string(node.value)


def items(node: Optional[yaml.Node]) -> Tuple[yaml.Node, ...]:
    """Return the items of a list; nothing for anything else."""
    return node.items if isinstance(node, yaml.Sequence) else ()


def scalars(node: Optional[yaml.Node]) -> Tuple[yaml.Scalar, ...]:
    """Return the scalars of a list, or the one that stands in its place."""
    if isinstance(node, yaml.Scalar):
        return () if node.value is None else (node,)
    return tuple(item for item in items(node) if isinstance(item, yaml.Scalar))


def templates(fields: Mapping[str, Entry]) -> Dict[str, Template]:
    """Return the values of a mapping's entries, each as it stands."""
    return {name: Template(entry.value) for name, entry in fields.items()}


def value(fields: Mapping[str, Entry], name: str) -> Optional[yaml.Node]:
    """Return the value of one entry, None where there is no such entry."""
    entry = fields.get(name)
    return entry.value if entry else None


def has_hole(node: yaml.Node) -> bool:
    """Tell whether a scalar holds an expression."""
    return (
        isinstance(node, yaml.Scalar)
        and isinstance(node.value, str)
        and OPEN in node.value
    )


def has_holes(node: yaml.Node) -> bool:
    """Tell whether there is an expression anywhere in a node."""
    return any(has_hole(found) for found in walk(node))


def walk(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield a node and all that is in it, keys included, in the order of the file."""
    stack: List[yaml.Node] = [node]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, yaml.Sequence):
            stack.extend(reversed(current.items))
        elif isinstance(current, yaml.Mapping):
            for key, value in reversed(current.entries):
                stack.append(value)
                stack.append(key)
