"""Where the developer's pip finds packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.engine.pip_settings import PipSettings, pip_files, pip_text, read_pip


def read(
    root: Path, platform: str = "linux", **environ: str
) -> tuple[PipSettings, list[str]]:
    unread: list[str] = []
    found = read_pip(environ, root / "home", root / "system", platform, unread)
    return found, unread


def put(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def files(root: Path, platform: str, **environ: str) -> list[str]:
    found = pip_files(environ, root / "home", root / "system", platform)
    return [str(path).replace(f"{root}/", "") for path in found]


def test_linux_has_files_of_the_system_and_of_the_user(tmp_path: Path) -> None:
    assert files(tmp_path, "linux") == [
        "system/etc/xdg/pip/pip.conf",
        "system/etc/pip.conf",
        "home/.pip/pip.conf",
        "home/.config/pip/pip.conf",
    ]


def test_variables_move_the_files(tmp_path: Path) -> None:
    environ = {
        "XDG_CONFIG_DIRS": "/a:/b",
        "XDG_CONFIG_HOME": "/c",
        "VIRTUAL_ENV": "/venv",
        "PIP_CONFIG_FILE": "/missing",
    }

    assert files(tmp_path, "linux", **environ) == [
        "/a/pip/pip.conf",
        "/b/pip/pip.conf",
        "system/etc/pip.conf",
        "home/.pip/pip.conf",
        "/c/pip/pip.conf",
        "/venv/pip.conf",
        "/missing",
    ]


def test_a_named_file_takes_the_place_of_the_users(tmp_path: Path) -> None:
    named = str(put(tmp_path, "named", ""))

    assert files(tmp_path, "linux", PIP_CONFIG_FILE=named) == [
        "system/etc/xdg/pip/pip.conf",
        "system/etc/pip.conf",
        "named",
    ]


def test_no_file_at_all_is_wanted(tmp_path: Path) -> None:
    assert files(tmp_path, "linux", PIP_CONFIG_FILE="/dev/null") == []


@pytest.mark.parametrize("has_own", [False, True])
def test_macos_has_its_own_places(tmp_path: Path, has_own: bool) -> None:
    own = "Library/Application Support/pip/pip.conf"
    if has_own:
        put(tmp_path, f"home/{own}", "")

    assert files(tmp_path, "darwin") == [
        f"system/{own}",
        "home/.pip/pip.conf",
        f"home/{own}" if has_own else "home/.config/pip/pip.conf",
    ]


def test_only_what_says_where_is_taken(tmp_path: Path) -> None:
    text = """\
[global]
index-url = https://a
Extra_Index_URL = https://b
    https://c
--timeout = 9
user = true
require-virtualenv = true
[install]
find-links = /wheels
no-compile = yes
[list]
index-url = https://d
"""
    put(tmp_path, "home/.config/pip/pip.conf", text)

    assert read(tmp_path)[0] == {
        "global": {
            "index-url": "https://a",
            "extra-index-url": "https://b\nhttps://c",
            "timeout": "9",
        },
        "install": {"find-links": "/wheels"},
    }


def test_the_last_file_wins_key_by_key(tmp_path: Path) -> None:
    put(tmp_path, "system/etc/pip.conf", "[global]\ntimeout = 1\nretries = 2\n")
    put(tmp_path, "home/.pip/pip.conf", "[global]\ntimeout = 3\n")

    assert read(tmp_path)[0] == {"global": {"timeout": "3", "retries": "2"}}


def test_a_variable_wins_over_every_section(tmp_path: Path) -> None:
    text = "[global]\ntimeout = 1\n[install]\ntimeout = 2\n"
    put(tmp_path, "system/etc/pip.conf", text)

    found, _ = read(tmp_path, PIP_TIMEOUT="3", PIP_EXTRA_INDEX_URL="", PIP_USER="1")

    assert found == {"global": {"timeout": "3"}}


@pytest.mark.parametrize("text", ["index-url = https://a\n", "[global\n", "[a]\nb\n"])
def test_a_file_that_pip_could_not_read_is_named(tmp_path: Path, text: str) -> None:
    path = put(tmp_path, "system/etc/pip.conf", text)

    assert read(tmp_path) == ({}, [str(path)])


def test_a_percent_is_a_percent(tmp_path: Path) -> None:
    put(tmp_path, "system/etc/pip.conf", "[global]\nindex-url = https://a:b%40c@d\n")

    assert read(tmp_path)[0] == {"global": {"index-url": "https://a:b%40c@d"}}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    settings = {
        "global": {"index-url": "https://a", "extra-index-url": "\nhttps://b\nc"},
        "install": {"no-index": "true"},
    }

    put(tmp_path, "home/.config/pip/pip.conf", pip_text(settings))

    assert read(tmp_path)[0] == settings
    assert pip_text({}) == ""
