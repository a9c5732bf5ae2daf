"""The Pythons of this machine are found late, and once."""

from __future__ import annotations

import os
import sys

from understudy.engine.pythons import Pythons


def test_pythons_are_looked_for_when_somebody_asks_and_once(tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    folder.joinpath("python3").symlink_to(os.path.realpath(sys.executable))
    cache = tmp_path / "of-understudy"
    pythons = Pythons({"PATH": str(folder), "HOME": str(tmp_path)}, cache)
    assert not cache.exists(), "nobody has asked yet"

    first = pythons.found()

    assert [found.source for found in first if found.source == "PATH"] == ["PATH"]
    assert pythons.found() is first
    assert os.listdir(cache) == ["interpreters.json"]
