"""A service that fails again and again is left in peace, then tried by one."""

import pytest

from assistant.errors import ModelResting
from assistant.llm.breaker import Breaker


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_five_outages_in_a_row_open_it_and_one_answer_closes_it() -> None:
    clock = _Clock()
    breaker = Breaker(failures=5, rest=30, clock=clock)
    for _ in range(4):
        breaker.failed()
    breaker.succeeded()
    for _ in range(5):
        breaker.enter()
        breaker.failed()
    with pytest.raises(ModelResting):
        breaker.enter()
    clock.now = 29.9
    with pytest.raises(ModelResting):
        breaker.enter()
    clock.now = 30
    breaker.enter()
    breaker.succeeded()
    breaker.enter()
    breaker.enter()


def test_after_the_rest_only_one_tries_and_its_failure_begins_another_rest() -> None:
    clock = _Clock()
    breaker = Breaker(failures=1, rest=30, clock=clock)
    breaker.failed()
    clock.now = 30
    breaker.enter()
    with pytest.raises(ModelResting):
        breaker.enter()
    breaker.failed()
    clock.now = 59
    with pytest.raises(ModelResting):
        breaker.enter()
    clock.now = 60
    breaker.enter()
    breaker.left()
    breaker.enter()
