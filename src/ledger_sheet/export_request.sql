-- Exports with restricted fields: asked for, decided, taken once.

-- name: export_add write
INSERT INTO ledger_export (district, id, ledger, area, wish, reason, asked, account, who, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked');

-- name: export_get
SELECT district, id, ledger, area, wish, reason, asked, account, who, state, decided, decider, answer, taken, file_rows, version
FROM ledger_export WHERE district = $1 AND id = $2;

-- name: export_list fanout
SELECT district, id, ledger, area, wish, reason, asked, account, who, state, decided, decider, answer, taken, file_rows, version
FROM ledger_export WHERE district >= $1 AND district < $2 AND area >= $3 AND area < $4 ORDER BY id DESC LIMIT $5;

-- name: export_decide write
UPDATE ledger_export SET state = $4, decided = $5, decider = $6, answer = $7, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 AND state = 'asked' RETURNING version;

-- name: export_take write
UPDATE ledger_export SET state = 'taken', taken = $3, file_rows = $4, version = version + 1
WHERE district = $1 AND id = $2 AND state = 'granted' RETURNING version;
