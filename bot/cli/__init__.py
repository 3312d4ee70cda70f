"""The program `studybot`."""
