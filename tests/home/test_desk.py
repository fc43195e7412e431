"""The desk: every kind of step has its place in the order, and the first one is the heading."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.consents.models import Consent
from portal.core.db import db
from portal.core.web.desk import FINDERS
from portal.home.desk import ORDER


def test_every_finder_of_steps_has_its_place_in_the_order(app: Flask) -> None:
    assert sorted(ORDER) == sorted(FINDERS)


def test_the_desk_opens_with_nothing_to_do(world: Any, client_as: Callable[[str], Any]) -> None:
    answer = client_as("vera").get("/")
    assert answer.status_code == 200
    assert "На сегодня всё" in answer.text


def test_a_parent_finds_the_child_and_the_missing_signature(world: Any, client_as: Callable[[str], Any]) -> None:
    desk = client_as("maria").get("/").text
    assert "Паша Седов" in desk
    assert "согласие есть" in desk
    db.session.execute(sa.delete(Consent).where(Consent.person_id == world.pasha.id, Consent.by_representative))
    db.session.commit()
    desk = client_as("maria").get("/").text
    assert "Не хватает" in desk


@pytest.mark.parametrize(
    ("who", "words"),
    [("denis", "Организация сегодня"), ("pavel", "Где вы участвуете"), ("polina", "помощь психолога")],
)
def test_each_role_has_a_block_of_its_own(world: Any, client_as: Callable[[str], Any], who: str, words: str) -> None:
    assert words in client_as(who).get("/").text
    assert words not in client_as("misha").get("/").text
