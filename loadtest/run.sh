#!/usr/bin/env bash
# What a call costs in Penstock, in nginx and without a proxy, on this machine, side by side. Loopback only.
#
#   loadtest/run.sh [json] [stream]            both without an argument; about two minutes in all
#   ROUNDS=3 SECS=4 CONNS=32 loadtest/run.sh   rounds of so many seconds, so many connections
#   WARM=15 loadtest/run.sh                    seconds of load before the first round: a JVM compiles as it goes
#   JVM_FLAGS=... loadtest/run.sh              in place of penstock.jvm.flags in pom.xml
#   EVENT_LOOPS=1 loadtest/run.sh              proxy verticles; one per processor without it
#
# Penstock runs as the run command of the README runs it, with everything switched on: keys, usage rows into its embedded
# PostgreSQL, metrics, health. PostgreSQL's own processes are not counted: they are no children of Penstock's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly ROUNDS=${ROUNDS:-3} SECS=${SECS:-4} WARM=${WARM:-15} CONNS=${CONNS:-32} EVENT_LOOPS=${EVENT_LOOPS:-0}
readonly START_SECONDS_MAX=120 WORK=target/loadtest
(($#)) || set -- json stream

missing=()
for program in gcc wrk nginx python3 curl mvn; do
  command -v "$program" >/dev/null || missing+=("$program")
done
if ((${#missing[@]})); then
  echo "The comparison needs ${missing[*]}: install what is missing, e.g. apt-get install gcc wrk nginx-light python3 curl maven." >&2
  exit 1
fi

started=()
stop() {
  # The last started is stopped first; each by the process id it was started with.
  local i
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    kill "${started[i]}" 2>/dev/null || true
    wait "${started[i]}" 2>/dev/null || true
  done
  # Penstock notices that Maven is gone, and ends in order. Its data directory's lock names its process.
  local pid
  pid=$(cat "$WORK/data/lock" 2>/dev/null) || return 0
  for ((i = 0; i < 150; i++)); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.2
  done
}
trap stop EXIT
trap 'exit 130' INT TERM

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

await() { # name, process id, url
  local deadline=$((SECONDS + START_SECONDS_MAX))
  until curl -s -o "$WORK/probe" --max-time 2 "$3"; do
    if ! kill -0 "$2" 2>/dev/null || ((SECONDS > deadline)); then
      echo "$1 did not start; it said:" >&2
      cat "$WORK/$1.log" >&2
      exit 1
    fi
    sleep 0.2
  done
}

mkdir -p "$WORK/nginx"
gcc -O2 -o "$WORK/llmsim" loadtest/llmsim.c

llmsim_port=$(free_port)
"$WORK/llmsim" "$llmsim_port" >"$WORK/llmsim.log" 2>&1 &
started+=($!)
await llmsim $! "http://127.0.0.1:$llmsim_port/v1/models"

nginx_port=$(free_port)
sed "s/LLMSIM_PORT/$llmsim_port/; s/NGINX_PORT/$nginx_port/" loadtest/nginx.conf >"$WORK/nginx/nginx.conf"
nginx -p "$PWD/$WORK/nginx" -c nginx.conf -e stderr >"$WORK/nginx.log" 2>&1 &
started+=($!)
await nginx $! "http://127.0.0.1:$nginx_port/v1/models"

key=pk-loadtest-$RANDOM$RANDOM$RANDOM
port=$(free_port)
# No other provider: keys in this shell's environment must not make Penstock ask real ones for their models.
cat >"$WORK/penstock.yaml" <<YAML
server:
  event_loops: $EVENT_LOOPS
providers:
  openai:
    base_url: http://127.0.0.1:$llmsim_port/v1
YAML
env -u HTTP_PROXY -u http_proxy -u DATABASE_URL PORT="$port" PENSTOCK_HOST=127.0.0.1 PENSTOCK_CONFIG="$WORK/penstock.yaml" \
  PENSTOCK_DATA_DIR="$WORK/data" PENSTOCK_API_KEY="$key" OPENAI_API_KEY=none \
  OPENAI_BASE_URL="http://127.0.0.1:$llmsim_port/v1" mvn -q compile exec:exec ${JVM_FLAGS:+"-Dpenstock.jvm.flags=$JVM_FLAGS"} >"$WORK/penstock.log" 2>&1 &
started+=($!)
await penstock $! "http://127.0.0.1:$port/health/ready"

cat >"$WORK/contestants.json" <<JSON
{
 "direct":   {"url": "http://127.0.0.1:$llmsim_port/v1/chat/completions"},
 "nginx":    {"url": "http://127.0.0.1:$nginx_port/v1/chat/completions"},
 "penstock": {"url": "http://127.0.0.1:$port/v1/chat/completions", "model": "openai/{m}",
              "headers": {"authorization": "Bearer $key"}}
}
JSON
python3 loadtest/compare.py --rounds "$ROUNDS" --warm "$WARM" --secs "$SECS" --conns "$CONNS" --file "$WORK/contestants.json" "$@"

echo
curl -s "http://127.0.0.1:$port/metrics" | grep -E '^usage_rows_(written|lost)_total' || true
