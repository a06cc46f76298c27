-- Cases: filing, the steps of the flow, the reporter's contact.

-- name: casefile_add write
INSERT INTO casefile (district, id, kind, flow, state, is_open, area, town, community, lon_e7, lat_e7, address, body,
    post, filed_by, contact, secret_hash, photos, opened, updated, clock, clock_n, due, provisional, light, next_at,
    source, external_to, external_number, lower, rule, handle_due, external_due)
VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19, $20, $21, $22,
    $23, $24, $25, $26, $27, $28, $29, $30, $31);

-- name: casefile_get
SELECT version, kind, flow, state, is_open, area, address, body, lon_e7, lat_e7, post, merged_into, handler,
    handler_name, checker, cycle, supports, photos, opened, updated, closed, contact, secret_hash,
    clock, clock_n, due, provisional, light, next_at, handle_due, late, standard, standard_district, rule,
    returns, reworks, extensions, suspensions, insisted, signed, returned_later, assigned, request, joint_open,
    supervised, upper, lower, source, external_to, external_number,
    closed_as, confirm_until, reopen_until, verdict, rating, still_there, woken, appeals, exempt,
    late_post, appeal_until, request_due, request_late, closed_first, external_due, mark_due, mark_late
FROM casefile WHERE district = $1 AND id = $2;

-- name: casefile_area
SELECT area FROM casefile WHERE district = $1 AND id = $2;

-- Supports, photos and "still there" are added to, not set: others do so without a new version. $4: the scheduler has not
-- changed lights since the case was read. $55: up to which "still there" the step is the answer; $56: how many were of the
-- cycle that is over.
-- name: casefile_step write
UPDATE casefile SET state = $5, is_open = $6, post = $7, handler = $8, handler_name = $9, checker = $10, cycle = $11,
    merged_into = $12, photos = photos + $13, updated = $14, closed = $15, clock = $16, clock_n = $17, due = $18,
    provisional = $19, light = $20, next_at = $21, handle_due = $22, late = $23, standard = $24,
    standard_district = $25, rule = $26, returns = $27, reworks = $28, extensions = $29, suspensions = $30,
    insisted = $31, signed = $32, returned_later = $33, assigned = $34, request = $35, joint_open = $36,
    supervised = $37, upper = $38, external_to = $39, external_number = $40, closed_as = $41, confirm_until = $42,
    reopen_until = $43, verdict = $44, rating = $45, appeals = $46, exempt = $47, late_post = $48, appeal_until = $49,
    request_due = $50, request_late = $51, closed_first = $52, mark_due = $53, mark_late = $54, external_due = $57,
    woken = CASE WHEN woken <= $55 THEN NULL ELSE woken END, still_there = still_there - $56, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 AND coalesce(next_at, 0) = $4 RETURNING woken;

-- name: casefile_move write
UPDATE casefile SET kind = $3, flow = $4, area = $5, town = $6, community = $7, lon_e7 = $8, lat_e7 = $9
WHERE district = $1 AND id = $2;

-- The version stays: a stranger's "me too" must not make an officer's view stale.
-- name: casefile_support write
UPDATE casefile SET supports = supports + 1, updated = $3 WHERE district = $1 AND id = $2 AND is_open = 1
RETURNING supports, kind, state, area;

-- name: case_hand_add write
INSERT INTO case_hand (district, casefile, cycle, hand) VALUES ($1, $2, $3, $4)
ON CONFLICT (district, casefile, cycle, hand) DO NOTHING;

-- name: case_hand_is
SELECT 1 FROM case_hand WHERE district = $1 AND casefile = $2 AND cycle = $3 AND hand IN ($4, $5);

-- ---- similar ones nearby ----

-- Around a point, through the areas there: south, north, west, east.
-- name: near_in_community
SELECT id, lon_e7, lat_e7, area FROM casefile
WHERE district = $1 AND community = $2 AND is_open = 1 AND kind = $3
    AND lat_e7 >= $4 AND lat_e7 <= $5 AND lon_e7 >= $6 AND lon_e7 <= $7
ORDER BY id DESC LIMIT $8;

-- name: near_in_town
SELECT id, lon_e7, lat_e7, area FROM casefile
WHERE district = $1 AND town = $2 AND is_open = 1 AND kind = $3
    AND lat_e7 >= $4 AND lat_e7 <= $5 AND lon_e7 >= $6 AND lon_e7 <= $7
ORDER BY id DESC LIMIT $8;

-- name: near_in_district
SELECT id, lon_e7, lat_e7, area FROM casefile
WHERE district = $1 AND is_open = 1 AND kind = $2
    AND lat_e7 >= $3 AND lat_e7 <= $4 AND lon_e7 >= $5 AND lon_e7 <= $6
ORDER BY id DESC LIMIT $7;

-- Of one leaf.
-- name: near_leaf_community
SELECT id, lon_e7, lat_e7 FROM casefile
WHERE district = $1 AND community = $2 AND is_open = 1 AND area = $3 AND kind = $4 ORDER BY id DESC LIMIT $5;

-- name: near_leaf_town
SELECT id, lon_e7, lat_e7 FROM casefile
WHERE district = $1 AND town = $2 AND is_open = 1 AND area = $3 AND kind = $4 ORDER BY id DESC LIMIT $5;

-- name: near_lines
SELECT id, kind, state, opened, updated, area, supports,
    (SELECT min(m.id) FROM media m WHERE m.district = $1 AND m.casefile = casefile.id)
FROM casefile WHERE district = $1 AND id IN ($2, $3, $4, $5, $6);

-- ---- on the map ----

-- name: tile_town
SELECT id, lon_e7, lat_e7, kind, state FROM casefile
WHERE district = $1 AND town = $9 AND is_open = 1 AND lat_e7 >= $2 AND lat_e7 <= $3 AND lon_e7 >= $4 AND lon_e7 <= $5
    AND area >= $6 AND area < $7
ORDER BY id DESC LIMIT $8;

-- name: tile_no_town
SELECT id, lon_e7, lat_e7, kind, state FROM casefile
WHERE district = $1 AND town IS NULL AND is_open = 1 AND lat_e7 >= $2 AND lat_e7 <= $3 AND lon_e7 >= $4
    AND lon_e7 <= $5 AND area >= $6 AND area < $7
ORDER BY id DESC LIMIT $8;

-- name: tile_district
SELECT id, lon_e7, lat_e7, kind, state FROM casefile
WHERE district = $1 AND is_open = 1 AND lat_e7 >= $2 AND lat_e7 <= $3 AND lon_e7 >= $4 AND lon_e7 <= $5
    AND area >= $6 AND area < $7
ORDER BY id DESC LIMIT $8;
