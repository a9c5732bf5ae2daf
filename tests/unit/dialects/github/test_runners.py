"""A runner group is one name, or one name below an organization or an enterprise."""

from __future__ import annotations

import pytest

from understudy.dialects.github.problems import Problems
from understudy.dialects.github.runners import check_runner
from understudy.text import yaml
from understudy.text.source import Source

HINT = (
    " Please use 'organization/' or 'enterprise/' prefix to target a single runner "
    "group."
)


def messages(text: str) -> list[str]:
    node, _ = yaml.load(Source("x.yml", text))
    assert node is not None
    problems = Problems()
    check_runner(node, problems)
    return [found.message for found in problems.sorted()]


@pytest.mark.parametrize(
    "text",
    [
        "ubuntu-latest",
        "[self-hosted, linux]",
        "labels: [linux]",
        "group: big",
        "group: org/big",
        "group: enterprise/big",
        "group: ${{ a }}/b/c",
    ],
)
def test_a_runner_that_can_be_is_no_problem(text: str) -> None:
    assert messages(text) == []


@pytest.mark.parametrize(
    ("name", "end"),
    [
        pytest.param("ent/", "", id="no group"),
        pytest.param("team/big", HINT, id="an unknown prefix"),
        pytest.param("ent/org/big", HINT, id="two prefixes"),
    ],
)
def test_any_other_group_is_invalid(name: str, end: str) -> None:
    assert messages(f"group: {name}") == [f"Invalid runs-on group name '{name}'.{end}"]
