"""What writes cost, and what they cost those who read: used by `load.py`.

A newsroom on an empty database, driven over HTTP: articles of 6 kB created and published by one and by eight clients, a batch,
an editor who saves while readers comment, and cached reads while articles, comments and likes come in.
"""

import http.client
import json
import multiprocessing
import os
import re
import subprocess
import threading
import time

from measuring import cpu, memory, milliseconds

PASSWORD = "vellum osprey quintet marzipan 47"
WORDS = ("the harbour master said that ferries sail again every hour though not when sea stands above quay "
         "council votes tonight on lamps for pier while skippers ask who pays and readers write what they think").split()


class Newsroom:
    """A server of its own, and an editor who is signed in."""

    def __init__(self, program, url, folder, port, process):
        self.port = port
        env = dict(os.environ, DATABASE_URL=url, BROADSHEET_DATA_DIR=folder)
        command = [program, "user", "create", "--email", "load@example.org", "--name", "Load", "--role", "admin",
                   "--password-stdin"]
        subprocess.run(command, input=PASSWORD + "\n", text=True, env=env, cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
        self.server = process(url, port, folder)

    def __enter__(self):
        self.server.__enter__()
        client = self.client()
        tokens, _ = call(client, "POST", "/v1/auth/login", {"email": "load@example.org", "password": PASSWORD})
        self.headers = {"Authorization": "Bearer " + tokens["access_token"]}
        made = lambda kind, name: call(client, "POST", f"/v1/editorial/{kind}", {"name": name}, self.headers)[0]["id"]
        self.section, self.author = made("sections", "World"), made("authors", "Ada Marlow")
        self.tags = [made("tags", f"Tag {number}") for number in range(20)]
        self.number, self.lock = 0, threading.Lock()
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)

    def client(self):
        return http.client.HTTPConnection("127.0.0.1", self.port)

    def draft(self):
        with self.lock:
            self.number += 1
            number = self.number
        text = " ".join(WORDS[(number * 37 + i * (number % 7 + 1)) % len(WORDS)] + ("" if i % 9 else str(i * number % 997))
                        for i in range(1100))
        paragraphs = "\n\n".join(text[i:i + 600] for i in range(0, 6000, 600))
        return {"headline": f"Story {number} of the harbour", "lead": "It sails again.", "section_id": self.section,
                "authors": [{"id": self.author}], "tag_ids": [self.tags[number % 20], self.tags[(number * 7 + 3) % 20]],
                "comments": {"policy": "open"}, "body": {"format": "markdown", "value": paragraphs}}

    def publish(self, client):
        article, headers = call(client, "POST", "/v1/editorial/articles", self.draft(), self.headers)
        call(client, "POST", f"/v1/editorial/articles/{article['id']}/transitions", {"to": "publish"},
             dict(self.headers, **{"If-Match": headers["ETag"]}))
        return article["id"]


def call(client, method, path, body=None, headers=None):
    headers = dict(headers or {})
    if body is not None:
        headers["Content-Type"] = "application/json"
    client.request(method, path, None if body is None else json.dumps(body), headers)
    answer = client.getresponse()
    text = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path} failed: {answer.status} {text[:300]}")
    return json.loads(text) if text else None, answer.headers


def repeat(work, clients, seconds):
    """Lets so many clients do something again and again. The times of each, in seconds, and how long all took."""
    times, until, started = [], time.time() + seconds, time.time()

    def run():
        while time.time() < until:
            begun = time.time()
            work()
            times.append(time.time() - begun)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(times), time.time() - started


def publishing(newsroom, clients, seconds):
    """Articles created and published: how many a second, what each cost, and how long the slowest hundredth took."""
    local = threading.local()

    def work():
        if not hasattr(local, "client"):
            local.client = newsroom.client()
        newsroom.publish(local.client)

    before = cpu(newsroom.server.pids())
    times, took = repeat(work, clients, seconds)
    spent = cpu(newsroom.server.pids()) - before
    return {"rps": len(times) / took, "cpu": spent / len(times) * 1e6, "p50": times[len(times) // 2] * 1e3,
            "p99": times[len(times) * 99 // 100] * 1e3}


def batch(newsroom):
    """A hundred articles in one request: how many a second, and what each cost."""
    operations = [{"op": "create", "article": newsroom.draft()} for _ in range(100)]
    client, before, started = newsroom.client(), cpu(newsroom.server.pids()), time.time()
    call(client, "POST", "/v1/editorial/articles/batch", {"operations": operations}, newsroom.headers)
    took, spent = time.time() - started, cpu(newsroom.server.pids()) - before
    return {"rps": 100 / took, "cpu": spent / 100 * 1e6, "p50": took * 1e3, "p99": took * 1e3}


def comment_without_pause(port, article, number):
    """What one of the readers does who comment, until it is ended."""
    client, sent = http.client.HTTPConnection("127.0.0.1", port), 0
    while True:
        sent += 1
        body = {"author_name": "Jo", "body": f"Words of reader {number}, for the time {sent}."}
        call(client, "POST", f"/v1/articles/{article}/comments", body)


def saving(newsroom, article, seconds, readers):
    """An editor saves a draft again and again, while so many readers comment without pause: each in a process of its own, so that
    they do not share an interpreter with the editor."""
    client = newsroom.client()
    draft, headers = call(client, "POST", "/v1/editorial/articles", newsroom.draft(), newsroom.headers)
    path, etag, number = f"/v1/editorial/articles/{draft['id']}", [headers["ETag"]], [0]

    def save():
        number[0] += 1
        conditional = dict(newsroom.headers, **{"If-Match": etag[0]})
        etag[0] = call(client, "PATCH", path, {"kicker": f"Save {number[0]}"}, conditional)[1]["ETag"]

    crowd = [multiprocessing.Process(target=comment_without_pause, args=(newsroom.port, article, one), daemon=True)
             for one in range(readers)]
    for reader in crowd:
        reader.start()
    repeat(save, 1, 1)
    before = cpu(newsroom.server.pids())
    times, took = repeat(save, 1, seconds)
    spent = cpu(newsroom.server.pids()) - before
    for reader in crowd:
        reader.terminate()
        reader.join()
    return {"rps": len(times) / took, "cpu": spent / len(times) * 1e6, "p50": times[len(times) // 2] * 1e3,
            "p99": times[len(times) * 99 // 100] * 1e3}


def reading(newsroom, articles, seconds, folder, churn):
    """Cached, compressed reads of many articles, with or without 5 publishes, 20 comments and 50 likes a second meanwhile."""
    script = os.path.join(folder, "articles.lua")
    with open(script, "w") as file:
        paths = ",".join(f'"/v1/articles/{article}"' for article in articles)
        file.write(f"local paths = {{{paths}}} local n = 0 request = function() n = n % #paths + 1 "
                   'return wrk.format("GET", paths[n], {["Accept-Encoding"] = "br"}) end')
    stop, rounds = threading.Event(), {"publish": 5, "comment": 20, "like": 50}
    comments = []

    def run(what):
        client, number = newsroom.client(), 0
        while not stop.wait(1 / rounds[what]):
            number += 1
            article = articles[number * 7 % len(articles)]
            if what == "publish":
                newsroom.publish(client)
            elif what == "comment":
                body = {"author_name": "Jo", "body": f"Words of reader {number} at {time.time()}."}
                comment = call(client, "POST", f"/v1/articles/{article}/comments", body)[0]["id"]
                comments.append(f"/v1/articles/{article}/comments/{comment}/likes")
            elif comments:
                call(client, "POST", comments[number % len(comments)])

    threads = [threading.Thread(target=run, args=(what,)) for what in rounds] if churn else []
    for thread in threads:
        thread.start()
    before = cpu(newsroom.server.pids())
    out = subprocess.run(["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-s", script,
                          f"http://127.0.0.1:{newsroom.port}"], capture_output=True, text=True, check=True).stdout
    spent = cpu(newsroom.server.pids()) - before
    stop.set()
    for thread in threads:
        thread.join()
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    return {"rps": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), "cpu": spent / requests * 1e6,
            "p50": percentile(out, 50), "p99": percentile(out, 99)}


def percentile(out, which):
    """Milliseconds that `wrk` measured."""
    return milliseconds(re.search(rf"^\s+{which}%\s+(\S+)", out, re.M).group(1))


def measure(program, url, folder, port, process, seconds):
    """All of it, by name."""
    results = {}
    with Newsroom(program, url, folder, port, process) as newsroom:
        publishing(newsroom, 1, 1)
        results["create and publish, 1 client"] = publishing(newsroom, 1, seconds)
        results["create and publish, 8 clients"] = publishing(newsroom, 8, seconds)
        results["a batch of 100, each"] = batch(newsroom)
        client = newsroom.client()
        articles = [newsroom.publish(client) for _ in range(500)]
        for readers in (0, 8):
            what = f"{readers} readers commenting" if readers else "quiet"
            results[f"an editor's saves, {what}"] = saving(newsroom, articles[0], seconds, readers)
        reading(newsroom, articles, 1, folder, False)
        results["cached reads of 500, quiet"] = reading(newsroom, articles, seconds, folder, False)
        results["cached reads of 500, in churn"] = reading(newsroom, articles, seconds, folder, True)
        highest = memory(newsroom.server.process.pid, "VmHWM")
    return results, highest
