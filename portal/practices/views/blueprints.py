"""Blueprints of the bank, and the words that their templates use."""

from flask import Blueprint

from portal.practices import labels
from portal.practices.sections import links_of, text_of

practices = Blueprint("practices", __name__, url_prefix="/practices")
collections = Blueprint("collections", __name__, url_prefix="/practices/collections")
for words in (
    labels.state_label, labels.state_tone, labels.stage_label, labels.section_label, labels.evidence_label,
    labels.outcome_label, labels.level_label, labels.uses_words,
):  # fmt: skip
    practices.add_app_template_filter(words, f"practice_{words.__name__}")
practices.add_app_template_filter(text_of, "practice_text")
practices.add_app_template_filter(links_of, "practice_links")
