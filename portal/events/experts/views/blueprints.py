"""The blueprint of experts."""

from flask import Blueprint

experts = Blueprint("experts", __name__, url_prefix="/experts")
