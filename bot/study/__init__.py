"""The use cases: each one transaction, declared as reading or writing, taking and returning values."""
