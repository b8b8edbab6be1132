"""Pictures and files, stored once under the hash of their content; nobody can change a stored file.

A name in the database is `<sha-256, 32 digits>.<ext>`. Pictures from people are always decoded and written again (WebP), so
that no metadata and no foreign payload is kept; sounds and films are kept as they came (see `kernel.recordings`). Smaller widths are made on first demand and kept beside the original.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import struct
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from sandbox.kernel import documents, recordings
from sandbox.kernel.documents import StoredFile
from sandbox.kernel.errors import NotFound, RuleBroken

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
WIDTHS = (96, 200, 400, 800, 1200)
ENDINGS = "webp|svg|pdf|csv|txt|xlsx|ods|odt|docx|mp3|ogg|wav|m4a|mp4|webm"
"""How names end, as a part of a pattern: what a text names of a store is found by it."""
NAME = re.compile(rf"^[0-9a-f]{{32}}\.({ENDINGS})$")

FLUSHERS = 4
"""Threads that flush the files of a whole context to disk."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


TURNS = {
    "left": Image.Transpose.ROTATE_90, "right": Image.Transpose.ROTATE_270, "mirror": Image.Transpose.FLIP_LEFT_RIGHT,
    "flip": Image.Transpose.FLIP_TOP_BOTTOM,
}  # fmt: skip
"""The ways to turn a picture over: a quarter to the left or to the right, left for right, top for bottom."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture: its name, and its width and height in pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Recording:
    """A stored sound or film: its name, the name people know it by, its size in bytes, and what it is."""

    name: str
    file_name: str
    size_bytes: int
    told: recordings.Measured


class MediaStore:
    """A folder of content-addressed files."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Where a stored file lies; raises NotFound for a malformed or unknown name."""
        path = self._place(name)
        if not NAME.match(name) or not path.is_file():
            raise NotFound("Ce fichier n’existe pas.")
        return path

    def sized(self, name: str, width: int) -> Path:
        """A copy of a picture at one of WIDTHS (the original when it is no wider, or not WebP)."""
        original = self.path(name)
        if width not in WIDTHS or original.suffix != ".webp":
            return original
        small = original.with_name(f"{original.stem}-{width}.webp")
        if not small.exists():
            with Image.open(original) as image:
                if image.width <= width:
                    return original
                height = max(1, round(image.height * width / image.width))
                data = _webp(image.resize((width, height), Image.Resampling.LANCZOS), 80)
            try:
                _write(small, data)
            except OSError:
                return original  # no room for a smaller copy: the page is read all the same
        return small

    def add_picture(self, data: bytes, *, field: str | None = None) -> Picture:
        """Decode, turn upright, bound and re-encode a picture from a person; raises RuleBroken when it is not one."""
        if len(data) > MAX_BYTES:
            raise RuleBroken("L’image dépasse 8 Mo. Réduisez-la avant de l’envoyer.", field=field)
        try:
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
                upright = _upright(image)
                upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
                encoded = _webp(upright, 86)
                size = upright.size
        except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, *_BROKEN) as error:
            raise RuleBroken("Ce fichier n’est pas une image lisible (JPEG, PNG, WebP ou GIF).", field=field) from error
        return Picture(self._keep(encoded, ".webp"), *size)

    def retouched(
        self,
        name: str,
        *,
        turn: str = "",
        crop: tuple[int, int, int, int] | None = None,
        size: tuple[int, int] | None = None,
    ) -> Picture:
        """A stored picture turned, cut (left, top, right, bottom) and brought to a size, kept as a picture of its own."""
        path = self.path(name)
        if path.suffix != ".webp":
            raise RuleBroken("Un dessin vectoriel ne se retouche pas ici.")
        with Image.open(path) as opened:
            image: Image.Image = opened.copy()
        if turn in TURNS:
            image = image.transpose(TURNS[turn])
        if crop:
            image = image.crop(crop)
        if size:
            image = image.resize(size, Image.Resampling.LANCZOS)
        return Picture(self._keep(_webp(image, 90), ".webp"), *image.size)

    def measured(self, name: str) -> Picture:
        """A stored picture with its size in pixels."""
        with Image.open(self.path(name)) as image:
            return Picture(name, *image.size)

    def add_document(
        self,
        data: bytes,
        file_name: str,
        *,
        field: str | None = None,
        maximum: int = documents.MAX_BYTES,
        has_office: bool = False,
    ) -> StoredFile:
        """Keep a file from a person under its checks (see `kernel.documents`); a picture is encoded again."""
        kept = documents.check_document(data, file_name, field=field, maximum=maximum, has_office=has_office)
        suffix = documents.ending(file_name)
        if suffix in documents.PICTURES:
            name = self.add_picture(kept, field=field).name
            size = self.path(name).stat().st_size
            return StoredFile(name, documents.safe_name(file_name, ".webp"), size)
        return StoredFile(self._keep(kept, suffix), documents.safe_name(file_name, suffix), len(kept))

    def add_recording(self, data: bytes, file_name: str, *, field: str | None = None) -> Recording:
        """Keep a sound or a film under the suffix that its content has; raises RuleBroken for what no browser plays."""
        told = recordings.check_recording(data, field=field, maximum=recordings.MAX_BYTES)
        known = documents.safe_name(file_name, told.suffix)
        return Recording(self._keep(data, told.suffix), known, len(data), told)

    def add_trusted(self, path: Path) -> str:
        """Keep a file of a shipped context as it is (WebP, SVG, PDF) and return its name."""
        suffix = path.suffix.lower()
        if suffix in {".webp", ".svg", ".pdf"}:
            return self._keep(path.read_bytes(), suffix)
        return self.add_picture(path.read_bytes()).name

    def add_again(self, name: str, data: bytes) -> None:
        """Keep a file that another store kept, under the name that its content gave it there."""
        if name != hashlib.sha256(data).hexdigest()[:32] + Path(name).suffix or not NAME.match(name):
            raise RuleBroken(f"Le fichier « {name[:60]} » n’est pas celui que son nom annonce.")
        self._keep(data, Path(name).suffix)

    def _place(self, name: str) -> Path:
        return self.root / name[:2] / name

    def _keep(self, data: bytes, suffix: str) -> str:
        name = hashlib.sha256(data).hexdigest()[:32] + suffix
        path = self._place(name)
        if not path.exists() or path.stat().st_size != len(data):  # a power cut may have left an empty one
            self._write(path, data)
        return name

    def _write(self, path: Path, data: bytes) -> None:
        _write(path, data)

    @contextmanager
    def together(self) -> Iterator[MediaStore]:
        """A store for many files at once: they are flushed to disk by threads while the caller goes on, and all of them before
        the end. One by one, the three hundred pictures of a context kept its loading waiting for two seconds."""
        with ThreadPoolExecutor(FLUSHERS) as threads:
            batch = _Batch(self.root, threads)
            yield batch
            for flushed in batch.awaited:
                flushed.result()


class _Batch(MediaStore):
    """Files in place at once, on their way to the disk."""

    def __init__(self, root: Path, threads: ThreadPoolExecutor) -> None:
        super().__init__(root)
        self._threads = threads
        self.awaited: list[Future[None]] = []

    def _write(self, path: Path, data: bytes) -> None:
        _write(path, data, is_flushed=False)
        self.awaited.append(self._threads.submit(_flush, path))


_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, EOFError, TypeError, struct.error)


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held; a picture whose notes of the camera are damaged stays as it is."""
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, struct.error):
        return image


def _webp(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    image.convert(mode).save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def _write(path: Path, data: bytes, *, is_flushed: bool = True) -> None:
    """Write beside, flush to disk, then rename: a cut never leaves half a file under a final name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        try:
            part.write(data)
            part.flush()
            if is_flushed:
                os.fsync(part.fileno())
        except OSError:
            part.close()
            Path(part.name).unlink(missing_ok=True)  # a full disk is not filled further by what it refused
            raise
    Path(part.name).replace(path)


def _flush(path: Path) -> None:
    """Have a file that was just written reach the disk. Opened for writing: Windows flushes no other."""
    with path.open("r+b") as kept:
        os.fsync(kept.fileno())
