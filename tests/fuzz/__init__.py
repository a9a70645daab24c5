"""Mutated files of every kind through intake: ``python -m tests.fuzz --count 20000 --seed 1``."""
