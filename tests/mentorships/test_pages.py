"""Pages of forming, walked from the proposal to the first day; nonsense on the way gets a clear answer."""

import sqlalchemy as sa

from portal.access.roles import Role
from portal.core.db import db
from portal.documents import actions as documents
from portal.documents.models import Document
from portal.mentorships.models import Mentorship
from portal.mentorships.queries.steps import waiting_step
from portal.programs.kinds import StepAction
from tests.matching.mentoring import rule
from tests.mentorships.forming import TODAY, in_base, mentor

TODAYS = f"{TODAY:%d.%m.%Y}"
SAID = {"outcome": "yes", "acted_on": TODAYS, "words": "Протокол № 4 от 12.11.2026"}


def only_pair():
    return db.session.scalars(sa.select(Mentorship)).one()


def test_a_pair_walks_from_the_proposal_to_the_order(world, begin, client_as, post):
    year = begin("chgtt")
    rule(year, ground="order")
    asked, profile = in_base(world, "pasha", "student_student"), mentor(world, "misha", "student_student")
    kira = client_as("kira")
    assert "Ждут наставника: 1" in kira.get("/mentorships/new").text
    form = f"/mentorships/new/{year.public_id}/student_student"
    assert "свободно 1 место из 1" in kira.get(f"{form}?q=Ковалёв").text
    fields = {"mentors": profile.public_id, "requests": asked.public_id, "goal": "Сдать сессию", "pattern": "ss_equal",
              "submission_key": "key-1"}  # fmt: skip
    wrongs = (("mentors", None, "Выберите наставника"), ("requests", None, "Выберите запрос или группу"),
              ("mentors", "x" * 3_000, "уже заняли"), ("goal", "ы" * 1_001, "Сократите"))  # fmt: skip
    for name, wrong, words in wrongs:
        said = {key: value for key, value in {**fields, name: wrong}.items() if value is not None}
        answer = post(kira, form, **said)
        assert (answer.status_code, words in answer.text) == (422, True), words
    first, again = (post(kira, form, **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    pair = only_pair()
    path, own = f"/mentorships/{pair.public_id}", f"/my/mentorships/{pair.public_id}/answer"
    assert "Ждём 2 ответа" in kira.get(path).text

    misha, maria = client_as("misha"), client_as("maria")
    assert own in misha.get("/").text
    assert "Сдать сессию" in misha.get(own).text
    assert "Равный" not in misha.get(path).text, "the role pattern is for those who propose"
    for browser, member in ((misha, pair.members[0]), (maria, pair.members[1])):
        assert post(browser, own, member=member.public_id, answer="maybe").status_code == 422
        assert post(browser, own, member=member.public_id, answer="yes").status_code == 303
    assert pair.members[1].agreed_by_id == world.maria.id
    assert misha.get(own).status_code == 409, "nothing is asked any more"

    assert "Пары ждут решения" in kira.get("/").text
    while (step := waiting_step(pair)) and step.action != StepAction.ORDER:
        body = (*step.bodies, *step.roles)[0]
        if len(step.bodies) > 1:  # one sitting decides many
            sitting = f"/mentorships/sitting?body={body}&pair={pair.public_id}"
            assert "Записать решение" in kira.get(sitting).text
            assert (
                post(kira, "/mentorships/sitting", pair=pair.public_id, body=body, **{**SAID, "words": ""}).status_code
                == 422
            )
            assert post(kira, "/mentorships/sitting", pair=pair.public_id, body=body, **SAID).status_code == 303
            continue
        assert post(kira, f"{path}/step", step="another", body=body, **SAID).status_code == 422
        assert post(kira, f"{path}/step", step=step.code, body=body, **SAID).status_code == 303
    assert "Составить приказ" in kira.get("/mentorships/waiting").text
    assert kira.get("/mentorships/order").status_code == 409
    assert kira.get("/mentorships/order?pair=no-such").status_code == 404
    drafted = post(kira, "/mentorships/order", pair=pair.public_id)
    assert "/documents/" in drafted.headers["Location"]
    order = db.session.scalars(sa.select(Document).where(Document.kind == "order_pairs")).one()
    assert "Равный" not in str(order.content)
    order.signatory_id, order.signatory_name, order.signatory_post = world.denis.id, "Громов Д. А.", "Директор"
    actor = world.actor("kira")
    documents.send_to_signature(actor, order)
    documents.register(actor, order, registered_on=TODAY)
    db.session.commit()
    assert "Работает" in misha.get("/my/mentorships").text
    assert "Пара есть" in kira.get(f"/requests/{asked.public_id}").text


def test_an_answer_on_paper_a_no_and_a_proposal_that_is_taken_back(world, begin, client_as, post):
    year = begin("vpk")
    asked, profile = in_base(world, "misha", "teacher_student"), mentor(world, "nina", "teacher_student")
    kira, form = client_as("kira"), f"/mentorships/new/{year.public_id}/teacher_student"
    fields = {"mentors": profile.public_id, "requests": asked.public_id, "submission_key": "key-1"}
    refused = post(kira, form, **fields, is_directive="1", directive="Никто не согласился")
    assert (refused.status_code, "после поиска" in refused.text) == (422, True)
    assert post(kira, form, **fields).status_code == 303
    pair = only_pair()
    path, paper = f"/mentorships/{pair.public_id}", {"answer": "yes", "answered_on": TODAYS}
    assert post(kira, f"{path}/paper", member="no-such", **paper).status_code == 422
    assert post(kira, f"{path}/paper", member=pair.members[0].public_id, **paper).status_code == 303
    assert pair.members[0].agreed_by_id == world.kira.id
    assert post(kira, f"{path}/withdrawal", reason="").status_code == 422
    assert post(kira, f"{path}/withdrawal", reason="Ошиблись формой").status_code == 303
    card = kira.get(path).text
    assert "Не состоялась" in card
    assert "Ошиблись формой" in card
    assert post(kira, f"{path}/withdrawal", reason="Ещё раз").status_code == 409
    assert client_as("polina").get(f"{path}/withdrawal").status_code == 403


def test_words_about_two_people_are_read_by_few(world, begin, client_as, post):
    year = begin("vpk")
    asked, profile = in_base(world, "misha", "teacher_student"), mentor(world, "nina", "teacher_student")
    kira, form = client_as("kira"), f"/mentorships/new/{year.public_id}/teacher_student"
    post(kira, form, mentors=profile.public_id, requests=asked.public_id, submission_key="key-1")
    pair = only_pair()
    path = f"/mentorships/{pair.public_id}"
    for key, member in zip(("nina", "misha"), pair.members, strict=True):
        post(client_as(key), f"/my{path}/answer", member=member.public_id, answer="yes")
    while (step := waiting_step(pair)) and step.code != "trial":
        post(kira, f"{path}/step", step=step.code, body=step.roles[0], **SAID)
    said = {**SAID, "words": "Обоим было неловко молчать"}
    assert post(kira, f"{path}/step", step="trial", body=Role.CURATOR, **said).status_code == 303
    assert said["words"] in kira.get(path).text
    assert said["words"] not in client_as("misha").get(path).text
    assert said["words"] not in client_as("nina").get(path).text
