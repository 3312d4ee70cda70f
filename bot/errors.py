"""What can go wrong, as codes and values; the words for people are in `bot/features`.

StudybotError
├── Refused            a use case says no: a code and values for the sentence
├── StorageError       a transaction came to nothing that one can rely on
│   ├── Unconfirmed    a write's outcome is unknown: it may have been kept; repeating is safe
│   ├── Busy           too much is waiting: nothing was begun
│   └── StorageDown    the database does not answer: nothing was kept
├── ConfigError        a setting is wrong: its name, the fault, an example
├── BankError          a content folder can't be used: every fault in it (`bot.bank.faults`)
└── SendError          a platform did not take a message, by kind (`bot.chat.port`)
"""

from __future__ import annotations


class StudybotError(Exception):
    """Every error this project raises on purpose."""


class Refused(StudybotError):
    """A use case refuses. `code` names the rule, `values` fill the sentence that `features` has for it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class StorageError(StudybotError):
    """A transaction came to nothing that one can rely on. Its text is one line; its code tells causes apart, "" where
    no database answered."""

    def __init__(self, said: str = "", code: str = "") -> None:
        super().__init__(" ".join(said.split()).rstrip(".?"))  # drivers write several, and sentences
        self.code = code


class Unconfirmed(StorageError):
    """A write did not return in time, so it is not known whether it was kept. Repeating it is safe."""


class Busy(StorageError):
    """The queue to the database is full: nothing was begun."""


class StorageDown(StorageError):
    """The database can't be reached or refused the work: nothing was kept."""


class ConfigError(StudybotError):
    """A setting is wrong. Its text is one line: name, fault, example."""

    def __init__(self, name: str, fault: str, example: str) -> None:
        super().__init__(f"{name}: {fault}. Example: {name}={example}")
        self.name = name
        self.fault = fault
        self.example = example
