#!/usr/bin/env python3
"""Measures what clients and databases that behave badly can do to a server: what they hold up, and what memory they take.

    python3 benches/hostile.py [--binary target/release/broadsheet] [--compare OTHER_BINARY]

It needs Python 3.9 and a Linux with /proc; PostgreSQL for the first part. All servers listen on loopback only. With
`--compare` the same is done to another build first. Four things happen, each to a fresh server:

- hanging database: PostgreSQL is stopped with SIGSTOP; how long do readiness, an uncached read and a write take?
- slow readers: 300 connections with small receive buffers ask for 100 articles of 40 kB each and read nothing.
- sign-ins: 30 wrong ones at once.
- compression: 64 different long answers with Brotli at once, nothing cached.

Memory is resident memory, in MiB: at rest, at its highest, and a minute after.
"""

import argparse
import glob
import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time

import load

PORT = 18520
PASSWORD = "seven herons guard the lamp"
LIMIT = 40


def memory(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmRSS:"))


class Server(load.Process):
    def __init__(self, binary, folder, **settings):
        self.binary, self.folder = binary, folder
        env = dict(os.environ, BROADSHEET_BIND=f"127.0.0.1:{PORT}", BROADSHEET_DATA_DIR=folder, RUST_LOG="warn", **settings)
        create = ["user", "create", "--email", "ada@news.example", "--name", "Ada", "--role", "admin", "--password-stdin"]
        subprocess.run([binary, "migrate"], env=env, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([binary, *create], env=env, cwd=folder, check=True, input=PASSWORD.encode(), stdout=subprocess.DEVNULL)
        super().__init__([binary], f"http://127.0.0.1:{PORT}/healthz", env=env, cwd=folder,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(self, method, path, body=None, headers=None, timeout=LIMIT):
        """The status, the JSON and the seconds of an answer; a status of 0 when there is none in time."""
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=timeout)
        try:
            sent = dict(headers or {})
            if body is not None:
                sent["Content-Type"] = "application/json"
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text.startswith(b"{") else {}, time.monotonic() - started
        except (TimeoutError, OSError):
            return 0, {}, time.monotonic() - started
        finally:
            connection.close()

    def sign_in(self):
        _, answer, _ = self.ask("POST", "/v1/auth/login", {"email": "ada@news.example", "password": PASSWORD})
        self.bearer = {"Authorization": f"Bearer {answer['access_token']}"}

    def fill(self, number, kilobytes):
        """Publishes so many articles of that length."""
        self.sign_in()
        self.ask("POST", "/v1/editorial/sections", {"name": "Harbour"}, self.bearer)
        text = "\n\n".join(f"The ferry {n} sails from the pier at noon, says the harbour master." for n in range(kilobytes * 15))
        for at in range(number):
            article = {"headline": f"Story {at}", "section_id": 1, "byline": "Our staff",
                       "body": {"format": "markdown", "value": f"Story {at}.\n\n{text}"}}
            _, made, _ = self.ask("POST", "/v1/editorial/articles", article, self.bearer)
            step = {**self.bearer, "If-Match": '"1"'}
            self.ask("POST", f"/v1/editorial/articles/{made['id']}/transitions", {"to": "publish"}, step)

    def memory(self):
        return memory(self.process.pid)

    def rush(self, work):
        """Memory at rest, at its highest during the work, and a minute after it."""
        time.sleep(15)
        rest = highest = self.memory()
        thread = threading.Thread(target=work)
        thread.start()
        while thread.is_alive():
            highest = max(highest, self.memory())
            time.sleep(0.02)
        ended = time.monotonic()
        while time.monotonic() - ended < 60:
            highest = max(highest, self.memory())
            time.sleep(0.5)
        return {"rest": rest, "highest": highest, "a minute after": self.memory()}


def at_once(number, work):
    threads = [threading.Thread(target=work, args=(at,)) for at in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def hanging_database(binary, folder):
    postgres = load.Postgres(folder)
    postgres.start()
    try:
        with Server(binary, folder, DATABASE_URL=postgres.database("hostile")) as server:
            server.sign_in()
            server.ask("GET", "/v1/site")
            with open(os.path.join(postgres.data, "postmaster.pid")) as file:
                postmaster = int(file.readline())
            children = [int(path.split("/")[2]) for path in glob.glob("/proc/[0-9]*/stat") if parent(path) == postmaster]
            for pid in [postmaster, *children]:
                os.kill(pid, signal.SIGSTOP)
            time.sleep(1.5)
            found = {}
            for name, arguments in {
                "readiness": ("GET", "/readyz"),
                "uncached read": ("GET", "/v1/authors"),
                "editorial read": ("GET", "/v1/editorial/articles", None, server.bearer),
                "write": ("POST", "/v1/editorial/tags", {"name": "Storm"}, server.bearer),
                "cached read": ("GET", "/v1/site"),
            }.items():
                status, _, seconds = server.ask(*arguments)
                found[name] = f"{status or 'no answer'} in {seconds:.1f} s"
            for pid in [postmaster, *children]:
                os.kill(pid, signal.SIGCONT)
            started = time.monotonic()
            while server.ask("GET", "/v1/tags")[0] != 200 or server.ask("GET", "/readyz")[0] != 200:
                if time.monotonic() - started > 120:
                    break
            found["back to work"] = f"after {time.monotonic() - started:.1f} s"
            return found
    finally:
        postgres.stop()


def parent(stat):
    try:
        with open(stat) as file:
            return int(file.read().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def slow_readers(binary, folder):
    with Server(binary, folder) as server:
        server.fill(100, 40)
        connections = []

        def ask():
            for _ in range(300):
                connection = socket.socket()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.connect(("127.0.0.1", PORT))
                connection.sendall(b"GET /v1/articles?limit=100&body=html HTTP/1.1\r\nHost: x\r\n\r\n")
                connections.append(connection)

        found = server.rush(ask)
        found["the same answer meanwhile"] = server.ask("GET", "/v1/articles?limit=100&body=html")[0]
        time.sleep(15)
        found["connections left after 75 s"] = len(os.listdir(f"/proc/{server.process.pid}/fd"))
        found["memory then"] = server.memory()
        return found


def sign_ins(binary, folder):
    with Server(binary, folder) as server:
        def wrong(number):
            server.ask("POST", "/v1/auth/login", {"email": f"nobody{number}@news.example", "password": "wrong"})
        return server.rush(lambda: at_once(30, wrong))


def compression(binary, folder):
    with Server(binary, folder, BROADSHEET_CACHE_BYTES="0", BROADSHEET_RATE_LIMITS="off") as server:
        server.fill(100, 10)

        def read(number):
            server.ask("GET", f"/v1/articles?limit={37 + number}&body=html", headers={"Accept-Encoding": "br"})
        return server.rush(lambda: at_once(64, read))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=os.path.join(load.RELEASE, "broadsheet"))
    parser.add_argument("--compare")
    parser.add_argument("--only")
    arguments = parser.parse_args()
    for binary in filter(None, [arguments.compare, arguments.binary]):
        for part in [hanging_database, slow_readers, sign_ins, compression]:
            if arguments.only and part.__name__ != arguments.only:
                continue
            with tempfile.TemporaryDirectory() as folder:
                os.chmod(folder, 0o755)
                load.say(f"{binary}: {part.__name__}: {part(os.path.abspath(binary), folder)}")


if __name__ == "__main__":
    main()
