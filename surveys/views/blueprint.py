"""The blueprint of the room, apart from the modules that add routes to it."""

from flask import Blueprint

bp = Blueprint("surveys", __name__)
