"""Pages of curators' reports, and the words that their templates use."""

from flask import Blueprint

from portal.mentorships.curating import words

curator_reports = Blueprint("curator_reports", __name__, url_prefix="/curator-reports")
for each in (words.when_due, words.figures, words.period_words):
    curator_reports.add_app_template_filter(each, f"curating_{each.__name__}")
