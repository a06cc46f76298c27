-- What reporters say with their steps.

-- name: said_add write
INSERT INTO case_said (district, casefile, version, reason, note) VALUES ($1, $2, $3, $4, $5);

-- name: said_list
SELECT version, reason, note FROM case_said WHERE district = $1 AND casefile = $2 ORDER BY version;
