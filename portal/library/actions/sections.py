"""The open page «Наставничество» and its news."""

from datetime import date

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.markup import to_html
from portal.core.text import clean_line, clean_text
from portal.library.models import NewsItem, OpenSection
from portal.people.models import Organization


def save_section(
    actor: Actor, organization: Organization, section: OpenSection | None, *, about: str, post: str, phone: str,
    email: str, is_open: bool,
) -> OpenSection:  # fmt: skip
    """Write what guests read of the organisation; `section` is what stands, locked, or None for the first time."""
    kept = section or OpenSection(organization_id=organization.id, organization=organization, version=0)
    kept.about = clean_text(about)
    kept.html = to_html(kept.about)
    kept.post, kept.phone, kept.email = clean_line(post), clean_line(phone), clean_line(email)
    today = clock.today(organization.time_zone)
    kept.opened_on = (kept.opened_on or today) if is_open else None
    kept.version += 1
    db.session.add(kept)
    db.session.flush()
    audit.record(actor, AuditEvent.SECTION_CHANGED, kept, changes={"open": is_open})
    return kept


def publish_news(actor: Actor, organization: Organization, *, title: str, text: str, on: date) -> NewsItem:
    """A piece of news on the open page, at once; `on` is the day under it."""
    words = clean_text(text)
    made = NewsItem(
        organization_id=organization.id, title=clean_line(title), text=words, html=to_html(words), published_on=on
    )
    db.session.add(made)
    audit.record(actor, AuditEvent.NEWS_PUBLISHED, made)
    return made


def change_news(actor: Actor, item: NewsItem, *, title: str, text: str, on: date) -> None:
    """Put it right."""
    item.title, item.text, item.published_on = clean_line(title), clean_text(text), on
    item.html = to_html(item.text)
    item.version += 1
    audit.record(actor, AuditEvent.NEWS_CHANGED, item)


def archive_news(actor: Actor, item: NewsItem, *, is_archived: bool) -> None:
    """Take it off the page, or put it back."""
    if (item.archived_on is not None) == is_archived:
        return
    item.archived_on = clock.today(item.organization.time_zone) if is_archived else None
    item.version += 1
    audit.record(actor, AuditEvent.NEWS_ARCHIVED, item)
