"""Pages of health, and the words that their templates use."""

from flask import Blueprint

from portal.mentorships.health import labels
from portal.mentorships.health.accuracy import is_few

pair_health = Blueprint("pair_health", __name__, url_prefix="/mentorships/health")
calls = Blueprint("calls", __name__)
for words in (labels.rule_label, labels.step_label, labels.urgency_label, labels.urgency_tone, labels.data_in_words,
              labels.state_label, labels.call_state, labels.waited_label,
              labels.month_label, is_few):  # fmt: skip
    pair_health.add_app_template_filter(words, f"health_{words.__name__}")
