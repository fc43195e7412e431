"""Blueprints of events, and the words that their templates use."""

from flask import Blueprint

from portal.core.i18n import ru_time
from portal.events import labels

events = Blueprint("events", __name__, url_prefix="/events")
own_events = Blueprint("own_events", __name__, url_prefix="/my/events")
feeds = Blueprint("feeds", __name__, url_prefix="/calendar")
training = Blueprint("training", __name__, url_prefix="/training")
for words in (
    labels.state_label, labels.state_tone, labels.attendance_label, labels.attendance_tone, labels.level_label,
    labels.learning_label, labels.kind_label, labels.module_label, labels.technology_label, labels.format_label,
    labels.month_label, labels.hours_words, labels.places_words, labels.attended_words, ru_time,
):  # fmt: skip
    events.add_app_template_filter(words, f"event_{words.__name__}")
