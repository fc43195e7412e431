"""Blocks of the desk that look over several rooms at once, a role a module."""

from portal.home.panels import director, parent, partner, psychologist

__all__ = ["director", "parent", "partner", "psychologist"]
