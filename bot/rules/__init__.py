"""The rules of the game, pure: no clock, no database, no randomness but what is passed in."""
