"""Texts that would like to run: cleaned when they are written, cleaned again when they are shown, escaped elsewhere."""

import io

from portal.community import actions as community
from portal.community.kinds import FlagReason, SpaceKind, Verdict
from portal.community.models import Post, PostFile, Question
from portal.core.db import db
from portal.core.files import name_header, safe_name, store
from portal.core.markup import shown, to_html
from tests.hostile_texts import ALL, HALVES, LINE, MARK, PAYLOADS, executable, hits


def test_nothing_of_a_text_survives_the_writing_or_the_showing():
    for text in PAYLOADS:
        made = to_html(text)
        assert executable(made) == [], text
        assert shown(made) == made, text
        assert executable(str(shown(text))) == [], f"stored by an older rule: {text}"


def test_a_name_of_a_file_is_one_plain_line_of_a_header():
    for text in PAYLOADS:
        name = safe_name(f"{text}.csv")
        assert name.endswith(".csv")
        header = name_header(name)
        assert header.count('"') == 2
        assert header.isascii()
        assert header.isprintable()


def test_pages_of_the_community_show_hostile_texts_as_texts(members, space, client_as, post):
    kira, nina, misha = (members.actor(key) for key in ("kira", "nina", "misha"))
    place = space(title=LINE, about=ALL, links=[(LINE, "https://a.example")])
    talk = community.start_thread(nina, place, title=LINE, body=HALVES[0])
    community.reply(misha, talk, body=HALVES[1])
    talk.title = LINE  # as an older limit might have left it
    first = db.session.query(Post).filter_by(thread_id=talk.id, number=1).one()
    named = store(io.BytesIO(b"a;b\n"), "list.csv", made_here=True)
    named.name = LINE  # as an older rule for names might have left it
    db.session.add(PostFile(post_id=first.id, file=named))
    community.edit_post(nina, first, body=HALVES[1])
    first.html = ALL  # as an older rule for texts might have left it
    community.change_profile(nina, about=ALL, shows_post=True)
    community.flag_post(misha, first, reason=FlagReason.RUDE, note=ALL)
    asks = space(kind=SpaceKind.QUESTIONS, title=f"Вопросы {MARK} {PAYLOADS[1]}")
    asked = community.ask(misha, asks, title=LINE, body=HALVES[0], tried=ALL, wanted=ALL, addressee=members.nina)
    closed = community.ask(misha, asks, title=LINE, body=HALVES[1])
    question = db.session.query(Question).filter_by(thread_id=closed.id).one()
    community.close_question(misha, question, reason=LINE)
    db.session.commit()
    paths = (
        "/community", f"/community/{place.public_id}", f"/community/threads/{talk.public_id}",
        f"/community/threads/{asked.public_id}", f"/community/threads/{closed.public_id}", "/questions",
        f"/community/members/{members.nina.public_id}", f"/community/threads/{talk.public_id}?quote={first.public_id}",
        f"/community/posts/{first.public_id}/history", f"/search?q={MARK}",
    )  # fmt: skip
    staff = (
        f"/community/{place.public_id}/edit", "/community/moderation", f"/community/posts/{first.public_id}/decision",
        f"/community/threads/{talk.public_id}/settings",
    )  # fmt: skip
    assert hits(client_as("kira"), *paths, *staff) == {}
    own = (f"/community/posts/{first.public_id}/edit", f"/community/posts/{first.public_id}/removal", "/community/me")
    nina_there = client_as("nina")
    assert hits(nina_there, *own, "/") == {}
    refused = post(nina_there, f"/community/{place.public_id}/threads", title=LINE, body=ALL * 9)
    stale = post(nina_there, f"/community/posts/{first.public_id}/edit", title="Тема", body=HALVES[0], version="1")
    assert [(each.status_code, executable(each.text)) for each in (refused, stale)] == [(422, []), (409, [])]
    community.judge_post(kira, first, verdict=Verdict.SEND_BACK, reason=FlagReason.RUDE, remark=ALL)
    db.session.commit()
    assert hits(client_as("nina"), f"/community/threads/{talk.public_id}") == {}
    assert hits(client_as("kira"), f"/community/{place.public_id}/moderation") == {}
