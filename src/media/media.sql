-- Photos and uploads that are not yet photos of anything.

-- name: upload_add write system
INSERT INTO upload (id, token_hash, hash, width, height, added, thumb, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- The bytes go from one table to the other inside the database.
-- name: media_attach write
INSERT INTO media (district, id, casefile, moment, hash, width, height, added_by, added, thumb, bytes)
SELECT $1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT), hash, width, height,
    CAST($5 AS BIGINT), CAST($6 AS BIGINT), thumb, bytes
FROM upload WHERE id = $7 AND token_hash = $8 AND added > $9 RETURNING id;

-- name: upload_end write system
DELETE FROM upload WHERE id = $1;

-- name: upload_purge write system
DELETE FROM upload WHERE added <= $1;

-- name: media_list
SELECT m.id, m.moment, m.width, m.height, m.added, coalesce(y.cycle, 1) FROM media m
    LEFT JOIN media_cycle y ON y.district = m.district AND y.media = m.id
WHERE m.district = $1 AND m.casefile = $2 ORDER BY m.id;

-- name: media_cycle_add write
INSERT INTO media_cycle (district, media, cycle) VALUES ($1, $2, $3);

-- name: media_place_add write
INSERT INTO media_place (district, media, lon_e7, lat_e7) VALUES ($1, $2, $3, $4);

-- name: media_places
SELECT m.moment, p.lon_e7, p.lat_e7, coalesce(y.cycle, 1) FROM media m
    JOIN media_place p ON p.district = m.district AND p.media = m.id
    LEFT JOIN media_cycle y ON y.district = m.district AND y.media = m.id
WHERE m.district = $1 AND m.casefile = $2 ORDER BY m.id;

-- name: media_full
SELECT bytes FROM media WHERE district = $1 AND id = $2;

-- name: media_thumb
SELECT thumb FROM media WHERE district = $1 AND id = $2;

-- ---- photos of inspections ----

-- name: inspection_photo_attach write
INSERT INTO inspection_photo (district, id, inspection, item, hash, width, height, added, thumb, bytes)
SELECT $1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT), hash, width, height, CAST($5 AS BIGINT), thumb, bytes
FROM upload WHERE id = $6 AND token_hash = $7 AND added > $8 RETURNING id;

-- name: inspection_photo_list
SELECT id, item, width, height, added FROM inspection_photo WHERE district = $1 AND inspection = $2 ORDER BY id;

-- name: inspection_photo_full
SELECT bytes FROM inspection_photo WHERE district = $1 AND id = $2;

-- name: inspection_photo_thumb
SELECT thumb FROM inspection_photo WHERE district = $1 AND id = $2;
