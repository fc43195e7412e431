"""Pages of drafts, and the words that their templates use."""

from flask import Blueprint

from portal.matching.drafts import words

drafts = Blueprint("drafts", __name__, url_prefix="/matching")
own_avoidances = Blueprint("own_avoidances", __name__, url_prefix="/my/avoidances")
for said in (
    words.points_in_words, words.number, words.signed, words.criterion_label, words.rule_label, words.objective_label,
    words.state_label, words.state_tone, words.choice_label, words.reasons_of, words.answered_in_words,
    words.price_in_words,
):  # fmt: skip
    drafts.add_app_template_filter(said, f"draft_{said.__name__}")
