"""Owns how a command is written into a log that GitHub reads; obeys none."""

from __future__ import annotations

from typing import Mapping

from understudy.report.style import visible


def log_command(name: str, properties: Mapping[str, str], message: str) -> str:
    """Return a command with its properties; lines of the message stay lines."""
    given = ",".join(
        f"{key}={_property(value)}" for key, value in properties.items() if value
    )
    # The runner decodes `%0A` and the like; nothing else can break the command.
    text = "%0A".join(map(_data, message.split("\n")))
    return f"::{name}{' ' if given else ''}{given}::{text}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
