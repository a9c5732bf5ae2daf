"""Say what an event would start, and why not for everything else. Runs nothing."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import List, Sequence, Tuple

from understudy import api
from understudy.cli import common, loading, options, terminal
from understudy.errors import UsageError
from understudy.model.plan import Plan, PlannedJob, Starts
from understudy.plan.selection import nearest, select
from understudy.report import diagnostics, explain_job, mermaid
from understudy.report import plan as plan_text
from understudy.report import plan_json
from understudy.report.players import Players
from understudy.report.tally import fails

_BROKEN = 1


def add_parser(parser: argparse.ArgumentParser) -> None:
    """Add the options of `plan`."""
    options.add_event(parser)
    parser.add_argument(
        "--all",
        action="store_true",
        help="every workflow whatever the event, read as GitHub's editor reads it",
    )
    parser.add_argument(
        "--job",
        metavar="NAME",
        help="why one job starts or does not, down to the last operand",
    )
    parser.add_argument(
        "-w",
        "--workflow",
        metavar="NAME",
        action="append",
        default=[],
        help="only this workflow, by name or file",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "mermaid", "names"),
        default="text",
        help="how to say it",
    )
    options.add_setting(parser)
    common.add_common(parser)


def run(args: argparse.Namespace) -> int:
    """Print the plan; the exit code is 1 where GitHub refuses a workflow or a job."""
    _check(args)
    strictness = api.Strictness.EDITOR if args.all else api.Strictness.SERVER
    project = loading.load(args, strictness)
    settings = project.settings(options.variables(args), options.secrets(args))
    if args.all:
        plan = api.plan_all(project, settings)
    else:
        plan = api.plan(project, api.event(project, options.asked(args)), settings)
    plan = _only(plan, args.workflow)
    if args.format == "names":
        _write(plan_text.names(plan), plan)
    elif args.job is not None:
        _write(_explained(plan, args, settings), plan)
    else:
        players = loading.players(project, plan, settings, args.offline)
        terminal.write(_FORMATS[args.format](plan, args, players))
    refused = any(found.is_error for found in plan.diagnostics)
    return _BROKEN if refused or any(map(fails, plan.jobs())) else 0


def _check(args: argparse.Namespace) -> None:
    common.nothing_behind(args, "plan")
    if args.all and args.event:
        raise UsageError("--all is for every event, so it takes none")
    if args.job is not None and args.format != "text":
        raise UsageError("--job explains in words, so it takes no --format")


def _only(plan: Plan, names: Sequence[str]) -> Plan:
    """Return a plan with some of its workflows alone; no name means all of them."""
    found = {name: _matching(plan, name) for name in names}
    for name, matching in found.items():
        if not matching:
            stems = ", ".join(workflow.stem for workflow in plan.workflows)
            raise UsageError(f"no workflow `{name}`", f"there are {stems}")
    kept = [stem for matching in found.values() for stem in matching]
    workflows = [one for one in plan.workflows if not names or one.stem in kept]
    # A problem may also be in an action that they use.
    others = {one.workflow.path for one in plan.workflows}
    others -= {one.workflow.path for one in workflows}
    problems = [one for one in plan.diagnostics if one.span.path not in others]
    return replace(plan, workflows=tuple(workflows), diagnostics=tuple(problems))


def _matching(plan: Plan, name: str) -> List[str]:
    return [
        workflow.stem
        for workflow in plan.workflows
        if not select(replace(plan, workflows=(workflow,)), workflow=[name]).missing
    ]


def _write(text: str, plan: Plan) -> None:
    """Write a text that has no room for problems, and beside it that there are some."""
    terminal.write(text)
    if any(problem.is_error for problem in plan.diagnostics):
        terminal.write("\n".join(_ending(plan)), sys.stderr)


def _text(plan: Plan, args: argparse.Namespace, players: Players) -> str:
    screen = loading.screen(args, players)
    if args.quiet:
        return plan_text.short(plan, screen)
    assumed = plan.event.assumed if plan.event and args.verbose else ()
    notes = [f"assumed: {', '.join(assumed)}"] if assumed else []
    command = f"understudy run {options.again(args)}".rstrip()
    starting = any(leg.starts is not Starts.NO for leg in plan.legs())
    blocks = [
        plan_text.text(
            plan, screen, notes, command if plan.event and starting else None
        )
    ]
    if plan.diagnostics:
        width = screen.width or terminal.WIDTH
        blocks.append(diagnostics.render(plan.diagnostics, screen.style, width))
        blocks.append("\n".join(_ending(plan)))
    return "\n\n".join(blocks)


def _ending(plan: Plan) -> List[str]:
    broken = sum(found.workflow.broken for found in plan.workflows)
    lines = [diagnostics.summary(plan.diagnostics)]
    if broken:
        total = len(plan.workflows)
        noun = "workflow" if total == 1 else "workflows"
        what = "GitHub fails it" if broken == 1 else "GitHub fails them"
        others = " and starts the others" if broken < total else ""
        lines.append(f"{broken} of {total} {noun} cannot be read: {what}{others}.")
    return lines


def _json(plan: Plan, args: argparse.Namespace, players: Players) -> str:
    return terminal.as_json(plan_json.to_json(plan, players), indent=2)


def _mermaid(plan: Plan, args: argparse.Namespace, players: Players) -> str:
    return mermaid.text(plan, players)


_FORMATS = {"text": _text, "json": _json, "mermaid": _mermaid}


def _explained(plan: Plan, args: argparse.Namespace, settings: api.Settings) -> str:
    """Return why each job of a name starts, or does not."""
    style = terminal.style(args.color, sys.stdout)
    blocks = []
    for job in plan.jobs():
        if args.job in _names_of(job):
            condition = api.explain(plan, job.address, settings)
            blocks.append(explain_job.text(job, condition, style))
    if not blocks:
        near = ", ".join(nearest(plan, args.job))
        raise UsageError(f"no job `{args.job}`", near and f"near: {near}")
    return "\n\n".join(blocks)


def _names_of(job: PlannedJob) -> Tuple[str, ...]:
    return job.address, job.job.id, job.name
