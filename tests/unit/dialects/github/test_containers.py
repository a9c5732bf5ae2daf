"""Containers and services need an image, as far as no expression decides it."""

from __future__ import annotations

import pytest

from understudy.dialects.github.containers import check_container, check_services
from understudy.dialects.github.problems import Problems
from understudy.text import yaml
from understudy.text.source import Source


def found(text: str, services: bool = False) -> list[tuple[int, str]]:
    node, _ = yaml.load(Source("x.yml", text))
    assert node is not None
    problems = Problems()
    (check_services if services else check_container)(node, problems)
    return [(problem.span.line, problem.message) for problem in problems.sorted()]


@pytest.mark.parametrize(
    "text",
    ["python:3", "''", "image: python:3", "image: ${{ a }}", "options: ${{ a }}"],
)
def test_a_container_that_can_be_is_no_problem(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["docker://", "options: x", "image: docker://"])
def test_a_container_without_an_image_is_one(text: str) -> None:
    assert found(text) == [(1, "Container image cannot be empty")]


def test_a_service_may_not_be_empty_either() -> None:
    services = "a: ''\nb: docker://\nc: redis\nd:\n  env: {}\n"

    assert found(services, services=True) == [
        (1, "Container image cannot be empty"),
        (2, "Container image cannot be empty"),
        (5, "Container image cannot be empty"),
    ]
