"""Owns what a token may do: reading and comparing `permissions`."""

from __future__ import annotations

from types import MappingProxyType
from typing import Mapping, Optional, Tuple

from understudy.dialects.github.keys import SCOPES
from understudy.dialects.github.nodes import entries, text
from understudy.model.pipeline import Permissions
from understudy.text import yaml

_ORDER = {"none": 0, "read": 1, "write": 2}
_SHORTHANDS = {"read-all": "read", "write-all": "write"}
# The order of GitHub's message (Permissions.cs); the newer scopes follow.
_COMPARED = (
    "actions",
    "artifact-metadata",
    "attestations",
    "checks",
    "contents",
    "deployments",
    "discussions",
    "issues",
    "packages",
    "pages",
    "pull-requests",
    "repository-projects",
    "statuses",
    "security-events",
    "id-token",
    "models",
    "vulnerability-alerts",
    "code-quality",
    "copilot-requests",
    "drives",
)


def read_permissions(node: Optional[yaml.Node]) -> Optional[Permissions]:
    """Return what a `permissions` grants, None where there is none."""
    if node is None:
        return None
    if isinstance(node, yaml.Mapping):
        scopes = {
            name: text(entry.value)
            for name, entry in entries(node).items()
            if text(entry.value) in _ORDER
        }
        return Permissions(MappingProxyType(scopes), node.span)
    shorthand = text(node)
    if shorthand not in _SHORTHANDS:
        return Permissions(MappingProxyType({}), node.span)
    return Permissions(
        MappingProxyType(_all(_SHORTHANDS[shorthand])), node.span, shorthand
    )


def violations(requested: Permissions, allowed: Permissions) -> Tuple[str, str]:
    """Return what is asked for beyond what is allowed, and what is: `actions: write`.

    Both are empty where nothing is.
    """
    asked, granted = [], []
    for scope in _COMPARED:
        wanted = requested.scopes.get(scope, "none")
        most = allowed.scopes.get(scope, "none")
        if _ORDER[wanted] > _ORDER[most]:
            asked.append(f"{scope}: {wanted}")
            granted.append(f"{scope}: {most}")
    return ", ".join(asked), ", ".join(granted)


def _all(level: str) -> Mapping[str, str]:
    """Return every scope at a level, or at the highest below it that the scope has."""
    return {
        scope: level if definition.accepts(level) else _fallback(level, scope)
        for scope, definition in SCOPES.shapes[0].keys.items()
    }


def _fallback(level: str, scope: str) -> str:
    # `models` knows no `write`, `id-token` no `read` (Permissions.cs).
    return "read" if level == "write" else "none"
