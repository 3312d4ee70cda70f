"""One module a feature: its commands, buttons and forms, its cards and its words."""
