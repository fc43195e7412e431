"""Pages of summing up, and the words that their templates use."""

from flask import Blueprint

from portal.mentorships.closing import labels, words

reports = Blueprint("mentor_reports", __name__, url_prefix="/mentor-reports")
closing = Blueprint("closing", __name__, url_prefix="/mentorships")
for each in (labels.report_state_label, labels.report_state_tone, labels.recommendation_label,
             words.facts_words, words.when_due):  # fmt: skip
    closing.add_app_template_filter(each, f"closing_{each.__name__}")
closing.add_app_template_filter(words.results_words, "closing_results")
closing.add_app_template_filter(words.criteria_words, "closing_criteria")
