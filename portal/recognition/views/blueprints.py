"""Blueprints of recognition and the words that their templates use."""

from flask import Blueprint

from portal.recognition import certificates as papers
from portal.recognition import labels

awards = Blueprint("awards", __name__, url_prefix="/awards")
own_awards = Blueprint("own_awards", __name__, url_prefix="/my/awards")
honor_board = Blueprint("honor_board", __name__, url_prefix="/honor-board")
certificates = Blueprint("certificates", __name__, url_prefix="/certificates")
for words in (labels.nature_label, labels.audience_label, labels.giver_label, labels.paper_label, labels.state_label,
              labels.state_tone, labels.fact_label):  # fmt: skip
    awards.add_app_template_filter(words, f"award_{words.__name__}")
awards.add_app_template_filter(papers.spelled, "award_code")
awards.add_app_template_filter(papers.has_paper, "award_has_paper")
