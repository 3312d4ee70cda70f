"""How long `studybot run` takes until its page can be used: on a new database, and on one that is there.

python -m benchmarks.start
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.service.program import Program


def main() -> int:
    """Print the seconds of a first start and of a second one."""
    with tempfile.TemporaryDirectory() as folder:
        program = Program(Path(folder))
        for what in ("first start", "second start"):
            began = perf_counter()
            program.start()
            print(f"{what}: {perf_counter() - began:.2f} s")
            program.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
