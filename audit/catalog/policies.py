"""Policies: issued documents clause by clause, one YAML file each, and offices' own numbers on top of them."""

from collections.abc import Mapping

from audit.catalog.conventions import load_conventions, settings
from audit.catalog.policy_checks import Known, check_answers, check_policy
from audit.catalog.policy_shapes import ClauseShape, PolicyFile, PolicyShape
from audit.catalog.problems import Problems
from audit.catalog.rules import load_rules
from audit.catalog.shapes import nearest, read_shape
from audit.catalog.strict import documents
from audit.model.policy import Clause, Document, Policy
from audit.model.rule import Rule

_NO_DOCUMENT = Document(number="", issuer="", issued=None)


def load_policies(rules: Mapping[str, Rule] | None = None) -> dict[str, Policy]:
    """Read every policy: id → policy, what it extends already worked in. Raises CatalogError with everything wrong.

    ``rules`` are the rules clauses may ask for; they are loaded when not given.
    """
    problems = Problems()
    known = Known(load_rules() if rules is None else rules, load_conventions())
    files: dict[str, PolicyFile] = {}
    for relative, document in documents("rules", "policies/*.yml", problems):
        shape = read_shape(document, PolicyShape, problems)
        if shape is None:
            continue
        if relative != f"policies/{shape.id}.yml":
            problems.add(document, ("id",), f"政策编号“{shape.id}”与文件名不一致")
        files[shape.id] = PolicyFile(shape, document)
    policies: dict[str, Policy] = {}
    for id_ in files:
        _resolve(id_, files, policies, (problems, known))
    problems.raise_if_any()
    return {id_: policies[id_] for id_ in sorted(policies)}


def _resolve(
    id_: str, files: Mapping[str, PolicyFile], policies: dict[str, Policy], report: tuple[Problems, Known]
) -> None:
    """Make one policy, its parent first; a policy whose chain is broken is left out, with the reason noted once."""
    problems, known = report
    if id_ in policies:
        return
    file = files[id_]
    parent_id = file.shape.extends
    if parent_id is None:
        parent = None
    elif problem := _broken_chain(id_, files):
        problems.add(file.document, ("extends",), problem)
        return
    else:
        _resolve(parent_id, files, policies, report)
        parent = policies.get(parent_id)
        if parent is None:
            return
    check_policy(file, parent, known, problems)
    for index, replaced in enumerate(file.shape.replaces):
        if replaced not in files:
            problems.add(file.document, ("replaces", index), f"没有政策“{replaced}”{nearest(replaced, files)}")
    policies[id_] = _policy(file, parent)
    check_answers(file, policies[id_], problems)


def _broken_chain(id_: str, files: Mapping[str, PolicyFile]) -> str:
    """Why ``extends`` leads nowhere or in a circle; empty when it ends well or when the break is further up."""
    parent = files[id_].shape.extends
    if parent not in files:
        return f"没有政策“{parent}”{nearest(str(parent), files)}"
    chain = [id_]
    while parent is not None and parent in files:
        chain.append(parent)
        if parent in chain[:-1]:
            return f"上级政策成环：{' → '.join(chain)}"
        parent = files[parent].shape.extends
    return ""


def _policy(file: PolicyFile, parent: Policy | None) -> Policy:
    shape = file.shape
    given, effective, rectify = shape.document, shape.effective, shape.rectify
    document = Document(given.number, given.issuer, given.issued) if given else None
    return Policy(
        id=shape.id,
        title=shape.title,
        level=shape.level or (parent.level if parent else ""),
        document=document or (parent.document if parent else _NO_DOCUMENT),
        effective_from=effective.begins if effective else (parent.effective_from if parent else None),
        effective_until=effective.until if effective else (parent.effective_until if parent else None),
        clauses=_clauses(shape, parent),
        conventions={**(parent.conventions if parent else {}), **settings(shape.conventions)},
        region=shape.region or (parent.region if parent else ""),
        replaces=tuple(shape.replaces),
        extends=shape.extends,
        rectify_by=rectify.by if rectify else (parent.rectify_by if parent else None),
        rectify_days=rectify.days if rectify else (parent.rectify_days if parent else None),
        note=shape.note,
        file=file.document.file,
    )


def _clauses(shape: PolicyShape, parent: Policy | None) -> tuple[Clause, ...]:
    """The parent's clauses with this policy's numbers put in, then the clauses only this policy has."""
    own = {clause.ref: clause for clause in shape.clauses}
    inherited = parent.clauses if parent else ()
    merged = [_merged(clause, own[clause.ref]) if clause.ref in own else clause for clause in inherited]
    refs = {clause.ref for clause in inherited}
    return (*merged, *(_clause(clause) for ref, clause in own.items() if ref not in refs))


def _clause(shape: ClauseShape) -> Clause:
    how = shape.manual.how if shape.manual else ""
    return Clause(shape.ref, shape.text or "", shape.rules or {}, how, shape.outside or "", shape.catalogue or "")


def _merged(clause: Clause, shape: ClauseShape) -> Clause:
    """A clause as the nearer policy answers it: numbers are put in one by one, any other answer replaces the old."""
    if shape.rules is None:
        answer = _clause(shape)
        return Clause(clause.ref, clause.text, {}, answer.manual, answer.outside, clause.catalogue)
    rules = dict(clause.rules)
    for rule, numbers in shape.rules.items():
        rules[rule] = {**rules.get(rule, {}), **numbers}
    return Clause(clause.ref, clause.text, rules, "", "", clause.catalogue)
