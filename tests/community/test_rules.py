"""Who reads and writes, what is said, taken back, flagged and judged; notices that say neither who nor what."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.gate import permissions_on, select_allowed
from portal.access.permissions import Permission
from portal.community import actions as community
from portal.community.audience import may_read
from portal.community.kinds import Circle, FlagReason, Level, Outcome, QuestionState, SpaceKind, Verdict, Writers
from portal.community.markup import quoted
from portal.community.models import ModerationAct, Post, PostDraft, Question, Space, Thread
from portal.community.queries.questions import acts, similar_to, waiting_for
from portal.community.queries.spaces import own_spaces, readers_among
from portal.community.queries.threads import find_threads
from portal.community.queries.voices import voices_of
from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.markup import shown, to_html
from portal.core.notices import Notice
from portal.core.row_erasure import erase
from portal.core.search import index
from portal.core.search.registry import KINDS, find
from portal.core.subjects import Erasing
from portal.demo.cast import CAST
from portal.privacy.queries.holdings import find_subject
from tests.conftest import NOW

TODAY = NOW.date()
HERE = {"admin", "denis", "kira", "polina", "nina", "misha", "pasha", "maria", "pavel"}


def readers(world, place, permission=Permission.COMMUNITY_READ):
    found = set()
    for part in CAST:
        query = select_allowed(world.actor(part.key), permission, Space).where(Space.id == place.id)
        if db.session.scalars(query).one_or_none():
            found.add(part.key)
    return found


def notices(world, key):
    return db.session.scalars(sa.select(Notice).where(Notice.person_id == world.person(key).id)).all()


def first_post(thread):
    return db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()


ALWAYS = {"kira", "denis", "admin"}


def test_a_circle_lets_in_whom_it_names_and_notices_ask_the_same_clause(world, space):
    narrow, wide = {"group": world.group_1}, {"school": 0, "is_wide": True}
    for circles, more, who in (
        ({Circle.EVERYBODY}, {}, HERE),
        ({Circle.MENTORS}, {}, {"nina"} | ALWAYS),
        ({Circle.STAFF}, {}, {"nina", "polina"} | ALWAYS),
        ({Circle.LEARNERS, Circle.PARENTS}, {}, {"misha", "pasha", "maria"} | ALWAYS),
        ({Circle.STUDENT_MENTORS, Circle.ALUMNI, Circle.YOUNG_TEACHERS}, {}, ALWAYS),
        ({Circle.EVERYBODY}, narrow, {"misha", "pasha"} | ALWAYS),
        ({Circle.MENTORS}, wide, {"nina", "vera", "olga", "admin"}),
    ):
        place = space(circles, **more)
        assert readers(world, place) == who, circles
        everybody = {world.person(part.key).id: part.key for part in CAST}
        assert {everybody[one] for one in readers_among(place.id, list(everybody), TODAY)} == who, circles
        assert (
            db.session.scalar(sa.select(Space.id).where(Space.id == place.id, may_read(world.yana.id, TODAY))) is None
        )


def test_a_student_who_mentors_meets_the_circle_of_student_mentors(world, space):
    from portal.access.roles import Role
    from portal.accounts.actions import grant_role
    from portal.demo.town import SYSTEM

    place = space({Circle.STUDENT_MENTORS})
    grant_role(SYSTEM, world.misha, world.school_1, Role.MENTOR, starts_on=TODAY)
    db.session.commit()
    assert readers_among(place.id, [world.misha.id, world.nina.id], TODAY) == [world.misha.id]


def test_where_only_moderators_write_others_read(world, space):
    place = space(writers=Writers.MODERATORS)
    assert readers(world, place, Permission.COMMUNITY_WRITE) == {"kira", "admin"}
    assert Permission.COMMUNITY_MODERATE in permissions_on(world.actor("kira"), place)
    assert Permission.COMMUNITY_MODERATE not in permissions_on(world.actor("denis"), place)


def test_nobody_writes_before_the_rules_and_no_child_without_a_consent(world, members, space):
    place = space()
    with pytest.raises(Refusal, match="правила"):
        community.start_thread(world.actor("pavel"), place, title="Тема", body="Слово")
    made = community.start_thread(world.actor("pasha"), place, title="Тема", body="Слово")
    db.session.commit()
    voice = voices_of([world.pasha.id, world.nina.id], TODAY)
    assert voice[world.pasha.id].name == "Паша С."
    assert voice[world.pasha.id].public_id == ""
    assert voice[world.nina.id].name == "Нина Орлова"
    assert voice[world.nina.id].badge == "наставник, Колледж"
    consents.withdraw_consent(
        world.actor("maria"), world.pasha, world.school_1, Purpose.PARTICIPATION, by=world.maria, reason=""
    )
    with pytest.raises(Refusal, match="согласие"):
        community.reply(world.actor("pasha"), made, body="Ещё")


def test_new_posts_are_counted_by_reader_and_everything_can_be_read_at_once(world, space, thread):
    talk = thread()
    for words in ("Раз", "Два"):
        community.reply(world.actor("polina"), talk, body=words)
    db.session.commit()
    asked = find_threads(world.actor("nina"), talk.space)
    assert db.session.execute(asked).one().n_new == 2
    assert db.session.execute(find_threads(world.actor("misha"), talk.space, "new")).one().n_new == 3
    assert [row.n_new for row in own_spaces(world.actor("misha"))] == [1]
    community.read_until(world.actor("nina"), talk, 2)
    community.read_until(world.actor("nina"), talk, 1)
    assert db.session.execute(asked).one().n_new == 1
    with clock.freeze(NOW + timedelta(minutes=1)):
        community.clear_space(world.actor("misha"), talk.space)
        assert [row.n_new for row in own_spaces(world.actor("misha"))] == [0]
    with clock.freeze(NOW + timedelta(days=61)):
        assert [row.n_new for row in own_spaces(world.actor("nina"))] == [0]


def test_notices_go_to_who_follows_once_a_thread_and_name_nobody(world, space, thread):
    talk = thread()
    community.follow_space(world.actor("misha"), talk.space, Level.ALL)
    community.follow_space(world.actor("vera"), talk.space, Level.ALL)  # of another school: reads nothing here
    for words in ("Первое", "Два, @Кира Соколова и @Вера Зимина"):
        community.reply(world.actor("polina"), talk, body=words)
    db.session.commit()
    for key, n in (("nina", 1), ("misha", 1), ("kira", 1), ("vera", 0), ("polina", 0)):
        found = notices(world, key)
        assert len(found) == n, key
        assert all("Первое" not in each.text and "Лунина" not in each.text for each in found)
    assert "упомянули" in notices(world, "kira")[0].text
    community.follow_thread(world.actor("nina"), talk, Level.NONE)
    db.session.execute(sa.delete(Notice))
    community.reply(world.actor("polina"), talk, body="Три", to=first_post(talk))
    assert not notices(world, "nina")


def test_a_post_is_edited_with_its_history_and_taken_back_for_good(world, thread):
    talk = thread()
    post = first_post(talk)
    community.edit_post(world.actor("nina"), post, body="С чего начать?", title="Начало")
    assert (post.body, talk.title, post.edited_at) == ("С чего начать?", "Начало", clock.now())
    community.remove_post(world.actor("nina"), post)
    db.session.commit()
    assert not post.is_shown
    with pytest.raises(Refusal, match="убрано"):
        community.edit_post(world.actor("nina"), post, body="Снова")
    with clock.freeze(NOW + timedelta(days=31)):
        assert community.erase_removed() == 1
        assert community.erase_removed() == 0
    db.session.refresh(post)
    assert (post.body, post.html) == ("", "")


def test_danger_to_a_child_hides_at_once_and_calls_moderators_and_administrators(world, thread):
    talk = thread()
    post = first_post(talk)
    community.flag_post(world.actor("misha"), post, reason=FlagReason.DANGER)
    db.session.commit()
    assert not post.is_shown
    assert find(KINDS["post"], world.actor("kira"), "начинаете", limit=5).total == 0
    for key in ("kira", "admin"):
        assert "Опасность" in notices(world, key)[0].text
    with pytest.raises(Refusal, match="не видно"):
        community.flag_post(world.actor("polina"), post, reason=FlagReason.RUDE)
    community.judge_post(world.actor("kira"), post, verdict=Verdict.LEAVE)
    db.session.commit()
    assert post.is_shown
    assert find(KINDS["post"], world.actor("kira"), "начинаете", limit=5).total == 1


def test_a_flag_is_decided_once_the_author_is_told_and_the_log_quotes_nothing(world, thread):
    talk = thread(body="Позвоните мне, номер у вахты")
    post = first_post(talk)
    community.flag_post(world.actor("misha"), post, reason=FlagReason.PERSONAL_DATA)
    with pytest.raises(Refusal, match="уже принята"):
        community.flag_post(world.actor("misha"), post, reason=FlagReason.RUDE)
    with pytest.raises(Refusal, match="причину"):
        community.judge_post(world.actor("kira"), post, verdict=Verdict.HIDE)
    community.judge_post(
        world.actor("kira"), post, verdict=Verdict.SEND_BACK, reason=FlagReason.PERSONAL_DATA, remark="Уберите номер"
    )
    db.session.commit()
    act = db.session.scalars(sa.select(ModerationAct)).one()
    assert (act.verdict, act.author_id) == (Verdict.SEND_BACK, world.nina.id)
    assert "Позвоните" not in act.remark
    assert "вернул" in notices(world, "nina")[0].text
    assert not post.is_shown
    community.edit_post(world.actor("nina"), post, body="Напишите мне здесь")
    assert post.is_shown
    community.flag_post(world.actor("misha"), post, reason=FlagReason.OFF_TOPIC)


def test_a_closed_thread_and_a_closed_space_take_no_posts(world, thread):
    talk = thread()
    community.set_thread(world.actor("kira"), talk, pinned_until=TODAY, is_locked=True)
    assert talk.is_pinned(TODAY)
    assert not talk.is_pinned(TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match="закрыто"):
        community.reply(world.actor("polina"), talk, body="Слово")
    with pytest.raises(Refusal, match="прошёл"):
        community.set_thread(world.actor("kira"), talk, pinned_until=TODAY - timedelta(days=1), is_locked=False)


def test_a_draft_is_kept_until_the_post_is_there(world, thread):
    talk, nina = thread(), world.actor("nina")
    assert community.keep_draft(nina, talk.space, talk, body="Начну с")
    assert community.keep_draft(nina, talk.space, talk, body="Начну с имени")
    assert community.keep_draft(nina, talk.space, None, body="", title="Новая тема")
    count = sa.select(sa.func.count()).select_from(PostDraft)
    assert db.session.scalar(count) == 2
    community.reply(nina, talk, body="Начну с имени")
    assert db.session.scalar(count) == 1
    assert not community.keep_draft(nina, talk.space, None, body=" ")
    assert db.session.scalar(count) == 0


def test_useful_is_marked_once_and_never_by_the_author(world, thread):
    post = first_post(thread())
    for _again in range(2):
        community.mark_useful(world.actor("misha"), post, is_useful=True)
    with pytest.raises(Refusal, match="Своё"):
        community.mark_useful(world.actor("nina"), post, is_useful=True)


def waiting(actor: Any) -> Any:
    return db.session.execute(waiting_for(actor)).all()


def test_a_question_goes_from_new_to_solved_and_counts_as_one_act(world, question):
    talk = question()
    asked = db.session.scalars(sa.select(Question)).one()
    assert asked.due_on == TODAY + timedelta(days=5)  # Friday: three working days end on Wednesday
    assert "вопрос" in notices(world, "nina")[0].text
    assert [row.Thread.id for row in waiting(world.actor("nina"))] == [talk.id]
    community.take(world.actor("nina"), asked)
    with pytest.raises(Refusal, match="уже взят"):
        community.take(world.actor("kira"), asked)
    own = community.reply(world.actor("misha"), talk, body="Уточню: доклад на пять минут")
    community.note_answer(talk, own)
    assert asked.state == QuestionState.TAKEN
    answer = community.reply(world.actor("nina"), talk, body="Расскажите сначала одному слушателю")
    community.note_answer(talk, answer)
    assert asked.state == QuestionState.ANSWERED
    with pytest.raises(Refusal, match="чужой"):
        community.accept(world.actor("misha"), asked, own)
    community.accept(world.actor("misha"), asked, answer)
    community.accept(world.actor("misha"), asked, answer)
    db.session.commit()
    with pytest.raises(Refusal, match="уже решён"):
        community.close_question(world.actor("kira"), asked, reason="Поздно")
    with clock.freeze(NOW + timedelta(days=15)):
        assert community.ask_again() == 1
        assert community.ask_again() == 0
    community.follow_up(world.actor("misha"), asked, Outcome.YES)
    db.session.commit()
    row = db.session.execute(acts(world.actor("kira"), TODAY, TODAY)).one()
    assert (row.family_name, row.n, row.helped, row.not_helped) == ("Орлова", 1, 1, 0)
    assert not db.session.execute(acts(world.actor("karim"), TODAY, TODAY)).all()


def test_a_question_to_one_mentor_waits_for_that_one_and_a_stranger_cannot_be_asked(world, space, question):
    question(addressee=world.nina)
    assert len(waiting(world.actor("nina"))) == 1
    assert not waiting(world.actor("kira"))
    with pytest.raises(Refusal, match="спросить нельзя"):
        question(addressee=world.vera)
    with pytest.raises(Refusal, match="не задают"):
        community.ask(world.actor("misha"), space(), title="Что", body="Что")


def test_similar_questions_are_found_by_word_forms_for_those_who_may_read_them(world, question):
    question()
    assert [one.title for one in similar_to(world.actor("nina"), "Где потренироваться перед защитой проекта?")]
    assert not similar_to(world.actor("vera"), "выступить")
    assert not similar_to(world.actor("nina"), "")


def test_announcements_are_the_staffs(world, space):
    place = space(kind=SpaceKind.ANNOUNCEMENTS)
    made = community.start_thread(world.actor("kira"), place, title="Сбор в пятницу", body="Ждём всех")
    assert made.kind == "announcement"
    assert place.writers == Writers.MODERATORS
    community.acknowledge(world.actor("misha"), made)
    community.acknowledge(world.actor("misha"), made)
    talk = Thread(space=space(), kind="talk")
    with pytest.raises(Refusal, match="не объявление"):
        community.acknowledge(world.actor("misha"), talk)


@pytest.mark.parametrize(("typed", "html"), [
    ("**Жирно**\nи дальше", "<p><strong>Жирно</strong><br>\nи дальше</p>\n"),
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
    ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
    ("![x](https://foreign.example/x.png)", None),
    ("<img src=x onerror=alert(1)> <b hx-get=/>", None),
    ("# Заголовок", "<p># Заголовок</p>\n"),
])  # fmt: skip
def test_text_becomes_a_few_harmless_tags(typed, html):
    made = to_html(typed)
    assert html is None or made == html
    assert not {"<script", "<img", "<b ", "<h1"} & {tag for tag in ("<script", "<img", "<b ", "<h1") if tag in made}
    assert shown(made) == made
    assert str(shown("<p style='x' hx-get='/'>a<svg onload=x></p>")) == "<p>a</p>"


def test_a_link_opens_with_nothing_of_ours_and_a_quote_is_of_the_post_alone():
    assert 'rel="noopener noreferrer nofollow"' in to_html("https://vk.com/group")
    assert quoted("> чужое\nсвоё\nслово") == "> своё\n> слово\n\n"


def test_foreign_posts_are_not_found(world, thread):
    thread()
    hits = index.hits("post", "встреча")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(hits)) == 1
    assert find(KINDS["post"], world.actor("misha"), "встречи с группой", limit=5).total == 1
    assert find(KINDS["post"], world.actor("vera"), "встречи с группой", limit=5).total == 0


def test_an_erased_author_leaves_stubs_and_is_found_no_more(world, thread):
    talk = thread()
    community.reply(world.actor("misha"), talk, body="Нина Орлова права, начните с имени")
    community.edit_post(world.actor("nina"), first_post(talk), body="С чего начинать?")
    db.session.commit()
    erase(Erasing(subject=find_subject(world.nina)))
    db.session.commit()
    first, second = db.session.scalars(sa.select(Post).where(Post.thread_id == talk.id).order_by(Post.number)).all()
    assert (first.body, first.html, talk.title, first.is_shown) == ("", "", "", False)
    assert "Орлова" not in second.body + second.html
    assert "начните с имени" in second.body
    assert find(KINDS["post"], world.actor("misha"), "начинать", limit=5).total == 0
    assert find(KINDS["post"], world.actor("misha"), "первая встреча", limit=5).total == 0
    assert find(KINDS["post"], world.actor("misha"), "начните", limit=5).total == 1
