"""A Python that cannot be asked is said, and one that is being written waited for."""

from __future__ import annotations

import dataclasses
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from understudy.engine import bare_python, prefix
from understudy.engine.prefix import PrefixFailed

pytestmark = pytest.mark.integration


def test_a_binary_that_is_still_being_written_is_waited_for(spare, tmp_path):
    with open(spare.path, "ab") as writing, ThreadPoolExecutor() as pool:
        making = pool.submit(prefix.create, spare, tmp_path / "a", tmp_path / "cache")
        time.sleep(0.15)
        writing.close()

        assert making.result().kind == "shadow"


def test_what_cannot_be_asked_is_said(this, tmp_path):
    broken = tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\necho out of order >&2; exit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    interpreter = dataclasses.replace(this, path=broken)

    with pytest.raises(PrefixFailed, match="out of order"):
        prefix.create(interpreter, tmp_path / "target", tmp_path / "cache")

    broken.chmod(0o644)
    with pytest.raises(PrefixFailed, match="Permission denied"):
        prefix.create(interpreter, tmp_path / "target", tmp_path / "cache")


def test_a_python_without_a_lock_has_a_letter_for_it(this):
    free = dataclasses.replace(this, version="3.13.0", free_threaded=True)

    assert bare_python.layout(free).suffix == "3.13t"
