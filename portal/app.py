"""The roof: assembles the portal from its rooms and knows nothing clever."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, has_request_context, request
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

import portal.rooms  # noqa: F401 — every room declares its tables, scopes, panels and listeners
from portal.accounts import appearance, notices
from portal.accounts import views as accounts
from portal.accounts import web as sign_in
from portal.accounts.queries import find_actor, holders_of
from portal.admin import views as admin
from portal.community import views as community
from portal.consents import collectors
from portal.consents import views as consents
from portal.core import blobs, clock, db, i18n, limits
from portal.core.audit_subjects import subject_of
from portal.core.audit_words import sentence_of
from portal.core.sqlite import set_reading
from portal.core.web import errors, health, incoming, security, templates
from portal.demo.sign_ins import demo_sign_ins
from portal.documents import views as documents
from portal.events import views as events
from portal.events.courses import views as courses
from portal.events.experts import views as experts
from portal.events.finals import views as finals
from portal.home import jobs, navigation, pages, saved_views, search
from portal.home import views as home
from portal.imports import views as imports
from portal.library import views as library
from portal.matching import views as matching
from portal.matching.conflicts import views as conflicts
from portal.matching.corrections import views as corrections
from portal.matching.drafts import views as drafts
from portal.matching.groups import views as group_requests
from portal.matching.mentors import views as mentors
from portal.matching.town import views as town
from portal.mentorships import views as mentorships
from portal.mentorships.closing import views as closing
from portal.mentorships.curating import views as curating
from portal.mentorships.health import views as pair_health
from portal.mentorships.meetings import views as meetings
from portal.mentorships.monitoring import views as monitoring
from portal.mentorships.plans import views as plans
from portal.mentorships.queries import paired
from portal.mentorships.unmatched import views as unmatched
from portal.people import views as people
from portal.people.queries import people_named
from portal.practices import views as practices
from portal.practices.contests import ties
from portal.practices.contests import views as contests
from portal.practices.contests.kinds import Bond
from portal.privacy import views as privacy
from portal.privacy.retention import months_of_answers
from portal.programs import views as programs
from portal.programs.roadmaps import views as roadmaps
from portal.recognition import views as recognition
from portal.settings import ROOT, Settings
from surveys import audience, trust
from surveys import views as questionnaires

BLUEPRINTS = (home.bp, pages.bp, accounts.bp, notices.bp, appearance.bp, jobs.bp, search.bp, saved_views.bp,
              admin.bp, health.bp, questionnaires.bp, *imports.BLUEPRINTS, *people.BLUEPRINTS, *consents.BLUEPRINTS,
              *privacy.BLUEPRINTS, *programs.BLUEPRINTS, *roadmaps.BLUEPRINTS, *matching.BLUEPRINTS,
              *mentors.BLUEPRINTS, *drafts.BLUEPRINTS,
              *conflicts.BLUEPRINTS, *group_requests.BLUEPRINTS, corrections.corrections, town.town_bases,
              *documents.BLUEPRINTS, *practices.BLUEPRINTS, *contests.BLUEPRINTS, *library.BLUEPRINTS,
              *events.BLUEPRINTS,
              *mentorships.BLUEPRINTS, *meetings.BLUEPRINTS, *plans.BLUEPRINTS, *pair_health.BLUEPRINTS,
              *closing.BLUEPRINTS, *curating.BLUEPRINTS, monitoring.monitoring,
              *courses.BLUEPRINTS, *finals.BLUEPRINTS, *experts.BLUEPRINTS,
              unmatched.unmatched,
              *community.BLUEPRINTS, *recognition.BLUEPRINTS)  # fmt: skip
LARGEST_BODY = 20 * 1024 * 1024
LARGEST_FORM = 2 * 1024 * 1024
MOST_FIELDS = 5_000


def create_app(settings: Settings | None = None) -> Flask:
    """The portal with these settings, or with those of the environment."""
    settings = settings or Settings.from_environment()
    app = Flask("portal", root_path=str(ROOT / "portal"), template_folder=str(ROOT / "templates"),
                static_folder=str(ROOT / "static"))  # fmt: skip
    app.jinja_environment = templates.Environment
    app.config.update(configuration(settings))
    app.extensions["settings"] = settings
    db.db.init_app(app)
    app.extensions["limits"] = limits.Limits(limits_url(settings))
    app.extensions["blobs"] = blobs.open_blobs(settings.files_url, settings.files_folder)
    app.extensions["actor_of"] = find_actor
    app.before_request(_guard_request)
    app.teardown_request(lambda error: set_reading(False))
    CSRFProtect(app)
    Htmx().init_app(app)
    app.request_class = incoming.Request  # it knows htmx, too: the line above sets a class of its own
    security.init_app(app, is_production=settings.is_production)
    errors.init_app(app)
    sign_in.init_app(app)
    appearance.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    audience.learn("roles", holders_of)
    collectors.learn(holders_of)
    ties.learn(Bond.MENTOR, paired)
    audience.learn("audiences", people_named)
    trust.learn(months_of_answers)
    _dress_templates(app, settings)
    app.wsgi_app = security.serve_static(app.wsgi_app, ROOT / "static")  # type: ignore[method-assign]
    if int(settings.proxy_hops):
        hops = int(settings.proxy_hops)
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def configuration(settings: Settings) -> dict[str, object]:
    """Settings of the portal in Flask's words."""
    url = settings.sqlalchemy_url
    if url.startswith("sqlite"):
        Path(sa.make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    return {
        "SECRET_KEY": settings.signing_key(),
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": db.engine_options(url),
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": MOST_FIELDS,
        "TRUSTED_HOSTS": settings.hosts,
        "SESSION_COOKIE_NAME": "__Host-portal" if settings.is_production else "portal",
        "SESSION_COOKIE_SECURE": settings.is_production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "BASE_URL": settings.base_url,
        "SMTP_URL": settings.smtp_url,
        "QUEUE_URL": settings.queue_address,
        "MAIL_FROM": settings.mail_from,
        "EXPORT_THRESHOLD": int(settings.export_threshold),
        "PREFERRED_URL_SCHEME": "https" if settings.base_url.startswith("https") else "http",
    }


def limits_url(settings: Settings) -> str:
    """Counters of limits have a file of their own on SQLite, the same database on PostgreSQL."""
    if not settings.sqlalchemy_url.startswith("sqlite"):
        return settings.sqlalchemy_url
    settings.var.mkdir(parents=True, exist_ok=True)
    return f"sqlite+fair:///{settings.var / 'limits.db'}"


def _guard_request() -> None:
    """Refuse what no page expects before anything reads it: too many fields, NUL in an address."""
    set_reading(request.method in ("GET", "HEAD", "OPTIONS"))
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_FORM  # only files may be larger
    if "\x00" in request.path or any("\x00" in said for pair in request.args.items(multi=True) for said in pair):
        raise BadRequest


def _dress_templates(app: Flask, settings: Settings) -> None:
    """Filters and globals that every template may use; the macros of `ui.html` need no import."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: i18n.catalogue().ugettext(text),
        lambda one, many, n: i18n.catalogue().ungettext(one, many, n),
        newstyle=True,
    )
    env.filters.update(
        ru_date=i18n.ru_date, ru_datetime=i18n.ru_datetime, ru_time=i18n.ru_time,
        ru_number=i18n.ru_number, nbsp=i18n.nbsp,
        short_name=i18n.short_name, initials=i18n.initials, audit_sentence=sentence_of, audit_subject=subject_of,
    )  # fmt: skip
    env.globals.update(
        url_for=_remembered(app),
        asset=_asset_url,
        settings_demo=settings.is_demo,
        now=clock.now,
        due_words=i18n.due_words,
        demo_sign_ins=demo_sign_ins,
    )
    app.context_processor(lambda: {"navigation": navigation.navigation(), "current_path": request.path})
    with app.app_context():
        env.globals["ui"] = env.get_template("ui.html").module


def _remembered(app: Flask) -> Callable[..., str]:
    """`url_for` for templates: an address without values is made once a process for each place of the portal."""
    known: dict[tuple[str, str], str] = {}

    def url_for(endpoint: str, **values: Any) -> str:
        if values or endpoint.startswith(".") or not has_request_context():
            return app.url_for(endpoint, **values)
        place = (request.script_root, endpoint)
        if place not in known:
            known[place] = app.url_for(endpoint)
        return known[place]

    return url_for


@lru_cache(maxsize=256)
def _content_hash(name: str) -> str:
    return hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:10]


def _asset_url(name: str) -> str:
    """The address of a static file with the hash of its content, so that it may be cached for ever."""
    return f"{request.script_root}/static/{name}?v={_content_hash(name)}"
