"""Pages of the programmes, and the words that their templates use."""

from flask import Blueprint

from portal.programs import labels

programs = Blueprint("programs", __name__, url_prefix="/programs")
calendar = Blueprint("calendar", __name__, url_prefix="/calendar")
partners = Blueprint("partners", __name__, url_prefix="/partners")
WORDS = (
    labels.action_label,
    labels.actors_of,
    labels.agreement_label,
    labels.day_kind_label,
    labels.paper_label,
    labels.pattern_label,
    labels.side_label,
    labels.steps_in_words,
    labels.subject_label,
)
for words in WORDS:
    programs.add_app_template_filter(words)
