"""Where the developer's npm finds packages."""

from __future__ import annotations

from pathlib import Path

from understudy.engine.npm_settings import read_npm

FILE = """\
registry = https://r/
@acme:registry=https://${USER_NAME}:${MISSING}@acme/
//r/:_authToken=npm_secret
_auth=secret
email = a@b
; a comment
cafile=/ca.pem
"""


def test_only_what_says_where_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".npmrc").write_text(FILE)

    assert read_npm({"USER_NAME": "ada"}, tmp_path, []) == {
        "registry": "https://r/",
        "@acme:registry": "https://ada:${MISSING}@acme/",
        "cafile": "/ca.pem",
    }


def test_a_line_ends_where_npm_ends_it(tmp_path: Path) -> None:
    text = "registry=https://r/\r\n# old:\u2028registry=https://o/\rproxy=http://p\n"
    (tmp_path / ".npmrc").write_bytes(text.encode())

    found = {"registry": "https://r/", "proxy": "http://p"}
    assert read_npm({}, tmp_path, []) == found


def test_variables_win_in_any_case(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("registry=https://r/\n")
    environ = {
        "NPM_CONFIG_USERCONFIG": str(tmp_path / "own"),
        "npm_config_registry": "https://s/",
        "NPM_CONFIG_HTTPS_PROXY": "https://p",
        "NPM_CONFIG_CAFILE": "",
        "NPM_TOKEN": "secret",
        "NPM_CONFIG__AUTH": "secret",
    }

    assert read_npm(environ, tmp_path, []) == {
        "registry": "https://s/",
        "https-proxy": "https://p",
    }


def test_no_file_says_nothing(tmp_path: Path) -> None:
    assert read_npm({}, tmp_path, []) == {}
