"""Pages of the community: what a person does on them, and what they never show."""

import io

import sqlalchemy as sa

from portal.community import actions as community
from portal.community.kinds import Circle, SpaceKind
from portal.community.models import Post, PostDraft, Question, Space, Thread
from portal.core.db import db
from portal.core.notices import Notice

BODY = "С чего вы **начинаете** первую встречу?"


def only(model):
    return db.session.scalars(sa.select(model)).one()


def path(thing, tail="", room="threads"):
    return f"/community/{room}/{thing.public_id}{tail}"


def test_a_thread_is_begun_once_answered_quoted_and_read(world, space, client_as, post, count_queries):
    place = space()
    nina, misha = client_as("nina"), client_as("misha")
    assert "Разговоры колледжа" in nina.get("/community").text
    assert "Это видят" in nina.get(f"/community/{place.public_id}/threads/new").text
    fields = {"title": "Первая встреча", "body": BODY, "submission_key": "key-1"}
    first, again = (post(nina, f"/community/{place.public_id}/threads", **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    talk = only(Thread)
    assert "<strong>начинаете</strong>" in misha.get(path(talk)).text
    assert "новое: 1" in misha.get(f"/community/{place.public_id}").text
    begun = only(Post)
    shown = misha.get(path(talk, f"?quote={begun.public_id}")).text
    assert "&gt; С чего вы **начинаете**" in shown
    said = {"body": "С имени", "to": begun.public_id, "submission_key": "key-2"}
    assert post(misha, path(talk, "/posts"), **said).status_code == 303
    assert post(misha, path(talk, "/posts"), **said).status_code == 303
    assert talk.n_posts == 2
    page = nina.get(path(talk, "?page=1")).text
    assert "в ответ на" in page
    assert "Миша Ковалёв" in page
    assert post(nina, path(talk, "/reading"), until="2", _headers={"HX-Request": "true"}).status_code == 204
    assert "новое" not in nina.get(f"/community/{place.public_id}?show=").text.split("thread_list")[1].split("aside")[0]
    empty = post(misha, path(talk, "/posts"), body=" ", submission_key="key-3")
    assert empty.status_code == 422
    assert "Напишите хотя бы слово" in empty.text


def test_a_long_thread_costs_the_same_as_a_short_one(world, thread, client_as, count_queries):
    talk = thread()
    nina = client_as("nina")
    nina.get(path(talk))
    with count_queries() as few:
        nina.get(path(talk, "?page=1"))
    rows = [
        {"public_id": f"post-{n}", "thread_id": talk.id, "author_id": world.misha.id, "number": n, "body": "Слово",
         "html": "<p>Слово</p>", "remark": "", "waits_for_author": False, "reply_to_id": None}
        for n in range(2, 501)
    ]  # fmt: skip
    db.session.execute(sa.insert(Post), rows)
    talk.n_posts = 500
    db.session.commit()
    with count_queries() as many:
        nina.get(path(talk, "?page=1"))
    assert len(many) <= len(few) + 1
    with count_queries() as many:
        last = nina.get(path(talk, "?page=25")).text
    assert last.count("<article") == 20
    assert len(many) <= len(few) + 2  # the first post is asked for: it decides whether the title is shown
    assert nina.get(path(talk, "?post=499")).location.endswith("page=25#post-499")
    with count_queries() as listed:
        nina.get(f"/community/{talk.space.public_id}")
    assert len(listed) < 20


def test_a_draft_comes_back_with_and_without_javascript(world, thread, client_as, post):
    talk, nina = thread(), client_as("nina")
    saved = post(nina, path(talk, "/draft"), body="Начну с", _headers={"HX-Request": "true"})
    assert "Черновик сохранён в 14:00" in saved.text
    assert post(nina, path(talk, "/draft"), body="Начну с имени").status_code == 303
    assert "Начну с имени" in nina.get(path(talk)).text
    assert "Начну с имени" not in client_as("misha").get(path(talk)).text
    assert only(PostDraft).person_id == world.nina.id
    assert post(nina, f"/community/{talk.space.public_id}/draft", title="Тема", body="").status_code == 303
    assert "Тема" in nina.get(f"/community/{talk.space.public_id}/threads/new").text


def test_files_are_served_while_the_post_is_shown(world, space, client_as, post):
    place, nina = space(), client_as("nina")
    data = {"files": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "план.pdf")}
    made = post(nina, f"/community/{place.public_id}/threads", _data=data, title="План", body="Вот", submission_key="k")
    if made.status_code == 422:  # the file is looked into: then the words say why and the text is kept
        assert "Вот" in made.text
        return
    page = client_as("misha").get(path(only(Thread))).text
    address = page.split('href="/community/posts/')[1].split('"')[0]
    assert "план.pdf" in page
    assert client_as("vera").get(f"/community/posts/{address}").status_code == 404


def test_a_complaint_is_judged_and_the_author_puts_the_text_right(world, thread, client_as, post):
    talk = thread(body="Мой номер у вахты")
    begun = only(Post)
    misha, kira, nina = client_as("misha"), client_as("kira"), client_as("nina")
    assert post(misha, path(begun, "/flag", "posts"), reason="personal_data").status_code == 303
    assert post(misha, path(begun, "/flag", "posts"), reason="no-such").status_code == 422
    assert "Мой номер" in kira.get("/community/moderation").text
    assert "Жалобы" in kira.get("/").text
    decision = path(begun, "/decision", "posts")
    assert post(kira, decision, verdict="hide").status_code == 422
    said = {"verdict": "send_back", "reason": "personal_data", "remark": "Уберите номер"}
    assert post(kira, decision, **said).status_code == 303
    page = misha.get(path(talk)).text
    assert "Мой номер" not in page
    assert "Первая встреча с группой" not in page
    assert "персональные данные" in page
    assert "Уберите номер" in nina.get(path(talk)).text
    assert "возвращено автору" in misha.get(f"/community/{talk.space.public_id}/moderation").text
    edited = post(nina, path(begun, "/edit", "posts"), title="Встреча", body="Спросите здесь", version="2")
    assert edited.status_code == 303
    assert post(nina, path(begun, "/edit", "posts"), body="Ещё", version="2").status_code == 409
    assert "Спросите здесь" in misha.get(path(talk)).text
    assert "Мой номер" in misha.get(path(begun, "/history", "posts")).text
    assert post(nina, path(begun, "/removal", "posts")).status_code == 303
    assert misha.get(path(begun, "/history", "posts")).status_code == 404
    assert "Автор убрал" in misha.get(path(talk)).text


def test_danger_shows_the_helpline(world, thread, client_as, post):
    talk = thread()
    answer = post(client_as("misha"), path(only(Post), "/flag", "posts"), reason="danger")
    assert "8 800 2000-122" in client_as("misha").get(answer.location).text
    assert "Опасность для ребёнка" in client_as("admin").get("/community/moderation").text
    assert "С чего вы" not in client_as("nina").get(path(talk)).text


def test_a_question_is_asked_answered_accepted_and_asked_about_again(world, members, space, client_as, post):
    place = space((Circle.MENTORS, Circle.MENTEES), kind=SpaceKind.QUESTIONS, title="Вопросы наставникам")
    misha, nina = client_as("misha"), client_as("nina")
    assert "Нина Орлова" in misha.get("/questions/new").text
    fields = {"title": "Как выступить на защите", "body": "Боюсь сбиться", "addressee": world.nina.public_id,
              "hides_author": "1", "submission_key": "key-1"}  # fmt: skip
    listed = post(misha, f"/questions/{place.public_id}", **{**fields, "intent": "similar"})
    assert listed.status_code == 200
    assert "Боюсь сбиться" in listed.text
    wrong = post(misha, f"/questions/{place.public_id}", **{**fields, "addressee": world.vera.public_id})
    assert wrong.status_code == 422
    for _again in range(2):
        assert post(misha, f"/questions/{place.public_id}", **fields).status_code == 303
    talk = only(Thread)
    assert "Как выступить" in nina.get("/questions/similar?title=выступление на защите проекта").text
    assert "Ждут вашего ответа" in nina.get("/").text
    assert "Миша" in nina.get(path(talk)).text
    assert "Миша" not in client_as("denis").get(path(talk)).text.split("<main")[1]
    assert post(nina, f"/questions/{talk.public_id}/taking").status_code == 303
    assert post(nina, path(talk, "/posts"), body="Расскажите сначала одному", submission_key="key-2").status_code == 303
    answer = db.session.scalars(sa.select(Post).where(Post.number == 2)).one()
    assert post(nina, f"/questions/{talk.public_id}/solution", answer=answer.public_id).status_code == 403
    assert post(misha, f"/questions/{talk.public_id}/solution", answer=answer.public_id).status_code == 303
    page = misha.get(path(talk)).text
    assert "<strong>решение</strong>" in page
    assert post(misha, f"/questions/{talk.public_id}/outcome", outcome="yes").status_code == 303
    assert post(nina, f"/questions/{talk.public_id}/outcome", outcome="no").status_code == 403
    assert post(misha, f"/questions/{talk.public_id}/outcome", outcome="maybe").status_code == 409
    assert only(Question).outcome == "yes"
    assert "Орлова" in client_as("kira").get("/questions/statistics").text
    assert post(client_as("kira"), f"/questions/{talk.public_id}/closure", reason="Поздно").status_code == 409
    assert all("защите" not in one.text and "Миша" not in one.text for one in db.session.scalars(sa.select(Notice)))


def test_rules_come_before_the_first_word(world, space, client_as, post):
    place, pavel = space(), client_as("pavel")
    form = f"/community/{place.public_id}/threads/new"
    assert "примите правила" in pavel.get(form).text
    refused = post(pavel, f"/community/{place.public_id}/threads", title="Тема", body="Слово", submission_key="k")
    assert refused.status_code == 422
    assert post(pavel, "/community/rules", next=form).location == form
    assert "Опубликовать" in pavel.get(form).text
    assert post(pavel, "/community/rules", next="https://foreign.example/").location == "/"


def test_a_member_shows_what_was_agreed_to_and_a_child_has_no_page(world, thread, client_as, post):
    talk = thread()
    community.reply(world.actor("pasha"), talk, body="Здравствуйте")
    db.session.commit()
    misha = client_as("misha")
    member = f"/community/members/{world.nina.public_id}"
    assert "Преподаватель" not in misha.get(member).text
    fields = {"about": "Помогу с физикой", "shows_post": "1", "version": "1"}
    assert post(client_as("nina"), "/community/me", **fields).status_code == 303
    assert post(client_as("nina"), "/community/me", **fields).status_code == 409
    shown = misha.get(member).text
    assert "Помогу с физикой" in shown
    assert "Преподаватель" in shown
    assert "Паша С." in misha.get(path(talk)).text
    assert "Седов" not in misha.get(path(talk)).text
    for address in (f"/community/members/{world.pasha.public_id}", f"/community/members/{world.vera.public_id}"):
        assert misha.get(address).status_code == 404


def test_a_space_is_opened_changed_and_closed(world, members, client_as, post):
    kira = client_as("kira")
    fields = {"organization": world.school_1.public_id, "kind": "talk", "title": "Кураторы групп", "about": "",
              "readers": ["group_curator", "student_mentor"], "writers": "circle", "group": "",
              "links": "Наставники https://vk.com/mentors", "submission_key": "key-1"}  # fmt: skip
    for links in ("http://vk.com/x", "Группа javascript:alert(1)", "Просто слова"):
        assert post(kira, "/community", **{**fields, "links": links}).status_code == 422
    assert post(kira, "/community", **{**fields, "readers": ["no-such"]}).status_code == 422
    assert post(kira, "/community", **fields).status_code == 303
    place = only(Space)
    page = kira.get(f"/community/{place.public_id}").text
    assert "студенты-наставники" in page
    assert 'href="https://vk.com/mentors"' in page
    change = {**fields, "title": "Кураторы", "is_closed": "1", "version": "1"}
    assert post(kira, f"/community/{place.public_id}/edit", **change).status_code == 303
    assert post(kira, f"/community/{place.public_id}/edit", **change).status_code == 409
    assert "можно только читать" in kira.get(f"/community/{place.public_id}").text
    assert (
        post(kira, f"/community/{place.public_id}/threads", title="Т", body="С", submission_key="k").status_code == 422
    )


def test_nonsense_in_a_post_gets_a_clear_answer(world, thread, client_as, post):
    talk, nina = thread(), client_as("nina")
    for n, typed in enumerate(("\x00", "ы" * 10_001, "\u202eabc", "@" * 500, "> " * 3_000, "[" * 4_000, "- " * 3_000)):
        answer = post(nina, path(talk, "/posts"), body=typed, submission_key=f"key-{n}")
        assert answer.status_code in (303, 400, 422), typed[:9]
