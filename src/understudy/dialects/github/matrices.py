"""Owns what GitHub says against a matrix before it is expanded; expands nothing."""

from __future__ import annotations

from typing import Mapping

from understudy.dialects.github.nodes import (
    Entry,
    entries,
    has_hole,
    has_holes,
    items,
    value,
)
from understudy.dialects.github.problems import Problems
from understudy.text import yaml

_ID = "invalid-matrix"


def check_matrix(strategy: yaml.Node, problems: Problems) -> None:
    """Report vectors, inclusions and exclusions that can make no leg."""
    entry = entries(strategy).get("matrix")
    if entry is None or not isinstance(entry.value, yaml.Mapping):
        return
    fields = entries(entry.value)
    computed = any(has_hole(key) for key, _ in entry.value.entries)
    vectors = {
        name: found
        for name, found in fields.items()
        if name not in ("include", "exclude") and not has_hole(found.key)
    }
    for name, found in vectors.items():
        if isinstance(found.value, yaml.Sequence) and not items(found.value):
            message = f"Matrix vector '{name}' does not contain any values"
            problems.error(_ID, message, found.value.span)
    if not vectors and not computed and not _includes(fields):
        problems.error(_ID, "Matrix must define at least one vector", entry.value.span)
    if not has_holes(strategy):
        _check_items(fields, vectors, problems)


def _includes(fields: Mapping[str, Entry]) -> bool:
    found = value(fields, "include")
    return found is not None and (has_hole(found) or bool(items(found)))


def _check_items(
    fields: Mapping[str, Entry], vectors: Mapping[str, Entry], problems: Problems
) -> None:
    """Report empty filters and unknown keys, as `MatrixBuilder.cs` does on building."""
    for kind, message in (
        ("include", "Matrix include mapping does not contain any values"),
        ("exclude", "Matrix exclude filter must not be empty"),
    ):
        for item in items(value(fields, kind)):
            if isinstance(item, yaml.Mapping) and not item.entries:
                problems.error(_ID, message, item.span)
            for name, found in entries(item).items():
                if kind == "exclude" and name.lower() not in map(str.lower, vectors):
                    problems.error(
                        _ID,
                        f"Matrix exclude key '{name}' does not match any key "
                        "within the matrix",
                        found.key.span,
                    )
