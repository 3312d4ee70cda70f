"""The size check finds what is too long, and says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import check_size


def function(name: str, lines: int, indent: str = "") -> str:
    """Return the source of a function of that many lines."""
    return f"{indent}def {name}() -> None:\n" + f"{indent}    pass\n" * (lines - 1)


def test_a_function_of_fifty_lines_passes_and_one_more_does_not(tmp_path: Path) -> None:
    sources = [*(function(f"short{n}", 2) for n in range(40)), function("long", 50)]
    (tmp_path / "some.py").write_text("".join(sources))
    assert check_size.main([str(tmp_path)]) == 0
    (tmp_path / "some.py").write_text("".join([*sources, "    pass\n"]))
    assert check_size.main([str(tmp_path)]) == 1


def test_methods_and_nested_functions_are_measured_and_named(tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text("class Some:\n" + function("method", 51, "    "))
    found, _ = check_size.check(tmp_path)
    assert any("some.py:2 method: 51 lines" in fault for fault in found)


def test_a_file_of_351_lines_is_too_long(tmp_path: Path) -> None:
    for n in range(40):
        (tmp_path / f"short{n}.py").write_text("pass\n")
    (tmp_path / "long.py").write_text("pass\n" * 350)
    assert check_size.check(tmp_path)[0] == []
    (tmp_path / "long.py").write_text("pass\n" * 351)
    assert [fault.partition(":")[0] for fault in check_size.check(tmp_path)[0]] == [str(tmp_path / "long.py")]


def test_many_functions_of_middling_length_break_the_budget_together(tmp_path: Path) -> None:
    sources = [function(f"short{n}", 2) for n in range(94)] + [function(f"middling{n}", 31) for n in range(6)]
    (tmp_path / "some.py").write_text("".join(sources))
    assert any("95% of its functions have up to 31 lines" in fault for fault in check_size.check(tmp_path)[0])


@pytest.mark.parametrize(("lines", "expected"), [([], 0), ([7], 7), ([1] * 19 + [9], 1), ([1] * 18 + [9, 9], 9)])
def test_the_percentile_is_by_nearest_rank(lines: list[int], expected: int) -> None:
    assert check_size.p95([check_size.Size("", n) for n in lines]) == expected


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert check_size.main([str(tmp_path / "absent")]) == 1
