"""How long a send may take, and from when on others may look at what a worker has claimed."""

from __future__ import annotations

from datetime import timedelta

SEND_SECONDS = 10.0
"""T: how long one call to a platform may take."""

START_WITHIN = timedelta(seconds=SEND_SECONDS)
"""A call begins at most this long after its claim, so that it has ended, one way or the other, before any look-up."""

LOOK_UP_AFTER = timedelta(seconds=2 * SEND_SECONDS)
"""2T: from then on a call that began in time has ended."""

LEASE = timedelta(seconds=3 * SEND_SECONDS)
