-- What owners ask for.

-- name: entry_request_add write
INSERT INTO entry_request (district, id, entry, inspection, kind, body, made, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: entry_request_get
SELECT district, id, version, entry, inspection, kind, body, state, answer, decided_name, made, decided
FROM entry_request WHERE district = $1 AND id = $2;

-- name: entry_request_of
SELECT district, id, version, entry, inspection, kind, body, state, answer, decided_name, made, decided
FROM entry_request WHERE district = $1 AND entry = $2 ORDER BY id DESC;

-- name: entry_request_open
SELECT q.district, q.id, q.version, q.entry, q.inspection, q.kind, q.body, q.state, q.answer, q.decided_name, q.made,
    q.decided
FROM entry_request q JOIN entry e ON e.district = q.district AND e.id = q.entry
WHERE q.district = $1 AND q.state = 'open' AND e.area >= $2 AND e.area < $3 AND q.id > $4 ORDER BY q.id LIMIT $5;

-- name: entry_request_open_above fanout
SELECT q.district, q.id, q.version, q.entry, q.inspection, q.kind, q.body, q.state, q.answer, q.decided_name, q.made,
    q.decided
FROM entry_request q JOIN entry e ON e.district = q.district AND e.id = q.entry
WHERE q.district BETWEEN $1 AND $6 AND q.state = 'open' AND e.area >= $2 AND e.area < $3 AND q.id > $4
ORDER BY q.id LIMIT $5;

-- name: entry_request_decide write
UPDATE entry_request SET state = $4, answer = $5, decided = $6, decided_by = $7, decided_name = $8, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- A wish for a re-check that was granted and that nobody has followed since.
-- name: entry_request_granted
SELECT min(decided) FROM entry_request
WHERE district = $1 AND entry = $2 AND kind = 'recheck' AND state = 'granted' AND decided > $3 AND decided <= $4;

-- The words go, that something was said stays.
-- name: entry_request_forget write fanout
UPDATE entry_request SET body = '' WHERE made < $1 AND body <> '';
