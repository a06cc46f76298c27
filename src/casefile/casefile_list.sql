-- Pages of cases, newest first: ids below $2 and above $3, $4 rows at most. One statement for each way in, each along
-- an index of its own (schema), so that a page costs the same whatever else is in the table. All have the columns that
-- casefile_list.h numbers; of the body one character more than is shown, to tell whether it was cut.

-- name: case_list_district
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: case_list_district_open
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND is_open = $5 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: case_list_town
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND town = $5 AND is_open = 1 AND id < $2 AND id > $3
UNION ALL
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND town = $5 AND is_open = 0 AND id < $2 AND id > $3
ORDER BY id DESC LIMIT $4;

-- name: case_list_town_open
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND town = $5 AND is_open = $6 AND id < $2 AND id > $3
ORDER BY id DESC LIMIT $4;

-- name: case_list_community
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND community = $5 AND is_open = 1 AND id < $2 AND id > $3
UNION ALL
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND community = $5 AND is_open = 0 AND id < $2 AND id > $3
ORDER BY id DESC LIMIT $4;

-- name: case_list_community_open
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND community = $5 AND is_open = $6 AND id < $2 AND id > $3
ORDER BY id DESC LIMIT $4;

-- ---- with a filter beside the way in: '' takes all; $8 and $9 bound the area code ----

-- name: case_list_district_some
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND is_open = $5 AND id < $2 AND id > $3
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR state = $7) AND area >= $8 AND area < $9
ORDER BY id DESC LIMIT $4;

-- name: case_list_town_some
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND town = $10 AND is_open = $5 AND id < $2 AND id > $3
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR state = $7) AND area >= $8 AND area < $9
ORDER BY id DESC LIMIT $4;

-- name: case_list_community_some
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND community = $10 AND is_open = $5 AND id < $2 AND id > $3
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR state = $7) AND area >= $8 AND area < $9
ORDER BY id DESC LIMIT $4;

-- name: case_list_post
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND post = $10 AND is_open = $5 AND id < $2 AND id > $3
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR state = $7) AND area >= $8 AND area < $9
ORDER BY id DESC LIMIT $4;

-- Settled cases of one state, which may be rare among many.
-- name: case_list_settled
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND state = $6 AND is_open = 0 AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND area >= $7 AND area < $8
ORDER BY id DESC LIMIT $4;

-- name: case_list_settled_town
SELECT district, id, version, kind, state, is_open, area, post, lon_e7, lat_e7, address, substr(body, 1, 81),
    handler_name, cycle, supports, photos, opened, updated, closed
FROM casefile WHERE district = $1 AND town = $9 AND state = $6 AND is_open = 0 AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND area >= $7 AND area < $8
ORDER BY id DESC LIMIT $4;

-- ---- who holds the posts of a page ----

-- name: case_posts
SELECT p.id, p.kind, coalesce(h.name, t.name)
FROM post p
    LEFT JOIN post_holding g ON g.district = p.district AND g.post = p.id AND g.valid_from <= $2
        AND (g.valid_to IS NULL OR g.valid_to > $2)
    LEFT JOIN person h ON h.district = g.district AND h.id = g.person
    LEFT JOIN team t ON t.district = g.district AND t.id = g.team
WHERE p.district = $1
    AND p.id IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- Posts whose holder, deputy or holding team's member a person is; one may come twice. CROSS JOIN: the person's few
-- teams first, not all holdings.
-- name: case_posts_of
SELECT post FROM post_holding
WHERE district = $1 AND person = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)
UNION ALL
SELECT post FROM post_holding
WHERE district = $1 AND deputy = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)
UNION ALL
SELECT g.post FROM team_member m CROSS JOIN post_holding g
WHERE m.district = $1 AND m.person = $2 AND g.district = $1 AND g.team = m.team AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to > $3)
    AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to > $3)
LIMIT 64;

-- ---- figures ----

-- name: case_count_list
SELECT area, state, CAST(sum(n) AS BIGINT) FROM case_count
WHERE district = $1 AND area >= $2 AND area < $3 GROUP BY area, state ORDER BY area, state;

-- name: case_count_cells
SELECT area, state, count(*) FROM casefile WHERE district = $1 AND community = $2 GROUP BY area, state
ORDER BY area, state;

-- name: case_count_head
SELECT seq, sealed FROM chain_head WHERE district = $1;
