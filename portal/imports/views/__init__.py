"""Pages of an import: upload, columns, preview, confirmation, undo. Each noun has a module of its own."""

from portal.imports.views import batches, columns, confirmations, undoings, uploads
from portal.imports.views.blueprints import imports

MODULES = (batches, columns, confirmations, undoings, uploads)
BLUEPRINTS = (imports,)
