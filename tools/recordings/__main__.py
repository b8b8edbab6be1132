"""Compute the sounds and the film of the shipped site again, into its context: `fichiers`, and `medias` for the picture.

    .venv/bin/python -m tools.recordings [FOLDER]

Needs Pillow, which the product has. Without a folder, writes into that of the context.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.recordings.film import film, still
from tools.recordings.sounds import batch, chime

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "contexts" / "brulerie-castelune" / "fichiers"
PICTURES = {"tambour-en-marche-apercu.webp": still}
"""What is seen until a film is played: in `medias`, beside the other pictures."""
MADE = {"carillon-du-quai.wav": chime, "premier-craquement.wav": batch, "tambour-en-marche.webm": film}


def main(arguments: list[str]) -> None:
    """Write each file, and say its size."""
    folder = Path(arguments[0]) if arguments else FOLDER
    pictures = folder if arguments else FOLDER.parent / "medias"
    for name, make in {**MADE, **PICTURES}.items():
        content = make()
        ((pictures if name in PICTURES else folder) / name).write_bytes(content)
        print(f"{name}: {len(content) // 1000} ko")


if __name__ == "__main__":
    main(sys.argv[1:])
