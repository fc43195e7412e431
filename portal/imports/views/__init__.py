"""Pages of an import: upload, columns, preview, confirmation, undo. Each noun has a module of its own."""

from portal.imports.views.blueprints import imports

BLUEPRINTS = (imports,)
