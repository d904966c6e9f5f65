#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A durable ledger from its making to its audit: the sample log with every expectation met, then what
# the operator's and the auditor's commands say of it, then what they say when it was tampered with.
# usage: ledger.sh FEEGUARD SCHEDULES SAMPLE-DIRECTORY
set -eu
feeguard=$1
schedules=$2
sample=$3/charges-2024-2026.csv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ledger=$work/ledger.db

fail() {
    echo "ledger.sh: $*" >&2
    exit 1
}

# Each command with the exit status it must have.
expect() {
    wanted=$1
    shift
    status=0
    "$@" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" -eq "$wanted" ] || {
        cat "$work/out" "$work/err" >&2
        fail "exit status $status, not $wanted: $*"
    }
}

expect 0 "$feeguard" ledger init "$ledger"
expect 2 "$feeguard" ledger init "$ledger" # what is there is never touched
expect 0 "$feeguard" replay --quiet --schedules "$schedules" --ledger "sqlite:$ledger" "$sample"
expect 0 "$feeguard" ledger check "$ledger"
expect 0 "$feeguard" ledger pending "$ledger"
expect 0 "$feeguard" ledger stats --json "$ledger"
grep -q '"committed":1[0-9][0-9][0-9],' "$work/out" || fail "stats: $(cat "$work/out")"
head=$(sed 's/.*"head":"\([^"]*\)".*/\1/' "$work/out")
expect 0 "$feeguard" audit verify "$ledger" --head "$head"

# No clear id of a payer or subject in any byte.
python3 -B - "$sample" "$ledger" <<'CODE' || fail "a clear id is in the ledger"
import base64, csv, os, sys

ids = set()
with open(sys.argv[1], encoding="utf-8", newline="") as log:
    for row in csv.DictReader(log):
        # An id shorter than this is found in anything; one that the transaction's id repeats was
        # put there by the gateway.
        ids |= {v for v in (row["payer"], row["subject"]) if len(v) >= 6 and v not in row["txn"]}
if len(ids) < 500:
    sys.exit("too few ids to look for")
names = [sys.argv[2] + ending for ending in ("", "-wal")]
content = b"".join(open(name, "rb").read() for name in names if os.path.exists(name))
found = 0
for value in ids:
    plain = value.encode()
    for form in (plain, plain.hex().encode(), base64.b64encode(plain).rstrip(b"=")):
        if form in content:
            print(f"found in the clear: {value}")
            found += 1
sys.exit(found > 0)
CODE

# What the ledger's page has an auditor ask, word by word.
python3 -B - "$ledger" "$(dirname "$0")/../../plugin/ledger/README.md" <<'CODE' || fail "the page's queries"
import re, sqlite3, sys

ledger = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
page = open(sys.argv[2], encoding="utf-8").read()
queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
rows = [ledger.execute(query.replace("TRIPLE", "CN-COURT-LABOUR")).fetchall() for query in queries]
sys.exit(len(rows) != 3 or not rows[0] or not rows[1] or rows[2] != [])
CODE

# Tampering: each is found.
tamper() { # name, SQL
    cp "$ledger" "$work/tampered.db"
    python3 -B -c 'import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.executescript(sys.argv[2])
database.commit()' "$work/tampered.db" "$2"
    expect 1 "$feeguard" audit verify "$work/tampered.db" --public-key "$ledger.signer.pub.pem" \
        --head "$head"
}
tamper altered "UPDATE trail SET content = content || x'00' WHERE position = 100"
tamper removed "DELETE FROM trail WHERE position = 100"
tamper reordered "UPDATE trail SET position = -1 WHERE position = 100;
    UPDATE trail SET position = 100 WHERE position = 101;
    UPDATE trail SET position = 101 WHERE position = -1"
tamper cut "DELETE FROM trail WHERE position > 2000"
tamper signature "UPDATE checkpoint SET signature = zeroblob(64)
    WHERE position = (SELECT max(position) FROM checkpoint)"

# Ten years are ten years, leap days among them; then what nobody can ask for leaves, and a charge
# of its days gets no answer any more. The trail stays whole.
old=20240122-210100003-01193
cp "$ledger" "$work/old.db"
for ending in keys signer.pem signer.pub.pem; do
    cp -p "$ledger.$ending" "$work/old.db.$ending"
done
prune() { # today, how many are forgotten
    expect 0 "$feeguard" ledger prune "$work/old.db" --schedules "$schedules" --today "$1" \
        --language en
    grep -q " charges looked at, $2 forgotten$" "$work/out" || fail "prune: $(cat "$work/out")"
}
replay_old() { # exit status: 1 where the charge is not allowed, as the log expects
    head -n 1 "$sample" >"$work/old.csv"
    grep "^charge,$old," "$sample" >>"$work/old.csv"
    expect "$1" "$feeguard" replay --quiet --schedules "$schedules" --ledger "sqlite:$work/old.db" \
        --decisions "$work/old.jsonl" "$work/old.csv"
}
prune 2034-01-22 0
replay_old 0
prune 2034-01-26 1
prune 2034-01-26 0
replay_old 1
grep -q '"codes":\["LEDGER_UNAVAILABLE"\]' "$work/old.jsonl" ||
    fail "forgotten: $(cat "$work/old.jsonl")"
expect 0 "$feeguard" ledger check "$work/old.db"
expect 0 "$feeguard" audit verify "$work/old.db" --head "$head"

# A reservation that nobody ended is in doubt once it ran out; the gateway ends it late.
doubt() { # event
    cat >"$work/doubt.csv" <<ROWS
event,txn,time,unit,item,payer,subject,amount,attr:attempt,attr:subject-no
$1
ROWS
    expect 0 "$feeguard" replay --quiet --schedules "$schedules" --ledger "sqlite:$work/old.db" \
        --decisions "$work/doubt.jsonl" "$work/doubt.csv"
}
doubt "reserve,DOUBT,2026-12-26T10:00:00+08:00,210100003,LN-DRIVING-TEST,P-DOUBT,TEST-1,60.00,first,1"
doubt "commit,NOBODY,2026-12-26T10:15:00+08:00,,,,,,,"
expect 1 "$feeguard" ledger pending "$work/old.db" --json
grep -q '"txn":"DOUBT","item":"LN-DRIVING-TEST","amount":"60.00",.*"in_doubt":true' "$work/out" ||
    fail "pending: $(cat "$work/out")"
doubt "commit,DOUBT,2026-12-26T10:15:00+08:00,,,,,,,"
grep -q '"result":"committed-late"' "$work/doubt.jsonl" || fail "late: $(cat "$work/doubt.jsonl")"
expect 0 "$feeguard" ledger pending "$work/old.db"
# Every digest with every kind of signer, before and after a rotation: heads are signed, and hold by
# their own key alone.
for digest in sm3 sha256; do
    for signer in ed25519 p256 sm2; do
        kind=$work/$digest-$signer.db
        expect 0 "$feeguard" ledger init "$kind" --digest "$digest" --signer "$signer"
        for round in 1 2; do
            expect 1 "$feeguard" check --schedules "$schedules" --ledger "sqlite:$kind" txn=T \
                unit=210102001 item=CN-COURT-LABOUR payer=P-1 subject=CASE-1 amount=50.00
            expect 0 "$feeguard" audit verify "$kind" --language en
            grep -q ": $round records, .* $round signed heads, 0 records after" "$work/out" ||
                fail "$kind: $(cat "$work/out")"
            expect 0 "$feeguard" ledger rotate "$kind"
        done
        expect 1 "$feeguard" audit verify "$kind" --public-key "$ledger.signer.pub.pem" \
            --language en
        grep -q "positions 1 to 2: the heads were signed with another key" "$work/err" ||
            fail "$kind: $(cat "$work/err")"
    done
done

# Keys that others may read are refused.
chmod 644 "$ledger.keys"
expect 2 "$feeguard" ledger stats "$ledger"
