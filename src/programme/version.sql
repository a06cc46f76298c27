-- Texts of programme files that served this database.

-- name: programme_version_add write system
INSERT INTO programme_version (programme, version, hash, text, seen) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (programme, version) DO NOTHING RETURNING version;

-- name: programme_version_get system
SELECT programme, version, seen, hash, text FROM programme_version WHERE programme = $1 AND version = $2;

-- name: programme_version_list system
SELECT programme, version, seen, hash FROM programme_version WHERE programme = $1 ORDER BY version DESC;

-- Of any programme: a checklist or a ledger may have gone from its file, or its file may have gone.
-- name: programme_version_all system
SELECT programme, version, seen, hash FROM programme_version ORDER BY seen DESC, programme, version DESC;
