"""The sounds and the film of the shipped site: computed by tools/recordings, light, and played by browsers."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sandbox.kernel.recordings import SUFFIXES, recognised
from tools.recordings import __main__ as generator

CONTEXT = Path(__file__).resolve().parents[2] / "scenarios" / "contexts" / "brulerie-castelune"
FILES = sorted(file for file in (CONTEXT / "fichiers").iterdir() if file.suffix in SUFFIXES)


def test_each_is_made_by_the_generator_and_light() -> None:
    assert [file.name for file in FILES] == sorted(generator.MADE)
    assert [file.name for file in FILES if file.stat().st_size > 300_000] == []


@pytest.mark.parametrize("name", sorted(generator.MADE))
def test_made_again_it_is_the_same_kind_and_as_long(name: str) -> None:
    kept = recognised((CONTEXT / "fichiers" / name).read_bytes())
    assert kept is not None
    assert kept.duration_ms >= 5000
    assert recognised(generator.MADE[name]()) == kept


def test_one_alone_has_no_transcript_as_the_notes_say() -> None:
    rows = yaml.safe_load((CONTEXT / "site" / "medias.yaml").read_text("utf-8"))
    told = {row["titre"]: row.get("transcription", "") for row in rows if row["fichier"] in generator.MADE}
    assert [title for title, words in told.items() if not words] == ["REC_0054"]
