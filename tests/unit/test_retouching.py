"""Cutting, turning and scaling pictures: what is kept, what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.shop.library.rules import crop_box, scaled_size

RED, BLUE = (220, 20, 20), (20, 20, 220)


def sent() -> bytes:
    """A picture of 60 × 40, its left third red, the rest blue."""
    image = Image.new("RGB", (60, 40), BLUE)
    image.paste(RED, (0, 0, 20, 40))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def is_red(store: MediaStore, name: str, at: tuple[int, int]) -> bool:
    with Image.open(store.path(name)) as image:
        found = image.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return found[0] > found[2]


@pytest.mark.parametrize(
    ("turn", "size", "red_at", "blue_at"),
    [
        ("left", (40, 60), (20, 55), (20, 5)),
        ("right", (40, 60), (20, 5), (20, 55)),
        ("mirror", (60, 40), (55, 20), (5, 20)),
        ("flip", (60, 40), (5, 20), (55, 20)),
    ],
)
def test_turns_a_picture(
    tmp_path: Path, turn: str, size: tuple[int, int], red_at: tuple[int, int], blue_at: tuple[int, int]
) -> None:
    store = MediaStore(tmp_path)
    first = store.add_picture(sent())
    made = store.retouched(first.name, turn=turn)
    assert (made.width, made.height) == size
    assert is_red(store, made.name, red_at)
    assert not is_red(store, made.name, blue_at)
    assert store.measured(first.name) == first


def test_cuts_then_scales(tmp_path: Path) -> None:
    store = MediaStore(tmp_path)
    first = store.add_picture(sent())
    made = store.retouched(first.name, crop=crop_box(x=0, y=10, width=15, height=20, of=(60, 40)))
    assert (made.width, made.height) == (15, 20)
    assert is_red(store, made.name, (12, 10))
    small = store.retouched(first.name, size=scaled_size(width=30, of=(60, 40)))
    assert (small.width, small.height) == (30, 20)


@pytest.mark.parametrize(
    ("box", "field"),
    [((-1, 0, 5, 5), "x"), ((60, 0, 1, 1), "x"), ((0, 40, 1, 1), "y"), ((50, 0, 11, 5), "width"), ((0, 0, 0, 5), "width"), ((0, 30, 5, 11), "height")],
)  # fmt: skip
def test_refuses_a_frame_outside_the_picture(box: tuple[int, int, int, int], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        crop_box(x=box[0], y=box[1], width=box[2], height=box[3], of=(60, 40))
    assert refused.value.field == field


@pytest.mark.parametrize("width", [0, 61, -3])
def test_refuses_a_width_that_is_none_or_larger(width: int) -> None:
    with pytest.raises(RuleBroken):
        scaled_size(width=width, of=(60, 40))


def test_a_thin_picture_keeps_a_height() -> None:
    assert scaled_size(width=1, of=(600, 20)) == (1, 1)
