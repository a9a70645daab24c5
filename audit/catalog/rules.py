"""Rules: what is asked of the teams, one YAML file each."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from audit.catalog.documents import documents
from audit.catalog.loaders import load_facts
from audit.catalog.problems import Problems, Spot
from audit.catalog.rule_checks import check_rule
from audit.catalog.shapes import Expression, Id, Name, Scalar, Shape, Text, one_of, read_shape
from audit.model.outcome import Kind, Outcome, Severity
from audit.model.rule import Case, Condition, Grade, Parameter, Rectification, Rule

CLOSURES = ("data_fix", "evidence", "behaviour", "accountability", "dismissed")
_NOT_RULES = ("policies", "derivations", "retired")

_Severity = Annotated[str, AfterValidator(one_of(Severity))]


class _WhereShape(Shape):
    expression: Expression = Field(alias="is")
    text: Text = Field(alias="else")
    lacking: Name | None = None


def _choices(value: object) -> object:
    """Codes without titles are titles themselves."""
    if type(value) is list and all(isinstance(item, str) for item in value):
        return {item: item for item in value}
    return value


_Choices = Annotated[dict[Text, Text], BeforeValidator(_choices)]


class _AlsoShape(Shape):
    when: Expression
    say: Text


class _ParameterShape(Shape):
    title: Text
    default: Scalar
    unit: str = ""
    choices: _Choices = Field(default_factory=dict)


class _GradeShape(Shape):
    severity: _Severity = Field(alias="is")
    when: Expression | None = None


class _RectificationShape(Shape):
    do: Text
    owner: Text
    days: int = Field(ge=1)
    closure: list[Annotated[str, AfterValidator(one_of(CLOSURES))]] = Field(min_length=1)


class _CaseShape(Shape):
    name: Text
    given: dict[Name, Scalar] = Field(default_factory=dict)
    parameters: dict[Name, Scalar] = Field(default_factory=dict)
    expect: Annotated[str, AfterValidator(one_of(("ok", "violation", "unknown", "not_applicable")))]
    severity: _Severity | None = None
    values: dict[Name, Scalar] = Field(default_factory=dict)
    boundary: bool = False


class _RuleShape(Shape):
    id: Id
    catalogue: Text | None = None
    title: Text
    about: Text
    kind: Annotated[str, AfterValidator(one_of(Kind))]
    each: Name
    where: list[_WhereShape] = Field(default_factory=list)
    when: Expression
    parameters: dict[Name, _ParameterShape] = Field(default_factory=dict)
    derive: dict[Name, Expression] = Field(default_factory=dict)
    titles: dict[Name, Text] = Field(default_factory=dict)
    severity: list[_GradeShape] = Field(min_length=1)
    message: Text
    also: list[_AlsoShape] = Field(default_factory=list)
    days: dict[Name, Name] = Field(default_factory=dict)
    group: Name | None = None
    evidence: list[Name] = Field(min_length=1)
    rectification: _RectificationShape
    cases: list[_CaseShape] = Field(min_length=1)
    formerly: list[Id] = Field(default_factory=list)


def read_rules() -> dict[str, Rule]:
    """Read every rule: id → rule, by subject and id. Raises CatalogError with everything that is wrong.

    Policies, derivations, conventions and retired rules are not read.
    """
    contracts = load_facts()
    sources = {source for one in contracts.values() for column in one.columns.values() for source in column.sources}
    problems = Problems()
    rules: dict[str, Rule] = {}
    spots: dict[str, Spot] = {}
    for relative, document in documents("rules", "*/**/*.yml", problems):
        if relative.split("/")[0] in _NOT_RULES:
            continue
        shape = read_shape(document, _RuleShape, problems)
        if shape is None:
            continue
        rule, spot = _rule(shape, document.file), Spot(document, problems)
        if relative.rsplit("/", 1)[-1] != f"{rule.id}.yml":
            spot.at("id").note(f"规则编号“{rule.id}”与文件名不一致")
        if rule.id in rules:
            spot.at("id").note(f"规则编号“{rule.id}”已用于 {rules[rule.id].file}")
        check_rule(rule, contracts, sources, spot, boundaries=sum(case.boundary for case in shape.cases))
        rules[rule.id], spots[rule.id] = rule, spot
    _check_former_ids(rules, spots)
    problems.raise_if_any()
    return rules


def _check_former_ids(rules: Mapping[str, Rule], spots: Mapping[str, Spot]) -> None:
    """A former id leads to exactly one rule."""
    owners = {id_: id_ for id_ in rules}
    for id_, rule in rules.items():
        for index, former in enumerate(rule.formerly):
            if owners.setdefault(former, id_) != id_ or former == id_:
                spots[id_].at("formerly", index).note(f"曾用编号“{former}”已属于规则“{owners[former]}”")


def _rule(shape: _RuleShape, file: str) -> Rule:
    rectification = shape.rectification
    return Rule(
        id=shape.id,
        catalogue=shape.catalogue or "",
        title=shape.title,
        about=shape.about,
        kind=Kind(shape.kind),
        each=shape.each,
        where=tuple(Condition(where.expression, where.text, where.lacking or "") for where in shape.where),
        when=shape.when,
        parameters={
            name: Parameter(name, given.title, given.default, given.unit, given.choices)
            for name, given in shape.parameters.items()
        },
        derive=shape.derive,
        severity=tuple(Grade(Severity(grade.severity), grade.when) for grade in shape.severity),
        message=shape.message,
        also=tuple(Condition(also.when, also.say) for also in shape.also),
        days=shape.days,
        group=shape.group,
        evidence=tuple(shape.evidence),
        rectification=Rectification(
            rectification.do, rectification.owner, rectification.days, tuple(rectification.closure)
        ),
        cases=tuple(_case(case) for case in shape.cases),
        formerly=tuple(shape.formerly),
        file=file,
        titles=shape.titles,
    )


def _case(shape: _CaseShape) -> Case:
    severity = Severity(shape.severity) if shape.severity else None
    return Case(shape.name, shape.given, Outcome(shape.expect), shape.parameters, severity, shape.values)
