"""Long random lives of problems, compared with a small model: ``python -m tests.stateful --runs 200 --steps 1000``."""
