-- What a step writes beside the case: requests, marks, units that help, links to other cases.

-- name: request_add write
INSERT INTO case_request (district, id, casefile, cycle, kind, asked, asked_by, asked_name, reason, until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: request_decide write
UPDATE case_request SET decided = $3, decided_name = $4, decision = $5, note = $6
WHERE district = $1 AND casefile = $2 AND decided IS NULL;

-- name: request_review write
UPDATE case_request SET reviewed = $3, reviewed_name = $4
WHERE district = $1 AND casefile = $2 AND decided IS NULL;

-- name: request_until
SELECT until FROM case_request WHERE district = $1 AND casefile = $2 AND decided IS NULL ORDER BY id DESC LIMIT 1;

-- Asked for by who held the post then, and does not hold it at $3.
-- name: request_left
SELECT f.id, f.request FROM casefile f
WHERE f.district = $1 AND f.post = $2 AND f.due IS NOT NULL AND f.request IN ('extension', 'suspension')
    AND NOT EXISTS (
        SELECT 1 FROM case_request r JOIN post_holding h ON h.district = r.district AND h.post = $2
            AND h.valid_from <= r.asked AND (h.valid_to IS NULL OR h.valid_to > $3)
        WHERE r.district = $1 AND r.casefile = f.id AND r.decided IS NULL)
ORDER BY f.id;

-- name: request_drop write
UPDATE casefile SET request = NULL, request_due = NULL, request_late = 0, updated = $3, version = version + 1
WHERE district = $1 AND id = $2 AND request IS NOT NULL RETURNING version, kind, state, area;

-- name: mark_add write
INSERT INTO case_mark (district, id, casefile, cycle, level, made, by_name, role, area, due, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: mark_answer write
UPDATE case_mark SET answered = $3, answer = $4
WHERE district = $1 AND casefile = $2 AND ended IS NULL AND answered IS NULL AND level > 0;

-- name: still_there_answer write
UPDATE case_mark SET answered = $3, answer = $4
WHERE district = $1 AND casefile = $2 AND ended IS NULL AND answered IS NULL AND level = 0;

-- name: mark_unanswered
SELECT 1 FROM case_mark
WHERE district = $1 AND casefile = $2 AND ended IS NULL AND answered IS NULL AND level > 0 LIMIT 1;

-- name: mark_end write
UPDATE case_mark SET ended = $3 WHERE district = $1 AND casefile = $2 AND ended IS NULL;

-- Those whose date came between $3 and $4 without an answer; the first date behind that.
-- name: mark_passed
SELECT level, area FROM case_mark
WHERE district = $1 AND casefile = $2 AND ended IS NULL AND answered IS NULL AND level > 0 AND due >= $3 AND due <= $4
ORDER BY id;

-- name: mark_next_due
SELECT min(due) FROM case_mark
WHERE district = $1 AND casefile = $2 AND ended IS NULL AND answered IS NULL AND level > 0 AND due > $3;

-- One that the system made since the limit came to that share.
-- name: mark_is
SELECT 1 FROM case_mark
WHERE district = $1 AND casefile = $2 AND cycle = $3 AND role = 'system' AND reason = $4 AND made >= $5 LIMIT 1;

-- name: joint_open
SELECT post FROM case_joint WHERE district = $1 AND casefile = $2 AND cycle = $3 AND done IS NULL ORDER BY post;

-- name: joint_drop write
DELETE FROM case_joint WHERE district = $1 AND casefile = $2 AND cycle = $3 AND done IS NULL;

-- name: joint_add write
INSERT INTO case_joint (district, casefile, cycle, post, asked) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (district, casefile, cycle, post) DO UPDATE SET asked = excluded.asked, done = NULL, note = NULL;

-- name: joint_answer write
UPDATE case_joint SET done = $5, note = $6 WHERE district = $1 AND casefile = $2 AND cycle = $3 AND post = $4;

-- name: casefile_has_before
SELECT 1 FROM media m
    LEFT JOIN media_cycle y ON y.district = m.district AND y.media = m.id
WHERE m.district = $1 AND m.casefile = $2 AND m.moment = 'before' AND coalesce(y.cycle, 1) = $3 LIMIT 1;

-- ---- links ----

-- name: casefile_absorb write
UPDATE casefile SET supports = supports + $3, updated = $4, lower = coalesce(lower, $5)
WHERE district = $1 AND id = $2 AND is_open = 1 RETURNING supports, kind, state, area, upper;

-- Also of one that was settled or merged meanwhile.
-- name: casefile_give_back write
UPDATE casefile SET supports = supports - $3, updated = $4, lower = nullif(lower, $5)
WHERE district = $1 AND id = $2 RETURNING supports, kind, state, area, merged_into;

-- name: casefile_waiting
SELECT id FROM casefile WHERE district = $1 AND upper = $2 ORDER BY id;

-- name: casefile_relink write
UPDATE casefile SET upper = $4, updated = $5, version = version + 1
WHERE district = $1 AND id = $2 AND upper = $3 RETURNING version, kind, state, area;

-- name: case_hand_copy write
INSERT INTO case_hand (district, casefile, cycle, hand)
SELECT district, CAST($2 AS BIGINT), CAST($3 AS BIGINT), hand FROM case_hand
WHERE district = $1 AND casefile = $4 AND cycle = $5
ON CONFLICT (district, casefile, cycle, hand) DO NOTHING;

-- name: casefile_media_ids
SELECT id FROM media WHERE district = $1 AND casefile = $2 ORDER BY id LIMIT 30;

-- Of the result in the one that the other has not.
-- name: casefile_media_after
SELECT m.id FROM media m
WHERE m.district = $1 AND m.casefile = $2 AND m.moment = 'after' AND NOT EXISTS (
    SELECT 1 FROM media o WHERE o.district = $1 AND o.casefile = $3 AND o.hash = m.hash)
ORDER BY m.id LIMIT $4;

-- name: casefile_media_copy write
INSERT INTO media (district, id, casefile, moment, hash, width, height, added_by, added, thumb, bytes)
SELECT district, CAST($2 AS BIGINT), CAST($3 AS BIGINT), moment, hash, width, height, added_by, added, thumb, bytes
FROM media WHERE district = $1 AND id = $4;

-- name: casefile_media_show write
INSERT INTO media (district, id, casefile, moment, hash, width, height, added_by, added, thumb, bytes)
SELECT district, CAST($2 AS BIGINT), CAST($3 AS BIGINT), 'before', hash, width, height, CAST($4 AS BIGINT), added, thumb, bytes
FROM inspection_photo WHERE district = $1 AND id = $5;

-- name: casefile_media_more write
UPDATE casefile SET photos = photos + 1 WHERE district = $1 AND id = $2;

-- name: casefile_media_place_copy write
INSERT INTO media_place (district, media, lon_e7, lat_e7)
SELECT district, CAST($2 AS BIGINT), lon_e7, lat_e7 FROM media_place WHERE district = $1 AND media = $3;

-- What happened to a case last.
-- name: casefile_last_step
SELECT action, state_to, role FROM journal
WHERE district = $1 AND noun = 'casefile' AND noun_id = $2 AND version IS NOT NULL ORDER BY id DESC LIMIT 1;
