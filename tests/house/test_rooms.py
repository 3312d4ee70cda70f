"""The import rules bind every room."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
GROUND = {"errors", "model", "clock"}  # everyone may stand on it


def test_every_room_of_the_core_but_the_ground_has_a_door() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    doors = {name for contract in contracts for name in contract.get("protected_modules", ())}
    rooms = {path.stem for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert {f"bot.{room}" for room in rooms - GROUND - {"__init__"}} <= doors
