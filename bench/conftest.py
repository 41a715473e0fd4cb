"""Benches print one line each: what, how much, the goal. A figure beyond its goal fails."""

import pytest


@pytest.fixture(scope="session")
def figure():
    def tell(what, measured, goal, unit):
        print(f"\n{what:<52} {measured:>9.2f} {unit:<10} goal {goal:g}", end="")
        assert measured <= goal, f"{what}: {measured:.2f} {unit}, goal {goal:g}"

    return tell
