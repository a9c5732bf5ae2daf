from __future__ import annotations

import json
import zipfile

import pytest

from understudy.actions import upload_artifact
from understudy.actions.artifacts import Artifacts
from understudy.engine.contract import ActionFailed, Played

# Where the hosted machine has the work of its jobs.
HOSTED = "/home/runner/work"


@pytest.fixture
def upload(host):
    """Upload files of the workspace, and return the leg and what was uploaded."""

    def run(files, uses="v4", **given):
        given = {name.replace("_", "-"): value for name, value in given.items()}
        leg = host(f"actions/upload-artifact@{uses}", given)
        for file in files:
            path = leg.workspace / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file)
        assert upload_artifact.main(leg) == Played()
        listed = list(Artifacts(leg))
        if not listed:
            return leg, None
        return leg, Artifacts(leg).path(listed[-1])

    return run


def names(archive):
    with zipfile.ZipFile(archive) as opened:
        return sorted(opened.namelist())


def test_a_folder_is_uploaded_from_its_inside(upload):
    leg, archive = upload(["dist/a.whl", "dist/deep/b.txt", "c"], path="dist/")

    assert names(archive) == ["a.whl", "deep/b.txt"]
    assert "With the provided path, there will be 2 files uploaded" in leg.lines


def test_the_outputs_are_those_of_the_original(upload):
    leg, archive = upload(["dist/a.whl"], path="dist")

    listed = json.loads((archive.parent / "artifacts.json").read_text())["artifacts"]
    assert leg.outputs == {
        "artifact-id": "1",
        "artifact-digest": listed[0]["digest"],
        "artifact-url": "https://github.com/acme/project/actions/runs//artifacts/1",
    }
    assert listed[0]["name"] == "artifact"


@pytest.mark.parametrize(
    "path, expected",
    [
        pytest.param("dist/a.whl", ["a.whl"], id="one file leaves its folder"),
        pytest.param("dist/*.whl", ["a.whl"], id="one of a pattern keeps what follows"),
        pytest.param("d*/a.whl", ["dist/a.whl"], id="from the first wildcard on"),
        pytest.param("**/*.txt", ["dist/deep/b.txt"], id="from the workspace on"),
        pytest.param(
            "dist/a.whl\ndist/deep/b.txt",
            ["a.whl", "deep/b.txt"],
            id="several begin at their least common ancestor",
        ),
        pytest.param(
            "dist/a.whl\nmissing/x", ["dist/a.whl"], id="also where one is missing"
        ),
        pytest.param("dist\n!dist/deep/**", ["a.whl"], id="without what is left out"),
        pytest.param("~/kept", ["kept"], id="of the leg's home"),
    ],
)
def test_where_names_in_the_archive_begin(upload, host, path, expected):
    host("actions/upload-artifact@v4").home.joinpath("kept").touch()

    _, archive = upload(["dist/a.whl", "dist/deep/b.txt"], path=path)

    assert names(archive) == expected


def test_the_ancestor_of_several_paths_is_said(upload):
    leg, _ = upload(["a/x", "b/y"], path="a\nb")

    said = f"The least common ancestor is {leg.workspace.resolve()}."
    assert f"{said} This will be the root directory of the artifact" in leg.lines


def test_absolute_paths_are_taken_as_the_leg_sees_them(host):
    leg = host(
        "actions/upload-artifact@v4",
        {"path": f"{HOSTED}/project/project/*.txt"},
        confined=True,
    )
    leg.workspace.joinpath("a.txt").touch()

    upload_artifact.main(leg)

    assert names(leg.run_folder / "artifacts/ci/artifact.zip") == ["a.txt"]


def test_a_link_does_not_bring_along_what_the_leg_may_not_see(host, tmp_path):
    leg = host("actions/upload-artifact@v4", {"path": "*"}, confined=True)
    tmp_path.joinpath("secret").write_text("s")
    leg.workspace.joinpath("link").symlink_to(tmp_path / "secret")

    with pytest.raises(ActionFailed, match="^EACCES"):
        upload_artifact.main(leg)

    assert list(Artifacts(leg)) == []


def test_links_are_followed_and_broken_ones_left_out(upload, host):
    leg = host("actions/upload-artifact@v4")
    leg.workspace.joinpath("good").symlink_to("a")
    leg.workspace.joinpath("bad").symlink_to("none")

    _, archive = upload(["a"], path="*")

    assert names(archive) == ["a", "good"]
    with zipfile.ZipFile(archive) as opened:
        assert opened.read("good") == b"a"


@pytest.mark.parametrize(
    "hidden, expected",
    [("false", ["a"]), ("true", [".coverage", ".tox/b", "a"])],
)
def test_hidden_files_come_along_where_they_are_asked_for(upload, hidden, expected):
    _, archive = upload(
        ["a", ".coverage", ".tox/b"], path=".", include_hidden_files=hidden
    )

    assert names(archive) == expected


def test_a_hidden_file_is_not_found_even_by_its_name(upload):
    leg, archive = upload([".coverage"], path=".coverage")

    assert archive is None
    assert leg.warnings == [
        "No files were found with the provided path: .coverage. No artifacts will be "
        "uploaded."
    ]


def test_nothing_found_may_be_ignored(upload):
    leg, archive = upload([], path="dist", if_no_files_found="ignore")

    assert (archive, leg.warnings, leg.outputs) == (None, [], {})
    assert leg.lines[-1].startswith("No files were found with the provided path: dist.")


def test_nothing_found_may_be_a_failure(upload):
    with pytest.raises(ActionFailed, match="^No files were found with the provided"):
        upload([], path="dist", if_no_files_found="error")


def test_one_file_may_be_kept_as_it_is(upload):
    leg, kept = upload(["report.html"], "v7", path="*.html", archive="false", name="n")

    assert (kept.name, kept.read_text()) == ("report.html", "report.html")
    assert "Uploading artifact: report.html" in leg.lines


def test_several_files_may_not(upload):
    with pytest.raises(ActionFailed) as failure:
        upload(["a", "b"], "v7", path="*", archive="false")

    assert failure.value.message == (
        "When 'archive' is set to false, only a single file can be uploaded. Found 2 "
        "files to upload."
    )


def test_a_name_that_is_taken_is_refused_and_leaves_nothing_behind(upload, host):
    leg, archive = upload(["a"], path="a")
    before = sorted(path.name for path in archive.parent.iterdir())

    with pytest.raises(ActionFailed, match="Conflict"):
        upload(["a"], path="a")

    assert sorted(path.name for path in archive.parent.iterdir()) == before


def test_it_may_be_replaced(upload):
    upload(["a"], path="a")

    leg, archive = upload(["b"], path="b", overwrite="true")

    assert names(archive) == ["b"]
    assert leg.outputs["artifact-id"] == "2"


@pytest.mark.parametrize(
    "given, message",
    [
        pytest.param({}, "Input required and not supplied: path", id="no path"),
        pytest.param(
            {"path": "a", "if_no_files_found": "Warn"},
            "Unrecognized if-no-files-found input. Provided: Warn. Available options: "
            "warn,error,ignore",
            id="no behaviour",
        ),
        pytest.param(
            {"path": "a", "retention_days": "x"}, "Invalid retention-days", id="no days"
        ),
        pytest.param(
            {"path": "a", "compression_level": "x"},
            "Invalid compression-level",
            id="no level",
        ),
        pytest.param(
            {"path": "a", "compression_level": "10"},
            "Invalid compression-level. Valid values are 0-9",
            id="a level that is none",
        ),
        pytest.param(
            {"path": "../a"},
            "Invalid pattern '../a'. Relative pathing '.' and '..' is not allowed.",
            id="a path that leads up",
        ),
        pytest.param(
            {"path": "a", "name": "a/b"},
            "The artifact name is not valid: a/b.",
            id="no name",
        ),
        pytest.param(
            {"path": "b*"},
            "The path for one of the files in artifact is not valid: b:c.",
            id="no path for other systems",
        ),
    ],
)
def test_what_the_original_refuses(upload, given, message):
    with pytest.raises(ActionFailed) as failure:
        upload(["a", "b:c"], **given)

    assert failure.value.message.startswith(message)


@pytest.mark.parametrize("level", ["", "0", "9", "3 of 9"])
def test_a_level_is_the_number_that_it_begins_with(upload, level):
    _, archive = upload(["a"], path="a", compression_level=level, retention_days="5")

    assert names(archive) == ["a"]
