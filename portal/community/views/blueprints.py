"""Pages of the community, and the words that their templates use."""

from flask import Blueprint

from portal.community import labels
from portal.core import markup

community = Blueprint("community", __name__, url_prefix="/community")
questions = Blueprint("questions", __name__, url_prefix="/questions")
for words in (labels.kind_label, labels.outcome_label, labels.reason_label, labels.state_label, labels.state_tone,
              labels.verdict_label):  # fmt: skip
    community.add_app_template_filter(words, f"community_{words.__name__}")
community.add_app_template_filter(markup.shown, "post_html")
