"""Assertions that cannot fail, or can fail for reasons other than the product."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
FILES = sorted(TESTS.rglob("test_*.py"))


def either_is_shown(test: ast.expr) -> bool:
    """`this in seen or that in seen`: one of the two may be on every card. A test must assert the one it expects."""
    if not isinstance(test, ast.BoolOp) or not isinstance(test.op, ast.Or):
        return False
    return sum(is_shown(each) for each in test.values) > 1


def is_shown(test: ast.expr) -> bool:
    """`"words" in seen`."""
    match test:
        case ast.Compare(left=ast.Constant(value=str()) | ast.JoinedStr(), ops=[ast.In()]):
            return True
        case _:
            return False


def never_fails(test: ast.expr) -> bool:
    """A constant, or an `or` with one: `assert (a, "message")`, `assert seen or True`."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(never_fails(each) for each in test.values)
    return (isinstance(test, ast.Constant) and bool(test.value)) or (isinstance(test, ast.Tuple) and bool(test.elts))


CLOCKS = {"perf_counter", "perf_counter_ns", "monotonic", "process_time", "thread_time"}


def weak(source: str) -> list[int]:
    """The line numbers of assertions that always hold, and of clock reads."""
    found: list[int] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assert(test=test) if either_is_shown(test) or never_fails(test):
                found.append(node.lineno)
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in CLOCKS:
                found.append(node.lineno)
            case _:
                pass
    return sorted(found)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('assert "a" in seen', []),
        ('assert "a" in seen or "–" in seen', [1]),
        ('assert "a" not in seen or "b" not in seen', []),
        ('assert url is None or "a" in url', []),
        ('assert state in ("a", "b") or mail in known', []),
        ('assert ("a" in seen, "why")', [1]),
        ("assert seen or True", [1]),
        ("assert time.perf_counter() - began < 1", [1]),
    ],
)
def test_the_check_finds_weak_assertions(line: str, found: list[int]):
    assert weak(line) == found


def test_every_assertion_can_fail_and_none_reads_a_clock():
    """Work is counted (`tests/steps.py`) or held at a gate; timing belongs in `benchmarks/`."""
    found = {str(file.relative_to(TESTS)): lines for file in FILES if (lines := weak(file.read_text()))}
    assert found == {}
