"""One run as a whole: the tree of an event, its places, and what is left of it."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import pytest

from understudy import api
from understudy.api import Asked
from understudy.engine.cancellation import Cancellation
from understudy.engine.files import write_json
from understudy.engine.observe import RunFinished, RunStarted, StepStarted, Warned
from understudy.engine.options import RunOptions
from understudy.engine.store import Store, user_places
from understudy.errors import CannotStart
from understudy.means import Means
from understudy.model.result import RunResult, Verdict
from understudy.rehearse import rehearse
from understudy.report.run_json import JsonLines, to_json

NOBODY = 2**22 + 1
WORKFLOW = ".github/workflows/ci.yml"


def ci(*steps: str, on: str = "[push, pull_request]") -> str:
    lines = "".join(f"      - {step}\n" for step in steps)
    return f"on: {on}\njobs:\n  a:\n    runs-on: x\n    steps:\n{lines}"


CHECKOUT = "{uses: actions/checkout@v4, with: {fetch-depth: 0}}"
LOOK = (
    "run: echo \"$GITHUB_REF $GITHUB_SHA $(git log -1 --format='%H by %P') $(cat f)\""
)
PASS = "run: 'true'"


@dataclass
class Played:
    """How a run ended, and what was told of it."""

    result: RunResult
    events: list[Any]

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def log(self) -> str:
        (leg,) = self.result.legs
        return Path(leg.log or "").read_text(encoding="utf-8")

    @property
    def seen(self) -> list[str]:
        """Return the words of what `LOOK` says: ref, sha, HEAD, its parents, a file."""
        line = next(line for line in self.log.splitlines() if line.startswith("refs/"))
        return [word for word in line.split() if word != "by"]


def play(
    root: Path,
    *words: str,
    secrets: Mapping[str, str] = {},
    options: RunOptions = RunOptions(),
    watch: Any = None,
    cancellation: Optional[Cancellation] = None,
    means: Optional[Means] = None,
    **asked: Any,
) -> Played:
    """Play an event of a project."""
    project = api.load(root)
    settings = project.settings(secrets=secrets)
    plan = api.plan(project, api.event(project, Asked(words, **asked)), settings)
    events: list[Any] = []

    class Observer:
        def notify(self, event: Any) -> None:
            events.append(event)
            if watch is not None:
                watch(event)

    here = RunOptions(**{**vars(options), "here": frozenset({"x"})})
    result = rehearse(project, plan, settings, here, [Observer()], cancellation, means)
    return Played(result, events)


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


def commit(root: Path, file: str, text: str) -> str:
    """Commit a file, and return the commit."""
    root.joinpath(file).write_text(text)
    git(root, "add", file)
    git(root, "commit", "--quiet", "--message", f"Write {file}")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def looking(project) -> Path:
    """Return a project whose workflow says what it sees."""
    return project({WORKFLOW: ci(CHECKOUT, LOOK), "f": "committed\n"})


# The tree of an event


def test_a_push_of_a_clean_tree_plays_the_commit_itself(looking):
    head = git(looking, "rev-parse", "HEAD")

    played = play(looking, "push")

    assert played.seen == ["refs/heads/main", head, head, "committed"]
    assert (played.result.verdict, played.result.exit) == (Verdict.PASSED, 0)


def test_a_push_of_a_dirty_tree_plays_the_files_as_they_are(looking):
    head = git(looking, "rev-parse", "HEAD")
    looking.joinpath("f").write_text("changed\n")
    looking.joinpath(WORKFLOW).write_text(
        ci(CHECKOUT, LOOK, "run: test ${{ github.event.after }} = $GITHUB_SHA")
    )

    played = play(looking, "push")

    ref, sha, found, parent, text = played.seen
    assert (ref, parent, text) == ("refs/heads/main", head, "changed")
    assert sha == found != head
    assert played.result.exit == 0


@pytest.mark.parametrize("untracked", [False, True])
def test_files_that_git_does_not_track_come_along_if_asked(project, untracked):
    root = project({WORKFLOW: ci(CHECKOUT, "run: test -e new")})
    root.joinpath("new").touch()

    played = play(root, "push", means=Means(untracked=untracked))

    (notes,) = (event.notes for event in played.of(RunStarted))
    assert (played.result.exit == 0) is untracked
    assert ("left out: new (not added to git)" in notes) is not untracked


def test_a_pull_request_plays_the_merge(looking):
    git(looking, "switch", "--quiet", "--create", "topic")
    head = commit(looking, "f", "topic\n")
    git(looking, "switch", "--quiet", "main")
    base = commit(looking, "other", "")
    git(looking, "switch", "--quiet", "topic")

    played = play(looking, "pull_request")

    ref, sha, found, *parents, text = played.seen
    assert (ref, parents, text) == ("refs/pull/1/merge", [base, head], "topic")
    assert sha == found


def test_a_pull_request_of_a_dirty_tree_merges_the_files_as_they_are(looking):
    git(looking, "switch", "--quiet", "--create", "topic")
    looking.joinpath("f").write_text("changed\n")
    looking.joinpath(WORKFLOW).write_text(
        ci(
            "{uses: actions/checkout@v4, with: "
            "{ref: '${{ github.event.pull_request.head.sha }}'}}",
            "run: grep changed f",
            on="pull_request",
        )
    )

    assert play(looking, "pull_request").result.exit == 0


def test_a_conflict_starts_nothing_and_says_what_to_do(looking):
    git(looking, "switch", "--quiet", "--create", "topic")
    commit(looking, "f", "topic\n")
    git(looking, "switch", "--quiet", "main")
    commit(looking, "f", "main\n")
    git(looking, "switch", "--quiet", "topic")

    with pytest.raises(CannotStart) as caught:
        play(looking, "pull_request")

    assert caught.value.message == (
        "`topic` cannot be merged into `main`: base and head conflict: f"
    )
    assert "merge or rebase first" in (caught.value.hint or "")
    store = Store(looking, user_places())
    assert store.result(1) == {"type": "run_failed"}
    assert not list(user_places().cache.glob("*/*/origin"))


def test_a_base_that_nobody_knows_starts_nothing(looking):
    with pytest.raises(CannotStart, match="`other`, the base of the pull request"):
        play(looking, "pull_request", "other")


def test_histories_that_have_nothing_in_common_cannot_be_merged(looking):
    git(looking, "checkout", "--quiet", "--orphan", "topic")
    git(looking, "commit", "--quiet", "--message", "Again")

    with pytest.raises(CannotStart, match="no common history$|no common history;"):
        play(looking, "pull_request")


def test_a_tag_plays_the_commit_whatever_was_changed_since(looking):
    head = git(looking, "rev-parse", "HEAD")
    looking.joinpath("f").write_text("changed\n")

    played = play(looking, "tag", "v1.2.3")

    assert played.seen == ["refs/tags/v1.2.3", head, head, "committed"]
    assert git(looking, "tag") == ""


def test_a_branch_of_another_name_may_be_pushed(looking):
    looking.joinpath("f").write_text("changed\n")

    played = play(looking, "push", "topic")

    ref, sha, found, _, text = played.seen
    assert (ref, text, sha) == ("refs/heads/topic", "changed", found)
    assert played.result.pushed == ()
    assert git(looking, "branch", "--format=%(refname:short)") == "main"


# What a run leaves


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_nothing_is_written_into_the_project(project):
    root = project(
        {
            WORKFLOW: ci(
                CHECKOUT,
                "run: touch new && git add new && git -c user.name=a -c user.email=a@b"
                " commit -qm x && git push -q origin HEAD:topic",
            ),
            "f": "",
        }
    )
    root.joinpath("f").write_text("changed\n")
    before, index = tree(root), root.joinpath(".git/index").read_bytes()

    played = play(root, "push")

    assert played.result.exit == 0
    assert tree(root) == before
    assert root.joinpath(".git/index").read_bytes() == index
    assert git(root, "status", "--porcelain") == "M f"
    (pushed,) = played.result.pushed
    assert pushed.startswith("<pushed refs/heads/topic: nothing -> ")


def test_a_run_leaves_its_result_and_its_logs_and_no_more(project):
    root = project({WORKFLOW: ci(PASS)})
    written = io.StringIO()
    lines = JsonLines(written)

    played = play(root, "push", watch=lines.notify)

    folder = Path(played.result.folder or "")
    assert tree(folder) == {"ci", "ci/a.log", "result.json"}
    kept = json.loads(folder.joinpath("result.json").read_text(encoding="utf-8"))
    last = json.loads(written.getvalue().splitlines()[-1])
    assert kept == last == to_json(played.result)
    assert list(user_places().cache.rglob("*")) == [
        user_places().cache / "project"
    ], "neither a workspace nor the origin"
    assert [event.result for event in played.of(RunFinished)] == [played.result]
    assert played.events[-1] is played.of(RunFinished)[0]


def test_secrets_are_hidden(project):
    root = project(
        {WORKFLOW: ci("run: echo it is ${{ secrets.KEY }}, ${{ secrets.NO }}")}
    )

    played = play(root, "push", secrets={"KEY": "hunter2"})

    (notes,) = (event.notes for event in played.of(RunStarted))
    assert "it is ***," in played.log and "hunter2" not in played.log
    assert "empty, since nobody has set them: secrets.NO" in notes


def test_only_so_many_runs_are_kept(project):
    root = project({WORKFLOW: ci(PASS), "understudy.toml": "keep-runs = 2\n"})
    numbers = [play(root, "push").result.number for _ in range(3)]

    assert numbers == [1, 2, 3]
    assert Store(root, user_places()).numbers() == (2, 3)


def test_what_a_killed_run_has_left_goes_and_that_is_said(project):
    root = project({WORKFLOW: ci(PASS)})
    killed = Store(root, user_places()).start()
    killed.workspace("ci/a")
    lock = json.loads(killed.folder.joinpath("lock").read_text(encoding="utf-8"))
    write_json(killed.folder / "lock", {**lock, "pid": NOBODY})

    played = play(root, "push")

    assert played.events[0] == Warned(
        0.0, "cleaned up after run 1 (killed): 1 workspace"
    )
    assert not killed.workspaces.exists()


def test_what_goes_wrong_in_understudy_leaves_no_origin(project):
    root = project({WORKFLOW: ci(PASS)})

    def watch(event: Any) -> None:
        if isinstance(event, StepStarted):
            raise KeyError("a bug")

    with pytest.raises(KeyError, match="a bug"):
        play(root, "push", watch=watch)

    store = Store(root, user_places())
    assert store.result(1) == {"type": "run_failed"}
    assert store.clean() == (), "it is over, and nobody has to clean up"
    assert not list(user_places().cache.glob("*/*/origin"))


# What a run is worth


def test_a_broken_workflow_fails_the_run_and_the_others_are_played(project):
    root = project(
        {WORKFLOW: ci(PASS), ".github/workflows/bad.yml": "on: push\njobs: 1\n"}
    )

    result = play(root, "push").result

    assert [(leg.address, leg.passed) for leg in result.legs] == [("ci/a", True)]
    assert (result.verdict, result.exit) == (Verdict.FAILED, 1)


def interrupt(cancellation: Cancellation) -> Any:
    def watch(event: Any) -> None:
        if isinstance(event, StepStarted):
            cancellation.cancel("interrupted")

    return watch


def test_an_interrupted_run_has_its_own_exit_status(project):
    root, cancellation = project({WORKFLOW: ci("run: exec sleep 30")}), Cancellation()

    result = play(
        root, "push", cancellation=cancellation, watch=interrupt(cancellation)
    ).result

    assert (result.verdict, result.exit) == (Verdict.CANCELLED, 130)


@pytest.mark.parametrize(
    ("is_interrupted", "status"),
    [
        pytest.param(False, 1, id="by the first failure"),
        pytest.param(True, 130, id="by the user, who also wanted that"),
    ],
)
def test_what_ends_a_run_decides_its_status(project, is_interrupted, status):
    root, cancellation = (
        project({WORKFLOW: ci("run: sleep 0.3; exit 1")}),
        Cancellation(),
    )

    result = play(
        root,
        "push",
        options=RunOptions(exit_first=True),
        cancellation=cancellation,
        watch=interrupt(cancellation) if is_interrupted else None,
    ).result

    assert result.exit == status


def test_what_the_user_accepts_counts_for_the_status(project):
    text = ci(PASS) + "  b: {runs-on: x, container: c, steps: [{run: x}]}\n"
    root = project({WORKFLOW: text})

    incomplete = play(root, "push").result
    accepted = play(
        root, "push", options=RunOptions(allow_missing=frozenset({"service"}))
    ).result

    assert (incomplete.exit, accepted.exit) == (5, 0)
    assert accepted.verdict is Verdict.NOT_REHEARSED


def test_a_plan_without_an_event_cannot_be_played(project):
    loaded = api.load(project({WORKFLOW: ci(PASS)}))

    with pytest.raises(ValueError, match="without an event"):
        rehearse(loaded, api.plan_all(loaded))
