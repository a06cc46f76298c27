-- Imports of ledgers: what stands there already, and what an import did.

-- Entries by 64 natural keys at once, in the order of ledger_sheet/match.c. Unused places repeat a key.
-- name: sheet_by_keys
SELECT e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields, e.natural_key,
    e.sealed, e.left_at,
    (SELECT max(v.n) FROM entry_version v WHERE v.district = $1 AND v.entry = e.id)
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND e.left_at IS NULL
    AND e.natural_key IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
        $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47,
        $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66);

-- name: sheet_by_ids
SELECT e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields, e.natural_key,
    e.sealed, e.left_at,
    (SELECT max(v.n) FROM entry_version v WHERE v.district = $1 AND v.entry = e.id)
FROM entry e WHERE e.district = $1 AND e.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
        $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46,
        $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65);

-- name: sheet_sealed
SELECT e.id, e.sealed FROM entry e WHERE e.district = $1 AND e.sealed IS NOT NULL
    AND e.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
        $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46,
        $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65);

-- ---- posts ----

-- name: sheet_posts
SELECT p.id, p.kind, p.area, p.title, coalesce(n.name, t.name)
FROM post p
LEFT JOIN post_holding h ON h.district = p.district AND h.post = p.id AND h.valid_from <= $2
    AND (h.valid_to IS NULL OR h.valid_to > $2)
LEFT JOIN person n ON n.district = h.district AND n.id = h.person
LEFT JOIN team t ON t.district = h.district AND t.id = h.team
WHERE p.district = $1 AND p.created <= $2 AND (p.ended IS NULL OR p.ended > $2) ORDER BY p.id;

-- ---- figures ----

-- What 64 entries have of one period, oldest first. Unused places repeat an entry.
-- name: sheet_figures
SELECT entry, n, state, fields FROM entry_period WHERE district = $1 AND series = $2 AND period = $3
    AND entry IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67)
ORDER BY entry, n;

-- What the entries of an area have of one period: the last that is confirmed.
-- name: sheet_figures_of
SELECT p.entry, p.fields FROM entry e JOIN entry_period p ON p.district = e.district AND p.entry = e.id
WHERE e.district = $1 AND e.ledger = $2 AND e.area >= $3 AND e.area < $4 AND p.series = $5 AND p.period = $6 AND p.state = 'confirmed'
    AND NOT EXISTS (SELECT 1 FROM entry_period l WHERE l.district = $1 AND l.entry = p.entry AND l.series = p.series
        AND l.period = p.period AND l.state = 'confirmed' AND l.n > p.n);

-- name: sheet_import_period write
INSERT INTO ledger_import_period (district, import, entry, series, period, n) VALUES ($1, $2, $3, $4, $5, $6);

-- name: sheet_import_periods
SELECT f.entry, f.series, f.period, f.n, p.fields FROM ledger_import_period f
JOIN entry_period p ON p.district = f.district AND p.entry = f.entry AND p.series = f.series AND p.period = f.period AND p.n = f.n
WHERE f.district = $1 AND f.import = $2;

-- ---- mappings ----

-- name: sheet_mapping
SELECT mapping FROM ledger_mapping WHERE district = $1 AND ledger = $2 AND heads = $3;

-- name: sheet_mapping_keep write
INSERT INTO ledger_mapping (district, ledger, heads, mapping, used) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (district, ledger, heads) DO UPDATE SET mapping = excluded.mapping, used = excluded.used;

-- ---- imports ----

-- name: sheet_import_add write
INSERT INTO ledger_import (district, id, ledger, area, at, who, source, hash, added, changed, unchanged)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: sheet_import_row write
INSERT INTO ledger_import_row (district, import, entry, n_before, n_after) VALUES ($1, $2, $3, $4, $5);

-- How many entries show what the import wrote: fewer than it wrote when somebody was there before it.
-- name: sheet_import_count
SELECT count(*) FROM ledger_import_row r JOIN entry e ON e.district = r.district AND e.id = r.entry AND e.n = r.n_after
WHERE r.district = $1 AND r.import = $2;

-- name: sheet_imports fanout
SELECT district, id, at, added, changed, unchanged, undone, version, ledger, area, who, source FROM ledger_import
WHERE district >= $1 AND district < $2 AND ledger = $3 AND area >= $4 AND area < $5 ORDER BY id DESC LIMIT $6;

-- name: sheet_import
SELECT district, id, at, added, changed, unchanged, undone, version, ledger, area, who, source FROM ledger_import
WHERE district = $1 AND id = $2;

-- What the digest of an import is made of.
-- name: sheet_import_versions
SELECT v.entry, v.n, v.area, v.x, v.y, v.status, v.programme_version, v.fields, v.post
FROM ledger_import_row r JOIN entry_version v ON v.district = r.district AND v.entry = r.entry AND v.n = r.n_after
WHERE r.district = $1 AND r.import = $2 ORDER BY r.entry;

-- Those that wrote versions of an entry: a ledger has few imports, and each is asked by its key.
-- name: sheet_imports_of
SELECT i.id, i.version, i.area, i.hash FROM entry e
JOIN ledger_import i ON i.district = e.district AND i.ledger = e.ledger
JOIN ledger_import_row r ON r.district = i.district AND r.import = i.id AND r.entry = e.id
WHERE e.district = $1 AND e.id = $2 ORDER BY i.id;

-- name: sheet_import_hashes fanout
SELECT district, id, hash FROM ledger_import WHERE district >= 0 ORDER BY district, id;

-- name: sheet_sealed_keep write
INSERT INTO ledger_import_sealed (district, import, entry, at, version, sealed) VALUES ($1, $2, $3, $4, $5, $6);

-- name: sheet_sealed_old fanout
SELECT DISTINCT s.district, s.import, i.area, i.version FROM ledger_import_sealed s
JOIN ledger_import i ON i.district = s.district AND i.id = s.import
WHERE s.district >= $1 AND s.erased = 0 AND s.at <= $2 ORDER BY s.district, s.import LIMIT $3;

-- name: sheet_sealed_erase write
UPDATE ledger_import_sealed SET sealed = NULL, erased = 1 WHERE district = $1 AND import = $2;

-- ---- undo ----

-- Figures that somebody corrected since.
-- name: sheet_undo_corrected
SELECT DISTINCT e.name FROM ledger_import_period f JOIN entry e ON e.district = f.district AND e.id = f.entry
JOIN entry_period p ON p.district = f.district AND p.entry = f.entry AND p.series = f.series AND p.period = f.period AND p.n > f.n
WHERE f.district = $1 AND f.import = $2 ORDER BY e.name LIMIT $3;

-- name: sheet_undo_figures write
UPDATE entry_period SET state = 'refused' WHERE district = $1 AND (entry, series, period, n) IN (
    SELECT f.entry, f.series, f.period, f.n FROM ledger_import_period f WHERE f.district = $1 AND f.import = $2);

-- name: sheet_undo_erased
SELECT count(*) FROM ledger_import_sealed WHERE district = $1 AND import = $2 AND erased = 1;

-- name: sheet_undo_sealed write
UPDATE entry SET sealed = s.sealed FROM ledger_import_sealed s
WHERE s.district = $1 AND s.import = $2 AND entry.district = $1 AND entry.id = s.entry;

-- name: sheet_undo_mark write
UPDATE ledger_import SET undone = $4, version = version + 1 WHERE district = $1 AND id = $2 AND version = $3 AND undone IS NULL
RETURNING version;

-- Changed since (a sealed field alone makes no version), or used: what was added then cannot be as if it had never been.
-- name: sheet_undo_blocked
SELECT e.name FROM ledger_import_row r JOIN entry e ON e.district = r.district AND e.id = r.entry
WHERE r.district = $1 AND r.import = $2 AND (e.n <> r.n_after OR e.left_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM ledger_import_sealed s WHERE s.district = $1 AND s.import = $2 AND s.entry = e.id AND s.version <> e.version)
    OR (r.n_before = 0 AND (e.version > 1
    OR EXISTS (SELECT 1 FROM inspection i WHERE i.district = $1 AND i.entry = e.id AND (i.annulled IS NULL OR i.annulled >= i.done))
    OR EXISTS (SELECT 1 FROM entry_period p WHERE p.district = $1 AND p.entry = e.id AND NOT EXISTS (
        SELECT 1 FROM ledger_import_period f WHERE f.district = $1 AND f.import = $2 AND f.entry = p.entry AND f.series = p.series
            AND f.period = p.period AND f.n = p.n))
    OR EXISTS (SELECT 1 FROM entry_request q WHERE q.district = $1 AND q.entry = e.id))))
ORDER BY r.entry LIMIT $3;

-- name: sheet_undo_versions write
UPDATE entry_version SET valid_to = valid_from WHERE district = $1 AND (entry, n) IN (
    SELECT r.entry, r.n_after FROM ledger_import_row r WHERE r.district = $1 AND r.import = $2 AND r.n_before = 0);

-- name: sheet_undo_dates write
DELETE FROM entry_date WHERE district = $1 AND entry IN (
    SELECT r.entry FROM ledger_import_row r WHERE r.district = $1 AND r.import = $2 AND r.n_before = 0);

-- name: sheet_undo_added write
UPDATE entry SET left_at = since, left_reason = 'undone', sealed = NULL, updated = $3, version = version + 1
WHERE district = $1 AND id IN (
    SELECT r.entry FROM ledger_import_row r WHERE r.district = $1 AND r.import = $2 AND r.n_before = 0);

-- What changed entries were before, and the key that they have now.
-- name: sheet_undo_before
SELECT r.entry, e.natural_key, b.fields, b.area FROM ledger_import_row r
JOIN entry e ON e.district = r.district AND e.id = r.entry
JOIN entry_version b ON b.district = r.district AND b.entry = r.entry AND b.n = r.n_before
WHERE r.district = $1 AND r.import = $2 AND r.n_before > 0 ORDER BY r.entry;

-- name: sheet_undo_key write
UPDATE entry SET natural_key = $3 WHERE district = $1 AND id = $2;

-- name: sheet_undo_end write
UPDATE entry_version SET valid_to = $3 WHERE district = $1 AND (entry, n) IN (
    SELECT r.entry, r.n_after FROM ledger_import_row r WHERE r.district = $1 AND r.import = $2 AND r.n_before > 0);

-- name: sheet_undo_begin write
INSERT INTO entry_version (district, entry, n, ledger, valid_from, area, name, name_key, facet, x, y, post, status, status_since,
    fields, programme_version, recorded, who, why)
SELECT $1, b.entry, (SELECT max(m.n) + 1 FROM entry_version m WHERE m.district = $1 AND m.entry = b.entry), b.ledger,
    CAST($3 AS BIGINT), b.area, b.name, b.name_key, b.facet, b.x, b.y, b.post, a.status, a.status_since,
    b.fields, b.programme_version, CAST($3 AS BIGINT), CAST($4 AS TEXT), 'undo'
FROM ledger_import_row r
JOIN entry_version b ON b.district = r.district AND b.entry = r.entry AND b.n = r.n_before
JOIN entry_version a ON a.district = r.district AND a.entry = r.entry AND a.n = r.n_after
WHERE r.district = $1 AND r.import = $2 AND r.n_before > 0;

-- name: sheet_undo_changed write
UPDATE entry SET area = v.area, name = v.name, name_key = v.name_key, facet = v.facet, x = v.x, y = v.y, post = v.post,
    fields = v.fields, programme_version = v.programme_version, n = v.n, updated = $3, version = entry.version + 1
FROM ledger_import_row r
JOIN entry_version v ON v.district = r.district AND v.entry = r.entry AND v.valid_to IS NULL
WHERE r.district = $1 AND r.import = $2 AND r.n_before > 0 AND entry.district = $1 AND entry.id = r.entry;
