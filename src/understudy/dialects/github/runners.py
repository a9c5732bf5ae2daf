"""Owns what GitHub says against a literal `runs-on`; picks no machine."""

from __future__ import annotations

from understudy.dialects.github.nodes import entries, has_hole, text
from understudy.dialects.github.problems import Problems
from understudy.text import yaml

_PREFIXES = ("org", "organization", "ent", "enterprise")


def check_runner(node: yaml.Node, problems: Problems) -> None:
    """Report the name of a runner group that names no group."""
    entry = entries(node).get("group")
    if entry is None or has_hole(entry.value):
        return
    name = text(entry.value)
    prefix, slash, group = name.partition("/")
    if not slash:
        return
    if "/" not in group and not group:
        message = f"Invalid runs-on group name '{name}'."
    elif "/" in group or prefix not in _PREFIXES:
        message = (
            f"Invalid runs-on group name '{name}'. Please use 'organization/' or "
            "'enterprise/' prefix to target a single runner group."
        )
    else:
        return
    problems.error("invalid-runner", message, entry.value.span)
