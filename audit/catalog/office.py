"""What the office's profile changes, said in a report: nobody reads a list made by conventions he does not know of."""

from collections.abc import Sequence

from audit.catalog.conventions import changed_by_office
from audit.catalog.identities import load_identities
from audit.catalog.problems import Problems
from audit.catalog.strict import documents
from audit.model.policy import Policy


def office_notes(policies: Sequence[Policy]) -> tuple[str, ...]:
    """Say in Chinese what of this check the office's own profile decided; nothing where it has none."""
    identities = load_identities()
    parts = {
        "表头": _count("columns.yml", 2),
        "符号": _count("symbols.yml", 3),
        "姓名": len(identities.same) + len(identities.apart),
    }
    told = "、".join(f"{title}{number}条" for title, number in parts.items() if number)
    return (*changed_by_office(policies), *([f"按本单位 profile 文件夹的约定读表：{told}"] if told else []))


def _count(name: str, depth: int) -> int:
    """How many entries a profile file has at a depth of keys."""
    problems = Problems()
    return sum(len(keys) == depth for _, document in documents("profile", name, problems) for keys in document.keys)
