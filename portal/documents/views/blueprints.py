"""Pages of documents, and the words that their templates use."""

from flask import Blueprint

from portal.documents import labels

documents = Blueprint("documents", __name__, url_prefix="/documents")
own_documents = Blueprint("own_documents", __name__, url_prefix="/my/documents")
papers = Blueprint("papers", __name__, url_prefix="/papers")
for words in (labels.kind_label, labels.series_label, labels.state_label, labels.state_tone):
    documents.add_app_template_filter(words, f"document_{words.__name__}")
documents.add_app_template_filter(labels.document_label)
