"""The desk: every kind of step has its place in the order, and the first one is the heading."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from portal.core.web.desk import FINDERS
from portal.home.desk import ORDER


def test_every_finder_of_steps_has_its_place_in_the_order(app: Flask) -> None:
    assert sorted(ORDER) == sorted(FINDERS)


def test_the_desk_opens_with_nothing_to_do(world: Any, client_as: Callable[[str], Any]) -> None:
    answer = client_as("vera").get("/")
    assert answer.status_code == 200
    assert "На сегодня всё" in answer.text
