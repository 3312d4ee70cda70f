"""Groups on a platform in memory, in a time of its own, held against a plain calendar: `studybot simulate`."""
