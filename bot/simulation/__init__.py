"""Made-up groups and people, in a time of their own: `studybot simulate`."""
