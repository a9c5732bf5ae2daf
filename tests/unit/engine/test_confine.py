"""Keeping legs apart."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from understudy.engine.command import Command
from understudy.engine.confine import KEPT, OTHER, Cell, Plain, not_guaranteed


class Kept:
    """Keeps what a process writes."""

    def __init__(self) -> None:
        self.data = b""

    def feed(self, data: bytes) -> None:
        self.data += data

    def idle(self) -> None:
        pass

    def finish(self) -> None:
        pass


@dataclass(frozen=True)
class Walls:
    """A confinement that guarantees what it is told to."""

    guarantees: frozenset[str]
    name: str = "walls"

    def open(self, tracking: str, folders: tuple[str, ...]) -> Cell:
        return Plain().open(tracking, folders)


def names(table: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, _ in table]


def test_plain_runs_commands_and_ends_what_they_leave(tmp_path: Path) -> None:
    output = Kept()
    cell = Plain().open(str(uuid.uuid4()), (str(tmp_path),))
    command = Command(
        ("/bin/bash", "-c", "sleep 60 >/dev/null 2>&1 & echo $!"),
        str(tmp_path),
        {"PATH": "/usr/bin:/bin"},
    )

    end = cell.run(command, output)
    left = cell.close()

    assert end.code == 0
    assert [orphan.pid for orphan in left] == [int(output.data)]


def test_plain_shows_steps_the_machines_own_paths() -> None:
    cell = Plain().open(str(uuid.uuid4()), ())

    assert cell.inside("/a/b") == "/a/b"


def test_plain_says_what_it_does_not_guarantee() -> None:
    assert not_guaranteed(Plain()) == (
        "plain confinement: the network, the developer's files and other processes are"
        " not kept from steps",
        "plain confinement: legs share the ports of this machine",
        "plain confinement: the folders of a leg are not where the hosted machine has"
        " them",
    )


@pytest.mark.parametrize(
    "guarantees, expected",
    [
        pytest.param(names([*KEPT, *OTHER]), (), id="all"),
        pytest.param(
            names([*KEPT[1:], *OTHER]),
            ("walls confinement: the network is not kept from steps",),
            id="all but one",
        ),
        pytest.param(
            names([*KEPT, OTHER[0]]),
            (f"walls confinement: {OTHER[1][1]}",),
            id="nothing to keep from steps",
        ),
    ],
)
def test_a_guarantee_is_not_named(
    guarantees: list[str], expected: tuple[str, ...]
) -> None:
    assert not_guaranteed(Walls(frozenset(guarantees))) == expected
