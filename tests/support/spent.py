"""How much processor time a piece of work takes, on machines that other work shares."""

import time
from collections.abc import Callable

_TRIES = 3


def processor_seconds(work: Callable[[], object], enough: float = 0.0) -> float:
    """Return the least processor time of three tries, which is the one least disturbed; a try within `enough` ends them."""
    least = float("inf")
    for _ in range(_TRIES):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
        if least < enough:
            break
    return least
