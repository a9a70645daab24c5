"""Stage 4: rules judged on facts by two engines, findings chained by a third; see docs/decisions for why."""

from audit.evaluate.branches import Branch, branches
from audit.evaluate.cases import CaseResult, run_cases
from audit.evaluate.checks import evaluate, severity_of
from audit.evaluate.derivations import DerivationError, derive_facts
from audit.evaluate.process import Children, engine_name, sharing
from audit.evaluate.second import CHILDREN, SecondOpinion, second_opinion

__all__ = [
    "CHILDREN",
    "Branch",
    "CaseResult",
    "Children",
    "DerivationError",
    "SecondOpinion",
    "branches",
    "derive_facts",
    "engine_name",
    "evaluate",
    "run_cases",
    "second_opinion",
    "severity_of",
    "sharing",
]
