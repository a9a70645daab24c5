"""Three engines, one answer on random months: ``python -m tests.agreement --months 1000 --seed 1``."""
