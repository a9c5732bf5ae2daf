"""The machine that plays has the names that the service has for machines."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

import pytest

from understudy.engine.here import Here, this_machine


@pytest.mark.parametrize(
    ("system", "machine", "here", "python"),
    [
        pytest.param("linux", "x86_64", Here("Linux", "X64"), "linux", id="a PC"),
        pytest.param("linux", "aarch64", Here("Linux", "ARM64"), "linux", id="arm"),
        pytest.param("darwin", "arm64", Here("macOS", "ARM64"), "darwin", id="a Mac"),
        pytest.param("linux", "riscv64", Here("Linux", "RISCV64"), "linux", id="other"),
        pytest.param("freebsd14", "amd64", Here("Linux", "X64"), "linux", id="BSD"),
    ],
)
def test_a_machine_is_called_as_the_service_calls_it(
    system, machine, here, python, monkeypatch
):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine=machine))

    assert this_machine() == here
    assert this_machine().platform == python
