"""Frozen values that every room speaks in. Nothing here reads, writes, decides or phrases."""
