"""What results are read from besides the answers: figures as they were last shown, tags and hidden names."""

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Key, PublicId, Timestamps
from portal.core.personal_data import CONTENT, TECHNICAL, holds


@holds(item_code=TECHNICAL, value=TECHNICAL, n=TECHNICAL, release=TECHNICAL)
class ReleasedCount(Base):
    """The counters of a wave as readers without names see them: they move by no fewer than k people at a time.

    `release` is the number of the release (`SurveyAssignment.releases`) that last moved the figures of this code.
    """

    __tablename__ = "released_count"
    __table_args__ = ({"sqlite_with_rowid": False},)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"), primary_key=True)
    item_code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    n: Mapped[int] = mapped_column(default=0)
    release: Mapped[int] = mapped_column(default=1)


@holds(name=CONTENT)
class TextTag(Timestamps, Base):
    """A word under which answers in people's own words are gathered: one list for each wave."""

    __tablename__ = "text_tag"
    __table_args__ = (UniqueConstraint("assignment_id", "name"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"))
    name: Mapped[str] = mapped_column(sa.String(60))


class AnswerTag(Base):
    """That an answer bears a tag; an answer may bear several."""

    __tablename__ = "answer_tag"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "item_code"], ["answer.response_id", "answer.item_code"], ondelete="CASCADE"
        ),
        Index("ix_answer_tag_tag_id_item_code_response_id", "tag_id", "item_code", "response_id"),
        {"sqlite_with_rowid": False},
    )
    response_id: Mapped[str] = mapped_column(sa.String(22), primary_key=True)
    item_code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("text_tag.id", ondelete="CASCADE"), primary_key=True)


@holds(begins=TECHNICAL, ends=TECHNICAL)
class HiddenName(Base):
    """A part of an answer, in characters from `begins` to before `ends`, that readers without names do not see."""

    __tablename__ = "hidden_name"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "item_code"], ["answer.response_id", "answer.item_code"], ondelete="CASCADE"
        ),
        CheckConstraint("begins >= 0 AND ends > begins", name="span"),
        {"sqlite_with_rowid": False},
    )
    response_id: Mapped[str] = mapped_column(sa.String(22), primary_key=True)
    item_code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    begins: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ends: Mapped[int]
