-- What reporters say with their steps.

-- name: said_add write
INSERT INTO case_said (district, casefile, version, reason, note) VALUES ($1, $2, $3, $4, $5);

-- name: said_list
SELECT version, reason, note FROM case_said WHERE district = $1 AND casefile = $2 ORDER BY version;

-- name: said_forget write
DELETE FROM case_said WHERE district = $1 AND casefile = $2 RETURNING version;

-- name: still_there_forget write
UPDATE case_mark SET reason = NULL
WHERE district = $1 AND casefile = $2 AND level = 0 AND reason IS NOT NULL RETURNING id;
