"""Checks of the repository itself, run by `make check`; nothing of the product imports them."""
