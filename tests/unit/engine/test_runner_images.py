"""What labels mean, and what the hosted images ship."""

from __future__ import annotations

from typing import Optional

import pytest

from understudy.engine.runner_images import (
    IMAGES,
    Image,
    image_of,
    missing_tool,
    ships,
)


@pytest.mark.parametrize(
    "labels, expected",
    [
        (["ubuntu-latest"], Image("ubuntu-24.04", "Linux", "X64", "3.12")),
        (["Ubuntu-22.04"], Image("ubuntu-22.04", "Linux", "X64", "3.10")),
        (["ubuntu-24.04-arm"], Image("ubuntu-24.04-arm", "Linux", "ARM64", "3.12")),
        (["ubuntu-slim"], Image("ubuntu-slim", "Linux", "X64", "3.12")),
        (["macos-latest"], Image("macos-26", "macOS", "ARM64", "3.14")),
        (["macos-15-intel"], Image("macos-15-intel", "macOS", "X64", "3.14")),
        (["windows-11-arm"], Image("windows-11-arm", "Windows", "ARM64", "3.12")),
        (["ubuntu-20.04"], Image("ubuntu-20.04", "Linux", retired=True)),
        (
            ["self-hosted", "Linux", "ARM64", "gpu"],
            Image("self-hosted", "Linux", "ARM64"),
        ),
        (["self-hosted"], Image("self-hosted", "", "")),
        (["self-hosted", "ubuntu-22.04"], IMAGES["ubuntu-22.04"]),
        (
            ["ubuntu-24.04-16core"],
            Image("ubuntu-24.04", "Linux", "X64", "3.12", assumed=True),
        ),
        (
            ["ubuntu-24.04-arm64-8core"],
            Image("ubuntu-24.04-arm", "Linux", "ARM64", "3.12", assumed=True),
        ),
        (["ubuntu-99.04-big"], None),
        (["my-runner"], None),
        ([], None),
    ],
)
def test_labels_ask_for_an_image(labels: list[str], expected: Optional[Image]) -> None:
    assert image_of(labels) == expected


def test_the_newest_of_each_system_is_one_that_starts() -> None:
    latest = {label: image for label, image in IMAGES.items() if "latest" in label}

    assert len(latest) == 5
    assert not any(image.retired for image in latest.values())
    assert all(image.python for image in latest.values())


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
