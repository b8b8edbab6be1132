"""Pictures from people: decoded and written again, or refused in words, however damaged they are."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore
from tests.factories import recordings as made


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path)


def photo(kind: str = "JPEG") -> bytes:
    """A small photo taken with the camera held upright: the notes of the camera say to turn it."""
    notes, out = Image.Exif(), io.BytesIO()
    notes[0x0112], notes[0x010E] = 6, "Torréfaction"
    Image.new("RGB", (40, 30), (120, 80, 40)).save(out, kind, exif=notes)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_turns_a_photo_upright(store: MediaStore, kind: str) -> None:
    kept = store.add_picture(photo(kind))
    assert (kept.width, kept.height) == (30, 40)


def test_a_photo_with_damaged_notes_is_kept_as_it_lies(store: MediaStore) -> None:
    kept = store.add_picture(photo().replace(b"MM\x00*", b"M\xff\x00*", 1))
    assert (kept.width, kept.height) == (40, 30)


def test_what_is_no_picture_is_refused(store: MediaStore) -> None:
    with pytest.raises(RuleBroken, match="image lisible"):
        store.add_picture(b"%PDF-1.7", field="picture")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_any_damage_is_kept_or_refused(store: MediaStore, kind: str) -> None:
    hand, whole = random.Random(11), photo(kind)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(hand.randint(1, 6)):
            damaged[hand.randrange(len(damaged))] = hand.randrange(256)
        with suppress(RuleBroken):
            assert store.path(store.add_picture(bytes(damaged)).name).is_file()


def test_a_sound_is_kept_as_it_came_under_the_suffix_of_its_content(store: MediaStore) -> None:
    kept = store.add_recording(made.wav(), "À l’aube.mp3")
    assert (kept.file_name, kept.told.kind, kept.size_bytes) == ("À l’aube.wav", "audio", len(made.wav()))
    assert store.path(kept.name).read_bytes() == made.wav()
    assert kept.name.endswith(".wav")
    with pytest.raises(RuleBroken, match="dépasse 10\u00a0Mo"):
        store.add_recording(made.wav(700.0), "long.wav", field="file")


def test_files_kept_together_are_in_place_at_once_and_flushed_before_the_end(
    store: MediaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr("sandbox.kernel.media._flush", flushed.append)
    with store.together() as batch:
        names = [batch.add_picture(photo(kind)).name for kind in ("JPEG", "PNG")]
        places = {batch.path(name) for name in names}
    assert set(flushed) == places
    assert all(store.path(name).is_file() for name in names)


def test_a_disk_that_refuses_a_flush_is_told(store: MediaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sandbox.kernel.media._flush", full)
    with pytest.raises(OSError, match="No space"), store.together() as batch:
        batch.add_picture(photo())


def test_a_file_that_a_power_cut_emptied_is_written_again(store: MediaStore) -> None:
    name = store.add_picture(photo()).name
    store.path(name).write_bytes(b"")
    store.add_picture(photo())
    assert store.measured(name).width == 30
