-- Posts and their holdings. Every read of a holder has the same ten columns in the same order (post_row.h).

-- name: post_add write
INSERT INTO post (district, id, kind, area, title, created) VALUES ($1, $2, $3, $4, $5, $6);

-- Taken first by whoever changes a post: others wait here, so that no two holdings overlap. $3 = 0: any version.
-- A holding that begins before the post was written down shows that the post stood then.
-- name: post_touch write
UPDATE post SET version = version + 1, created = CASE WHEN created > $4 THEN CAST($4 AS BIGINT) ELSE created END
WHERE district = $1 AND id = $2 AND ended IS NULL AND (CAST($3 AS BIGINT) = 0 OR version = $3)
RETURNING version, kind, area;

-- name: post_abolish write
UPDATE post SET version = version + 1, ended = $4
WHERE district = $1 AND id = $2 AND ended IS NULL AND (CAST($3 AS BIGINT) = 0 OR version = $3) AND created < $4
RETURNING version, kind, area;

-- What runs at $3 ends there. What is over already stays as it was.
-- name: post_holding_cut write
UPDATE post_holding SET valid_to = $3
WHERE district = $1 AND post = $2 AND valid_from < $3 AND (valid_to IS NULL OR (valid_to > $3 AND valid_to > $4))
RETURNING id;

-- name: post_holding_overlap
SELECT id FROM post_holding
WHERE district = $1 AND post = $2 AND (valid_to IS NULL OR valid_to > $3)
    AND (CAST($4 AS BIGINT) IS NULL OR valid_from < CAST($4 AS BIGINT))
LIMIT 1;

-- name: post_holding_add write
INSERT INTO post_holding (district, id, post, person, team, deputy, valid_from, valid_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: post_get
SELECT p.district, p.id, p.version, p.kind, p.area, p.title, p.created, p.ended,
    h.id, h.person, h.team, h.deputy, coalesce(n.name, t.name), d.name,
    CASE WHEN n.contact_public = 1 THEN n.contact END, CASE WHEN d.contact_public = 1 THEN d.contact END,
    h.valid_from, h.valid_to
FROM post p
LEFT JOIN post_holding h ON h.district = p.district AND h.post = p.id AND h.valid_from <= $3
    AND (h.valid_to IS NULL OR h.valid_to > $3)
LEFT JOIN person n ON n.district = h.district AND n.id = h.person
LEFT JOIN team t ON t.district = h.district AND t.id = h.team
LEFT JOIN person d ON d.district = h.district AND d.id = h.deputy
WHERE p.district = $1 AND p.id = $2;

-- name: post_list
SELECT p.district, p.id, p.version, p.kind, p.area, p.title, p.created, p.ended,
    h.id, h.person, h.team, h.deputy, coalesce(n.name, t.name), d.name,
    CASE WHEN n.contact_public = 1 THEN n.contact END, CASE WHEN d.contact_public = 1 THEN d.contact END,
    h.valid_from, h.valid_to
FROM post p
LEFT JOIN post_holding h ON h.district = p.district AND h.post = p.id AND h.valid_from <= $5
    AND (h.valid_to IS NULL OR h.valid_to > $5)
LEFT JOIN person n ON n.district = h.district AND n.id = h.person
LEFT JOIN team t ON t.district = h.district AND t.id = h.team
LEFT JOIN person d ON d.district = h.district AND d.id = h.deputy
WHERE p.district = $1 AND p.area >= $2 AND p.area < $3 AND (CAST($4 AS TEXT) IS NULL OR p.kind = CAST($4 AS TEXT))
    AND p.created <= $5 AND (p.ended IS NULL OR p.ended > $5) AND p.id > $6
ORDER BY p.id LIMIT $7;

-- name: post_list_above fanout
SELECT p.district, p.id, p.version, p.kind, p.area, p.title, p.created, p.ended,
    h.id, h.person, h.team, h.deputy, coalesce(n.name, t.name), d.name,
    CASE WHEN n.contact_public = 1 THEN n.contact END, CASE WHEN d.contact_public = 1 THEN d.contact END,
    h.valid_from, h.valid_to
FROM post p
LEFT JOIN post_holding h ON h.district = p.district AND h.post = p.id AND h.valid_from <= $5
    AND (h.valid_to IS NULL OR h.valid_to > $5)
LEFT JOIN person n ON n.district = h.district AND n.id = h.person
LEFT JOIN team t ON t.district = h.district AND t.id = h.team
LEFT JOIN person d ON d.district = h.district AND d.id = h.deputy
WHERE p.district BETWEEN $1 AND $8 AND p.area >= $2 AND p.area < $3
    AND (CAST($4 AS TEXT) IS NULL OR p.kind = CAST($4 AS TEXT))
    AND p.created <= $5 AND (p.ended IS NULL OR p.ended > $5) AND p.id > $6
ORDER BY p.id LIMIT $7;

-- name: post_history
SELECT h.id, h.person, h.team, h.deputy, coalesce(n.name, t.name), d.name,
    CASE WHEN n.contact_public = 1 THEN n.contact END, CASE WHEN d.contact_public = 1 THEN d.contact END,
    h.valid_from, h.valid_to
FROM post_holding h
LEFT JOIN person n ON n.district = h.district AND n.id = h.person
LEFT JOIN team t ON t.district = h.district AND t.id = h.team
LEFT JOIN person d ON d.district = h.district AND d.id = h.deputy
WHERE h.district = $1 AND h.post = $2 ORDER BY h.valid_from;

-- Who holds a post on one of up to eight areas: the chain of a place, padded. The kinds are chosen by the caller.
-- SQLite, which knows no figures of its tables, is led to the index of areas: CROSS JOIN keeps the order of the tables,
-- and an order that no key has stops it from walking the key.
-- name: post_held_on
SELECT p.id, p.kind, p.area,
    h.id, h.person, h.team, h.deputy, coalesce(n.name, t.name), d.name,
    CASE WHEN n.contact_public = 1 THEN n.contact END, CASE WHEN d.contact_public = 1 THEN d.contact END,
    h.valid_from, h.valid_to
FROM post p CROSS JOIN post_holding h
LEFT JOIN person n ON n.district = h.district AND n.id = h.person
LEFT JOIN team t ON t.district = h.district AND t.id = h.team
LEFT JOIN person d ON d.district = h.district AND d.id = h.deputy
WHERE p.district = $1 AND p.area IN ($3, $4, $5, $6, $7, $8, $9, $10)
    AND p.created <= $2 AND (p.ended IS NULL OR p.ended > $2)
    AND h.district = p.district AND h.post = p.id AND h.valid_from <= $2 AND (h.valid_to IS NULL OR h.valid_to > $2)
ORDER BY p.id + 0;

-- name: post_is_held_by
SELECT h.id FROM post_holding h
WHERE h.district = $1 AND h.post = $2 AND h.valid_from <= $4 AND (h.valid_to IS NULL OR h.valid_to > $4)
    AND (h.person = $3 OR h.deputy = $3 OR EXISTS (
        SELECT 1 FROM team_member m
        WHERE m.district = $1 AND m.team = h.team AND m.person = $3
            AND m.valid_from <= $4 AND (m.valid_to IS NULL OR m.valid_to > $4)))
LIMIT 1;

-- name: coverage_held
SELECT p.kind, p.area FROM post p
JOIN post_holding h ON h.district = p.district AND h.post = p.id AND h.valid_from <= $4
    AND (h.valid_to IS NULL OR h.valid_to > $4)
WHERE p.district = $1 AND p.area >= $2 AND p.area < $3 AND p.created <= $4 AND (p.ended IS NULL OR p.ended > $4);

-- name: coverage_held_above fanout
SELECT p.kind, p.area FROM post p
JOIN post_holding h ON h.district = p.district AND h.post = p.id AND h.valid_from <= $4
    AND (h.valid_to IS NULL OR h.valid_to > $4)
WHERE p.district BETWEEN $1 AND $5 AND p.area >= $2 AND p.area < $3
    AND p.created <= $4 AND (p.ended IS NULL OR p.ended > $4);
