-- First answers to retried requests.

-- name: replay_find
SELECT fingerprint, status, reply FROM replay WHERE district = $1 AND scope = $2 AND req = $3;

-- name: replay_touch write
UPDATE replay SET at = $4 WHERE district = $1 AND scope = $2 AND req = $3;

-- name: replay_keep write
INSERT INTO replay (district, scope, req, fingerprint, status, reply, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (district, scope, req) DO NOTHING RETURNING status;

-- name: replay_purge write fanout
DELETE FROM replay WHERE at < $1;
