"""Policies: issued documents clause by clause, one YAML file each, and offices' own numbers on top of them."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from audit.catalog.conventions import settings
from audit.catalog.documents import documents
from audit.catalog.loaders import load_conventions, load_rules
from audit.catalog.policy_checks import Known, check_numbers_agree, check_policy
from audit.catalog.policy_shapes import ClauseShape, PolicyShape
from audit.catalog.problems import Problems, Spot, nearest
from audit.catalog.shapes import read_shape
from audit.model.policy import Clause, Document, Policy

_NO_DOCUMENT = Document(number="", issuer="", issued=None)


class _File(Struct, frozen=True):
    """A policy as its file says it, and where that is."""

    shape: PolicyShape
    spot: Spot


def read_policies() -> dict[str, Policy]:
    """Read every policy: id → policy, what it extends already worked in. Raises CatalogError with everything wrong."""
    problems = Problems()
    known = Known(load_rules(), load_conventions())
    files: dict[str, _File] = {}
    for relative, document in documents("rules", "policies/*.yml", problems):
        shape = read_shape(document, PolicyShape, problems)
        if shape is None:
            continue
        files[shape.id] = _File(shape, Spot(document, problems))
        if relative != f"policies/{shape.id}.yml":
            files[shape.id].spot.at("id").note(f"政策编号“{shape.id}”与文件名不一致")
    policies: dict[str, Policy] = {}
    for file in _parents_first(files):
        parent = policies[file.shape.extends] if file.shape.extends else None
        check_policy(file.shape, parent, known, file.spot)
        policies[file.shape.id] = _policy(file, parent)
        check_numbers_agree(policies[file.shape.id], file.spot)
    problems.raise_if_any()
    return {id_: policies[id_] for id_ in sorted(policies)}


def _parents_first(files: Mapping[str, _File]) -> list[_File]:
    """Order policies so that each comes after what it extends; those whose chain breaks are left out, and told."""
    chains: dict[str, int] = {}
    for id_, file in files.items():
        for index, replaced in enumerate(file.shape.replaces):
            if replaced not in files:
                file.spot.at("replaces", index).note(f"没有政策“{replaced}”{nearest(replaced, files)}")
        chain, problem = _chain(id_, files)
        if problem:
            file.spot.at("extends").note(problem)
        else:
            chains[id_] = len(chain)
    return [files[id_] for id_ in sorted(chains, key=lambda id_: chains[id_])]


def _chain(id_: str, files: Mapping[str, _File]) -> tuple[list[str], str]:
    """The policy and what it extends, up to the first; and why that leads nowhere or in a circle, else empty."""
    chain = [id_]
    while (parent := files[chain[-1]].shape.extends) is not None:
        if parent in chain:
            return chain, f"上级政策成环：{' → '.join([*chain, parent])}"
        if parent not in files:
            return chain, f"没有政策“{parent}”{nearest(parent, files)}"
        chain.append(parent)
    return chain, ""


def _policy(file: _File, parent: Policy | None) -> Policy:
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
        file=file.spot.document.file,
        named_only=shape.named_only,
    )


def _clauses(shape: PolicyShape, parent: Policy | None) -> tuple[Clause, ...]:
    """The parent's clauses with this policy's numbers put in, then the clauses only this policy has."""
    own = {clause.ref: clause for clause in shape.clauses}
    inherited = parent.clauses if parent else ()
    merged = [_merged(clause, own[clause.ref]) if clause.ref in own else clause for clause in inherited]
    refs = {clause.ref for clause in inherited}
    return (*merged, *(_clause(clause) for ref, clause in own.items() if ref not in refs))


def _clause(shape: ClauseShape) -> Clause:
    return Clause(
        ref=shape.ref,
        text=shape.text or "",
        rules=shape.rules or {},
        manual=shape.manual.how if shape.manual else "",
        outside=shape.outside or "",
        catalogue=shape.catalogue or "",
        form=(shape.manual.form or "") if shape.manual else "",
        cleaned=shape.cleaned or "",
        note=shape.note or "",
    )


def _merged(clause: Clause, shape: ClauseShape) -> Clause:
    """A clause as the nearer policy answers it: numbers are put in one by one, any other answer replaces the old."""
    if shape.rules is None and not shape.off:
        answer = _clause(shape)
        return replace(clause, rules={}, manual=answer.manual, outside=answer.outside, form=answer.form, off={})
    rules = {**clause.rules}
    for rule, numbers in (shape.rules or {}).items():
        rules[rule] = {**rules.get(rule, {}), **numbers}
    kept = {rule: numbers for rule, numbers in rules.items() if rule not in shape.off}
    off = {rule: why for rule, why in {**clause.off, **shape.off}.items() if rule not in kept}
    return replace(clause, rules=kept, manual="", outside="", form="", off=off)
