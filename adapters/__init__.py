"""Chat platforms: each a folder of its own behind the port of `bot/chat`."""
