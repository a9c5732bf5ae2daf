"""The labels of hosted images mean what they mean on GitHub."""

from __future__ import annotations

from typing import Optional

import pytest

from understudy.engine.runner_images import IMAGES, Image, image_of


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
