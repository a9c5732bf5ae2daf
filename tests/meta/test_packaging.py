"""The files that describe the pipeline of this repository agree with each other."""

from __future__ import annotations

import configparser
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted(ROOT.joinpath(".github", "workflows").glob("*.yml"))


def text(path: str) -> str:
    return ROOT.joinpath(path).read_text(encoding="utf-8")


def pyproject() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))


def ini(path: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text(path))
    return parser


def workflow(path: Path | str) -> dict[str, Any]:
    return yaml.safe_load(ROOT.joinpath(path).read_text(encoding="utf-8"))


def names(value: str) -> list[str]:
    return [name.strip() for name in re.split(r"[,\n]", value) if name.strip()]


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in workflow(path)["jobs"].items():
            yield f"{path.stem}/{name}", job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for address, job in jobs():
        for step in job.get("steps", []):
            yield f"{address}: {step['name']}", step


def versions() -> list[str]:
    """Return the Pythons that the classifiers promise: what all else is held to."""
    found = re.findall(
        r"Python :: (3\.\d+)", "\n".join(pyproject()["project"]["classifiers"])
    )
    assert found
    return found


def environment(version: str) -> str:
    return "py" + version.replace(".", "")


def matrix() -> list[dict[str, str]]:
    ci = workflow(".github/workflows/ci.yml")
    return ci["jobs"]["tests"]["strategy"]["matrix"]["include"]


def test_the_lowest_is_the_one_that_is_required():
    assert pyproject()["project"]["requires-python"] == f">={versions()[0]}"


def test_tox_has_an_environment_for_each():
    env_list = names(ini("tox.ini")["tox"]["env_list"])

    assert [name for name in env_list if re.fullmatch(r"py\d+", name)] == [
        environment(version) for version in versions()
    ]


def test_tox_gh_actions_maps_each_to_its_environment():
    lines = names(ini("tox.ini")["gh-actions"]["python"])
    mapped = [tuple(map(str.strip, line.split(":"))) for line in lines]

    assert mapped == [(version, environment(version)) for version in versions()]


def test_the_matrix_runs_each():
    runs = [(leg["python-version"], leg["tox-env"]) for leg in matrix()]

    assert runs == [(version, environment(version)) for version in versions()]


def test_the_legs_that_measure_are_those_that_tox_measures():
    commands = ini("tox.ini")["testenv"]["commands"].strip().splitlines()
    measuring = [line.partition(":") for line in commands if "--cov" in line]

    assert [factors for factors, _, _ in measuring] == [
        ",".join(leg["tox-env"] for leg in matrix() if leg.get("coverage"))
    ]


def test_each_leg_uploads_the_report_that_its_environment_writes():
    upload = next(
        step["with"]
        for _, step in steps()
        if step["name"] == "Upload the report of the tests"
    )

    assert upload["path"] == "reports/junit-${{ matrix.tox-env }}.xml"
    assert upload["if-no-files-found"] == "error"
    assert "reports{/}junit-{env_name}.xml" in ini("tox.ini")["testenv"]["commands"]


def test_black_targets_each():
    assert pyproject()["tool"]["black"]["target-version"] == [
        environment(version) for version in versions()
    ]


def test_coverage_waits_for_each():
    waits_for = names(ini("tox.ini")["testenv:coverage"]["depends"])

    assert waits_for == [*map(environment, versions()), "integration"]


def test_types_are_checked_against_the_lowest_and_the_highest():
    commands = ini("tox.ini")["testenv:type"]["commands"]

    assert re.findall(r"--python-version (\S+)", commands) == [
        versions()[0],
        versions()[-1],
    ]


def test_the_one_of_the_linters_is_the_one_of_the_hooks():
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))
    python = hooks["default_language_version"]["python"].replace("python", "")

    assert ini("tox.ini")["testenv:lint"]["base_python"] == environment(python)


def test_the_one_of_the_docs_is_the_one_that_publishes_them():
    python = yaml.safe_load(text(".readthedocs.yaml"))["build"]["tools"]["python"]

    assert ini("tox.ini")["testenv:docs"]["base_python"] == environment(python)


def test_every_job_outside_the_matrix_has_the_one_of_its_environment():
    tox = ini("tox.ini")
    for address, job in jobs():
        commands = "\n".join(step.get("run", "") for step in job.get("steps", []))
        for name in re.findall(r"tox run -e (\w+)", commands):
            setup = [s for s in job["steps"] if "setup-python" in s.get("uses", "")]
            python = setup[0]["with"]["python-version"]

            assert tox[f"testenv:{name}"]["base_python"] == environment(python), address


def test_every_environment_is_run_by_a_job():
    commands = "\n".join(step.get("run", "") for _, step in steps())
    named = re.findall(r"tox run -e (\w+)", commands)
    mapped = [leg["tox-env"] for leg in matrix()]

    assert sorted(named + mapped) == sorted(names(ini("tox.ini")["tox"]["env_list"]))


def test_a_python_that_is_not_mapped_fails():
    assert "raise SystemExit" in ini("tox.ini")["testenv:py"]["commands"]


def test_what_runs_is_the_wheel():
    assert ini("tox.ini")["testenv"]["package"] == "wheel"


def test_a_missing_python_is_an_error_on_github():
    assert ini("tox.ini")["tox"]["skip_missing_interpreters"] == (
        "{env:TOX_SKIP_MISSING:true}"
    )
    assert workflow(".github/workflows/ci.yml")["env"]["TOX_SKIP_MISSING"] == "false"


def test_the_oldest_pinned_tox_is_the_one_that_is_asked_for():
    oldest = re.search(
        r'tox==(\d+\.\d+)\.\d+; python_version < "3.10"',
        text("requirements/tox.txt"),
    )

    assert oldest
    assert ini("tox.ini")["tox"]["min_version"] == oldest[1]


def test_the_installed_wheel_counts_as_the_sources():
    paths = pyproject()["tool"]["coverage"]["paths"]["source"]

    assert paths[0] == "src"
    assert all(path.startswith("*") for path in paths[1:])


def test_only_the_merge_has_a_threshold():
    thresholds = re.findall(r"fail.under=\S+", text("tox.ini"))

    assert "fail_under" not in pyproject()["tool"]["coverage"]["report"]
    assert len(thresholds) == 1
    assert thresholds[0] in ini("tox.ini")["testenv:coverage"]["commands"]


def test_each_job_uploads_the_file_that_its_environment_writes():
    uploads = {
        step["with"]["name"]: step["with"]
        for _, step in steps()
        if step["name"] == "Upload the coverage data"
    }

    assert "{tox_root}{/}.coverage.{env_name}" in ini("tox.ini")["testenv"]["set_env"]
    assert {name: inputs["path"] for name, inputs in uploads.items()} == {
        "coverage-${{ matrix.tox-env }}": ".coverage.${{ matrix.tox-env }}",
        "coverage-integration": ".coverage.integration",
    }
    assert all(inputs["include-hidden-files"] for inputs in uploads.values())


def test_lines_are_equally_long_everywhere():
    tool = pyproject()["tool"]

    assert {
        tool["black"]["line-length"],
        tool["isort"]["line_length"],
        int(ini("setup.cfg")["flake8"]["max-line-length"]),
    } == {88}


def test_setup_cfg_is_for_flake8_alone():
    assert ini("setup.cfg").sections() == ["flake8"]


def test_every_hook_is_pinned():
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    pins = [pin for hook in hooks for pin in hook.get("additional_dependencies", [])]

    assert [pin for pin in pins if "==" not in pin] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_commit_and_say_their_version(path: Path):
    lines = [line for line in path.read_text("utf-8").splitlines() if " uses: " in line]
    loose = [
        line.strip()
        for line in lines
        if " uses: ./" not in line
        and not re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)
    ]

    assert lines
    assert loose == []


def test_one_action_has_one_version():
    pins = set(
        re.findall(
            r"uses: ([\w./-]+)@(\S+ # \S+)", "".join(map(text, map(str, WORKFLOWS)))
        )
    )

    assert len(pins) == len({action for action, _ in pins})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_permitted_by_default(path: Path):
    assert workflow(path)["permissions"] == {}


@pytest.mark.parametrize(("address", "job"), list(jobs()))
def test_every_job_says_what_it_may_do_and_how_long(address: str, job: dict[str, Any]):
    assert "permissions" in job
    # A called workflow has its own limits, and GitHub refuses one here.
    assert ("timeout-minutes" in job) is ("uses" not in job)


def test_no_checkout_leaves_its_token():
    left = [
        address
        for address, step in steps()
        if "actions/checkout@" in step.get("uses", "")
        and step["with"].get("persist-credentials") is not False
    ]

    assert left == []


def test_all_green_waits_for_every_other_job():
    ci = workflow(".github/workflows/ci.yml")["jobs"]

    assert [*ci["all-green"]["needs"], "all-green"] == list(ci)


def test_only_the_publishing_jobs_may_ask_for_a_token():
    askers = [name for name, job in jobs() if "id-token" in (job["permissions"] or {})]

    assert askers == ["release/testpypi", "release/pypi"]


def test_only_what_was_tested_is_published():
    release = workflow(".github/workflows/release.yml")["jobs"]
    for name in ("testpypi", "pypi"):
        download, publish = release[name]["steps"]

        assert {"ci", "guard"} <= set(release[name]["needs"])
        assert download["with"]["artifact-ids"] == "${{ needs.ci.outputs.artifact-id }}"
        assert publish["uses"].startswith("pypa/gh-action-pypi-publish@")


def test_the_repository_that_publishes_is_the_one_of_the_metadata():
    source = pyproject()["project"]["urls"]["Source"]
    guarded = set(
        re.findall(
            r"github\.repository == '(.+?)'", text(".github/workflows/release.yml")
        )
    )

    assert guarded == {source.replace("https://github.com/", "")}
