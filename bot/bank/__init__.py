"""The bank: questions read from files, held against the rules of their exam, and kept in memory."""
