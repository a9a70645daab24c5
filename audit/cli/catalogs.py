"""Loading data files for a command: a wrong file ends it with every error, an unknown id with the nearest one."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from audit.cli.console import clean, stop
from audit.model.policy import Policy

Loaded = TypeVar("Loaded")


def loaded(load: Callable[[], Loaded]) -> Loaded:
    """Give what a loader of ``audit.catalog`` gives; stops with every error when a file is wrong."""
    from audit import catalog

    try:
        return load()
    except catalog.CatalogError as error:
        stop(*error.messages)


def chosen_policy(policies: Mapping[str, Policy], id_: str) -> Policy:
    """Give the policy of this id; stops, naming the nearest, when there is none."""
    if id_ not in policies:
        near = get_close_matches(id_, policies, n=1, cutoff=0.4)
        stop(f"没有政策“{clean(id_)}”" + (f"，是不是 {near[0]}？" if near else "，请看 zhucun policy list"))
    return policies[id_]
