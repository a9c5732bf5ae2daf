"""What the hosted images ship, and what a script missed of it."""

from __future__ import annotations

from typing import Optional

import pytest

from understudy.engine.image_tools import missing_tool, ships


@pytest.mark.parametrize(
    "label, command, expected",
    [
        ("ubuntu-latest", "gh", True),
        ("ubuntu-24.04-big", "gh", True),
        ("ubuntu-latest", "gcc-13", True),
        ("ubuntu-latest", "clang-format-17", True),
        ("ubuntu-latest", "kubectl", True),
        ("ubuntu-latest", "frobnicate", False),
        ("ubuntu-slim", "gh", True),
        ("ubuntu-slim", "kubectl", False),
        ("ubuntu-slim", "gcc-13", False),
        ("macos-latest", "brew", True),
        ("macos-latest", "kubectl", False),
        ("windows-latest", "gh", False),
        ("self-hosted", "gh", False),
        ("unknown", "gh", False),
    ],
)
def test_an_image_ships_what_it_lists(label: str, command: str, expected: bool) -> None:
    assert ships(label, command) is expected


@pytest.mark.parametrize(
    "output, expected",
    [
        ("/tmp/a b.sh: line 3: gh: command not found", "gh"),
        ("bash: gh: command not found\n\nexit", "gh"),
        ("gh: command not found", "gh"),
        ("/tmp/a.sh: 1: gh: not found", "gh"),
        ("/usr/bin/env: ‘node’: No such file or directory", "node"),
        ("env: node: No such file or directory", "node"),
        ("make[1]: cmake: No such file or directory", "cmake"),
        ("make: ninja: Command not found", "ninja"),
        (
            "a.sh: line 1: gh: command not found\na: line 2: foo: command not found",
            None,
        ),
        ("a.sh: line 1: frobnicate: command not found", None),
        ("a.sh: line 1: ./gh: No such file or directory", None),
        ("gh: command not found here", None),
        ("10 %\rgh: command not found\r\n", "gh"),
        ("no line\u2028gh: command not found", None),
        ("", None),
    ],
)
def test_a_tool_that_only_the_image_has_is_named(
    output: str, expected: Optional[str]
) -> None:
    assert missing_tool(output, "ubuntu-latest") == expected
