"""A device as its owner knows it; the words are the house's."""

from portal.core.web.devices import device_name

__all__ = ["device_name"]
