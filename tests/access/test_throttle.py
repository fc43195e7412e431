"""Heavy pages are not given without end, and one reader's haste is not another's wait."""

from collections.abc import Callable
from typing import Any


def test_search_stops_a_machine_and_lets_the_neighbour_in(world: Any, client_as: Callable[[str], Any]) -> None:
    hasty, calm = client_as("kira"), client_as("karim")
    answers = [hasty.get("/search?q=план").status_code for _turn in range(121)]
    assert answers[:120] == [200] * 120
    assert answers[120] == 429
    assert int(hasty.get("/search?q=план").headers["Retry-After"]) >= 1
    assert calm.get("/search?q=план").status_code == 200
