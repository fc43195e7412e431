"""Pages of mentors, and the words that their templates use."""

from flask import Blueprint

from portal.matching.mentors import labels

mentors = Blueprint("mentors", __name__, url_prefix="/mentors")
own_mentoring = Blueprint("own_mentoring", __name__, url_prefix="/my/mentoring")
for words in (
    labels.category_label, labels.state_label, labels.state_tone, labels.traits_in_words, labels.times_in_words,
    labels.minutes_in_words, labels.places_in_words,
):  # fmt: skip
    mentors.add_app_template_filter(words, f"mentor_{words.__name__}")
