"""The environment that a step starts with."""

from __future__ import annotations

import pytest

from understudy.engine.environ import PASSED, base, passed, prepended, search_path

SECRETS = (
    "AWS_SECRET_ACCESS_KEY",
    "GH_TOKEN",
    "GITHUB_TOKEN",
    "PYPI_TOKEN",
    "PYTHONPATH",
    "SSH_AUTH_SOCK",
    "TWINE_PASSWORD",
    "UV_PUBLISH_TOKEN",
    "VIRTUAL_ENV",
)


def test_only_proxies_and_certificates_pass() -> None:
    environ = {name: "x" for name in (*PASSED, *SECRETS)}

    assert set(passed(environ)) == {
        *(f"{kind}_proxy" for kind in ("all", "http", "https", "no")),
        *(f"{kind}_PROXY" for kind in ("ALL", "HTTP", "HTTPS", "NO")),
        "CURL_CA_BUNDLE",
        "GIT_SSL_CAINFO",
        "NODE_EXTRA_CA_CERTS",
        "PIP_CERT",
        "REQUESTS_CA_BUNDLE",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
    }


def test_an_empty_variable_does_not_pass() -> None:
    assert passed({"HTTP_PROXY": "", "NO_PROXY": "localhost"}) == {
        "NO_PROXY": "localhost"
    }


def test_the_leg_is_searched_before_the_system_and_each_folder_once() -> None:
    assert search_path("/leg", "", "/tools", "/leg", "/bin") == (
        "/leg:/tools:/bin:/usr/bin:/usr/sbin:/sbin"
    )


@pytest.mark.parametrize(
    "path, folders, expected",
    [("/bin", ["/a", "/b"], "/b:/a:/bin"), ("/bin", [], "/bin"), ("", ["/a"], "/a")],
)
def test_the_folder_added_last_is_searched_first(
    path: str, folders: list[str], expected: str
) -> None:
    assert prepended(path, folders) == expected


def test_the_base_is_built_and_not_inherited() -> None:
    environ = {"USER": "ada", "HOME": "/home/ada", "LANG": "de_DE", "EDITOR": "ed"}

    assert base(environ, "/h", "/t", "/bin") == {
        "HOME": "/h",
        "LANG": "C.UTF-8",
        "LOGNAME": "ada",
        "PATH": "/bin",
        "SHELL": "/bin/bash",
        "TMPDIR": "/t",
        "TZ": "UTC",
        "USER": "ada",
    }


@pytest.mark.parametrize(
    "environ, user",
    [({}, "runner"), ({"LOGNAME": "ada"}, "ada"), ({"USER": "b", "LOGNAME": "a"}, "b")],
)
def test_the_user_is_whoever_runs(environ: dict[str, str], user: str) -> None:
    assert base(environ, "/h", "/t", "/bin")["USER"] == user


@pytest.mark.parametrize(
    "system, locale",
    [
        ("linux", {"LANG": "C.UTF-8"}),
        ("darwin", {"LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}),
        ("other", {}),
    ],
)
def test_the_locale_is_that_of_the_hosted_machine(
    system: str, locale: dict[str, str]
) -> None:
    made = base({"LC_ALL": "de_DE"}, "/h", "/t", "/bin", system)

    assert {key: made[key] for key in made if key[:2] in ("LA", "LC")} == locale
