"""`e5 bench --salle`: one session for a few seconds, everything seen and nothing refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.cli._bench import crowd, hall
from tests.support.databases import Databases


def test_figures_are_the_middle_the_nineteenth_of_twenty_and_the_most() -> None:
    assert crowd._spread([n / 1000 for n in range(1, 102)]) == pytest.approx({"p50": 51, "p95": 96, "max": 101})
    assert crowd._spread([])["p95"] == float("inf"), "no measure is no good measure"


def test_a_small_hall_is_measured(
    databases: Databases, world_template: str, world_media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if databases.is_postgres:
        pytest.skip("the benchmark brings its own SQLite")
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "media").symlink_to(world_media, target_is_directory=True)
    databases.copy(world_template, instance)
    monkeypatch.setattr(hall, "load_context", lambda **_: None)  # the template has it
    figures = hall.measure_hall(tmp_path, lambda _: None, sessions=1, seconds=6)
    assert figures["salle_erreurs"] == 0
    assert (figures["salle_demandes"] or 0) > 10
    assert all(value is not None and value < float("inf") for value in figures.values()), figures
