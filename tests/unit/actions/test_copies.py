from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from understudy.actions.copies import link_or_copy

SHARED = Path("/dev/shm")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_a_file_gets_a_second_name(source, tmp_path):
    link_or_copy(source, tmp_path / "target")

    assert os.path.samefile(source, tmp_path / "target")


@pytest.mark.skipif(
    not os.access(SHARED, os.W_OK), reason="there is no other file system"
)
def test_on_another_file_system_it_is_copied(source):
    with tempfile.TemporaryDirectory(dir=SHARED) as other:
        target = Path(other, "target")

        link_or_copy(source, target)

        assert target.read_text() == "#!/bin/sh\n"
        assert os.access(target, os.X_OK)
