"""Owns how a step gets a Python with a prefix of its own; which one is for others."""

from __future__ import annotations

from pathlib import Path

from understudy.engine import prefix
from understudy.engine.contract import Host, NotPlayed
from understudy.engine.interpreters import Interpreter
from understudy.engine.prefix import Prefix
from understudy.model.plan import Reason


def make(host: Host, interpreter: Interpreter, folder: Path) -> Prefix:
    """Make a prefix in a new folder of the leg.

    Raises:
        NotPlayed: none can be made for this interpreter.
    """
    cache = host.cache / "prefixes"
    try:
        return prefix.create(interpreter, folder, cache, location=host.inside(folder))
    except prefix.PrefixFailed as problem:
        # Fixable: a Python that is broken can be installed anew.
        reason = Reason("interpreter", problem.message, fixable=True)
        raise NotPlayed(reason) from problem
