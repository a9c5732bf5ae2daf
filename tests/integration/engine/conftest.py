"""The Pythons of this machine, and shadows of them."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import pytest

from pythons import minor_of
from understudy.engine import prefix
from understudy.engine.interpreters import Interpreter, discover, roots
from understudy.engine.python_specification import find


def everything() -> dict[str, Interpreter]:
    """Return the supported Pythons here, each version once, and the system's."""
    cache = Path(os.devnull, "none")  # what is found here is not remembered
    found = {}
    for interpreter in discover(roots(), cache):
        if minor_of(interpreter) >= 9 and interpreter.implementation == "cpython":
            system = "-system" if str(interpreter.prefix) == "/usr" else ""
            found[interpreter.version + system] = interpreter
    return found


PYTHONS = everything()
THIS = find("{}.{}.{}".format(*sys.version_info), list(PYTHONS.values()))


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """Keep templates for all tests: making one takes seconds."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def this():
    """Return the Python that runs the tests, without its virtual environment."""
    assert THIS is not None
    return THIS.interpreter


def ends():
    """Return the oldest and the newest Python here, and the system's, by name.

    Each takes half a minute; what differs between versions differs between these.
    """
    by_age = sorted(PYTHONS, key=lambda name: minor_of(PYTHONS[name]))
    systems = [name for name in PYTHONS if name.endswith("-system")]
    return sorted({*by_age[:1], *by_age[-1:], *systems})


@pytest.fixture(params=ends())
def real(request):
    """Return each of some real interpreters in turn."""
    return PYTHONS[request.param]


@pytest.fixture
def system():
    """Return the Python of the system, which Debian has changed."""
    found = [one for name, one in PYTHONS.items() if name.endswith("-system")]
    if not found:
        pytest.skip("the system has no Python of its own")
    return found[0]


@pytest.fixture
def shadow(real, cache, tmp_path):
    """Make a shadow of each interpreter."""
    return prefix.create(real, tmp_path / "toolcache" / "python", cache)


@pytest.fixture
def spare(this, cache, tmp_path):
    """Return a Python that a test may break: a shadow is one, and can be shadowed."""
    made = prefix.create(this, tmp_path / "spare", cache)
    return dataclasses.replace(this, path=made.python, prefix=made.path)
