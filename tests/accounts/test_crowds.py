"""Hundreds at once: few statements, short addresses, and slips for those without an e-mail only."""

from typing import Any

import pytest

from portal.accounts.actions import invite, issue_slips
from portal.accounts.queries import invitees
from portal.core import submissions
from tests.accounts.keys import letters, newcomer, printed
from tests.world import World

LONGEST_ADDRESS = 4_000  # of 8,000 characters that a web server in front takes, head and cookies included


# Rows whose keys are asked for, and letters: one by one.
LINE_EACH = ("INSERT INTO user", 'INSERT INTO "user"', "INSERT INTO role_grant", "INSERT INTO outbox_message")


def crowd(world: World, number: int, **more: Any) -> list[Any]:
    return [newcomer(world, f"Новиков{order}", **more) for order in range(number)]


@pytest.mark.parametrize("deed", [invite, issue_slips])
def test_many_cost_hardly_more_statements_than_few(world: World, count_queries: Any, deed: Any) -> None:
    kira, seen = world.actor("kira"), {}
    people = [newcomer(world, f"Новиков{order}", email=f"n{order}@demo.example") for order in range(60)]
    for part in (people[:10], people[10:]):
        found = invitees([person.id for person in part])
        with count_queries() as asked:
            deed(kira, found)
        seen[len(part)] = len([line for line in asked if not line.startswith(LINE_EACH)])
    assert seen[50] == seen[10]


def test_a_group_gets_letters_and_the_rest_of_it_slips(world: World, client_as: Any, post: Any) -> None:
    newcomer(world, "Почтовый", email="post@demo.example")
    newcomer(world, "Бумажный", email=None)
    kira, group = client_as("kira"), world.group_1.public_id
    sent = post(kira, "/accounts/invitations", group=group, submission_key=submissions.new_key())
    after = kira.get(sent.location).text
    assert 'name="without_email" value="1"' in after
    named = {"group": group, "without_email": "1"}
    chosen = kira.get("/accounts/slips/new", query_string=named).text
    assert "Бумажный" in chosen
    assert "Почтовый" not in chosen
    made = post(kira, "/accounts/slips", **named, submission_key=submissions.new_key())
    slips = kira.get(made.location).text
    assert len(printed(slips)) == 1
    assert "Бумажный" in slips


def test_the_address_after_a_large_choice_stays_short_and_names_who_needs_a_slip(
    world: World, client_as: Any, post: Any
) -> None:
    people = [
        *crowd(world, 3, email=None),
        *(newcomer(world, f"Ян{n}", email=f"y{n}@demo.example") for n in range(200)),
    ]
    kira = client_as("kira")
    named = {"person": [person.public_id for person in people], "submission_key": submissions.new_key()}
    sent = post(kira, "/accounts/invitations", _data=named)
    assert len(sent.location) < LONGEST_ADDRESS
    after = kira.get(sent.location).text
    assert after.count("Новиков") == 3
    assert letters() == ["account_invitation"] * 200


def test_who_did_not_fit_in_is_spoken_of(world: World, client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd(world, 4, email=None)
    kira, cut = client_as("kira"), "Остальных выберите по группам"
    for page in ("/accounts/slips/new", "/accounts/invitations/new"):
        assert cut not in kira.get(f"{page}?everybody=1").text
    monkeypatch.setattr("portal.people.queries.register.MOST_CHOSEN", 3)
    monkeypatch.setattr("portal.accounts.views.chosen.MOST_CHOSEN", 3)
    for page in ("/accounts/slips/new", "/accounts/invitations/new"):
        assert cut in kira.get(f"{page}?everybody=1").text
