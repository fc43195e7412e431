"""What of a question stands in whose data: the asker's words in the asker's, being asked in the addressee's."""

from portal.community import actions as community
from portal.community.models import Question
from portal.core.db import db
from portal.core.subjects import collect
from portal.privacy.queries.holdings import find_subject, holdings_of


def rows_of(person):
    """What is held about the person in the table of questions."""
    return [row for held in collect(find_subject(person)) if held.table == "question" for row in held.rows]


def test_a_question_is_in_the_data_of_whom_it_asks_without_the_words_of_who_asked(members, question):
    talk = question(addressee=members.nina, tried="Говорил с куратором", wanted="Совета")
    asked = db.session.query(Question).filter_by(thread_id=talk.id).one()
    community.take(members.actor("nina"), asked)
    db.session.commit()
    [mine], [hers] = rows_of(members.misha), rows_of(members.nina)
    assert mine["tried"] == "Говорил с куратором"
    assert hers == {"addressee_id": members.nina.id, "taken_by_id": members.nina.id, "state": asked.state,
                    "due_on": asked.due_on}  # fmt: skip
    [told] = [section for section in holdings_of(members.nina, "Asia/Irkutsk") if section.table == "question"]
    assert told.rows[0]["Кому вопрос"] == "вы"
    assert rows_of(members.vera) == []
