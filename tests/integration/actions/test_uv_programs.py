from __future__ import annotations

import base64
import hashlib
import zipfile

import pytest

from understudy.actions.uv_programs import provide
from understudy.actions.uv_versions import Wanted
from understudy.engine.contract import NotPlayed

pytestmark = pytest.mark.integration


def wheel(folder, version):
    """Make a wheel that is called uv, and whose programs only say who they are."""
    info = f"uv-{version}.dist-info"
    files = {
        f"uv-{version}.data/scripts/uv": f"#!/bin/sh\necho uv {version}\n",
        f"uv-{version}.data/scripts/uvx": f"#!/bin/sh\necho uvx {version}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: uv\nVersion: {version}\n",
        f"{info}/WHEEL": (
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    record = []
    with zipfile.ZipFile(folder / f"uv-{version}-py3-none-any.whl", "w") as archive:
        for name, text in files.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = 0o100755 << 16
            archive.writestr(member, text)
            digest = hashlib.sha256(text.encode()).digest()
            encoded = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            record.append(f"{name},sha256={encoded},{len(text)}")
        archive.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,", ""]))


@pytest.fixture
def leg(host, machine, tmp_path):
    """Make legs of a machine whose package index is a folder."""
    index = tmp_path / "index"
    index.mkdir()

    def make(*versions):
        for version in versions:
            wheel(index, version)
        made = host("astral-sh/setup-uv@v7", machine=machine)
        made.start = {
            **made.start,
            "PATH": "/usr/bin:/bin",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(index),
            "PIP_CONFIG_FILE": "/dev/null",
        }
        return made

    return make


def test_it_comes_from_the_package_index_and_is_kept(leg):
    host = leg("0.9.5", "0.9.6")

    uv = provide(host, Wanted("0.9"))
    host.run((str(uv.folder / "uvx"),))

    assert (uv.version, uv.notes) == ("0.9.6", ())
    assert host.lines[-1] == "uvx 0.9.6"
    assert (host.cache / "uv" / "0.9.6" / "uv").exists()
    assert list(host.temp.iterdir()) == []


def test_what_was_kept_is_not_asked_for_again(leg):
    provide(leg("0.9.5"), Wanted("0.9.5"))
    host = leg()

    assert provide(host, Wanted("0.9.5")).version == "0.9.5"
    assert host.commands == []


def test_the_index_is_asked_once_in_a_run(leg):
    provide(leg("0.9.5"), Wanted("latest"))
    host = leg("0.9.6")

    assert provide(host, Wanted("latest")).version == "0.9.5"
    assert host.commands == []


def test_another_run_finds_the_same_and_keeps_it_once(leg):
    first = leg("0.9.5")
    provide(first, Wanted("latest"))
    for path in first.run_folder.iterdir():
        path.unlink()
    host = leg()

    assert provide(host, Wanted("latest")).version == "0.9.5"
    assert len(host.commands) == 1


def test_what_the_index_has_not_is_not_played(leg):
    with pytest.raises(NotPlayed) as missing:
        provide(leg("0.9.5"), Wanted("0.9.9"))

    assert missing.value.reason.code == "tool"
