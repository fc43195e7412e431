"""The page of promises against reality: every role signs in and looks, in every mode."""

import re
from datetime import date
from typing import Any

import pytest

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.actions import grant_role, open_account, sign_in
from portal.accounts.queries import find_account
from portal.core.db import db
from portal.demo.cast import PASSWORD
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from surveys.actions import change_settings
from surveys.links import token_of
from surveys.made_up import made_up_counts
from surveys.models import Mode, SurveyInvitation
from surveys.terms import Terms
from surveys.trust import claims, preview, progress_readers, readers_of, summary_readers, who_sees
from surveys.views.tokens import invited_by
from tests.surveys.crowds import make_wave
from tests.surveys.waves import invitation_of, open_wave, short
from tests.world import World

# A long walk on a machine that does other work too.
pytestmark = pytest.mark.timeout(900)

SYSTEM, BEGAN_ON = Actor.system("tests"), date(2024, 9, 1)
WROTE = "Помогли общие дела"
ANSWERS = [{"MET": "yes", "MARK": 7, "WAYS": ["talk"], "NOTE": WROTE}] * 11


def a_wave(world: World, mode: Mode, n: int, readers: tuple[str, ...] = ("curator",), k: int = 5) -> Any:
    """A wave with `n` answers of people named «Отвечальный», one more who waits, and its invitation for Misha."""
    wave = make_wave(world.school_1, short(), ANSWERS[:n], waiting=1, mode=mode, readers=readers, family="Отвечальный")
    wave.min_group = k
    invitation = SurveyInvitation(assignment_id=wave.id, person_id=world.misha.id)
    db.session.add(invitation)
    db.session.commit()
    return wave, invitation


@pytest.mark.parametrize(
    ("mode", "readers"),
    [
        (Mode.NAMED, ("curator",)), (Mode.NAMED, ()), (Mode.NAMED, ("director",)),
        (Mode.NAMED, ("director", "curator")),
        (Mode.ANONYMOUS, ("director", "curator")), (Mode.LINKED, ("director", "curator")),
    ],
)  # fmt: skip
def test_what_each_role_really_sees_is_what_the_page_says(
    world: World, app: Any, mode: Mode, readers: tuple[str, ...]
) -> None:
    wave, invitation = a_wave(world, mode, 11, readers)
    invited = invited_by(token_of(invitation))
    names, summary, progress = readers_of(invited), summary_readers(), progress_readers(invited)
    for role in set(Role) - {Role.GUEST}:
        browser, url = signed_in_as(app, world, role), f"/surveys/{wave.public_id}"
        results, texts, page, file = (
            browser.get(url + tail) for tail in ("/results", "/results/NOTE", "", "/results.csv")
        )
        assert (results.status_code == 200) == (role in summary), (role, "summary")
        assert (texts.status_code == 200 and WROTE in texts.text) == (role in summary), (role, "texts")
        assert ("Отвечальный" in texts.text) == (role in names), (role, "names")
        assert ("Отвечальный" in page.text) == (role in progress), (role, "progress")
        assert "Отвечальный" not in file.text or role in names, (role, "file")


def signed_in_as(app: Any, world: World, role: Role) -> Any:
    """The browser of somebody who plays this role in school 1, or in the town where the role belongs there."""
    in_town = role in (Role.OPERATOR, Role.DEPARTMENT, Role.ADMINISTRATOR)
    school = world.town.schools[0 if in_town else 1]
    person = people.add_person(SYSTEM, family_name="Смотрящий", given_name="Имя")
    people.add_membership(SYSTEM, person, school, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON)
    group = world.town.groups[1] if role is Role.GROUP_CURATOR else None
    grant_role(SYSTEM, person, school, role, starts_on=BEGAN_ON, group=group)
    login = f"seer-{role.value}@demo.example"
    open_account(SYSTEM, person, login=login, password=PASSWORD, is_demo=True)
    account = find_account(login)
    assert account
    token = sign_in(account, device="test")
    db.session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return browser


@pytest.mark.parametrize("k", [5, 8])
@pytest.mark.parametrize("mode", list(Mode))
def test_the_number_from_which_a_summary_opens_is_the_one_the_page_says(
    world: World, client_as: Any, mode: Mode, k: int
) -> None:
    for n in (k - 1, k):
        wave, invitation = a_wave(world, mode, n, readers=(), k=k)
        said = next(claim.words for claim in claims(invited_by(token_of(invitation))) if "сводку" in claim.about)
        assert f"от {k} ответов" in said
        page = client_as("denis").get(f"/surveys/{wave.public_id}/results").text
        assert ("Доля ответивших" in page) == (n >= k)


@pytest.mark.parametrize("mode", list(Mode))
def test_texts_open_from_the_number_that_the_page_says(world: World, client_as: Any, mode: Mode) -> None:
    for n in (9, 10):
        wave, invitation = a_wave(world, mode, n, readers=())
        said = next(
            claim.words for claim in claims(invited_by(token_of(invitation))) if "своими словами" in claim.about
        )
        assert "от 10 ответов" in said
        assert (WROTE in client_as("denis").get(f"/surveys/{wave.public_id}/results/NOTE").text) == (n >= 10)


def test_the_words_follow_the_settings(world: World, client: Any) -> None:
    wave = open_wave(world)
    url = f"/s/{token_of(invitation_of(world, wave))}"
    assert "Ваши ответы видят: вы и куратор" in client.get(url).text
    change_settings(world.actor("kira"), wave, Terms(mode=Mode.NAMED, k=9, readers=frozenset()))
    db.session.commit()
    page = client.get(url).text
    assert "Ваши ответы видите только вы" in page
    assert "от 9 ответов" in client.get(f"{url}/terms").text
    change_settings(world.actor("kira"), wave, Terms(mode=Mode.ANONYMOUS, k=9, readers=frozenset()))
    db.session.commit()
    page = client.get(f"{url}/terms").text
    for words in ("никто не узнает", "по коду", "под случайным номером", "Без срока"):
        assert words in page


def test_the_words_on_storing_are_those_of_the_table(world: World) -> None:
    """Each thing that is said not to be stored is a column that stays empty (see test_linker for the rest)."""
    said = {mode: claims(invited_by(token_of(a_wave(world, mode, 0)[1])))[-1].words for mode in Mode}
    assert "приглашение" in said[Mode.NAMED]
    assert "Не хранятся имя, время, день" in said[Mode.ANONYMOUS]
    assert "отпечаток кода" in said[Mode.LINKED]


def test_the_preview_is_made_by_the_code_that_makes_the_results(world: World, client: Any, client_as: Any) -> None:
    wave, invitation = a_wave(world, Mode.ANONYMOUS, 4)
    shown = preview(invited_by(token_of(invitation)))
    page = client.get(f"/s/{token_of(invitation)}/terms").text
    assert shown.closed in page
    assert "Что увидит руководитель" in page
    real = client_as("denis").get(f"/surveys/{wave.public_id}/results").text
    pattern = re.sub(r"\d+", r"\\d+", re.escape(shown.closed).replace("\\ ", " "))
    assert re.search(pattern, real)
    assert shown.results.items[0].table.rows
    assert "/results/NOTE" not in page
    assert WROTE not in page


def test_made_up_answers_fit_every_questionnaire_and_are_the_same_every_time(
    world: World, questionnaires: Any, every_type: Any
) -> None:
    for definition in (every_type, *questionnaires.values()):
        counts = made_up_counts(definition, 12)
        assert counts == made_up_counts(definition, 12)
        assert max(counts.values()) == 12


def test_the_start_says_the_essential_before_the_first_question(world: World, client: Any) -> None:
    for mode in Mode:
        invitation = invitation_of(world, open_wave(world, mode=mode))
        page = client.get(f"/s/{token_of(invitation)}").text
        assert page.index("Кто увидит ответы") < page.index("Начать")
        assert who_sees(invited_by(token_of(invitation))) in page
        assert "Можно ли отозвать ответы" in page
