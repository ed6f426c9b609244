"""Draws the pictures of the demo and writes them as WebP files into this folder.

The pictures are committed; run this only to change them: python3 -m venv /tmp/pictures && /tmp/pictures/bin/pip install
pillow==13.0.0 && /tmp/pictures/bin/python src/cli/demo/pictures/draw.py [NAME...]
"""

import sys
from pathlib import Path

import harbour
import portraits
import regatta
import town

FOLDER = Path(__file__).resolve().parent

# Flat colours look the same as at 50, in two thirds of the bytes.
QUALITY = 20


def scenes():
    """The functions that draw a picture, by the names of the files."""
    for module in (harbour, town, regatta, portraits):
        for name, member in vars(module).items():
            if callable(member) and getattr(member, "__module__", None) == module.__name__ and not member.__code__.co_argcount:
                yield name.replace("_", "-"), member


for name, scene in scenes():
    if len(sys.argv) == 1 or name in sys.argv[1:]:
        file = FOLDER / f"{name}.webp"
        scene().finished().save(file, "WEBP", quality=QUALITY, method=6)
        print(f"{file.stat().st_size:7} {file.name}")
