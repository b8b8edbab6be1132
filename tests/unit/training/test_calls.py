"""What a person sent is named in a recorded run by its content, and read back the same."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.kernel.documents import StoredFile
from sandbox.kernel.media import Picture, Recording
from sandbox.kernel.recordings import Measured
from sandbox.training.subjects.calls import read_argument, written_argument
from sandbox.training.subjects.names import Names

SENT = (
    Picture("0" * 32 + ".webp", 40, 30),
    StoredFile("1" * 32 + ".pdf", "grille.pdf", 1200),
    Recording("2" * 32 + ".mp3", "carillon.mp3", 4200, Measured(".mp3", "audio", 5000)),
    Recording("3" * 32 + ".webm", "tambour.webm", 9000, Measured(".webm", "video", 6000, 640, 360)),
)


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: type(sent).__name__)
def test_a_file_that_was_sent_is_written_and_read_back(sent: object) -> None:
    names = Names(date(2026, 11, 28), seen={})
    assert read_argument(names, written_argument(names, "recording", sent)) == sent
