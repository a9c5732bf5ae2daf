"""A plan is shown whole: what starts, and the reason for all that does not."""

from __future__ import annotations

from understudy.model.event import Event
from understudy.report import plan as screens
from understudy.report.plan_jobs import Screen
from understudy.report.style import Style

TREE = """\
push to main
ci  .github/workflows/ci.yml  starts on push
├─ lint · docs
├─ tests    after lint     ubuntu,3  ubuntu,3.12  windows,3  windows,3.12   \
service postgres:16   service redis
├─ dynamic  after 3 jobs   decided in the run: its matrix is not known yet: \
only a run has the outputs of job `lint`
├─ nightly  ○ does not start: `if` is false
│             github.event_name == 'schedule'
│             ╰─ "push" here
├─ after    ○ does not start: needs `nightly`, which does not start
├─ maybe    after lint     decided in the run: `if` is not known yet: \
needs.lint.outputs.m == '1'
├─ report   after tests    always()   environment pages   contents: write
├─ broken   ✗ Error when evaluating 'continue-on-error' for job 'broken'. \
.github/workflows/ci.yml (Line: 35, Col: 43): Unexpected value 'refs/heads/main'
╰─ release  after tests    calls release.yml: 2 legs, 1 does not start (publish)
release  ○ does not start: only `tags` in `push`, and this is a branch
nightly  ○ does not start: no `push` in `on`"""


def test_a_snapshot_is_the_same_everywhere(plan):
    assert screens.snapshot(plan) == TREE


def test_a_plan_begins_with_the_event_and_ends_with_a_count(plan):
    lines = screens.text(plan).splitlines()

    assert lines[0] == "mathkit · push to main · at fffffff"
    assert lines[1:-1] == TREE.splitlines()[1:]
    assert lines[-1] == (
        "14 legs: 8 start, 1 fails, 3 do not, 2 are decided in the run."
        " Nothing was run."
    )


def test_notes_and_the_next_command_stand_at_the_end(plan):
    lines = screens.text(plan, notes=["a warning"], next="understudy run").splitlines()

    assert lines[-2] == "a warning"
    assert lines[-1].endswith("Nothing was run. next: understudy run")


def test_the_next_command_is_never_cut(plan):
    lines = screens.text(plan, Screen(width=40), next="understudy run").splitlines()

    assert lines[-1] == "next: understudy run"
    assert lines[-2].endswith("Nothing was run.")
    assert all(len(line) <= 40 for line in lines[:-2])


def test_what_does_not_fit_a_narrow_screen_goes_on_below(plan):
    lines = screens.text(plan, Screen(width=48)).splitlines()

    assert lines[:3] == [
        "mathkit · push to main · at fffffff",
        "ci  .github/workflows/ci.yml      starts on push",
        "├─ lint · docs",
    ]
    assert lines[3:9] == [
        "├─ tests    after lint     ubuntu,3  ubuntu,3.12",
        "│    windows,3  windows,3.12",
        "│    service postgres:16   service redis",
        "├─ dynamic  after 3 jobs",
        "│    decided in the run: its matrix is not known",
        "│    yet: only a run has the outputs of job",
    ]
    assert all(len(line) <= 48 for line in lines[:-1])
    assert lines[-5:-1] == [
        "release",
        "  ○ does not start: only `tags` in `push`, and",
        "  this is a branch",
        "nightly  ○ does not start: no `push` in `on`",
    ]


def test_a_headline_and_a_workflow_go_on_below(plan):
    lines = screens.text(plan, Screen(width=30)).splitlines()

    assert lines[:4] == [
        "mathkit · push to main",
        "  at fffffff",
        "ci  .github/workflows/ci.yml",
        "  starts on push",
    ]


def test_as_many_names_are_shown_as_have_room(planned, files):
    nightly = {f"nightly-{index}.yml": files["nightly.yml"] for index in range(6)}

    lines = screens.text(planned(nightly), Screen(width=70)).splitlines()

    assert lines[1] == (
        "nightly-0, nightly-1 and 4 more  ○ do not start: no `push` in `on`"
    )


def test_when_a_workflow_starts_stands_at_the_right_edge(plan):
    lines = screens.text(plan, Screen(width=60)).splitlines()

    assert lines[1] == f"{'ci  .github/workflows/ci.yml':<46}starts on push"


def test_without_unicode_a_plan_is_ascii(plan):
    text = screens.text(plan, Screen(Style(unicode=False)))

    assert text.isascii()
    assert "|- lint, docs" in text
    assert "`- release  after tests" in text
    assert "skip does not start: no `push` in `on`" in text


def test_what_cannot_be_played_here_is_marked(plan, players):
    lines = screens.text(plan, Screen(players=players)).splitlines()

    assert "ubuntu,3.12  ?windows,3 (Windows)  ?windows,3.12 (Windows)" in lines[3]
    assert "service postgres:16, played by PostgreSQL 16   service redis" in lines[3]
    assert lines[-1].startswith(
        "14 legs: 6 start, 1 fails, 3 do not, 2 are decided in the run, 2"
    )


def test_without_an_event_nothing_is_counted_as_starting(planned, files):
    plan = planned(files, None)

    lines = screens.text(plan).splitlines()

    assert lines[0] == "every workflow, whatever the event"
    assert lines[1] == "ci  .github/workflows/ci.yml  may start: depends on the event"
    assert "├─ dynamic  after 3 jobs   legs are decided in the run" in lines
    assert lines[-1] == "17 legs. Nothing was run."
    assert "ci  17 legs" not in screens.short(plan)
    assert "ci       14 legs" in screens.short(plan).splitlines()


def test_the_short_form_has_a_line_for_each_workflow(plan):
    assert screens.short(plan, commands=["understudy run"]).splitlines() == [
        "mathkit · push to main · at fffffff",
        "ci  14 legs: 8 start, 1 fails, 3 do not, 2 are decided in the run"
        " (broken, nightly, after, ...)",
        "release  ○ does not start: only `tags` in `push`, and this is a branch",
        "nightly  ○ does not start: no `push` in `on`",
        "  understudy run",
    ]


def test_a_plan_that_starts_nothing_says_why_once(planned, files):
    nightly = {name: files["nightly.yml"] for name in ("a.yml", "b.yml")}

    assert screens.text(planned(nightly)).splitlines()[1:] == [
        "a, b  ○ do not start: no `push` in `on`",
        "0 legs: 0 start. Nothing was run.",
    ]


def test_a_reason_comes_with_what_is_to_be_done(planned):
    text = (
        "on: {workflow_dispatch: {inputs: {tag: {required: true}}}}\n"
        "jobs: {a: {runs-on: x, steps: [{run: x}]}}"
    )
    event = Event("workflow_dispatch", "refs/heads/main", "f" * 40, "octo/mathkit")

    line = screens.text(planned({"ci.yml": text}, event)).splitlines()[1]

    assert line == (
        "ci  ○ does not start: Required input 'tag' not provided: --input tag=VALUE"
    )


def test_a_reason_to_start_is_shown(planned):
    text = "on: {push: {branches: [main]}}\njobs: {a: {runs-on: x, steps: [{run: x}]}}"
    found = planned({"ci.yml": text})

    line = screens.text(found).splitlines()[1]

    assert line == f"ci  .github/workflows/ci.yml  starts: {found.workflows[0].reason}"


def test_names_are_those_of_all_that_may_start(plan):
    assert screens.names(plan).splitlines() == [
        "ci/lint",
        "ci/docs",
        "ci/tests/ubuntu,3",
        "ci/tests/ubuntu,3.12",
        "ci/tests/windows,3",
        "ci/tests/windows,3.12",
        "ci/dynamic",
        "ci/maybe",
        "ci/report",
        "ci/release/build",
    ]
