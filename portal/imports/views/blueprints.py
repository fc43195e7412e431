"""Pages of an import: upload, columns, preview, confirmation, undo."""

from flask import Blueprint

imports = Blueprint("imports", __name__, url_prefix="/people/import")
