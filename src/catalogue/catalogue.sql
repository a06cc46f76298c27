-- The class catalogue, its versions and tiers. Columns of a row stand in the order of catalogue/row.h.

-- name: catalogue_head
SELECT version, n_rows, tiers_version FROM catalogue WHERE district = $1;

-- name: catalogue_head_add write
INSERT INTO catalogue (district, version, n_rows, tiers_version) VALUES ($1, 0, 0, 0)
ON CONFLICT (district) DO NOTHING RETURNING version;

-- Only from the version that the change was made for.
-- name: catalogue_head_change write
UPDATE catalogue SET version = version + 1, n_rows = $3 WHERE district = $1 AND version = $2 RETURNING version;

-- name: catalogue_tiers_change write
UPDATE catalogue SET tiers_version = tiers_version + 1
WHERE district = $1 AND tiers_version = $2 RETURNING tiers_version;

-- name: catalogue_get
SELECT id, version_from, version_to, code, no, class_name, sub_name, filing, unit_a, ticks_a, unit_b, ticks_b,
    unit_c, ticks_c, closing, unit, department, basis, district
FROM catalogue_row WHERE district = $1 AND id = $2;

-- name: catalogue_current
SELECT id, version_from, version_to, code, no, class_name, sub_name, filing, unit_a, ticks_a, unit_b, ticks_b,
    unit_c, ticks_c, closing, unit, department, basis, district
FROM catalogue_row WHERE district = $1 AND code >= $2 AND code < $3 AND version_to IS NULL ORDER BY code, no;

-- name: catalogue_at
SELECT id, version_from, version_to, code, no, class_name, sub_name, filing, unit_a, ticks_a, unit_b, ticks_b,
    unit_c, ticks_c, closing, unit, department, basis, district
FROM catalogue_row WHERE district = $1 AND version_from <= $2 AND (version_to IS NULL OR version_to > $2)
ORDER BY code, no;

-- name: catalogue_numbers
SELECT code, max(no) FROM catalogue_row WHERE district = $1 GROUP BY code ORDER BY code;

-- name: catalogue_row_add write
INSERT INTO catalogue_row (district, id, version_from, code, no, class_name, sub_name, filing, unit_a, ticks_a, unit_b,
    ticks_b, unit_c, ticks_c, closing, unit, department, basis, replaces)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: catalogue_row_end write
UPDATE catalogue_row SET version_to = $3 WHERE district = $1 AND id = $2 AND version_to IS NULL;

-- name: catalogue_version_add write
INSERT INTO catalogue_version (district, version, at, who, source, hash, restored, n_rows, added, changed, ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: catalogue_versions
SELECT version, at, who, source, hash, restored, n_rows, added, changed, ended
FROM catalogue_version WHERE district = $1 ORDER BY version DESC LIMIT 200;

-- name: catalogue_tiers
SELECT area, tier FROM catalogue_tier WHERE district = $1 ORDER BY area;

-- name: catalogue_tier_set write
INSERT INTO catalogue_tier (district, area, tier) VALUES ($1, $2, $3)
ON CONFLICT (district, area) DO UPDATE SET tier = excluded.tier;

-- name: catalogue_tier_end write
DELETE FROM catalogue_tier WHERE district = $1 AND area = $2;

-- The roots of the tree: only whoever may change rules for each of them may change those for all.
-- name: catalogue_roots fanout
SELECT code FROM area WHERE parent IS NULL AND valid_to IS NULL ORDER BY code LIMIT 100;
