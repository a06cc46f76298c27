-- Inspections of an earlier system: what stands there already, and what an import brought.

-- Entries by 64 natural keys at once, a row for each stretch of their time. Unused places repeat a key. They come in order
-- and the first and the last stand before them: so PostgreSQL reads what lies between, also where it knows nothing of the
-- table yet and would read all of it. With v.n SQLite
-- takes the versions' own key, not the index that covers all it asks for.
-- name: past_by_keys
SELECT e.id, e.natural_key, v.valid_from, v.valid_to, v.area
FROM entry e JOIN entry_version v ON v.district = e.district AND v.entry = e.id
WHERE e.district = $1 AND e.ledger = $2 AND e.left_at IS NULL AND v.n > 0 AND (v.valid_to IS NULL OR v.valid_to > v.valid_from)
    AND e.natural_key >= $3 AND e.natural_key <= $4
    AND e.natural_key IN ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68);

-- name: past_by_numbers
SELECT i.id, i.external_number, i.entry, i.done, i.kind, i.area,
    (SELECT count(*) FROM inspection_answer a WHERE a.district = $1 AND a.inspection = i.id),
    i.failed, i.must_failed, i.must_corrected, i.given
FROM inspection i WHERE i.district = $1 AND i.ledger = $2 AND i.external_number >= $3 AND i.external_number <= $4
    AND i.external_number IN ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68);

-- name: past_add write
INSERT INTO inspection (district, id, entry, ledger, area, checklist, checklist_version, kind, result, done, recorded, who,
    failed, must_failed, must_corrected, given, note, external_number, import, score)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'done', $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: past_answer_add write
INSERT INTO inspection_answer (district, inspection, item, n, answer, passed, points, corrected, note, must, days, corrected_at)
VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9, $10);

-- From now on its figures are reckoned from what was found; but a score that was given cannot be: then they stay.
-- name: past_answered write
UPDATE inspection SET given = 0 WHERE district = $1 AND id = $2 AND score IS NULL;

-- ---- imports ----

-- name: past_import_add write
INSERT INTO inspection_import (district, id, ledger, area, part, at, who, source, hash, added, unchanged)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: past_import_row write
INSERT INTO inspection_import_row (district, import, inspection, given, failed, must_failed, must_corrected, score)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: past_imports fanout
SELECT district, id, at, added, unchanged, undone, version, ledger, area, who, source, part FROM inspection_import
WHERE district >= $1 AND district < $2 AND ledger = $3 AND area >= $4 AND area < $5 ORDER BY id DESC LIMIT $6;

-- name: past_import
SELECT district, id, at, added, unchanged, undone, version, ledger, area, who, source, part FROM inspection_import
WHERE district = $1 AND id = $2;

-- ---- undo ----

-- name: past_undo_mark write
UPDATE inspection_import SET undone = $4, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 AND undone IS NULL RETURNING version;

-- Owners asked about one of them, or the entry left: nobody grades it any more.
-- name: past_undo_blocked
SELECT DISTINCT e.name FROM inspection i JOIN entry e ON e.district = i.district AND e.id = i.entry
WHERE i.district = $1 AND i.import = $2 AND (e.left_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM entry_request q WHERE q.district = $1 AND q.entry = i.entry AND q.inspection = i.id))
ORDER BY e.name LIMIT $3;

-- name: past_undo_entries
SELECT entry, min(done) FROM inspection WHERE district = $1 AND import = $2 GROUP BY entry ORDER BY entry;

-- name: past_undo write
UPDATE inspection SET annulled = done - 1, external_number = NULL, version = version + 1 WHERE district = $1 AND import = $2;

-- ---- held against the journal ----

-- Those that were taken back are what their undo says.
-- name: past_verify_imports fanout
SELECT district, id, hash, part FROM inspection_import WHERE district >= 0 AND undone IS NULL ORDER BY district, id;

-- name: past_verify_inspections
SELECT i.id, i.entry, i.done, i.area, i.checklist, i.checklist_version, i.kind, r.given, r.failed, r.must_failed, r.must_corrected,
    r.score, i.note
FROM inspection_import_row r JOIN inspection i ON i.district = r.district AND i.id = r.inspection
WHERE r.district = $1 AND r.import = $2;

-- name: past_verify_answers
SELECT a.inspection, a.item, a.n, a.answer, a.corrected, a.must, a.days, a.corrected_at, a.note
FROM inspection_import_row r JOIN inspection_answer a ON a.district = r.district AND a.inspection = r.inspection
WHERE r.district = $1 AND r.import = $2;

-- Whose figures still are those that were given, and yet differ.
-- name: past_verify_given
SELECT count(*) FROM inspection_import_row r JOIN inspection i ON i.district = r.district AND i.id = r.inspection
WHERE r.district = $1 AND r.import = $2 AND r.given = 1 AND i.given = 1
    AND (i.failed <> r.failed OR i.must_failed <> r.must_failed OR i.must_corrected <> r.must_corrected
        OR coalesce(i.score, -1) <> coalesce(r.score, -1));
