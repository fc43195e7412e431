"""Pages of recognition: from the catalogue to a paper that anybody may check."""

import re

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.documents.models import Document
from portal.recognition import actions
from portal.recognition.kinds import NominationState
from portal.recognition.models import AwardKind, HonorEntry, Nomination
from tests.mentorships.pairing import cycle_of, make_pair
from tests.recognition.awarding import allow_publication, approved, given, kind_of, nominated, sign


@pytest.fixture
def pair(world, cycle):
    made = make_pair(world.nina, world.misha, cycle_of(world.school_1.id))
    db.session.commit()
    return made


@pytest.mark.usefixtures("pair")
def test_the_walk_from_an_empty_catalogue_to_a_checked_paper(world, client_as, client, post):
    kira, denis, nina = client_as("kira"), client_as("denis"), client_as("nina")
    assert "Перечень пуст" in kira.get("/awards/kinds").text
    post(kira, f"/awards/kinds/reference/{world.school_1.public_id}")
    kind = kind_of(world, "gratitude")
    listed = kira.get(f"/awards/candidates?kind={kind.public_id}").text
    assert world.nina.full_name in listed
    year = cycle_of(world.school_1.id).public_id
    where = {"kind": kind.public_id, "year": year, "whom": world.nina.public_id}
    assert "Объявление благодарности" in kira.get("/awards/new", query_string=where).text
    refused = post(kira, "/awards/new", **where, submission_key="k1", reason="")
    assert (refused.status_code, "напишите, за что" in refused.text) == (422, True)
    for _click in range(2):
        answer = post(kira, "/awards/new", **where, submission_key="k2", reason="Ведёт пару с октября")
        assert answer.status_code == 303
    made = db.session.scalars(sa.select(Nomination)).one()
    path = f"/awards/{made.public_id}"
    assert nina.get(path).status_code == 404, "who was put forward is not told"
    assert "Ждёт решения 1 выдвижение" in denis.get("/").text
    assert post(denis, f"{path}/decision", outcome="no", answer="", version="1").status_code == 422
    assert post(denis, f"{path}/decision", outcome="yes", version="0").status_code == 409
    assert post(denis, f"{path}/decision", outcome="yes", version="1").status_code == 303
    assert "Приказ о поощрении" in kira.get("/").text
    part = kira.get(path, headers={"HX-Request": "true"})
    assert (part.status_code, "<html" in part.text) == (200, False)
    for _click in range(2):
        post(kira, "/awards/order", award=made.public_id, submission_key="k3")
    order = db.session.scalars(sa.select(Document).where(Document.kind == "order_awards")).one()
    sign(world, order)
    db.session.commit()
    assert "Объявление благодарности" in nina.get("/my/awards").text
    assert nina.get(f"{path}.docx").status_code == 200
    assert world.nina.full_name in nina.get(f"{path}/print").text
    shown = client.get("/certificates", query_string={"code": made.check_code}).text
    assert "Документ настоящий" in shown
    assert world.nina.family_name not in shown


@pytest.mark.usefixtures("cycle", "catalogue")
def test_a_partner_is_thanked_and_an_own_award_is_made_and_turned_off(world, client_as, post):
    kira = client_as("kira")
    fields = {"name": "Значок наставника", "nature": "moral", "audience": "mentors", "giver": "organization",
              "paper": "none", "is_on": "1", "organization": world.school_1.public_id}  # fmt: skip
    for _click in range(2):
        assert post(kira, "/awards/kinds/new", **fields, submission_key="k1").status_code == 303
    kind = db.session.scalars(sa.select(AwardKind).where(AwardKind.name == "Значок наставника")).one()
    assert post(kira, f"/awards/kinds/{kind.public_id}", **{**fields, "name": ""}, version="1").status_code == 422
    assert post(kira, f"/awards/kinds/{kind.public_id}", **{**fields, "name": "Иначе"}, version="9").status_code == 409
    del fields["is_on"]
    assert post(kira, f"/awards/kinds/{kind.public_id}", **fields, version="1").status_code == 303
    assert "Не вручается" in kira.get("/awards/kinds").text
    assert kind.public_id not in kira.get("/awards/candidates").text


@pytest.mark.usefixtures("cycle", "catalogue")
def test_the_board_shows_guests_what_is_allowed(world, client_as, client, post):
    kira, made = client_as("kira"), given(world)
    db.session.commit()
    board = f"/honor-board/{world.school_1.public_id}"
    answer = post(kira, f"/awards/{made.public_id}/honor")
    entry = db.session.scalars(sa.select(HonorEntry)).one()
    assert answer.headers["Location"].endswith(entry.public_id)
    saved = post(kira, f"/honor-board/entries/{entry.public_id}", achievement="Провела четыре занятия", version="1")
    assert saved.status_code == 303
    assert "Не видна" in kira.get(f"{board}/entries").text
    assert world.nina.family_name not in client.get(board).text
    allow_publication(world)
    db.session.commit()
    for page in (board, f"{board}/print"):
        assert "Провела четыре занятия" in client.get(page).text
    assert client.get(f"/honor-board/photos/{entry.public_id}").status_code == 404
    assert world.school_1.name in client.get("/honor-board").text


@pytest.mark.usefixtures("cycle", "catalogue")
def test_the_register_is_filtered_and_taken_as_a_table(world, client_as, count_queries):
    kira = client_as("kira")
    nominated(world, "certificate")
    approved(world, "bonus", world.misha)
    db.session.commit()
    found = kira.get("/awards", query_string={"state": NominationState.APPROVED, "q": world.misha.family_name}).text
    assert world.misha.full_name in found
    assert world.nina.full_name not in found
    assert kira.get("/awards/awards.xlsx").status_code == 200
    kira.get("/awards")
    with count_queries() as few:
        kira.get("/awards")
    for each in (world.pasha, world.polina):
        nominated(world, "gratitude", each)
    db.session.commit()
    with count_queries() as many:
        kira.get("/awards")
    assert len(few) == len(many)


@pytest.mark.usefixtures("cycle", "catalogue")
def test_awards_stand_on_the_card_and_codes_are_not_guessed_without_end(world, client_as, client):
    given(world)
    db.session.commit()
    assert re.search(r"Награды", client_as("kira").get(f"/people/{world.nina.public_id}").text)
    answers = {client.get("/certificates?code=AAAA").status_code for _try in range(61)}
    assert answers == {200, 429}


@pytest.mark.usefixtures("cycle", "catalogue")
def test_a_title_is_applied_for_on_its_page(world, client_as, post):
    kira, made = client_as("kira"), approved(world, "regional_contest")
    db.session.commit()
    path = f"/awards/{made.public_id}"
    assert post(kira, f"{path}/application", on="20.11.2026", version="2").status_code == 422
    post(kira, f"{path}/package", part=made.kind.parts)
    assert post(kira, f"{path}/application", on="20.11.2026", version=str(made.version)).status_code == 303
    fields = {"outcome": "yes", "on": "20.11.2026", "answer": "Диплом"}
    assert post(kira, f"{path}/outcome", **fields, version=str(made.version)).status_code == 303
    assert made.state == NominationState.AWARDED
    actions.put_up(world.actor("kira"), made, achievement="Диплом")
