"""A number of hundreds of digits is a mistake in a field, never a fault of the portal."""

from typing import Any

import pytest


@pytest.mark.parametrize("typed", ["9" * 400, "-" + "9" * 400, "9" * 5000, "1e400"])
def test_a_huge_number_is_answered_with_the_range(world: Any, client_as: Any, post: Any, typed: str) -> None:
    answer = post(client_as("denis"), "/privacy/retention/profile", months=typed)
    assert answer.status_code == 422
    assert "от 1 до 900" in answer.text or "число" in answer.text.lower()
