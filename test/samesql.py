#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One SQL text, the same answers: runs every database test on SQLite, on PostgreSQL and on PostgreSQL with its tables
in hash partitions, and compares what each statement was asked and answered, byte by byte (test/unit_record.h).
A statement that no test ran is a finding too, unless it is excused below.

usage: test/pg.sh run test/samesql.py BUILD
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ENGINES = {
    "sqlite": {"WANGGE_TEST_DB": "sqlite"},
    "postgres": {"WANGGE_TEST_DB": "postgres"},
    "partitions": {"WANGGE_TEST_DB": "postgres", "WANGGE_PG_PARTITIONS": "8"},
}
# Programs whose point is threads, connections or engines of their own: what they ask depends on the clock.
NOT_COMPARED = {
    *("db_id_test", "db_lost_test", "db_open_test", "db_test", "migrate_test", "statements_test", "writer_test"),
    *("scheduler_test", "sealer_test", "server_test"),
}
# Statements that are asked with other values on another engine: only their rows are compared.
ASKED_OTHERWISE = {
    "journal_late_count": "PostgreSQL's sealer looks further back, because commits may come late there",
    "journal_late_rows": "the same",
    "journal_late_seals": "the same",
}
# Statements that cannot appear in a record, and why.
EXCUSED = {
    "id_node_list": "recorded runs count their ids; db_id_test runs it on both engines",
    "id_node_take": "recorded runs count their ids; db_id_test runs it on both engines",
    "lease_give": "sealer_test runs it on both engines, in threads",
    "lease_take": "sealer_test runs it on both engines, in threads",
    "schedule_give": "scheduler_test runs it on both engines, in threads",
    "schedule_take": "scheduler_test runs it on both engines, in threads",
    "export_take": "test/api runs it on both engines",
    "figure_case_district": "test/api runs it on both engines",
    "figure_case_rows": "test/api runs it on both engines",
    "figure_cases": "test/api runs it on both engines",
    "migrate_done": "runs before the record begins; migrate_test runs it on both engines",
}

root = pathlib.Path(__file__).resolve().parent.parent


def programs(build):
    tests = json.loads(subprocess.check_output(["meson", "introspect", "--tests", build]))
    found = {t["cmd"][0] for t in tests if "postgres" in " ".join(t["suite"])}
    return sorted(p for p in found if pathlib.Path(p).name not in NOT_COMPARED)


def statements():
    """The statements that both engines share: name and whether it orders its rows."""
    found, name = {}, None
    for path in root.glob("src/**/*.sql"):
        for line in path.read_text().splitlines():
            head = re.match(r"-- name: (\S+)(.*)", line)
            if head:
                name = None if re.search(r"\b(sqlite|postgres)\b", head[2]) else head[1]
            if head and name:
                found[name] = False
            elif name and not line.startswith("--") and "ORDER BY" in line:
                found[name] = True
    return found


def in_order(lines, ordered):
    """Rows without an order may come in any: sorts them, also those that were read one by one."""
    out, group, asked = [], [], None
    for line in lines + [""]:
        question, *rows = line.split(" -> ")
        name = line.split(" ", 1)[0]
        if name in ASKED_OTHERWISE:
            question = name
            line = " -> ".join([name, *rows])
        free = not ordered.get(name, True) and rows
        if group and (not free or question != asked):
            out += [asked + " -> " + row for row in sorted(group)]
            group = []
        if free:
            asked = question
            group += rows
        else:
            out.append(line)
    return out[:-1]


def record(program, engine, folder):
    env = {**os.environ, **ENGINES[engine], "WANGGE_SQL_LOG": str(folder)}
    env.pop("WANGGE_PG_PARTITIONS", None) if engine != "partitions" else None
    done = subprocess.run([program], env=env, cwd=root, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"samesql: {program} fails on {engine}:\n{done.stdout}{done.stderr}")
    path = folder / pathlib.Path(program).name
    return path.read_text(errors="replace").splitlines() if path.exists() else []


def compare(name, runs):
    """Prints the first difference of each engine from SQLite."""
    same = True
    for engine in list(ENGINES)[1:]:
        for i in range(max(len(runs["sqlite"]), len(runs[engine]))):
            ours, theirs = (r[i] if i < len(r) else "(nothing)" for r in (runs["sqlite"], runs[engine]))
            if ours != theirs:
                print(f"{name}, record {i + 1}:\n  sqlite:     {ours[:600]}\n  {engine + ':':11} {theirs[:600]}")
                same = False
                break
    return same


def main(build):
    same, ran, records, known = True, set(), 0, statements()
    with tempfile.TemporaryDirectory(prefix="wangge-samesql-") as tmp, ThreadPoolExecutor() as pool:
        folders = {e: pathlib.Path(tmp) / e for e in ENGINES}
        for folder in folders.values():
            folder.mkdir()
        for program in programs(build):
            found = pool.map(lambda e: in_order(record(program, e, folders[e]), known), ENGINES)
            runs = dict(zip(ENGINES, found))
            same = compare(pathlib.Path(program).name, runs) and same
            ran.update(line.split(" ", 1)[0] for line in runs["sqlite"])
            records += len(runs["sqlite"])
    never = sorted(set(known) - ran - set(EXCUSED))
    idle = sorted(set(EXCUSED) & ran | set(EXCUSED) - set(known))
    print(f"samesql: {records} records of {len(ran & set(known))} statements on {len(ENGINES)} engines")
    for name in never:
        print(f"samesql: no test runs {name}")
    for name in idle:
        print(f"samesql: {name} needs no excuse any more")
    return 0 if same and not never and not idle else 1


if __name__ == "__main__":
    if len(sys.argv) != 2 or "WANGGE_TEST_PG" not in os.environ:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
