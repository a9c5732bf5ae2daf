from __future__ import annotations

import pytest

from understudy.actions import download_artifact
from understudy.actions.artifacts import Artifacts, pack
from understudy.engine.contract import ActionFailed, NotPlayed, Played
from understudy.model.plan import Reason


@pytest.fixture
def download(host):
    """Download into the workspace what an earlier job has uploaded."""
    leg = host("actions/download-artifact@v4")
    store = Artifacts(leg)
    for name in ("dist-3.9", "dist-3.12", "docs"):
        path = leg.temp / name
        path.write_text(name)
        archive = pack([(path, f"{name}.txt")], 6, leg.temp)
        store.add(name, archive, archive=True, overwrite=False)
    path.write_text("page")
    store.add("page.html", path, archive=False, overwrite=False)

    def run(uses="v8", start=None, **given):
        given = {name.replace("_", "-"): value for name, value in given.items()}
        leg = host(f"actions/download-artifact@{uses}", given)
        leg.start = {**leg.start, "GITHUB_RUN_ID": "42"}
        assert download_artifact.main(leg) == Played()
        return leg

    return run


def files(leg, top=None):
    top = top or leg.workspace
    return sorted(p.relative_to(top).as_posix() for p in top.rglob("*") if p.is_file())


def test_one_by_its_name_is_unpacked_right_there(download):
    leg = download(name="dist-3.9", path="dist")

    assert files(leg) == ["dist/dist-3.9.txt"]
    assert leg.outputs == {"download-path": str(leg.workspace / "dist")}
    assert leg.lines[-2:] == [
        "Total of 1 artifact(s) downloaded",
        "Download artifact has finished successfully",
    ]


def test_all_have_a_folder_each(download):
    assert files(download()) == [
        "dist-3.12/dist-3.12.txt",
        "dist-3.9/dist-3.9.txt",
        "docs/docs.txt",
        "page.html/page.html",
    ]


def test_some_by_a_pattern(download):
    assert files(download(pattern="dist-*")) == [
        "dist-3.12/dist-3.12.txt",
        "dist-3.9/dist-3.9.txt",
    ]


def test_several_may_share_a_folder(download):
    leg = download(pattern="dist-*", path="dist", merge_multiple="true")

    assert files(leg) == ["dist/dist-3.12.txt", "dist/dist-3.9.txt"]
    assert not any("extra directory" in line for line in leg.lines)


@pytest.mark.parametrize(
    "uses, expected",
    [
        pytest.param("v8", ["docs.txt"], id="now"),
        pytest.param("v5", ["docs.txt"], id="since v5"),
        pytest.param("v4", ["docs/docs.txt"], id="before"),
    ],
)
def test_the_only_one_has_no_folder_of_its_own(download, uses, expected):
    assert files(download(uses, pattern="docs")) == expected


def test_without_folders_nothing_is_said_of_them(download):
    leg = download(merge_multiple="true")

    assert not any("extra directory" in line for line in leg.lines)


def test_some_by_their_numbers(download):
    leg = download(artifact_ids="1, 3,9")

    assert files(leg) == ["dist-3.9/dist-3.9.txt", "docs/docs.txt"]
    assert leg.warnings == ["Could not find the following artifact IDs: 9"]


def test_a_number_alone_has_no_folder(download):
    leg = download(artifact_ids="3", path="dist/")

    assert (files(leg), leg.warnings) == (["dist/docs.txt"], [])


def test_no_artifact_may_match(download):
    leg = download(pattern="none-*")

    assert files(leg) == []
    assert "Total of 0 artifact(s) downloaded" in leg.lines


def test_an_archive_may_stay_one(download):
    assert files(download(name="docs", skip_decompress="true")) == ["docs.zip"]


@pytest.mark.parametrize("raw", ["true", "false"])
def test_what_is_no_archive_stays_as_it_is(download, raw):
    leg = download(name="page.html", skip_decompress=raw)

    assert leg.workspace.joinpath("page.html").read_text() == "page"


def test_a_tilde_is_the_leg_s_home(download):
    leg = download(name="docs", path="~/docs")

    assert files(leg, leg.home) == ["docs/docs.txt"]


def test_a_link_does_not_lead_a_confined_leg_out(host, download, tmp_path):
    leg = host(
        "actions/download-artifact@v8", {"name": "docs", "path": "out"}, confined=True
    )
    leg.workspace.joinpath("out").symlink_to(tmp_path)

    with pytest.raises(ActionFailed, match="EACCES: permission denied"):
        download_artifact.main(leg)

    assert not tmp_path.joinpath("docs.txt").exists()


@pytest.mark.parametrize(
    "given, message",
    [
        pytest.param(
            {"name": "none"}, "Artifact not found for name: none\n", id="no such name"
        ),
        pytest.param(
            {"name": "docs", "artifact_ids": "1"},
            "Inputs 'name' and 'artifact-ids' cannot be used together. Please specify "
            "only one.",
            id="a name and numbers",
        ),
        pytest.param(
            {"artifact_ids": ", "},
            "No valid artifact IDs provided in 'artifact-ids' input",
            id="no numbers",
        ),
        pytest.param(
            {"artifact_ids": "x"},
            "Invalid artifact ID: 'x'. Must be a number.",
            id="no number",
        ),
        pytest.param(
            {"artifact_ids": "99"},
            "None of the provided artifact IDs were found",
            id="no such number",
        ),
        pytest.param(
            {"digest_mismatch": "maybe"},
            "Invalid value for 'digest-mismatch': 'maybe'. Valid options are: ignore, "
            "info, warn, error",
            id="no such behaviour",
        ),
    ],
)
def test_what_the_original_refuses(download, given, message):
    with pytest.raises(ActionFailed) as failure:
        download(**given)

    start = "Unable to download artifact(s): "
    assert failure.value.message.startswith(start + message)


def test_another_run_is_not_played(download):
    with pytest.raises(NotPlayed) as missing:
        download(name="docs", github_token="t", run_id="7", repository="acme/project")

    assert missing.value.reason == Reason(
        "network", "artifacts of run 7 of acme/project are not here"
    )


def test_another_repository_is_not_played(download):
    with pytest.raises(NotPlayed):
        download(name="docs", github_token="t", run_id="42", repository="acme/other")


def test_the_own_run_may_be_named(download):
    leg = download(
        name="docs", github_token="t", run_id="42", repository="Acme/Project"
    )

    assert files(leg) == ["docs.txt"]


def test_without_a_token_another_run_is_not_looked_at(download):
    assert files(download(name="docs", run_id="7")) == ["docs.txt"]
