"""studybot: a study group's daily exam question, in the chat where the group already is."""
