#!/usr/bin/env python3
"""Side-by-side cost of proxies on one machine, in one run, contestants interleaved.

  compare.py [--rounds 3] [--secs 4] [--warm 15] [--conns 32] [--only nginx,penstock] --file CONTESTANTS CASE ...

CASE: json (non-streaming, 1 KB), stream (100 chunks, no pause, each flushed).
The trusted figure is the proxy's CPU per request (its process tree's utime+stime over the requests that wrk saw
answered): wall-clock throughput moves with the neighbours on a shared machine. Every contestant talks to the same
llmsim. Nothing leaves loopback. CONTESTANTS is a JSON file:
  name: {"url": ..., "headers": {...}, "model": "..."}     "{m}" in model stands for the simulated model's name
The process measured is the one that listens on the URL's port, with its children.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import tempfile
from urllib.parse import urlsplit

TICK = os.sysconf("SC_CLK_TCK")
BASELINE = "nginx"
MODELS = {"json": "sim-1x0", "stream": "sim-100x0"}
RESULT = re.compile(r"RES (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+) (\d+)")


def listener(port):
    """The lowest pid that holds the listening socket of this TCP port (nginx: the master)."""
    inodes = set()
    for f in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in open(f).read().splitlines()[1:]:
            w = line.split()
            if w[3] == "0A" and int(w[1].rsplit(":", 1)[1], 16) == port:
                inodes.add(f"socket:[{w[9]}]")
    for p in sorted(map(int, filter(str.isdigit, os.listdir("/proc")))):
        try:
            for fd in os.listdir(f"/proc/{p}/fd"):
                if os.readlink(f"/proc/{p}/fd/{fd}") in inodes:
                    return p
        except OSError:
            pass
    raise SystemExit(f"nothing listens on port {port}")


def tree(pid):
    kids = {}
    for p in filter(str.isdigit, os.listdir("/proc")):
        try:
            s = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
            kids.setdefault(int(s[1]), []).append(int(p))
        except OSError:
            pass
    out, todo = [], [pid]
    while todo:
        p = todo.pop()
        out.append(p)
        todo += kids.get(p, [])
    return out


def cpu_seconds(pids):
    ticks = 0
    for p in pids:
        try:
            s = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
            ticks += int(s[11]) + int(s[12])
        except OSError:
            pass
    return ticks / TICK


def pss_mib(pids):
    kib = 0
    for p in pids:
        try:
            kib += int(re.search(r"Pss:\s+(\d+)", open(f"/proc/{p}/smaps_rollup").read()).group(1))
        except (OSError, AttributeError):
            pass
    return kib / 1024


def lua(body, headers):
    f = tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False)
    f.write("wrk.method='POST'\nwrk.body=[[%s]]\nwrk.headers['content-type']='application/json'\n" % body)
    for k, v in headers.items():
        f.write("wrk.headers['%s']='%s'\n" % (k, v))
    f.write(
        "done=function(s,l,r) io.write(string.format('RES %d %d %d %.1f %.1f %.1f %d\\n', s.requests, s.duration, "
        "s.errors.status+s.errors.read+s.errors.write+s.errors.timeout+s.errors.connect, "
        "l:percentile(50), l:percentile(99), l:percentile(99.9), s.bytes)) end\n")
    f.close()
    return f.name


def body(case, model):
    messages = [
        {"role": "system", "content": "You are a helpful assistant. " * 8},
        {"role": "user", "content": "Tell me about rivers. " * 8},
    ]
    d = {"model": model, "messages": messages, "temperature": 0.7}
    if case != "json":
        d["stream"] = True
    return json.dumps(d)


def measure(case, contestant, secs, options):
    """One round: requests/s, CPU us/request, p50 ms, p99 ms, errors, PSS MiB, bytes/request."""
    pids = tree(listener(urlsplit(contestant["url"]).port))
    model = contestant.get("model", "{m}").replace("{m}", MODELS[case])
    script = lua(body(case, model), contestant.get("headers", {}))
    before = cpu_seconds(pids)
    r = subprocess.run(
        ["wrk", "-t1", f"-c{options.conns}", f"-d{secs}s", "-s", script, contestant["url"]],
        capture_output=True, text=True, timeout=secs + 30)
    after = cpu_seconds(pids)
    os.unlink(script)
    m = RESULT.search(r.stdout)
    if not m:
        raise SystemExit(f"wrk said nothing of use: {r.stdout[-300:]} {r.stderr[-300:]}")
    n, us, errors = int(m[1]), int(m[2]), int(m[3])
    return (n / us * 1e6, (after - before) / max(n, 1) * 1e6, float(m[4]) / 1e3, float(m[5]) / 1e3, errors,
            pss_mib(pids), int(m[7]) / max(n, 1))


def table(case, rows, options):
    def median(results, i):
        return statistics.median(r[i] for r in results)

    base = median(rows[BASELINE], 1) if rows.get(BASELINE) else None
    print(f"\n== {case}: {options.conns} connections, {options.rounds} rounds of {options.secs} s (medians)")
    print(f"{'':14}{'req/s':>10}{'CPU us/req':>12}{'min':>8}{'max':>8}{'x nginx':>9}{'p50 ms':>9}{'p99 ms':>9}"
          f"{'errors':>8}{'PSS MiB':>9}{'bytes/req':>11}")
    for name, rs in rows.items():
        cost = median(rs, 1)
        ratio = f"{cost / base:9.2f}" if base else f"{'-':>9}"
        print(f"{name:14}{median(rs, 0):10.0f}{cost:12.1f}{min(r[1] for r in rs):8.1f}{max(r[1] for r in rs):8.1f}"
              f"{ratio}{median(rs, 2):9.2f}{median(rs, 3):9.2f}{sum(r[4] for r in rs):8d}{median(rs, 5):9.0f}"
              f"{median(rs, 6):11.0f}", flush=True)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--rounds", type=int, default=3)
    a.add_argument("--secs", type=int, default=4)
    a.add_argument("--warm", type=int, default=15)
    a.add_argument("--conns", type=int, default=32)
    a.add_argument("--only")
    a.add_argument("--file", required=True)
    a.add_argument("cases", nargs="+", choices=MODELS)
    o = a.parse_args()
    contestants = json.load(open(o.file))
    if o.only:
        contestants = {k: v for k, v in contestants.items() if k in o.only.split(",")}
    for case in o.cases:
        rows = {k: [] for k in contestants}
        for c in contestants.values():
            measure(case, c, o.warm, o)
        for _ in range(o.rounds):
            for name, c in contestants.items():
                rows[name].append(measure(case, c, o.secs, o))
        table(case, rows, o)


main()
