#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recomputes the journal chains of a wangge SQLite file from docs/journal-format.md alone: verify.py FILE.

Shares no code with the server. Prints one head per district; exit 1 when a hash does not follow.
"""
import hashlib
import json
import sqlite3
import sys

COLUMNS = ("account action after_doc area at before_doc district id kind noun noun_id reason role "
           "state_from state_to version who").split()
IDS = {"account", "id", "noun_id"}  # beyond the 53 bits of a JSON number: written as text


def canonical(row):
    """RFC 8785 of the row: keys in order, no blanks, only the escapes that JSON needs."""
    members = {}
    for column in COLUMNS:
        value = row[column]
        members[column.removesuffix("_doc")] = str(value) if column in IDS and value is not None else value
    return json.dumps(members, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def follow(db, district):
    hash_now, faults, seq = bytes(32), 0, 0
    rows = db.execute("SELECT s.seq, s.hash AS seal_hash, j.* FROM seal s LEFT JOIN journal j"
                      " ON j.district = s.district AND j.id = s.id WHERE s.district = ? ORDER BY s.seq", (district,))
    for row in rows:
        seq += 1
        made = hashlib.blake2b(hash_now + canonical(row), digest_size=32).digest() if row["id"] is not None else None
        if row["seq"] != seq or made != row["seal_hash"]:
            print(f"{district:06d} seq {row['seq']}: the hash does not follow")
            faults += 1
            seq = row["seq"]
        hash_now = row["seal_hash"]
    head = db.execute("SELECT seq, hash FROM chain_head WHERE district = ?", (district,)).fetchone()
    if head is None or head["seq"] != seq or (seq and head["hash"] != hash_now):
        print(f"{district:06d} the head is not the end of the chain")
        faults += 1
    print(f"{district:06d} {seq} {hash_now.hex()}")
    return faults


def main(path):
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    districts = [row[0] for row in db.execute("SELECT DISTINCT district FROM seal ORDER BY district")]
    return 1 if sum(follow(db, district) for district in districts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
