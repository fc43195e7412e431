"""Pages of the builder; each module adds its routes to the blueprint of the room."""

from surveys.building.views import bank, blocks, conditions, items, places, preview, publishing, starting

__all__ = ["bank", "blocks", "conditions", "items", "places", "preview", "publishing", "starting"]
