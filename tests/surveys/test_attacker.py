"""Nobody can be calculated out of what readers without names see, whatever they ask for and however often they look."""

import csv
import io
import random
import re
from typing import Any

import pytest

from portal.access.actor import Actor, Grant
from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.roles import Role
from surveys.exchange.answers.files import write_csv
from surveys.models import Mode
from surveys.results.asking import figures_for
from surveys.results.filters import dimensions_of
from surveys.results.privacy import Reading, reading_of
from tests.surveys.attacker import QUESTIONS, Attacker, K, answer, begin, close, counted, invent

# A long walk on a machine that does other work too.
pytestmark = pytest.mark.timeout(900)

FEW = Reading(names=False, k=5, k_texts=10)
OPEN = Reading(names=True, k=1, k_texts=1)
DATASETS = [("1", Mode.NAMED, 40), ("2", Mode.ANONYMOUS, 37), ("3", Mode.NAMED, 23), ("4", Mode.LINKED, 31),
            ("5", Mode.NAMED, 12), ("6", Mode.ANONYMOUS, 58)]  # fmt: skip
SUPPRESSED = (Role.DIRECTOR, Role.OPERATOR, Role.DEPARTMENT, Role.METHODOLOGIST, Role.FORM_LEAD, Role.ADMINISTRATOR)


@pytest.mark.parametrize(("seed", "mode", "n"), DATASETS)
def test_no_group_below_k_follows_from_all_that_is_shown(world: Any, seed: str, mode: Mode, n: int) -> None:
    """Looks after every single answer, then asks for every cut, every pair of cuts and every pair of questions."""
    chance = random.Random(seed)
    target = begin(world.school_1, seed, mode, n)
    attacker = Attacker(target, FEW)
    for place in range(n):
        answer(target, place, invent(chance))
        attacker.look()
    attacker.cut()
    close(target)
    attacker.look()
    attacker.cut()
    found = attacker.hits()
    assert found == [], counted(found)
    assert attacker.small_cells == []
    assert attacker.pairs >= 10_000


def test_the_same_attack_on_open_figures_finds_people(world: Any) -> None:
    """The control: the attacker is able to find somebody where nothing is held back."""
    chance = random.Random("1")
    target = begin(world.school_1, "c", Mode.NAMED, 24)
    attacker = Attacker(target, OPEN)
    for place in range(24):
        answer(target, place, invent(chance))
        attacker.look()
    attacker.cut()
    assert attacker.hits()
    assert attacker.small_cells


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.LINKED])
@pytest.mark.parametrize("missing", [0, 2, 9])
def test_before_and_after_does_not_tell_those_who_left(world: Any, mode: Mode, missing: int) -> None:
    chance = random.Random(f"{mode}{missing}")
    first, last = (begin(world.school_1, f"{mode}{missing}{turn}", mode, 30) for turn in (1, 2))
    _same_people(first, last)
    for place in range(30):
        answer(first, place, invent(chance))
    for place in range(30 - missing):
        answer(last, place, invent(chance))
    for target in (first, last):
        close(target)
    attacker = Attacker(first, FEW)
    attacker.look()
    attacker.cut()
    attacker.compare(last)
    attacker.compare_parts(last)
    found = attacker.hits()
    assert found == [], counted(found)


def test_every_role_gets_the_same_figures_from_page_and_file(world: Any, client_as: Any) -> None:
    """Six roles without names: one reading, one set of numbers, on the page of every cut and in the file."""
    chance = random.Random("roles")
    target = begin(world.school_1, "r", Mode.NAMED, 40)
    for place in range(40):
        answer(target, place, invent(chance))
    close(target)
    wave = target.wave
    keys = [""] + [f"{each.code}:{value}" for each in dimensions_of(wave, QUESTIONS) for value in each.options]
    pages: dict[str, set[str]] = {key: set() for key in keys}
    clients = {who: client_as(who) for who in ("denis", "olga", "admin")}
    for key in keys:
        for client in clients.values():
            html = client.get(f"/surveys/{wave.public_id}/results?by={key}").text
            said = re.sub(r"<[^>]+>", " ", html[html.index("<h1") : html.index("</main>")])
            pages[key].add(
                " ".join(
                    re.sub(
                        r"Файлы: сводка по всей анкете(, без среза)?|Скачать Excel|CSV|Распечатать|Напечатать", "", said
                    ).split()
                )
            )
    assert {key: len(said) for key, said in pages.items()} == dict.fromkeys(keys, 1)
    made = io.BytesIO()
    write_csv(wave, FEW, made)
    rows = list(csv.reader(io.StringIO(made.getvalue().decode("utf-8-sig")), delimiter=";"))
    in_file = {(row[0], row[2], row[3]): row[4] for row in rows[1:]}
    for item in figures_for(FEW, wave).items:
        for cells in item.table.rows:
            assert in_file[item.item.code, cells[0], "Ответов"] == str(cells[1])


@pytest.mark.parametrize("role", SUPPRESSED)
def test_every_role_without_names_is_held_to_the_same_k(world: Any, role: Role) -> None:
    target = begin(world.school_1, role.value)
    place = world.municipality if role in (Role.OPERATOR, Role.DEPARTMENT, Role.ADMINISTRATOR) else world.school_1
    grants = (Grant(role=role, organization_id=place.id),)
    actor = Actor(person_id=world.denis.id, grants=grants, time_zone="Asia/Irkutsk", name=role.value)
    permissions = permissions_on(actor, target.wave)
    assert Permission.RESULTS_READ in permissions
    reading = reading_of(actor, target.wave, permissions)
    assert (reading.names, reading.k) == (False, K)


def _same_people(first: Any, last: Any) -> None:
    import sqlalchemy as sa

    from portal.core.db import db
    from surveys.models import SurveyInvitation

    people = [
        db.session.scalars(
            sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == each.wave.id).order_by("id")
        ).all()
        for each in (first, last)
    ]
    for one, two in zip(*people, strict=True):
        two.person_id = one.person_id
    db.session.commit()
