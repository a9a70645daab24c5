"""Short lives of problems against the model; the long ones are ``python -m tests.stateful``."""

from hypothesis import HealthCheck, settings

from stateful.machine import ProblemMachine

TestProblemLives = ProblemMachine.TestCase
TestProblemLives.settings = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
