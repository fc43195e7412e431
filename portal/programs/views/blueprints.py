"""Pages of the programmes, and the words that their templates use."""

from flask import Blueprint

from portal.programs import labels

programs = Blueprint("programs", __name__, url_prefix="/programs")
calendar = Blueprint("calendar", __name__, url_prefix="/calendar")
partners = Blueprint("partners", __name__, url_prefix="/partners")
for words in (labels.action_label, labels.subject_label, labels.side_label, labels.pattern_label, labels.actors_of,
              labels.months_in_words, labels.agreement_label, labels.paper_label, labels.day_kind_label):  # fmt: skip
    programs.add_app_template_filter(words)
