#!/usr/bin/env python3
"""Measures what reads and writes cost, beside a bare actix handler and nginx, on both databases and at several sizes.

    python3 benches/load.py [--sizes 1000,100000,1000000] [--databases sqlite,postgres] [--rounds 5] [--seconds 2]

It needs Python 3.9, a Linux with /proc, cargo, and `wrk`; nginx and PostgreSQL are measured where they are installed. It
builds the server, makes the corpora in a temporary folder (about 9 GB for a million articles), and writes
`benches/load.md`, a table, and `benches/load.svg`, a plot of cost against size. All servers listen on loopback only.

CPU is what the server's processes took, from /proc, divided by the requests; on PostgreSQL without the database's own
processes. The ratio is to the bare handler with the same bytes in the same round; all figures are medians of the rounds.
"""

import argparse
import glob
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

import writes
from measuring import cpu, memory, milliseconds

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RELEASE = os.path.join(ROOT, "target", "release")
PORT = 18420
CODINGS = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


def load(pids, url, headers, seconds):
    """Lets 32 connections ask for one address, and tells what that took. `None` when the server refused some of them."""
    command = ["wrk", "-t2", "-c32", f"-d{seconds}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    before = cpu(pids)
    out = subprocess.run(command + [url], capture_output=True, text=True, check=True).stdout
    taken = cpu(pids) - before
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if failed or "Socket errors" in out:
        say(f"{url} failed under load:\n{out}")
        return None
    return {
        "cpu": taken / requests * 1e6,
        "rps": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
        "p50": milliseconds(re.search(r"^\s+50%\s+(\S+)", out, re.M).group(1)),
        "p99": milliseconds(re.search(r"^\s+99%\s+(\S+)", out, re.M).group(1)),
    }


def fetch(url, headers=None):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {})) as answer:
        return answer.read(), answer.headers


class Process:
    """A server that ends with its block."""

    def __init__(self, command, ready, **kwargs):
        self.command, self.ready, self.kwargs = command, ready, kwargs

    def __enter__(self):
        self.process = subprocess.Popen(self.command, start_new_session=True, **self.kwargs)
        for _ in range(600):
            if self.process.poll() is not None:
                raise SystemExit(f"{self.command[0]} ended at once")
            try:
                fetch(self.ready)
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.02)
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)

    def pids(self):
        """The process and its children."""
        found = [self.process.pid]
        for path in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(path) as file:
                    text = file.read()
            except OSError:
                continue
            if int(text.rsplit(")", 1)[1].split()[1]) == self.process.pid:
                found.append(int(path.split("/")[2]))
        return found


def broadsheet(url, port, folder, cache):
    env = dict(os.environ, DATABASE_URL=url, BROADSHEET_BIND=f"127.0.0.1:{port}", BROADSHEET_DATA_DIR=folder,
               BROADSHEET_RATE_LIMITS="off")
    if not cache:
        env["BROADSHEET_CACHE_BYTES"] = "0"
    return Process([os.path.join(RELEASE, "broadsheet")], f"http://127.0.0.1:{port}/healthz", env=env,
                   cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def bare(file, port):
    return Process([os.path.join(RELEASE, "examples", "bare"), file, str(port)], f"http://127.0.0.1:{port}/")


def nginx(folder, files, port):
    for name, content in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    config = os.path.join(folder, "nginx.conf")
    with open(config, "w") as file:
        file.write(f"""daemon off; worker_processes 2; error_log /dev/null; pid {folder}/nginx.pid;
            events {{ worker_connections 1024; }}
            http {{ access_log off; keepalive_requests 1000000000; default_type application/json;
                client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
                uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
                server {{ listen 127.0.0.1:{port}; root {folder}; }} }}""")
    os.chmod(folder, 0o755)
    return Process([shutil.which("nginx"), "-c", config, "-p", folder], f"http://127.0.0.1:{port}/article")


class Postgres:
    """A throw-away server on a socket, run by a user that PostgreSQL accepts."""

    def __init__(self, folder):
        self.folder = folder
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        found = shutil.which("initdb") or (programs[-1] if programs else None)
        self.bin = os.path.dirname(os.path.realpath(found)) if found else None

    def run(self, *command):
        if os.geteuid() == 0:
            command = ("runuser", "-u", "postgres", "--", *command)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self):
        data = os.path.join(self.folder, "pg")
        os.makedirs(data)
        if os.geteuid() == 0:
            shutil.chown(data, "postgres")
        self.run(f"{self.bin}/initdb", "--no-sync", "-D", data, "-A", "trust", "-U", "broadsheet")
        options = f"-c listen_addresses= -c unix_socket_directories={data} -c shared_buffers=1GB -c max_wal_size=8GB"
        self.run(f"{self.bin}/pg_ctl", "-w", "-D", data, "-o", options, "-l", os.path.join(data, "log"), "start")
        self.data = data

    def database(self, name):
        self.run(f"{self.bin}/createdb", "-h", self.data, "-U", "broadsheet", name)
        return f"postgres://broadsheet@{urllib.parse.quote(self.data, safe='')}/{name}"

    def stop(self):
        self.run(f"{self.bin}/pg_ctl", "-m", "immediate", "-D", self.data, "stop")


def page(base, number):
    """The address of a page far into the list."""
    url = f"{base}/v1/articles?fields=id&limit=20"
    cursor = ""
    for _ in range(number - 1):
        found = json.loads(fetch(url + cursor)[0])["page"]["next_cursor"]
        if not found:
            break
        cursor = f"&cursor={found}"
    return f"{base}/v1/articles?limit=20{cursor}"


# Lists with other filters, forms and orders, as the corpus has them.
LISTS = {
    "fields": "/v1/articles?fields=id,headline,url",
    "top section": "/v1/articles?section=section-1",
    "section": "/v1/articles?section=section-1/section-5",
    "tag": "/v1/articles?tag=tag-7",
    "type": "/v1/articles?type=opinion",
    "last changed": "/v1/articles?sort=-updated_at",
    "two types": "/v1/articles?type=opinion,analysis",
    "type and language": "/v1/articles?type=article&language=en",
    "tag and section": "/v1/articles?tag=tag-7&section=section-1",
    "author and tag": "/v1/articles?author=author-7&tag=tag-7",
    "section and language": "/v1/articles?section=section-2&language=fa",
    "none fits both": "/v1/articles?section=section-1/section-5&author=author-7",
    "body=html": "/v1/articles?body=html",
    "feed": "/v1/feeds/latest.rss",
    "search, word of all": "/v1/search?q=story",
    "search, short prefix": "/v1/search?q=st*",
    "search, word of all with a tag": "/v1/search?q=story&tag=tag-7",
}


def rare_words(base, number):
    """The headline of an article in the middle, which no other has."""
    headline = json.loads(fetch(f"{base}/v1/articles/story-{number // 2}?fields=headline")[0])["headline"]
    return urllib.parse.quote(headline.lower())


def targets(number):
    """What is asked for: name, path."""
    return {"article": f"/v1/articles/story-{number // 2}", "list": "/v1/articles?limit=20"}


def measure(url, number, folder, rounds, seconds, report):
    """One corpus: every target, in every way, in turn, so that all see the same machine."""
    results = {}
    with broadsheet(url, PORT, folder, True) as cached, broadsheet(url, PORT + 1, folder, False) as uncached:
        base, plain = f"http://127.0.0.1:{PORT}", f"http://127.0.0.1:{PORT + 1}"
        # What starting took is given back by then.
        # The allocator gives back what the start took, within some seconds.
        time.sleep(20)
        idle = memory(cached.process.pid)
        bytes_of = {name: fetch(base + path)[0] for name, path in targets(number).items()}
        files = {}
        for name, content in bytes_of.items():
            files[name] = os.path.join(folder, name)
            with open(files[name], "wb") as file:
                file.write(content)
        deep = page(plain, 1000)
        web = nginx(tempfile.mkdtemp(dir=folder), bytes_of, PORT + 4) if shutil.which("nginx") else None
        with bare(files["article"], PORT + 2) as one, bare(files["list"], PORT + 3) as many:
            if web:
                web.__enter__()
            try:
                for turn in range(rounds):
                    for name, path in targets(number).items():
                        etag = fetch(base + path)[1]["ETag"]
                        handler, port = (one, PORT + 2) if name == "article" else (many, PORT + 3)
                        ways = [
                            ("bare actix", handler, f"http://127.0.0.1:{port}/", {}),
                            ("cached", cached, base + path, {}),
                            ("cached, compressed", cached, base + path, CODINGS),
                            ("cached, 304", cached, base + path, {"If-None-Match": etag}),
                            ("uncached", uncached, plain + path, {}),
                            ("uncached, 304", uncached, plain + path, {"If-None-Match": etag}),
                        ]
                        if web:
                            ways.insert(1, ("nginx, static file", web, f"http://127.0.0.1:{PORT + 4}/{name}", {}))
                        if name == "list":
                            ways.append(("uncached, page 1,000", uncached, deep, {}))
                            ways += [(f"uncached, {what}", uncached, plain + path, {}) for what, path in LISTS.items()]
                            rare = f"{plain}/v1/search?q=%22{rare_words(plain, number)}%22"
                            ways.append(("uncached, search, rare words", uncached, rare, {}))
                            comments = f"{plain}/v1/articles/story-{number // 2}/comments?limit=50"
                            ways.append(("uncached, 50 of 10,000 comments", uncached, comments, {}))
                        scale = None
                        for way, process, address, headers in ways:
                            result = load(process.pids(), address, headers, seconds)
                            if not result:
                                # What is overloaded by 32 connections has no row in the table.
                                continue
                            scale = scale or result["cpu"]
                            result["ratio"] = result["cpu"] / scale
                            results.setdefault((name, way), []).append(result)
                    report(f"round {turn + 1} of {rounds}")
            finally:
                if web:
                    web.__exit__()
        pid = cached.process.pid
        results["memory"] = {"idle": idle, "after the reads": memory(pid), "highest in the reads": memory(pid, "VmHWM")}
        scale = statistics.median(round["cpu"] for round in results[("article", "bare actix")])
    return {
        key: {figure: statistics.median(round[figure] for round in found) for figure in found[0]}
        if key != "memory" else found for key, found in results.items()
    }, scale


def measure_writes(url, folder, seconds, scale):
    """What writes cost on an empty database, in the same shape."""
    process = lambda url, port, folder: broadsheet(url, port, folder, True)
    program = os.path.join(RELEASE, "broadsheet")
    results, highest = writes.measure(program, url, folder, PORT + 5, process, max(3, seconds))
    return {("writes", name): dict(found, ratio=found["cpu"] / scale) for name, found in results.items()}, highest


def table(results, sizes):
    lines = []
    for (database, number), found in results.items():
        lines += ["", f"## {database}, {number:,} articles", ""]
        held = ", ".join(f"{when} {mib:.0f}" for when, mib in found["memory"].items())
        lines += [f"Memory in MiB, with the default cache: {held}.", ""]
        lines += ["| | | requests/s | p50 ms | p99 ms | CPU µs/request | to bare actix |", "|---|---|---:|---:|---:|---:|---:|"]
        for key, r in found.items():
            if key == "memory":
                continue
            name, way = key
            lines.append(f"| {name} | {way} | {r['rps']:,.0f} | {r['p50']:.2f} | {r['p99']:.2f} | {r['cpu']:.1f} | {r['ratio']:.2f} |")
    return "\n".join(lines)


def plot(results):
    """Cost against size, both on a logarithmic scale."""
    import math

    width, height, left, top = 760, 420, 70, 30
    shown = [("article", "cached"), ("article", "uncached"), ("list", "cached"), ("list", "uncached"),
             ("list", "uncached, page 1,000"), ("list", "uncached, search, word of all")]
    colours = ["#1b6ca8", "#0b3954", "#e07a1f", "#a23b0c", "#7b2d8b", "#2e7d32"]
    sizes = sorted({number for _, number in results})
    costs = [found[key]["cpu"] for found in results.values() for key in shown if key in found]
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))
    span = max(1e-9, math.log10(sizes[-1]) - math.log10(sizes[0]))
    x = lambda number: left + (width - left - 230) * (math.log10(number) - math.log10(sizes[0])) / span
    y = lambda cost: top + (height - top - 60) * (high - math.log10(cost)) / (high - low)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{width}" height="{height}" fill="white"/>',
           f'<text x="{left}" y="18">CPU per request, µs, against the number of articles; solid: SQLite, dashed: PostgreSQL</text>']
    for power in range(low, high + 1):
        out.append(f'<line x1="{left}" x2="{width - 230}" y1="{y(10 ** power):.0f}" y2="{y(10 ** power):.0f}" stroke="#ddd"/>')
        out.append(f'<text x="{left - 8}" y="{y(10 ** power) + 4:.0f}" text-anchor="end">{10 ** power:g}</text>')
    for number in sizes:
        out.append(f'<text x="{x(number):.0f}" y="{height - 35}" text-anchor="middle">{number:,}</text>')
    for key, colour in zip(shown, colours):
        for database, dash in (("SQLite", ""), ("PostgreSQL", ' stroke-dasharray="6 4"')):
            points = [(x(number), y(results[(database, number)][key]["cpu"])) for number in sizes if (database, number) in results]
            if points:
                path = " ".join(f"{a:.0f},{b:.0f}" for a, b in points)
                out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
                out += [f'<circle cx="{a:.0f}" cy="{b:.0f}" r="3" fill="{colour}"/>' for a, b in points]
    for at, (key, colour) in enumerate(zip(shown, colours)):
        out.append(f'<text x="{width - 220}" y="{top + 30 + at * 20}" fill="{colour}">{key[0]}, {key[1]}</text>')
    return "\n".join(out + ["</svg>", ""])


def machine():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*:\s*(.+)", file.read())
    return f"{os.cpu_count()} cores{', ' + model.group(1) if model else ''}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,100000,1000000")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed; on Debian: apt-get install wrk")
    sizes = [int(size) for size in options.sizes.split(",")]
    say("building")
    subprocess.run(["cargo", "build", "--release", "--locked", "--bins", "--examples"], cwd=ROOT, check=True)
    folder = tempfile.mkdtemp(prefix="broadsheet-load-")
    # PostgreSQL and nginx run as other users.
    os.chmod(folder, 0o755)
    postgres = Postgres(folder) if "postgres" in options.databases else None
    if postgres and not postgres.bin:
        say("PostgreSQL is not installed: measuring SQLite only")
        postgres = None
    results = {}
    try:
        if postgres:
            postgres.start()
        jobs = [("SQLite", size) for size in sizes if "sqlite" in options.databases]
        jobs += [("PostgreSQL", size) for size in sizes if postgres]
        for at, (database, size) in enumerate(jobs):
            name = f"{database}, {size:,} articles ({at + 1} of {len(jobs)})"
            say(f"{name}: making the corpus")
            own = os.path.join(folder, f"{database}-{size}".lower())
            os.makedirs(own)
            url = postgres.database(f"articles_{size}") if database == "PostgreSQL" else f"sqlite://{own}/broadsheet.db"
            subprocess.run([os.path.join(RELEASE, "examples", "corpus"), url, str(size)], check=True,
                           stdout=subprocess.DEVNULL)
            found, scale = measure(
                url, size, own, options.rounds, options.seconds, lambda text: say(f"{name}: {text}"))
            results[(database, size)] = found
            if size == sizes[0]:
                say(f"{name}: writes")
                fresh = os.path.join(own, "writes")
                os.makedirs(fresh)
                empty = postgres.database("writes") if database == "PostgreSQL" else f"sqlite://{fresh}/broadsheet.db"
                measured, highest = measure_writes(empty, fresh, options.seconds, scale)
                found.update(measured)
                found["memory"]["highest in the writes"] = highest
            if database == "SQLite":
                shutil.rmtree(own)
    finally:
        if postgres:
            postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    head = ["# What reads and writes cost", "",
            f"Made by `benches/load.py` on {time.strftime('%Y-%m-%d')}: {machine()}, shared with `wrk` (2 threads, 32 connections), "
            f"release build. Medians of {options.rounds} rounds of {options.seconds} s; CPU is the server's own.", "",
            "![CPU per request against the number of articles](load.svg)"]
    with open(os.path.join(ROOT, "benches", "load.md"), "w") as file:
        file.write("\n".join(head) + "\n" + table(results, sizes) + "\n")
    with open(os.path.join(ROOT, "benches", "load.svg"), "w") as file:
        file.write(plot(results))
    say("written: benches/load.md, benches/load.svg")


if __name__ == "__main__":
    main()
