"""Engine, tables and queries. Nothing here commits and nothing here decides."""
