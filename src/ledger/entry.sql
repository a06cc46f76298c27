-- Entries one by one. The columns of an entry come in the order of ledger/entry_row.h, from the entry as it is or from the
-- version that held at a moment.

-- name: entry_get
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.id = $2;

-- name: entry_get_then
SELECT v.district, v.entry, e.version, v.n, v.ledger, v.area, v.name, v.facet, v.x, v.y, v.post, v.status, v.status_since, v.fields,
    v.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry_version v JOIN entry e ON e.district = v.district AND e.id = v.entry
WHERE v.district = $1 AND v.entry = $2 AND v.valid_from <= $3 AND (v.valid_to IS NULL OR v.valid_to > $3);

-- name: entry_ledger
SELECT ledger FROM entry WHERE district = $1 AND id = $2;

-- name: entry_hold write
UPDATE entry SET n = n WHERE district = $1 AND id = $2 AND left_at IS NULL RETURNING ledger;

-- What it goes on for.
-- name: entry_predecessors
SELECT id, name, left_at, left_reason FROM entry WHERE district = $1 AND successor = $2 ORDER BY left_at DESC, id;

-- name: entry_secrets
SELECT sealed, owner_hash FROM entry WHERE district = $1 AND id = $2;

-- name: entry_key_taken
SELECT id FROM entry WHERE district = $1 AND ledger = $2 AND natural_key = $3 AND left_at IS NULL AND id <> $4;

-- No row: the natural key is taken.
-- name: entry_add write
INSERT INTO entry (district, id, ledger, area, name, name_key, natural_key, facet, x, y, post, status, status_since, fields,
    programme_version, sealed, since, note, n, created, updated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, $19, $19)
ON CONFLICT (district, ledger, natural_key) WHERE left_at IS NULL DO NOTHING RETURNING id;

-- Whoever shares the key that stays keeps it as a twin.
-- name: entry_change write
UPDATE entry SET area = $4, name = $5, name_key = $6,
    natural_key = CASE WHEN natural_key = CAST($7 AS TEXT) || '|twin:' || CAST(id AS TEXT) THEN natural_key ELSE CAST($7 AS TEXT) END, facet = $8, x = $9, y = $10, post = $11, status = $12,
    status_since = $13, fields = $14, programme_version = $15, sealed = $16, n = $17, updated = $18, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- name: entry_leave write
UPDATE entry SET status = $4, status_since = $5, left_at = $6, left_reason = $7, left_note = $8, successor = $9,
    n = $10, updated = $11, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- name: entry_return write
UPDATE entry SET status = $4, status_since = $5, n = $6, updated = $7, natural_key = $8, left_at = NULL, left_reason = NULL,
    left_note = NULL, successor = NULL, erased = NULL, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- name: entry_grade write
UPDATE entry SET status = $4, status_since = $5, n = $6, last_inspected = $7, review_due = $8, open_items = $9, updated = $10,
    version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- name: entry_owner write
UPDATE entry SET owner_hash = $3, updated = $4, version = version + 1 WHERE district = $1 AND id = $2 RETURNING version;

-- name: entry_unerased fanout
SELECT district, id, area, ledger, fields, sealed FROM entry
WHERE district >= $1 AND left_at IS NOT NULL AND erased IS NULL AND left_at <= $2
ORDER BY district, left_at, id LIMIT $3;

-- Nothing of it was to be erased.
-- name: entry_erase_none write
UPDATE entry SET erased = $3 WHERE district = $1 AND id = $2;

-- name: entry_erase_again write
UPDATE entry SET erased = NULL WHERE district = $1 AND id = $2 AND erased IS NOT NULL;

-- name: entry_erase write
UPDATE entry SET fields = $4, sealed = NULL, erased = $3, updated = $3, version = version + 1
WHERE district = $1 AND id = $2 RETURNING version;

-- ---- versions ----

-- name: entry_versions
SELECT n, valid_from, valid_to, area, name, name_key, facet, x, y, post, status, status_since, fields, programme_version,
    recorded, who, why
FROM entry_version WHERE district = $1 AND entry = $2 ORDER BY valid_from, n;

-- name: entry_version_add write
INSERT INTO entry_version (district, entry, n, ledger, valid_from, valid_to, area, name, name_key, facet, x, y, post, status,
    status_since, fields, programme_version, recorded, who, why)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20);

-- name: entry_version_end write
UPDATE entry_version SET valid_to = $4, status_since = $5 WHERE district = $1 AND entry = $2 AND n = $3;

-- All that its versions ever said, also those that were taken back.
-- name: entry_version_texts
SELECT n, fields, sealed FROM entry_version WHERE district = $1 AND entry = $2 ORDER BY n;

-- name: entry_version_rewrite write
UPDATE entry_version SET fields = $4, sealed = $5 WHERE district = $1 AND entry = $2 AND n = $3;

-- ---- likenesses ----

-- name: entry_named
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND e.name_key = $3 AND e.left_at IS NULL AND e.area >= $4 AND e.area < $5
    AND e.id <> $6
ORDER BY e.id LIMIT $7;

-- name: entry_around
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated, e.name_key
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND e.x BETWEEN $3 AND $4 AND e.y BETWEEN $5 AND $6 AND e.left_at IS NULL
    AND e.id <> $7
ORDER BY e.id LIMIT $8;

-- ---- dates that remind ----

-- name: entry_date_put write
INSERT INTO entry_date (district, entry, field, ledger, area, date) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (district, entry, field) DO UPDATE SET date = excluded.date, area = excluded.area;

-- name: entry_date_forget write
DELETE FROM entry_date WHERE district = $1 AND entry = $2 AND field = $3;

-- name: entry_dates_forget write
DELETE FROM entry_date WHERE district = $1 AND entry = $2;

-- The fields of a kind of ledger are asked one by one; behind ($7, $8). $9: ",status,status," or '' for all.
-- name: entry_reminders
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated, d.date
FROM entry_date d JOIN entry e ON e.district = d.district AND e.id = d.entry
WHERE d.district = $1 AND d.ledger = $2 AND d.field = $3 AND d.date <= $4 AND d.area >= $5 AND d.area < $6
    AND (d.date, d.entry) > ($7, $8) AND ($9 = '' OR replace($9, ',' || e.status || ',', '') <> $9)
ORDER BY d.date, d.entry LIMIT $10;
