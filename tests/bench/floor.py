"""The framework's floor: what Flask, SQLAlchemy and SQLite cost when a page does nothing but its least.

`/page`: the session's user by primary key, one indexed query of 24 rows, a template of 12 KB. `/survey`: 20 questions
and one user query. `POST /survey`: 20 answers checked, one INSERT, one commit. Same engine, same server, same layout.
"""

import os
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask, abort, g, redirect, render_template, request, session
from jinja2 import DictLoader
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.wrappers import Response

from portal.core.db import make_engine
from portal.core.sqlite import set_reading

ROWS, QUESTIONS = 24, 20
CHOICES = ("1", "2", "3", "4", "5")


class Base(DeclarativeBase):
    """Tables of the floor only."""


class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Row(Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(index=True)
    title: Mapped[str]
    about: Mapped[str]
    happened_at: Mapped[datetime]


class Reply(Base):
    __tablename__ = "reply"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


FRAME = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title>
<link rel="stylesheet" href="/static/base.css"></head><body><header><nav><ul>
{% for word in ("Главная", "Анкеты", "Пары", "Практики", "События") %}
<li><a href="/{{ loop.index }}">{{ word }}</a></li>{% endfor %}</ul></nav><p>{{ user.name }}</p></header>
<main>{% block main %}{% endblock %}</main><footer><p>Северный</p></footer></body></html>"""
PAGE = """{% extends "frame" %}{% block title %}Список{% endblock %}{% block main %}<table>
{% for row in rows %}<tr class="row" id="row_{{ row.id }}"><td><a href="/page/{{ row.id }}">{{ row.title }}</a></td>
<td>{{ row.about }}</td>
<td><time datetime="{{ row.happened_at.isoformat() }}">{{ row.happened_at.strftime("%d.%m.%Y") }}
</time></td><td><form method="post"><button name="row" value="{{ row.id }}">Открыть</button></form></td></tr>
{% endfor %}</table>{% endblock %}"""
SURVEY = """{% extends "frame" %}{% block title %}Анкета{% endblock %}{% block main %}<form method="post">
{% for n in range(questions) %}<fieldset id="q{{ n }}"><legend>{{ n + 1 }}. Насколько полезной была встреча?</legend>
{% for value in choices %}<label><input type="radio" name="q{{ n }}" value="{{ value }}" required> {{ value }}</label>
{% endfor %}</fieldset>{% endfor %}<button>Отправить</button></form>{% endblock %}"""


def fill(engine: sa.Engine) -> None:
    """Build the tables: 100 users with 24 rows each."""
    Base.metadata.create_all(engine)
    about = "Встреча наставника и наставляемого: цель, шаги, договорённости, отзыв. " * 2
    with Session(engine) as database:
        database.add_all(User(id=n, name=f"Орлова Нина {n}") for n in range(1, 101))
        database.add_all(
            Row(user_id=n, title=f"Встреча {k} пары {n}", about=about, happened_at=datetime(2026, 11, 1 + k, 9))  # noqa: DTZ001
            for n in range(1, 101)
            for k in range(ROWS)
        )
        database.commit()


def create_app() -> Flask:
    """The floor on the file named by FLOOR_URL."""
    app = Flask("floor")
    app.secret_key = os.environ["FLOOR_KEY"]
    app.jinja_loader = DictLoader({"frame": FRAME, "page": PAGE, "survey": SURVEY})
    app.jinja_env.autoescape = True
    engine = make_engine(os.environ["FLOOR_URL"])

    @app.before_request
    def meet() -> None:
        request.form  # noqa: B018 — the body before the first SQL, as in the portal
        set_reading(request.method == "GET")
        g.database = Session(engine)
        g.user = g.database.get(User, session.get("user_id", 0))
        if g.user is None:
            abort(401)

    @app.teardown_request
    def close(error: BaseException | None) -> None:
        if "database" in g:
            g.database.close()
        set_reading(False)

    @app.get("/page")
    def page() -> str:
        mine = sa.select(Row).where(Row.user_id == g.user.id).order_by(Row.id).limit(ROWS)
        return render_template("page", user=g.user, rows=g.database.scalars(mine).all())

    @app.get("/survey")
    def survey() -> str:
        return render_template("survey", user=g.user, questions=QUESTIONS, choices=CHOICES)

    @app.post("/survey")
    def answer() -> Response:
        answers = {f"q{n}": request.form.get(f"q{n}") for n in range(QUESTIONS)}
        if any(value not in CHOICES for value in answers.values()):
            abort(422)
        g.database.add(Reply(user_id=g.user.id, answers=answers))
        g.database.commit()
        return redirect("/page", 303)

    return app
