"""Owns what GitHub says against literal containers and services."""

from __future__ import annotations

from understudy.dialects.github.nodes import entries, has_holes, text
from understudy.dialects.github.problems import Problems
from understudy.text import yaml

_DOCKER = "docker://"


def check_container(
    node: yaml.Node, problems: Problems, is_service: bool = False
) -> None:
    """Report a container without an image, as far as no expression decides it."""
    if has_holes(node):
        return
    if isinstance(node, yaml.Mapping):
        image = entries(node).get("image")
        is_empty = image is None or text(image.value) in ("", _DOCKER)
    else:
        # `container: ''` is no container, and allowed (WorkflowTemplateConverter.cs).
        is_empty = text(node) in (("", _DOCKER) if is_service else (_DOCKER,))
    if is_empty:
        problems.error(
            "invalid-container", "Container image cannot be empty", node.span
        )


def check_services(node: yaml.Node, problems: Problems) -> None:
    """Report services without an image."""
    for entry in entries(node).values():
        check_container(entry.value, problems, is_service=True)
