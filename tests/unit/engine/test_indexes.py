"""Where a leg finds packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.engine.indexes import Indexes, credentials, effective, write


def test_files_are_made_of_what_is_in_force(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text("registry=https://r/\n")
    environ = {
        "PIP_INDEX_URL": "https://ada:pass%40word@index/simple",
        "UV_FIND_LINKS": "/wheels",
        "UV_HTTP_TIMEOUT": "9",
        "UV_PUBLISH_TOKEN": "secret",
        "HTTPS_PROXY": "http://proxy:swordfish@p:3128",
    }

    found = effective(environ, tmp_path, tmp_path / "system")

    assert found == Indexes(
        files={
            ".config/pip/pip.conf": (
                "[global]\nindex-url = https://ada:pass%40word@index/simple\n"
            ),
            ".config/uv/uv.toml": 'find-links = ["/wheels"]\n',
            ".npmrc": "registry=https://r/\n",
        },
        env={"UV_HTTP_TIMEOUT": "9"},
        secrets=("pass%40word", "pass@word", "swordfish"),
    )


def test_uv_does_as_pip_where_it_has_no_settings(tmp_path: Path) -> None:
    found = effective({"PIP_INDEX_URL": "https://a"}, tmp_path, tmp_path / "system")

    assert found.files[".config/uv/uv.toml"] == (
        '[[index]]\nurl = "https://a"\ndefault = true\n'
    )


def test_nothing_in_force_is_no_file(tmp_path: Path) -> None:
    assert effective({}, tmp_path, tmp_path / "system") == Indexes({}, {})


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_bytes(b"\xff")

    found = effective({}, tmp_path, tmp_path / "system")

    assert found.unread == (f"{tmp_path}/.npmrc",)


def test_files_are_written_for_nobody_else(tmp_path: Path) -> None:
    home = tmp_path / "leg"

    write(Indexes({".config/pip/pip.conf": "[global]\n"}, {}), home)

    path = home / ".config/pip/pip.conf"
    assert path.read_text() == "[global]\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_secret_is_shown() -> None:
    assert "hunter2" not in repr(
        Indexes({"a": "hunter2"}, {"A": "hunter2"}, ("hunter2",))
    )


@pytest.mark.parametrize(
    "text, expected",
    [
        ("https://host/simple", []),
        ("https://token@host", ["token"]),
        ("https://user:@host", ["user"]),
        ("a https://u:p@host/x b", ["p"]),
        ('["https://u:p%3Aq@host"]', ["p%3Aq", "p:q"]),
        ("http://u:p@q@host", ["p@q"]),
        ("https://host/a@b", []),
        ("user:word@host", []),
    ],
)
def test_credentials_are_found_in_addresses(text: str, expected: list[str]) -> None:
    assert list(credentials(text)) == expected
