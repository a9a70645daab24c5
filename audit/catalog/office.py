"""What an office changes by its profile and its own policies, said in a report: nobody reads a list blindly."""

from collections.abc import Mapping, Sequence

from audit.catalog.conventions import changed_by_office
from audit.catalog.documents import documents
from audit.catalog.loaders import load_identities, load_policies, load_rules
from audit.catalog.policy_changes import policy_changes
from audit.catalog.problems import Problems
from audit.model.policy import Policy
from audit.model.policy_change import ChangeKind


def office_notes(policies: Sequence[Policy]) -> tuple[str, ...]:
    """Say in Chinese what of this check the office itself decided; nothing where it decided nothing."""
    identities = load_identities()
    parts = {
        "表头": _count("columns.yml", 2),
        "符号": _count("symbols.yml", 3),
        "姓名": len(identities.same) + len(identities.apart),
    }
    told = "、".join(f"{title}{number}条" for title, number in parts.items() if number)
    read = [f"按本单位 profile 文件夹的约定读表：{told}"] if told else []
    return (*changed_by_office(policies), *_switched_off(policies), *read)


def _switched_off(policies: Sequence[Policy]) -> list[str]:
    """Say what policies on top of another switch off, under which clause, by which of them and why."""
    local = [policy for policy in policies if policy.extends]
    if not local:
        return []
    rules = load_rules()
    known = load_policies()
    told = (change for policy in local for change in policy_changes(_root(policy, known), policy, known, rules))
    return [
        f"本地政策“{change.by}”停用“{rules[change.rule].title}”（{change.ref}）：{change.why}"
        for change in told
        if change.kind is ChangeKind.OFF
    ]


def _root(policy: Policy, known: Mapping[str, Policy]) -> Policy:
    """What a policy extends in the end."""
    while parent := known.get(policy.extends or ""):
        policy = parent
    return policy


def _count(name: str, depth: int) -> int:
    """How many entries a profile file has at a depth of keys."""
    problems = Problems()
    return sum(len(keys) == depth for _, document in documents("profile", name, problems) for keys in document.keys)
