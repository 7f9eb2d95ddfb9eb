"""`python -m mmc_console`: the same as the command `mmc-console`. Decides nothing itself."""

from __future__ import annotations

import sys

from mmc_console.cli import main

if __name__ == "__main__":
    sys.exit(main())
