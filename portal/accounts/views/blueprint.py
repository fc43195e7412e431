"""The blueprint of sign-in and accounts."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
