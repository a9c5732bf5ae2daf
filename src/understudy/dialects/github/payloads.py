"""Owns the shape of the payloads of GitHub's webhooks; what is in them comes along."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Union

from understudy.dialects.github.contexts import API, SERVER
from understudy.model.facts import Facts
from understudy.model.value import Value
from understudy.records import dataclass

NO_COMMIT = "0" * 40

Payload = Dict[str, Value]


@dataclass(frozen=True)
class Setting:
    """What every payload of a repository shares."""

    repository: str
    default_branch: str
    actor: str

    @property
    def url(self) -> str:
        """The page of the repository."""
        return f"{SERVER}/{self.repository}"


def common(setting: Setting) -> Payload:
    """Return what is in every payload."""
    return {
        "repository": repository(setting.repository, setting.default_branch),
        "sender": user(setting.actor),
    }


def repository(full_name: str, default_branch: str, fork: bool = False) -> Payload:
    """Return a repository, without the ids that only GitHub knows."""
    owner, _, name = full_name.partition("/")
    url = f"{SERVER}/{full_name}"
    return {
        "name": name,
        "full_name": full_name,
        "private": False,
        "owner": {**user(owner), "name": owner},
        "html_url": url,
        "description": None,
        "fork": fork,
        "url": f"{API}/repos/{full_name}",
        "git_url": f"git://github.com/{full_name}.git",
        "ssh_url": f"git@github.com:{full_name}.git",
        "clone_url": f"{url}.git",
        "default_branch": default_branch,
        "visibility": "public",
        "archived": False,
        "topics": [],
    }


def user(login: str) -> Payload:
    """Return an account."""
    return {
        "login": login,
        "html_url": f"{SERVER}/{login}",
        "url": f"{API}/users/{login}",
        "type": "Bot" if login.endswith("[bot]") else "User",
        "site_admin": False,
    }


def commit(facts: Facts, url: str) -> Payload:
    """Return the head commit as `push` has it."""
    author: Payload = {"name": facts.author.name, "email": facts.author.email}
    return {
        "id": facts.sha,
        "tree_id": facts.tree,
        "distinct": True,
        "message": facts.message,
        "timestamp": facts.timestamp,
        "url": f"{url}/commit/{facts.sha}",
        "author": author,
        "committer": dict(author),
    }


def push(
    setting: Setting, facts: Facts, ref: str, before: str, base_ref: Optional[str]
) -> Payload:
    """Return the payload of a `push`."""
    head = commit(facts, setting.url)
    created = before == NO_COMMIT
    between = f"{before[:12]}...{facts.sha[:12]}"
    name = ref.split("/", 2)[2]
    return {
        "ref": ref,
        "before": before,
        "after": facts.sha,
        "created": created,
        "deleted": False,
        "forced": False,
        "base_ref": base_ref,
        "compare": f"{setting.url}/compare/{name if created else between}",
        "commits": [head],
        "head_commit": head,
        "pusher": {"name": setting.actor, "email": facts.author.email},
        **common(setting),
    }


@dataclass(frozen=True)
class Pull:
    """A pull request, as far as it can be made up."""

    number: int
    action: str
    head: str
    base: str
    base_sha: str
    head_repository: str
    commits: int = 1


def pull_request(setting: Setting, facts: Facts, pull: Pull) -> Payload:
    """Return the payload of a `pull_request`, and of the events that are like it."""
    fork = pull.head_repository != setting.repository
    title, _, rest = facts.message.partition("\n")
    url = f"{setting.url}/pull/{pull.number}"
    base = repository(setting.repository, setting.default_branch)
    head = repository(pull.head_repository, setting.default_branch, fork)
    request: Payload = {
        "url": f"{API}/repos/{setting.repository}/pulls/{pull.number}",
        "html_url": url,
        "diff_url": f"{url}.diff",
        "patch_url": f"{url}.patch",
        "number": pull.number,
        "state": "open",
        "locked": False,
        "title": title,
        "user": user(setting.actor),
        "body": rest.strip() or None,
        "created_at": facts.timestamp,
        "updated_at": facts.timestamp,
        "closed_at": None,
        "merged_at": None,
        "merge_commit_sha": None,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "labels": [],
        "milestone": None,
        "draft": False,
        "head": _end(pull.head, facts.sha, head),
        "base": _end(pull.base, pull.base_sha, base),
        "author_association": "CONTRIBUTOR" if fork else "OWNER",
        "auto_merge": None,
        "merged": False,
        "mergeable": None,
        "rebaseable": None,
        "mergeable_state": "unknown",
        "merged_by": None,
        "comments": 0,
        "review_comments": 0,
        "maintainer_can_modify": fork,
        "commits": pull.commits,
    }
    payload: Payload = {
        "action": pull.action,
        "number": pull.number,
        "pull_request": request,
        **common(setting),
    }
    if pull.action == "synchronize":
        payload["before"] = facts.upstream
        payload["after"] = facts.sha
    return payload


def release(setting: Setting, facts: Facts, tag: str, action: str) -> Payload:
    """Return the payload of a `release`."""
    return {
        "action": action,
        "release": {
            "url": f"{API}/repos/{setting.repository}/releases/1",
            "html_url": f"{setting.url}/releases/tag/{tag}",
            "tag_name": tag,
            "target_commitish": facts.branch or setting.default_branch,
            "name": tag,
            "body": "",
            "draft": False,
            "prerelease": action == "prereleased",
            "author": user(setting.actor),
            "created_at": facts.timestamp,
            "published_at": facts.timestamp,
            "assets": [],
            "tarball_url": f"{API}/repos/{setting.repository}/tarball/{tag}",
            "zipball_url": f"{API}/repos/{setting.repository}/zipball/{tag}",
        },
        **common(setting),
    }


def merge_group(
    setting: Setting, facts: Facts, base: str, base_sha: str, ref: str
) -> Payload:
    """Return the payload of a `merge_group`."""
    return {
        "action": "checks_requested",
        "merge_group": {
            "head_sha": facts.sha,
            "head_ref": ref,
            "base_sha": base_sha,
            "base_ref": f"refs/heads/{base}",
            "head_commit": commit(facts, setting.url),
        },
        **common(setting),
    }


def dispatch(
    setting: Setting, ref: str, workflow: Optional[str], inputs: Mapping[str, Value]
) -> Payload:
    """Return the payload of a `workflow_dispatch`."""
    return {
        "inputs": dict(inputs),
        "ref": ref,
        "workflow": workflow,
        **common(setting),
    }


def repository_dispatch(
    setting: Setting, action: Optional[str], client_payload: Mapping[str, Value]
) -> Payload:
    """Return the payload of a `repository_dispatch`."""
    return {
        "action": action,
        "branch": setting.default_branch,
        "client_payload": dict(client_payload),
        **common(setting),
    }


def workflow_run(
    setting: Setting, facts: Facts, action: Optional[str], name: str, path: str
) -> Payload:
    """Return the payload of a `workflow_run`, of a run that went well."""
    pulls: List[Value] = []
    return {
        "action": action,
        "workflow": {"name": name, "path": path, "state": "active"},
        "workflow_run": {
            "name": name,
            "path": path,
            "head_branch": facts.branch or setting.default_branch,
            "head_sha": facts.sha,
            "head_commit": commit(facts, setting.url),
            "head_repository": repository(setting.repository, setting.default_branch),
            "event": "push",
            "status": "completed" if action == "completed" else action,
            "conclusion": "success" if action == "completed" else None,
            "run_attempt": 1,
            "pull_requests": pulls,
            "actor": user(setting.actor),
        },
        **common(setting),
    }


def reference(setting: Setting, name: str, ref_type: str) -> Payload:
    """Return the payload of a `create` or a `delete`."""
    return {
        "ref": name,
        "ref_type": ref_type,
        "master_branch": setting.default_branch,
        "description": None,
        "pusher_type": "user",
        **common(setting),
    }


def merged(below: Mapping[str, Value], above: Mapping[str, Value]) -> Payload:
    """Lay one payload over another: mappings by key, everything else as a whole."""
    result: Payload = dict(below)
    for key, value in above.items():
        beneath = result.get(key)
        if isinstance(beneath, dict) and isinstance(value, dict):
            result[key] = merged(beneath, value)
        else:
            result[key] = value
    return result


def at(payload: Union[Mapping[str, Value], Value], path: str) -> Value:
    """Return the value at a dotted path, None where there is none."""
    value: object = payload
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value  # type: ignore[return-value]


def text_at(payload: Mapping[str, Value], path: str) -> Optional[str]:
    """Return the string at a dotted path, None where there is no other than ''."""
    value = at(payload, path)
    return value if isinstance(value, str) and value else None


def _end(ref: str, sha: str, repo: Payload) -> Payload:
    owner = str(repo["full_name"]).split("/")[0]
    return {
        "label": f"{owner}:{ref}",
        "ref": ref,
        "sha": sha or None,
        "user": user(owner),
        "repo": repo,
    }
