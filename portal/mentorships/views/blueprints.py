"""Pages of pairs, and the words that their templates use."""

from flask import Blueprint

from portal.mentorships import labels
from portal.mentorships.route import is_confidential

mentorships = Blueprint("mentorships", __name__, url_prefix="/mentorships")
own_mentorships = Blueprint("own_mentorships", __name__, url_prefix="/my/mentorships")
for words in (labels.state_label, labels.state_tone, labels.side_label, labels.pattern_label, labels.ways_in_words,
              labels.ending_label, labels.outcome_label, labels.actor_label, labels.pair_title,
              is_confidential):  # fmt: skip
    mentorships.add_app_template_filter(words, f"mentorship_{words.__name__}")
