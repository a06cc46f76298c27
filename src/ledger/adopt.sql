-- What a new programme text derives otherwise, and what does not fit it.

-- name: ledger_derived_list system
SELECT ledger, derived FROM ledger_derived ORDER BY ledger;

-- name: ledger_derived_put write system
INSERT INTO ledger_derived (ledger, derived, at) VALUES ($1, $2, $3)
ON CONFLICT (ledger) DO UPDATE SET derived = excluded.derived, at = excluded.at;

-- name: ledger_adoption_get
SELECT derived, after, seen, changed, done FROM ledger_adoption WHERE district = $1 AND ledger = $2;

-- name: ledger_adoption_begin write
INSERT INTO ledger_adoption (district, ledger, derived, after, seen, changed, began) VALUES ($1, $2, $3, 0, 0, 0, $4)
ON CONFLICT (district, ledger) DO UPDATE SET derived = excluded.derived, after = 0, seen = 0, changed = 0,
    began = excluded.began, done = NULL;

-- No row: another server was faster.
-- name: ledger_adoption_step write
UPDATE ledger_adoption SET after = $4, seen = $5, changed = $6, done = $7
WHERE district = $1 AND ledger = $2 AND after = $3 AND done IS NULL RETURNING after;

-- The columns of an entry, its natural key and what it has sealed.
-- name: entry_adopt_batch
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated, e.natural_key, e.sealed
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND e.id > $3 ORDER BY e.id LIMIT $4;

-- name: entry_adopt write
UPDATE entry SET name = $4, name_key = $5, natural_key = $6, facet = $7, fields = $8, sealed = $9, n = $10, updated = $11,
    version = version + $12
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- Behind $2, up to $3.
-- name: entry_adopt_dates write
DELETE FROM entry_date WHERE district = $1 AND entry > $2 AND entry <= $3 AND ledger = $4;

-- ---- one key, several entries ----

-- name: entry_key_of
SELECT ledger, natural_key FROM entry WHERE district = $1 AND id = $2;

-- Those that have the key $4 too; its twins stand between $5 and $6. Two looks into the index of keys: for one with OR the
-- whole ledger is walked.
-- name: entry_twins
SELECT id, name FROM (
    SELECT id, name FROM entry WHERE district = $1 AND ledger = $2 AND left_at IS NULL AND natural_key = $4
    UNION ALL
    SELECT id, name FROM entry WHERE district = $1 AND ledger = $2 AND left_at IS NULL AND natural_key > $5 AND natural_key < $6) t
WHERE id <> $3 ORDER BY id LIMIT $7;

-- Nobody has the key $3 any more: the first of its twins gets it.
-- name: entry_twin_promote write
UPDATE entry SET natural_key = $3 WHERE district = $1 AND id = (
    SELECT min(t.id) FROM entry t WHERE t.district = $1 AND t.ledger = $2 AND t.left_at IS NULL
        AND t.natural_key > $4 AND t.natural_key < $5
        AND NOT EXISTS (SELECT 1 FROM entry h WHERE h.district = $1 AND h.ledger = $2 AND h.natural_key = $3 AND h.left_at IS NULL));

-- ---- what does not fit ----

-- name: entry_misfit_put write
INSERT INTO entry_misfit (district, ledger, entry, what) VALUES ($1, $2, $3, $4) ON CONFLICT (district, ledger, entry, what) DO NOTHING;

-- name: entry_misfit_forget write
DELETE FROM entry_misfit WHERE district = $1 AND ledger = $2;

-- name: entry_misfit_count
SELECT what, count(*) FROM entry_misfit WHERE district = $1 AND ledger = $2 GROUP BY what ORDER BY what;
