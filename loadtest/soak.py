#!/usr/bin/env python3
"""Mixed load against a running gateway for a while, and whether anything grows. Loopback only.

  PENSTOCK_API_KEY=pk-... loadtest/soak.py [--url http://127.0.0.1:8080] [--minutes 30] [--workers 16]

The load goes to the built-in simulator: whole answers, streams, streams their caller leaves, and every kind of failure.
Every 30 s (six times at least) a line tells what the gateway holds; the last line compares the first and the last third.
Exit status 0: steady, and every call ended as it should. The gateway's process is the one that listens on the port.
"""
import argparse
import http.client
import json
import os
import random
import re
import statistics
import sys
import threading
import time
from urllib.parse import urlsplit

from collections import Counter

# kind: share of the calls, model, stream, the statuses it may end with, how the body must end (None: does not matter)
KINDS = {
    "json": (40, "sim-20x1", False, {200}, b"}"),
    "stream": (30, "sim-60x5", True, {200}, b"data: [DONE]\n\n"),
    "cancel": (10, "sim-slow", True, {200}, None),
    "status": (5, "sim-status-500", False, {500}, b"}"),
    "limit": (3, "sim-429-retry-2", True, {429}, b"}"),
    "reset": (3, "sim-reset", True, {502}, b"}"),
    "cut": (3, "sim-cut-20", True, {200}, "broken"),
    "unknown": (3, "no-such-model", False, {404}, b"}"),
    "stranger": (3, "sim-fast", False, {401}, b"}"),
}
PAUSE_SECONDS = 0.02
CANCEL_BYTES = 400


class Load:
    def __init__(self, url, key):
        self.where = urlsplit(url)
        self.key = key
        self.calls = Counter()
        self.wrong = Counter()
        self.lock = threading.Lock()
        self.over = threading.Event()

    def worker(self, seed):
        dice = random.Random(seed)
        kinds, shares = zip(*((k, v[0]) for k, v in KINDS.items()))
        connection = None
        while not self.over.is_set():
            kind = dice.choices(kinds, shares)[0]
            connection = connection or http.client.HTTPConnection(self.where.hostname, self.where.port, timeout=60)
            try:
                problem, reusable = self.call(kind, connection)
            except (OSError, http.client.HTTPException) as e:
                problem, reusable = type(e).__name__, False
            if not reusable:
                connection.close()
                connection = None
            with self.lock:
                self.calls[kind] += 1
                if problem:
                    self.wrong[f"{kind}: {problem}"] += 1
            self.over.wait(PAUSE_SECONDS)
        if connection:
            connection.close()

    def call(self, kind, connection):
        _, model, stream, statuses, end = KINDS[kind]
        body = json.dumps({"model": model, "stream": stream, "messages": [{"role": "user", "content": "soak"}]})
        key = "pk-stranger" if kind == "stranger" else self.key
        connection.request("POST", "/v1/chat/completions", body,
                           {"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        if answer.status not in statuses:
            return f"status {answer.status}", False
        if end is None:
            answer.read(CANCEL_BYTES)
            return None, False
        try:
            text = answer.read()
        except http.client.IncompleteRead:
            return (None if end == "broken" else "broke off"), False
        if end == "broken":
            return "a cut stream looked complete", False
        return (None if text.endswith(end) else "ended otherwise"), not answer.will_close


def listener(port):
    inodes = set()
    for f in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in open(f).read().splitlines()[1:]:
            w = line.split()
            if w[3] == "0A" and int(w[1].rsplit(":", 1)[1], 16) == port:
                inodes.add(f"socket:[{w[9]}]")
    for p in sorted(map(int, filter(str.isdigit, os.listdir("/proc")))):
        try:
            if any(os.readlink(f"/proc/{p}/fd/{fd}") in inodes for fd in os.listdir(f"/proc/{p}/fd")):
                return p
        except OSError:
            pass
    raise SystemExit(f"nothing that this user may look into listens on port {port}")


def kib(pid, field):
    file = "smaps_rollup" if field == "Pss" else "status"
    return int(re.search(rf"^{field}:\s+(\d+)", open(f"/proc/{pid}/{file}").read(), re.M).group(1))


def sample(where, pid):
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()

    def total(name):
        return sum(float(v) for v in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", text, re.M))

    heap = sum(float(v) for v in re.findall(r'^jvm_memory_used_bytes{[^}]*area="heap"[^}]*} (\S+)$', text, re.M))
    return {
        "rss_mib": kib(pid, "VmRSS") / 1024,
        "pss_mib": kib(pid, "Pss") / 1024,
        "heap_mib": heap / 2**20,
        "threads": kib(pid, "Threads"),
        "fds": len(os.listdir(f"/proc/{pid}/fd")),
        "open_calls": total("penstock_open_calls"),
        "rows_waiting": total("usage_rows_waiting"),
        "rows_lost": total("usage_rows_lost_total"),
    }


def grown(samples):
    """What the last third of the samples has more of than the first: heap by its floors, the rest by its means."""
    third = max(1, len(samples) // 3)
    first, last = samples[:third], samples[-third:]
    report, bad = [], []
    for name, measure, factor, extra in (
            ("pss_mib", statistics.mean, 1.2, 16), ("heap_mib", min, 1.3, 48),
            ("threads", statistics.mean, 1.1, 4), ("fds", statistics.mean, 1.2, 32)):
        before, after = measure(s[name] for s in first), measure(s[name] for s in last)
        report.append(f"{name} {before:.0f} -> {after:.0f}")
        if after > before * factor + extra:
            bad.append(name)
    return report, bad


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--url", default="http://127.0.0.1:8080")
    a.add_argument("--minutes", type=float, default=float(os.environ.get("MINUTES", "30")))
    a.add_argument("--workers", type=int, default=16)
    o = a.parse_args()
    key = os.environ.get("PENSTOCK_API_KEY") or os.environ.get("OPENAI_API_KEY")
    if not key:
        raise SystemExit("soak.py needs a client key: set PENSTOCK_API_KEY.")
    load = Load(o.url, key)
    pid = listener(load.where.port)
    ends = time.monotonic() + o.minutes * 60
    every = min(30.0, o.minutes * 60 / 6)
    workers = [threading.Thread(target=load.worker, args=(n,), daemon=True) for n in range(o.workers)]
    for w in workers:
        w.start()
    samples, began, calls = [], time.monotonic(), 0
    while time.monotonic() + every / 2 < ends:
        time.sleep(every)
        s = sample(load.where, pid)
        samples.append(s)
        done = sum(load.calls.values())
        print(f"{time.monotonic() - began:6.0f} s  {(done - calls) / every:5.0f} calls/s  "
              + "  ".join(f"{k} {v:.0f}" for k, v in s.items())
              + f"  wrong {sum(load.wrong.values())}", flush=True)
        calls = done
    load.over.set()
    for w in workers:
        w.join(60)
    left = sample(load.where, pid)
    for _ in range(50):
        if left["open_calls"] == 0 and left["rows_waiting"] == 0:
            break
        time.sleep(0.2)
        left = sample(load.where, pid)
    report, bad = grown(samples)
    for name in ("open_calls", "rows_waiting", "rows_lost"):
        if left[name]:
            bad.append(f"{name} {left[name]:.0f} at the end")
    bad += [f"{count} x {what}" for what, count in load.wrong.most_common(5)]
    print("calls:", ", ".join(f"{k} {v}" for k, v in load.calls.items()))
    print(f"verdict: {'steady' if not bad else 'NOT steady (' + '; '.join(bad) + ')'}: {', '.join(report)}")
    sys.exit(1 if bad else 0)


main()
