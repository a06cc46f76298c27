-- Inspections, their answers, and what is to be put right.

-- All who write about an entry take its row first: the second then reads what the first has written.
-- name: inspection_lock write
UPDATE entry SET n = n WHERE district = $1 AND id = $2 RETURNING n;

-- name: inspection_add write
INSERT INTO inspection (district, id, entry, ledger, area, checklist, checklist_version, kind, result, done, recorded,
    account, person, who, team, round, failed, must_failed, must_corrected, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 0, 0, $17);

-- name: inspection_answer_add write
INSERT INTO inspection_answer (district, inspection, item, n, answer, passed, points, corrected, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: inspection_grade_set write
UPDATE inspection SET score = $3, failed = $4, must_failed = $5, must_corrected = $6, status = $7
WHERE district = $1 AND id = $2;

-- name: inspection_annul write
UPDATE inspection SET annulled = $3, version = version + 1
WHERE district = $1 AND id = $2 AND annulled IS NULL RETURNING version;

-- name: inspection_get
SELECT district, id, version, entry, ledger, area, checklist, checklist_version, kind, result, done, recorded, account,
    person, who, team, round, score, failed, must_failed, must_corrected, status, note, annulled, external_number,
    given
FROM inspection WHERE district = $1 AND id = $2;

-- Without those that were never so: an import was taken back.
-- name: inspection_of
SELECT district, id, version, entry, ledger, area, checklist, checklist_version, kind, result, done, recorded, account,
    person, who, team, round, score, failed, must_failed, must_corrected, status, note, annulled, external_number,
    given
FROM inspection WHERE district = $1 AND entry = $2 AND (annulled IS NULL OR annulled >= done) ORDER BY done, id;

-- name: inspection_answers
SELECT inspection, item, n, answer, passed, points, corrected, note, must, days, corrected_at
FROM inspection_answer WHERE district = $1 AND inspection = $2 ORDER BY item, n;

-- As a join SQLite would rather read all answers of the district, which come in the wanted order.
-- name: inspection_answers_of
SELECT a.inspection, a.item, a.n, a.answer, a.passed, a.points, a.corrected, a.note, a.must, a.days, a.corrected_at
FROM inspection_answer a WHERE a.district = $1
    AND a.inspection IN (SELECT i.id FROM inspection i WHERE i.district = $1 AND i.entry = $2 AND i.checklist = $3)
ORDER BY a.inspection, a.item, a.n;

-- ---- rectification ----

-- name: rectification_of
SELECT r.checklist, r.item, r.n, r.casefile, r.opened, r.opened_by, r.overdue, r.struck, r.struck_by, r.relapses,
    f.state, f.handle_due, f.due, r.due
FROM rectification r JOIN casefile f ON f.district = r.district AND f.id = r.casefile
WHERE r.district = $1 AND r.entry = $2 ORDER BY r.checklist, r.item, r.n;

-- The last turn of each item by then, of what stood there then; behind ($3, $4, $5, $6).
-- name: rectification_list
SELECT r.district, r.entry, v.name, v.area, v.facet, r.checklist, r.item, r.n, r.casefile, r.opened, r.opened_by, r.overdue,
    r.struck, r.struck_by, r.relapses, r.due, f.state, f.handle_due, f.due
FROM entry_version v
    JOIN rectification r ON r.district = v.district AND r.entry = v.entry
    JOIN casefile f ON f.district = r.district AND f.id = r.casefile
WHERE v.district = $1 AND v.ledger = $2 AND v.area >= $3 AND v.area < $7
    AND v.valid_from <= $8 AND (v.valid_to IS NULL OR v.valid_to > $8)
    AND (v.area, v.entry, r.checklist, r.item) > ($3, $4, $5, $6) AND r.opened <= $8
    AND NOT EXISTS (SELECT 1 FROM rectification l WHERE l.district = r.district AND l.entry = r.entry
        AND l.checklist = r.checklist AND l.item = r.item AND l.n > r.n AND l.opened <= $8)
    AND ($9 = '' OR ($9 = 'open' AND (r.struck IS NULL OR r.struck > $8))
        OR $9 = CASE WHEN r.struck <= $8 THEN CASE WHEN r.struck_by IS NULL THEN 'void' ELSE 'struck' END
            WHEN r.overdue <= $8 THEN 'overdue' ELSE 'open' END)
ORDER BY v.area, v.entry, r.checklist, r.item LIMIT $10;

-- name: rectification_list_above fanout
SELECT r.district, r.entry, v.name, v.area, v.facet, r.checklist, r.item, r.n, r.casefile, r.opened, r.opened_by, r.overdue,
    r.struck, r.struck_by, r.relapses, r.due, f.state, f.handle_due, f.due
FROM entry_version v
    JOIN rectification r ON r.district = v.district AND r.entry = v.entry
    JOIN casefile f ON f.district = r.district AND f.id = r.casefile
WHERE v.district BETWEEN $1 AND $11 AND v.ledger = $2 AND v.area >= $3 AND v.area < $7
    AND v.valid_from <= $8 AND (v.valid_to IS NULL OR v.valid_to > $8)
    AND (v.area, v.entry, r.checklist, r.item) > ($3, $4, $5, $6) AND r.opened <= $8
    AND NOT EXISTS (SELECT 1 FROM rectification l WHERE l.district = r.district AND l.entry = r.entry
        AND l.checklist = r.checklist AND l.item = r.item AND l.n > r.n AND l.opened <= $8)
    AND ($9 = '' OR ($9 = 'open' AND (r.struck IS NULL OR r.struck > $8))
        OR $9 = CASE WHEN r.struck <= $8 THEN CASE WHEN r.struck_by IS NULL THEN 'void' ELSE 'struck' END
            WHEN r.overdue <= $8 THEN 'overdue' ELSE 'open' END)
ORDER BY v.area, v.entry, r.checklist, r.item LIMIT $10;

-- name: rectification_add write
INSERT INTO rectification (district, entry, checklist, item, n, casefile, opened, opened_by, relapses, due)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: rectification_strike write
UPDATE rectification SET struck = $6, struck_by = $7
WHERE district = $1 AND entry = $2 AND checklist = $3 AND item = $4 AND n = $5 AND struck IS NULL;

-- name: rectification_of_case
SELECT entry, checklist, item, n FROM rectification
WHERE district = $1 AND casefile = $2 AND struck IS NULL AND overdue IS NULL;

-- name: rectification_overdue write
UPDATE rectification SET overdue = $6
WHERE district = $1 AND entry = $2 AND checklist = $3 AND item = $4 AND n = $5 AND struck IS NULL AND overdue IS NULL;

-- When the last full one was made by a moment, as it counted then, and the last of any kind.
-- name: inspected_then
SELECT max(CASE WHEN kind = 'full' AND (annulled IS NULL OR annulled > $3) THEN done END), max(done) FROM inspection
WHERE district = $1 AND entry = $2 AND result = 'done' AND done <= $3 AND (annulled IS NULL OR annulled >= done)
    AND ($4 = '' OR checklist = $4);

-- name: rectification_open_then
SELECT count(*) FROM rectification
WHERE district = $1 AND entry = $2 AND opened <= $3 AND (struck IS NULL OR struck > $3);

-- ---- what is to be looked at ----

-- Entries that a round has no task at any more: looked at in full, or so many times in vain ($5) as the checklist asks for.
-- name: inspected_in_round
SELECT entry FROM inspection
WHERE district = $1 AND round = $2 AND area >= $3 AND area < $4 AND annulled IS NULL AND kind = 'full'
GROUP BY entry
HAVING max(CASE WHEN result = 'done' THEN 1 ELSE 0 END) = 1 OR count(*) >= $5
ORDER BY entry;

-- Entries whose holders say that something is put right.
-- name: recheck_waits
SELECT r.entry, min(r.checklist) FROM rectification r
    JOIN casefile f ON f.district = r.district AND f.id = r.casefile
WHERE r.district = $1 AND r.struck IS NULL AND r.entry > $4 AND f.state = 'disposed' AND f.area >= $2 AND f.area < $3
GROUP BY r.entry ORDER BY r.entry LIMIT $5;

-- name: recheck_waits_above fanout
SELECT r.entry, min(r.checklist), r.district FROM rectification r
    JOIN casefile f ON f.district = r.district AND f.id = r.casefile
WHERE r.district BETWEEN $1 AND $6 AND r.struck IS NULL AND r.entry > $4 AND f.state = 'disposed'
    AND f.area >= $2 AND f.area < $3
GROUP BY r.entry, r.district ORDER BY r.entry LIMIT $5;
