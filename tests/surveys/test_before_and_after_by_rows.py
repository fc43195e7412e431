"""Before and after row by row: by name for those with names, by group for everybody, and nobody below k."""

import random
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.db import db
from portal.people.models import DisclosureSubject
from surveys.models import Mode, Response, SurveyAssignment, SurveyInvitation
from surveys.results import filters
from surveys.results.compare import compare
from surveys.results.filters import Dimension, dimensions_of, read_cuts
from surveys.results.privacy import Reading
from tests.surveys.attacker import QUESTIONS, Attacker, answer, begin, close, counted, invent
from tests.surveys.crowds import make_wave
from tests.surveys.test_attacker import _same_people as same_people
from tests.surveys.test_result_pages import PLACES, over, text_of, two_waves

# A long walk on a machine that does other work too.
pytestmark = pytest.mark.timeout(900)
FEW = Reading(names=False, k=5, k_texts=10)
ALL = Reading(names=True, k=1, k_texts=1)


def crowded(world: Any, n: int = 24, mode: Mode = Mode.NAMED) -> tuple[SurveyAssignment, SurveyAssignment]:
    """The same people twice: those of the school gain two points, those of the plant lose one."""
    waves = []
    for turn in (1, 2):
        marks = [(place, 5 + (turn - 1) * (2 if place == "school" else -1)) for place in ("school", "plant") * (n // 2)]
        given = [{"PLACE": place, "MET": "yes", "MARK": mark} for place, mark in marks]
        waves.append(make_wave(world.school_1, PLACES, given, mode=mode, family=f"Пара{turn}", title=f"Волна {turn}"))
    _join_people(*waves)
    waves[0].opens_at, waves[0].closes_at = clock.now() - timedelta(days=90), clock.now() - timedelta(days=80)
    over(waves[1])
    return waves[0], waves[1]


def page_of(client: Any, wave: SurveyAssignment, query: str = "") -> Any:
    return client.get(f"/surveys/{wave.public_id}/results/before-after{query}")


def test_a_curator_sees_each_person_and_the_reading_is_noted(world: Any, client_as: Any) -> None:
    _before, after = two_waves(world, Mode.NAMED)
    said = text_of(page_of(client_as("kira"), after, "?show=people&question=MARK"))
    assert "Человек До После Изменение" in said
    assert re.search(r"Дважды100000 Имя 3 4 \+1", said), said[-900:]
    assert re.search(r"Дважды100010 Имя 2 2 0", said)
    noted = db.session.scalar(sa.select(sa.func.count()).select_from(DisclosureSubject))
    assert noted == 12


@pytest.mark.parametrize(("who", "mode"), [("denis", Mode.NAMED), ("denis", Mode.LINKED), ("kira", Mode.LINKED)])
def test_nobody_without_names_sees_a_person_and_a_private_code_never_names_one(
    world: Any, client_as: Any, who: str, mode: Mode
) -> None:
    _before, after = two_waves(world, mode)
    for query in ("", "?show=people", "?show=people&question=MARK"):
        html = page_of(client_as(who), after, query).text
        assert "Дважды" not in html
        assert '<option value="people"' not in html


def test_groups_stand_side_by_side_for_readers_with_and_without_names(world: Any, client_as: Any) -> None:
    _before, after = crowded(world)
    for who in ("kira", "denis"):
        said = text_of(page_of(client_as(who), after, "?show=PLACE&question=MARK"))
        assert "В школе 12 5,00 7,00 +2" in said, (who, said)
        assert "На заводе 12 5,00 4,00 −1" in said, (who, said)


def test_the_whole_page_is_cut_as_the_page_of_results_is(world: Any, client_as: Any) -> None:
    _before, after = crowded(world)
    for who in ("kira", "denis"):
        said = text_of(page_of(client_as(who), after, "?by=PLACE:school"))
        assert "Убрать фильтр: Где встречались?: В школе" in said
        assert "Изменение +2,00 от 5,00 до 7,00" in said, who
        assert ("Кто сравнивается" in said) == (who == "kira")
    said = text_of(page_of(client_as("denis"), after, "?by=PLACE:school&by=MET:yes"))
    assert "открыт один срез за раз" in said
    assert "Изменение" not in said


def test_a_part_below_k_and_the_rest_of_it_stay_closed(world: Any) -> None:
    given = [{"PLACE": "school", "MET": "yes", "MARK": 5}] * 16 + [{"PLACE": "plant", "MET": "yes", "MARK": 3}] * 4
    waves = [make_wave(world.school_1, PLACES, given, family=f"Мало{turn}") for turn in (1, 2)]
    _join_people(*waves)
    waves[0].opens_at, waves[0].closes_at = clock.now() - timedelta(days=90), clock.now() - timedelta(days=80)
    over(waves[1])
    dimensions = dimensions_of(waves[0], PLACES)
    for value in ("school", "plant"):
        found = compare(FEW, waves[0], waves[1], read_cuts([f"PLACE:{value}"], dimensions))
        assert [each.test for each in found.items] == [None]
        assert "закрыт" in found.items[0].closed
    assert compare(FEW, *waves).items[0].test is not None
    part = compare(ALL, waves[0], waves[1], read_cuts(["PLACE:plant"], dimensions)).items[0].test
    assert part is not None
    assert part.n == 4


def _join_people(first: SurveyAssignment, last: SurveyAssignment) -> None:
    one, two = (
        db.session.scalars(
            sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id).order_by(SurveyInvitation.id)
        ).all()
        for wave in (first, last)
    )
    for mine, theirs in zip(one, two, strict=True):
        theirs.person_id = mine.person_id
    db.session.commit()


def test_forms_and_programmes_are_cuts_as_soon_as_a_room_teaches_them(
    world: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pairs do not exist yet: whatever knows the form of a person's mentoring gives the dimension."""

    def form_of(wave: SurveyAssignment) -> Dimension:
        def form(response: Any) -> Any:
            own = aliased(Response)
            return (
                sa.select(sa.case((sa.func.mod(SurveyInvitation.id, 2) == 0, "student"), else_="teacher"))
                .join(own, own.invitation_id == SurveyInvitation.id)
                .where(own.id == response)
                .correlate_except(own, SurveyInvitation)
                .scalar_subquery()
            )

        return Dimension(
            code="form", title="Форма наставничества", find=form, values_of=lambda raw: [raw],
            options={"student": "Студент – студент", "teacher": "Педагог – педагог"},
            raw_of=lambda raw, value: raw == value,
        )  # fmt: skip

    monkeypatch.setitem(filters.LEARNT, "form", form_of)
    _before, after = crowded(world)
    for who in ("kira", "denis"):
        said = text_of(page_of(client_as(who), after, "?show=form&question=MARK"))
        assert "Студент – студент 12" in said
        assert "Педагог – педагог 12" in said
    monkeypatch.setitem(filters.LEARNT, "form", lambda wave: None)
    assert "Форма наставничества" not in page_of(client_as("kira"), after).text


def test_what_is_chosen_and_unknown_is_no_choice(world: Any, client_as: Any) -> None:
    _before, after = crowded(world)
    for query in (
        "?show=nothing&question=%3C",
        "?show=people&page=0",
        "?show=people&page=99999",
        "?by=X:Y",
        "?show=MARK",
    ):
        assert page_of(client_as("kira"), after, query).status_code == 200
        assert page_of(client_as("denis"), after, query).status_code == 200


@pytest.mark.parametrize("seed", ["p1", "p2"])
def test_parts_of_a_comparison_give_nobody_away_and_some_are_open(world: Any, seed: str) -> None:
    """Everybody answers nearly everything twice, so parts open: what they say together tells of no four people."""
    chance = random.Random(seed)
    first, last = (begin(world.school_1, f"{seed}{turn}", Mode.NAMED, 45) for turn in (1, 2))
    same_people(first, last)
    for target in (first, last):
        for place in range(45):
            answer(target, place, {**invent(chance), "MARK": chance.randint(1, 10), "FIVE": chance.randint(1, 5)})
        close(target)
    attacker = Attacker(first, FEW)
    attacker.look()
    attacker.cut()
    attacker.compare(last)
    assert attacker.compare_parts(last) > 0
    found = attacker.hits()
    assert found == [], counted(found)


def test_a_third_wave_closes_the_parts_of_its_comparisons_and_those_that_were_seen_stand_beside_it(world: Any) -> None:
    chance = random.Random("third")
    targets = [begin(world.school_1, f"third{turn}", Mode.NAMED, 40) for turn in (1, 2, 3)]
    for later in targets[1:]:
        same_people(targets[0], later)
    for turn, target in enumerate(targets):
        for place in range(40 - 6 * (turn == 2)):
            answer(target, place, {**invent(chance), "MARK": chance.randint(1, 10), "FIVE": chance.randint(1, 5)})
        close(target)
        target.wave.opens_at = clock.now() - timedelta(days=90 - turn)
        target.wave.closes_at = clock.now() - timedelta(days=30 - turn)
        db.session.commit()
    attacker = Attacker(targets[0], FEW)
    attacker.look()
    attacker.cut()
    for later in targets[1:]:
        attacker.compare(later)
        attacker.compare_parts(later)
    found = attacker.hits()
    assert found == [], counted(found)
    cut = read_cuts(["PLACE:a"], dimensions_of(targets[0].wave, QUESTIONS))
    assert all(each.test is None for each in compare(FEW, targets[0].wave, targets[2].wave, cut).items)
