"""Owns what the labels of hosted images mean; what is on them is in `image_tools`.

Taken from the images' own lists (https://github.com/actions/runner-images).
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import Iterable, Mapping, Optional

from understudy.records import dataclass

SELF_HOSTED = "self-hosted"


@dataclass(frozen=True)
class Image:
    """What a label means: system, architecture, and the Python that is there at first.

    `system` and `architecture` are in the service's words, empty where a label does not
    say. `retired` images no longer start. `assumed` is a larger runner that carries a
    known label in its name.
    """

    label: str
    system: str
    architecture: str = "X64"
    python: str = ""
    retired: bool = False
    assumed: bool = False


def _images() -> Iterable[Image]:
    for version, python in (("22.04", "3.10"), ("24.04", "3.12"), ("26.04", "3.14")):
        yield Image(f"ubuntu-{version}", "Linux", "X64", python)
        yield Image(f"ubuntu-{version}-arm", "Linux", "ARM64", python)
    yield Image("ubuntu-slim", "Linux", "X64", "3.12")
    for version in ("15", "26"):
        for ending, architecture in (
            ("", "ARM64"),
            ("-xlarge", "ARM64"),
            ("-intel", "X64"),
            ("-large", "X64"),
        ):
            yield Image(f"macos-{version}{ending}", "macOS", architecture, "3.14")
    for version in ("2022", "2025", "2025-vs2026"):
        yield Image(f"windows-{version}", "Windows", "X64", "3.12")
    for version in ("11-arm", "11-vs2026-arm"):
        yield Image(f"windows-{version}", "Windows", "ARM64", "3.12")
    for version in ("16.04", "18.04", "20.04"):
        yield Image(f"ubuntu-{version}", "Linux", retired=True)
    for version in ("10.15", "11", "12", "13", "13-large", "14-large"):
        yield Image(f"macos-{version}", "macOS", retired=True)
    for version in ("13-xlarge", "14", "14-xlarge"):
        yield Image(f"macos-{version}", "macOS", "ARM64", retired=True)
    for version in ("2016", "2019"):
        yield Image(f"windows-{version}", "Windows", retired=True)


_LATEST = MappingProxyType(
    {
        "ubuntu-latest": "ubuntu-24.04",
        "macos-latest": "macos-26",
        "macos-latest-xlarge": "macos-26-xlarge",
        "macos-latest-large": "macos-26-large",
        "windows-latest": "windows-2025-vs2026",
    }
)
_BY_LABEL = {image.label: image for image in _images()}
IMAGES: Mapping[str, Image] = MappingProxyType(
    {**_BY_LABEL, **{label: _BY_LABEL[meant] for label, meant in _LATEST.items()}}
)

_LARGER = re.compile(r"(ubuntu|macos|windows)-(latest|[0-9.]+)(-arm)?")
_SYSTEMS = MappingProxyType({"linux": "Linux", "macos": "macOS", "windows": "Windows"})
_KINDS = MappingProxyType({"x64": "X64", "arm64": "ARM64", "arm": "ARM"})


def image_of(labels: Iterable[str]) -> Optional[Image]:
    """Return the image that the labels of a job ask for, None where they name none.

    The more a label says, the better: `[self-hosted, linux, x64]` is a machine of the
    user's own, with the system and the architecture that it names.
    """
    wanted = [label.lower() for label in labels]
    for label in wanted:
        if label in IMAGES:
            return IMAGES[label]
    if SELF_HOSTED in wanted:
        return Image(
            SELF_HOSTED,
            system=next((_SYSTEMS[label] for label in wanted if label in _SYSTEMS), ""),
            architecture=next(
                (_KINDS[label] for label in wanted if label in _KINDS), ""
            ),
        )
    for label in wanted:
        larger = _LARGER.match(label)
        if larger and larger.group() in IMAGES:
            return replace(IMAGES[larger.group()], assumed=True)
    return None
