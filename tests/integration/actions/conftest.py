"""The host of the actions' unit tests, and the interpreters of this machine."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

from understudy.engine import interpreters
from understudy.engine.contract import Machine

_UNIT = Path(__file__).parents[2] / "unit" / "actions" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("understudy_action_hosts", _UNIT)
assert _SPEC is not None and _SPEC.loader is not None
_HOSTS = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = _HOSTS
_SPEC.loader.exec_module(_HOSTS)

host = _HOSTS.host
some_origin = _HOSTS.some_origin
some_project = _HOSTS.some_project

_FOUND_AT_START = dict(os.environ)


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Find the interpreters of this machine."""
    known = tmp_path_factory.mktemp("known") / "interpreters.json"
    found = interpreters.discover(interpreters.roots(_FOUND_AT_START), known)
    return Machine(interpreters=lambda: found)
