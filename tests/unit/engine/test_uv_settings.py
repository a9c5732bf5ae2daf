"""Where the developer's uv finds packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.engine.uv_settings import (
    UV_PASSED,
    UvSettings,
    read_uv,
    uv_of_pip,
    uv_text,
)


def read(root: Path, **environ: str) -> tuple[UvSettings, list[str]]:
    unread: list[str] = []
    return read_uv(environ, root / "home", root / "system", unread), unread


def put(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


FILE = """\
index-url = "https://default"
find-links = ["/wheels"]
publish-url = "https://upload"
cache-dir = "/cache"
[[index]]
name = "one"
url = "https://one"
default = true
authenticate = "always"
[[index]]
url = "https://two"
[pip]
index-url = "https://pip"
system = true
"""


def test_only_what_says_where_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "home/.config/uv/uv.toml", FILE)

    assert read(tmp_path)[0] == {
        "index-url": "https://default",
        "find-links": ["/wheels"],
        "pip": {"index-url": "https://pip"},
        "index": [
            {"name": "one", "url": "https://one", "default": True},
            {"url": "https://two"},
        ],
    }


def test_the_users_file_wins_over_the_systems(tmp_path: Path) -> None:
    put(tmp_path, "home/.config/uv/uv.toml", 'index-url = "https://own"')
    put(tmp_path, "system/etc/uv/uv.toml", 'index-url = "x"\nno-index = false')

    found, _ = read(tmp_path)

    assert found == {"index-url": "https://own", "no-index": False}


@pytest.mark.parametrize(
    "place, environ",
    [
        ("system/etc/xdg/uv/uv.toml", {}),
        ("xdg/uv/uv.toml", {"XDG_CONFIG_DIRS": "/none:{}/xdg"}),
        ("own/uv/uv.toml", {"XDG_CONFIG_HOME": "{}/own"}),
        ("named.toml", {"UV_CONFIG_FILE": "{}/named.toml"}),
    ],
)
def test_a_file_may_be_elsewhere(
    tmp_path: Path, place: str, environ: dict[str, str]
) -> None:
    put(tmp_path, place, "no-index = true")
    here = {name: text.replace("{}", str(tmp_path)) for name, text in environ.items()}

    assert read(tmp_path, **here)[0] == {"no-index": True}


def test_variables_come_before_files(tmp_path: Path) -> None:
    put(tmp_path, "home/.config/uv/uv.toml", FILE)

    found, _ = read(
        tmp_path,
        UV_DEFAULT_INDEX="own=https://own",
        UV_INDEX="first=https://first https://a/?b=c",
        UV_EXTRA_INDEX_URL="https://x https://y",
        UV_FIND_LINKS="/a,/b c",
    )

    assert found == {
        "find-links": ["/a", "/b c"],
        "extra-index-url": ["https://x", "https://y"],
        "pip": {"index-url": "https://pip"},
        "index": [
            {"name": "first", "url": "https://first"},
            {"url": "https://a/?b=c"},
            {"name": "own", "url": "https://own", "default": True},
            {"url": "https://two"},
        ],
    }


def test_the_old_variable_names_the_default(tmp_path: Path) -> None:
    assert read(tmp_path, UV_INDEX_URL="https://a")[0] == {
        "index": [{"url": "https://a", "default": True}]
    }


@pytest.mark.parametrize(
    "index, expected",
    [
        ("my-one=https://a/simple", "https://u%40x:p%2Fw@a/simple"),
        ("my-one=https://z@a/simple", "https://z@a/simple"),
        ("my-one=/folder", "/folder"),
        ("other=https://a", "https://a"),
        ("https://a", "https://a"),
    ],
    ids=["by name", "has some already", "no address", "another name", "no name"],
)
def test_credentials_of_an_index_go_into_its_address(
    tmp_path: Path, index: str, expected: str
) -> None:
    found, _ = read(
        tmp_path,
        UV_INDEX=index,
        UV_INDEX_MY_ONE_USERNAME="u@x",
        UV_INDEX_MY_ONE_PASSWORD="p/w",
    )

    assert found["index"][0]["url"] == expected


@pytest.mark.parametrize("text", ["index = 1", "index = [1]", "pip = 1", ""])
def test_odd_values_are_left_out(tmp_path: Path, text: str) -> None:
    put(tmp_path, "home/.config/uv/uv.toml", text)

    assert read(tmp_path) == ({}, [])


def test_a_file_that_uv_could_not_read_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, "home/.config/uv/uv.toml", "index-url = ")

    assert read(tmp_path) == ({}, [str(path)])


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    settings: UvSettings = {
        "find-links": ['/a "b"', "/ü\N{MUSICAL SYMBOL G CLEF}"],
        "no-index": True,
        "index": [{"url": "https://a", "default": True}, {"url": "https://b"}],
        "pip": {"index-url": "https://c", "find-links": ["/one\u2028two"]},
    }

    put(tmp_path, "home/.config/uv/uv.toml", uv_text(settings))

    assert read(tmp_path) == (settings, [])
    assert uv_text({}) == ""


def test_settings_of_pip_alone_count_for_uv_as_well() -> None:
    pip = {
        "global": {"index-url": " https://a ", "extra-index-url": "https://b\nc"},
        "install": {
            "find-links": "/w",
            "trusted-host": "h",
            "no-index": "True",
            "timeout": "9",
        },
        "wheel": {"find-links": "/other"},
    }

    assert uv_of_pip(pip) == {
        "find-links": ["/w"],
        "allow-insecure-host": ["h"],
        "no-index": True,
        "index-strategy": "unsafe-best-match",
        "index": [
            {"url": "https://b"},
            {"url": "c"},
            {"url": "https://a", "default": True},
        ],
    }
    assert uv_of_pip({}) == {}


def test_of_one_index_there_is_no_best() -> None:
    assert uv_of_pip({"global": {"index-url": "https://a"}}) == {
        "index": [{"url": "https://a", "default": True}]
    }


def test_no_variable_with_a_token_passes() -> None:
    assert not any("TOKEN" in name or "PASSWORD" in name for name in UV_PASSED)
    assert not any("PUBLISH" in name for name in UV_PASSED)
