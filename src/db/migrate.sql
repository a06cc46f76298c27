-- Which schema files a database has. The table itself is made by src/db/migrate.c.

-- name: migrate_has_table system sqlite
SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version';

-- name: migrate_has_table_pg system postgres
SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_version';

-- One migration at a time; the lock goes with the transaction.
-- name: migrate_lock system postgres
SELECT 1 FROM (SELECT pg_advisory_xact_lock(7340921)) AS taken;

-- name: migrate_list system
SELECT name FROM schema_version ORDER BY name;

-- name: migrate_done write system
INSERT INTO schema_version (name, at) VALUES ($1, $2);
