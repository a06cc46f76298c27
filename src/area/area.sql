-- Areas. A code's first six digits are its district; an area above the districts lies in a district of its own (410100).

-- name: area_get
SELECT code, name, level, parent, note, households, population, valid_from, valid_to, version
FROM area WHERE district = $1 AND code = $2;

-- name: area_list
SELECT code, name, level, parent, note, households, population, valid_from, valid_to, version
FROM area WHERE district = $1 ORDER BY code;

-- How many digits the topmost areas have.
-- name: area_shortest fanout
SELECT CAST(MIN(LENGTH(code)) AS BIGINT) FROM area;

-- name: area_add write
INSERT INTO area (district, code, name, level, parent, note, households, population, valid_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (district, code) DO NOTHING RETURNING version;

-- For imports, which have looked before: nothing to wait for.
-- name: area_insert write
INSERT INTO area (district, code, name, level, parent, note, households, population, valid_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: area_change write
UPDATE area SET name = $4, level = $5, note = $6, households = $7, population = $8, parent = $9, version = version + 1
WHERE district = $1 AND code = $2 AND version = $3 RETURNING version;

-- name: area_polygon_get
SELECT source, source_crs, note, valid_from, area_m2, geom FROM area_polygon
WHERE district = $1 AND area = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)
ORDER BY valid_from DESC LIMIT 1;

-- What imports compare with: the boundaries of now.
-- name: area_polygon_list
SELECT area, geom, source_crs, note, source, valid_from FROM area_polygon
WHERE district = $1 AND valid_to IS NULL ORDER BY area, valid_from;

-- name: area_polygon_end write
UPDATE area_polygon SET valid_to = $3 WHERE district = $1 AND area = $2 AND valid_to IS NULL AND valid_from < $3;

-- Twice in one moment: the later one counts.
-- name: area_polygon_add write
INSERT INTO area_polygon (district, area, valid_from, geom, area_m2, source_crs, source, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (district, area, valid_from) DO UPDATE SET geom = excluded.geom, area_m2 = excluded.area_m2,
    source_crs = excluded.source_crs, source = excluded.source, note = excluded.note;

-- name: area_level_list system
SELECT level, rank, name_zh, name_en FROM area_level ORDER BY rank, level;

-- name: area_level_add write system
INSERT INTO area_level (level, rank, name_zh, name_en) VALUES ($1, $2, $3, $4) ON CONFLICT (level) DO NOTHING;

-- name: area_generation system
SELECT value FROM setting WHERE name = 'areas_generation';

-- name: area_publish write system
INSERT INTO setting (name, value) VALUES ('areas_generation', '1')
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT);

-- The whole tree and all boundaries of a moment, for the atlas.

-- name: atlas_areas fanout
SELECT code, name, level, parent, note, valid_from, valid_to, version FROM area;

-- name: atlas_polygons fanout
SELECT area, geom, note FROM area_polygon WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1);
