"""The way in which tables of people leave the portal, under the address that rooms above know."""

from portal.people.handing import hand_out

__all__ = ["hand_out"]
