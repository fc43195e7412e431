"""`python -m portal` is the command line `portal`."""

import sys

from portal.cli import main

sys.exit(main())
