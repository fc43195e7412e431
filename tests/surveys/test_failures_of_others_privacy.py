"""What happened to others and must not happen here: lines 26–29 on anonymity, and the traps of htmx."""

import re
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.db import Base, db
from portal.core.errors import Refusal
from surveys.actions import change_settings, save_answers, submit_response
from surveys.links import token_of
from surveys.models import Mode, Response
from surveys.terms import Terms
from tests.surveys.crowds import make_wave
from tests.surveys.linker import dump
from tests.surveys.waves import answers_of, counts_of, invitation_of, open_wave, short

GUEST = Actor.guest()
FULL = {"MET": ["yes"], "MARK": ["7"], "NOTE": ["мнение"]}
JSON = {"Accept": "application/json"}
UNNAMED = [Mode.ANONYMOUS, Mode.LINKED]


@pytest.mark.parametrize("mode", UNNAMED)
def test_26_no_date_of_an_anonymous_answer_says_more_than_the_first_day_of_the_wave(world: Any, mode: Mode) -> None:
    """LimeSurvey #5071: not all dates were anonymised though the setting was on. A dump is searched, not a page."""
    wave = open_wave(world, mode=mode, persons=("misha", "nina"))
    before = {id_of(row) for rows in dump().values() for row in rows}
    for place, who in enumerate(("misha", "nina")):
        save_answers(GUEST, invitation_of(world, wave, who), {"MARK": ["5"]}, "page", 1)
        submit_response(GUEST, invitation_of(world, wave, who), FULL, f"k{place}", code="аист-аист-аист-00")
    new = {name: [row for row in rows if id_of(row) not in before] for name, rows in dump().items()}
    assert {name for name, rows in new.items() if rows} == {
        "response", "answer", "answer_count", "participation", "submission_key", "survey_assignment",
    }  # fmt: skip
    began = str(wave.opens_at.date())
    for name in ("response", "answer", "participation", "submission_key"):
        for row in new[name]:
            for value in row.values():
                said = str(value)
                if isinstance(value, datetime | date) or re.match(r"\d{4}-\d\d-\d\d", said):
                    assert said.startswith(began), (name, said)
                    assert len(said) == 10 or " 00:00:00" in said, (name, said)
    assert [row["updated_at"] for row in new["survey_assignment"]] == [row["updated_at"] for row in _waves(wave)]


def id_of(row: Any) -> str:
    return repr(sorted(row.items()))


def _waves(wave: Any) -> list[Any]:
    """The row of the wave: its time is still that of its opening."""
    return [row for row in dump()["survey_assignment"] if row["id"] == wave.id]


@pytest.mark.parametrize("begin", ["a draft", "a submission"])
def test_27_what_is_shown_as_anonymous_cannot_become_anything_else(world: Any, client: Any, begin: str) -> None:
    """LimeSurvey #4389: a survey was activated without anonymity though shown as anonymous. Every step is tried."""
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    invitation = invitation_of(world, wave)
    assert "никто не узнает" in client.get(f"/s/{token_of(invitation)}").text
    promised = Terms.of(wave).text
    if begin == "a draft":
        save_answers(GUEST, invitation, FULL, terms=promised)
    else:
        submit_response(GUEST, invitation, FULL, "k1", terms=promised)
    for mode in (Mode.NAMED, Mode.LINKED):
        with pytest.raises(Refusal):
            change_settings(world.actor("kira"), wave, Terms(mode=mode, k=9, readers=frozenset()))
    if begin == "a draft":
        submit_response(GUEST, invitation, {}, "k1", terms=promised)
    [response] = db.session.scalars(sa.select(Response))
    assert (response.invitation_id, response.receipt, response.started_at) == (None, None, None)


def test_27_between_the_page_and_the_answer_nobody_takes_the_anonymity_away(world: Any, client: Any, post: Any) -> None:
    """The page was opened as anonymous; before its answer comes the curator chooses names."""
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    url = f"/s/{token_of(invitation_of(world, wave))}"
    terms = re.search(r'name="terms" value="([^"]*)"', client.get(f"{url}?view=all").text).group(1)  # type: ignore[union-attr]
    change_settings(world.actor("kira"), wave, Terms(mode=Mode.NAMED, k=5, readers=frozenset({"curator"})))
    db.session.commit()
    for intent in ("save", "check", "submit"):
        refused = post(client, url, intent=intent, terms=terms, submission_key=f"k-{intent}", MET="yes", NOTE="Тайна")
        assert refused.status_code == 409, intent
        assert "Условия анкеты изменились" in refused.text
    assert answers_of(invitation_of(world, wave)) == {}


@pytest.mark.parametrize("mode", UNNAMED)
def test_28_nothing_on_an_anonymous_page_or_in_a_log_leads_to_the_person(
    world: Any, client: Any, post: Any, mode: Mode, caplog: Any
) -> None:
    """LimeSurvey #2089: the token was readable in an anonymous form. Its fields hold nothing that is stored."""
    caplog.set_level("DEBUG")
    invitation = invitation_of(world, open_wave(world, mode=mode))
    url = f"/s/{token_of(invitation)}"
    pages = [client.get(f"{url}{tail}").text for tail in ("", "?view=all", "?item=MARK", "?view=check", "/terms")]
    done = post(client, url, submission_key="key-of-this-form", MET="yes", MARK="3")
    pages.append(client.get(done.location).text)
    hidden = {value for page in pages for value in re.findall(r'type="hidden" name="[^"]*" value="([^"]+)"', page)}
    assert not {value for value in hidden if invitation.public_id in value}
    for page in pages:
        assert "Ковал" not in page
        assert "misha" not in page.lower()
    response = db.session.scalars(sa.select(Response)).one()
    assert not any(response.id in page for page in pages)
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("sqlalchemy")]
    assert not [line for line in lines if invitation.public_id in line or response.id in line]


def test_29_words_of_one_person_cannot_be_followed_from_question_to_question(world: Any, client_as: Any) -> None:
    """TEAMMATES #5228, #4597: the same pseudonym across questions. Here none is shown, and the order tells nothing."""
    answers = [{"MET": "no", "WHY": f"причина {n:02}", "NOTE": f"мысль {n * 7 % 30:02}"} for n in range(30)]
    wave = make_wave(world.school_1, short(), answers, mode=Mode.ANONYMOUS)
    whose = {code: {each[code]: place for place, each in enumerate(answers)} for code in ("WHY", "NOTE")}
    denis, url = client_as("denis"), f"/surveys/{wave.public_id}/results"
    orders = []
    for code, word in (("WHY", "причина"), ("NOTE", "мысль")):
        text = denis.get(f"{url}/{code}").text
        orders.append([whose[code][each] for each in re.findall(rf"{word} \d\d", text)])
        for response_id in db.session.scalars(sa.select(Response.id)):
            assert response_id not in text
        assert not re.search(r"(Участник|Респондент|Ответ) ?№? ?\d+<", text)
    assert len(orders[0]) == len(orders[1]) >= 10
    assert orders[0] != orders[1], "the two lists stand in the same order: the n-th line is the same person"


class TestTrapsOfHtmx:
    """Our stack's own: the questionnaire is saved by a script of its own, so that none of them can spring."""

    def test_152_what_is_typed_while_a_request_is_on_its_way_is_in_the_next(self, world: Any, app: Any) -> None:
        from portal.core import clock
        from tests.surveys.twin import Device, Page, World

        invitation = invitation_of(world, open_wave(world))
        place = World(app.test_client(), f"/s/{token_of(invitation)}", "", clock.now().timestamp())
        page = Page(place, Device(skew=0), latency=0)

        def slowly(page: Page, body: dict[str, Any]) -> Any:
            place.time += 1
            page.type("NOTE", ["Пока шёл ответ"])
            with place.at():
                return place.browser.post(place.url, data=body, headers={**JSON, "X-CSRFToken": page.crumb})

        page.type("NOTE", ["Пока"])
        page.send(slowly)
        assert page.waiting["NOTE"][1] == ["Пока шёл ответ"]
        with place.at():
            place.browser.post(place.url, data=page.packet(), headers={**JSON, "X-CSRFToken": page.crumb})
        assert answers_of(invitation) == {"NOTE": "Пока шёл ответ"}

    def test_596_answers_that_come_out_of_order_put_no_old_value_back(self, world: Any, client: Any, post: Any) -> None:
        invitation = invitation_of(world, open_wave(world))
        url = f"/s/{token_of(invitation)}"
        post(client, url, JSON, intent="save", client="c", seq="2", NOTE="новое")
        late = post(client, url, JSON, intent="save", client="c", seq="1", NOTE="старое")
        assert late.status_code == 200
        assert answers_of(invitation) == {"NOTE": "новое"}

    def test_3483_a_second_click_before_the_redirect_stores_once(self, world: Any, client: Any, post: Any) -> None:
        wave = open_wave(world)
        url = f"/s/{token_of(invitation_of(world, wave))}"
        headers = {"HX-Request": "true"}
        answers = [post(client, url, headers, submission_key="k", MET="yes") for _click in range(2)]
        assert {(each.status_code, each.headers["HX-Location"]) for each in answers} == {(204, f"{url}/receipt")}
        assert counts_of(wave)["MET", "yes"] == 1

    def test_2438_a_disabled_button_is_comfort_and_the_key_is_what_counts(
        self, world: Any, client: Any, post: Any
    ) -> None:
        """Two forms with keys of their own are two presses that no disabled button could join."""
        wave = open_wave(world)
        url = f"/s/{token_of(invitation_of(world, wave))}"
        pages = [client.get(f"{url}?view=all").text for _tab in range(2)]
        keys = [re.search(r'submission_key" value="([^"]+)"', page).group(1) for page in pages]  # type: ignore[union-attr]
        assert keys[0] != keys[1]
        assert {post(client, url, submission_key=key, MET="yes").status_code for key in keys} == {303}
        assert counts_of(wave)["MET", "yes"] == 1

    def test_no_questionnaire_is_saved_by_htmx(self, world: Any, client: Any) -> None:
        page = client.get(f"/s/{token_of(invitation_of(world, open_wave(world)))}?view=all").text
        assert not re.search(r"<[^>]* hx-(post|trigger|sync)=", page)


def test_every_table_of_the_portal_was_looked_at(world: Any) -> None:
    """The dump of these tests leaves no table out."""
    assert set(dump()) == {table.name for table in Base.metadata.sorted_tables}
