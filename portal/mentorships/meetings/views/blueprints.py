"""Pages of meetings, and the words that their templates use."""

from flask import Blueprint

from portal.mentorships.meetings import labels

meetings = Blueprint("meetings", __name__)
for words in (labels.kind_label, labels.result_label, labels.state_label, labels.state_tone, labels.when,
              labels.moment_words, labels.duration, labels.days_without):  # fmt: skip
    meetings.add_app_template_filter(words, f"meeting_{words.__name__}")
