"""What an action gets of its leg."""

from __future__ import annotations

import pytest

from understudy.engine.command import Ending
from understudy.engine.contract import Played
from understudy.model.result import Annotation

ACT = "- {id: x, uses: octo/act@v1}"


@pytest.fixture
def ask(act):
    """Ask a host, and return its answer: `ask(lambda host: host.address)`."""

    def make(question, steps=ACT, **more):
        answers = []

        def main(host):
            answers.append(question(host))
            return Played()

        played = act(steps, main, **more)
        return answers[-1], played

    return make


def test_an_action_knows_where_everything_is(ask):
    def places(host):
        return [
            host.workspace.name,
            host.home.name,
            host.temp.name,
            host.tool_cache.name,
            host.run_folder.name,
            host.cache.name,
            host.address,
            host.event.name,
            host.origin.repository,
            host.inside(host.temp) == str(host.temp),
            host.workspace.is_dir(),
        ]

    answer, _ = ask(places)

    assert answer == [
        *("mathkit", "home", "_temp", "tools", "1", "cache"),
        *("ci/test", "push", "octo/mathkit", True, True),
    ]


def test_an_action_knows_the_machine_and_the_job(ask):
    answer, _ = ask(lambda host: (host.machine.labels, host.machine.offline))

    assert answer == (("ubuntu-latest",), False)
    assert ask(lambda host: host.status)[0] == "success"
    assert ask(lambda host: dict(host.state))[0] == {}


def test_another_repository_is_played_by_a_checkout(ask, tmp_path):
    answer, _ = ask(
        lambda host: [host.repository("octo/x"), host.repository("octo/y@v1")],
        repository={"octo/x": tmp_path}.get,
    )

    assert answer == [tmp_path, None]


def test_a_process_of_an_action_writes_into_the_log(ask):
    end, played = ask(lambda host: host.run(["bash", "-c", "pwd; echo $A; exit 3"]))

    command, where, _ = played.said()
    assert (end.code, end.ending) == (3, Ending.EXITED)
    assert command.startswith("[command]/") and command.endswith(
        "/bash -c pwd; echo $A; exit 3"
    )
    assert where.endswith("work/mathkit/mathkit")


def test_a_process_runs_where_and_with_what_the_action_wants(ask):
    def run(host):
        argv = ["bash", "-c", "basename $PWD; echo $A"]
        host.run(argv, folder=host.home, env={"A": "1"}, say=False)

    _, played = ask(run)

    assert played.said() == ["home", "1"]


def test_commands_in_the_output_of_an_action_are_not_obeyed(ask):
    def run(host):
        host.log("::error::one")
        host.run(["echo", "::error::two"], say=False)

    _, played = ask(run)

    assert played.said() == ["::error::one", "::error::two"]
    assert played.messages == []


def test_a_program_that_is_not_on_the_path_of_the_leg_does_not_start(ask):
    end, played = ask(lambda host: host.run(["nowhere", "--version"]))

    assert (end.code, end.ending) == (127, Ending.NOT_STARTED)
    assert end.problem == "nowhere: command not found"
    assert played.said() == ["nowhere: command not found"]


def test_what_an_action_exports_counts_for_itself_and_for_later_steps(act):
    def main(host):
        host.export("A", "1")
        host.add_path("/one")
        host.add_path("/two")
        host.log(host.env["A"], host.env["PATH"].split(":/usr")[0][:9])
        return Played()

    played = act(f"{ACT}\n- run: echo $A ${{PATH:0:9}}", main)

    assert played.said() == ["1", "/two:/one", "1 /two:/one"]


def test_what_an_action_hides_is_seen_nowhere_from_then_on(ask):
    _, played = ask(lambda host: host.mask("hunter2") or host.log("is hunter2"))

    assert played.said() == ["is ***"]


def test_an_action_leaves_annotations(ask):
    _, played = ask(lambda host: host.warn("old") or host.notice("new"))

    assert played.result.annotations == (
        Annotation("warning", "old"),
        Annotation("notice", "new"),
    )
    assert played.said() == ["##[warning]old", "##[notice]new"]


def test_the_python_that_an_action_sets_up_stands_beside_the_verdict(ask):
    _, played = ask(lambda host: host.tell_python("3.12.4"))

    assert played.result.python == "3.12.4"
