"""Chance that repeats: the same words give the same draws on every machine."""

from random import Random


def chance(*words: object) -> Random:
    """Give a generator of random numbers seeded by words."""
    return Random("|".join(map(str, words)))  # noqa: S311 - made-up data, not secrets
