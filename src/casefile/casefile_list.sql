-- Pages of cases: first the keys, one statement for each way in, each along an index of its own (schema), so that a page
-- costs the same whatever else is in the table; then the lines of a page by their keys.

-- ---- newest first: ids below $2 and above $3, $4 rows at most ----

-- name: case_list_district
SELECT id FROM casefile WHERE district = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: case_list_district_open
SELECT id FROM casefile WHERE district = $1 AND is_open = $5 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: case_list_town
SELECT id FROM casefile WHERE district = $1 AND town = $5 AND is_open = 1 AND id < $2 AND id > $3
UNION ALL
SELECT id FROM casefile WHERE district = $1 AND town = $5 AND is_open = 0 AND id < $2 AND id > $3
ORDER BY id DESC LIMIT $4;

-- name: case_list_town_open
SELECT id FROM casefile WHERE district = $1 AND town = $5 AND is_open = $6 AND id < $2 AND id > $3
ORDER BY id DESC LIMIT $4;

-- name: case_list_community
SELECT id FROM casefile WHERE district = $1 AND community = $5 AND is_open = 1 AND id < $2 AND id > $3
UNION ALL
SELECT id FROM casefile WHERE district = $1 AND community = $5 AND is_open = 0 AND id < $2 AND id > $3
ORDER BY id DESC LIMIT $4;

-- name: case_list_community_open
SELECT id FROM casefile WHERE district = $1 AND community = $5 AND is_open = $6 AND id < $2 AND id > $3
ORDER BY id DESC LIMIT $4;

-- With a filter beside the way in: '' takes all; $8 and $9 bound the area code; flows are ",a,b,".

-- name: case_list_district_some
SELECT id FROM casefile WHERE district = $1 AND is_open = $5 AND id < $2 AND id > $3
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR state = $7) AND area >= $8 AND area < $9
    AND ($10 = '' OR replace($10, ',' || flow || ',', '') <> $10)
ORDER BY id DESC LIMIT $4;

-- name: case_list_town_some
SELECT id FROM casefile WHERE district = $1 AND town = $10 AND is_open = $5 AND id < $2 AND id > $3
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR state = $7) AND area >= $8 AND area < $9
    AND ($11 = '' OR replace($11, ',' || flow || ',', '') <> $11)
ORDER BY id DESC LIMIT $4;

-- name: case_list_community_some
SELECT id FROM casefile WHERE district = $1 AND community = $10 AND is_open = $5 AND id < $2 AND id > $3
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR state = $7) AND area >= $8 AND area < $9
    AND ($11 = '' OR replace($11, ',' || flow || ',', '') <> $11)
ORDER BY id DESC LIMIT $4;

-- name: case_list_post
SELECT id FROM casefile WHERE district = $1 AND post = $10 AND is_open = $5 AND id < $2 AND id > $3
    AND ($6 = '' OR kind = $6) AND ($7 = '' OR state = $7) AND area >= $8 AND area < $9
    AND ($11 = '' OR replace($11, ',' || flow || ',', '') <> $11)
ORDER BY id DESC LIMIT $4;

-- Settled cases of one state, which may be rare among many.
-- name: case_list_settled
SELECT id FROM casefile WHERE district = $1 AND state = $6 AND is_open = 0 AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND area >= $7 AND area < $8
    AND ($9 = '' OR replace($9, ',' || flow || ',', '') <> $9)
ORDER BY id DESC LIMIT $4;

-- name: case_list_settled_town
SELECT id FROM casefile WHERE district = $1 AND town = $9 AND state = $6 AND is_open = 0 AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND area >= $7 AND area < $8
    AND ($10 = '' OR replace($10, ',' || flow || ',', '') <> $10)
ORDER BY id DESC LIMIT $4;

-- ---- with any filter ----

-- Two forms, by id below $2 and above $3, and by what is due behind ($3, $2). All take the same filters: '' and 0 take
-- everything, $9 and $10 are the least, $13 is flows as ",a,b,", $15 is 1 where somebody says that it is still there, $17 is
-- 1 open, 0 settled, 2 both. Some ask for one level of marks, 0 any.

-- name: case_flag_request
SELECT id FROM casefile WHERE district = $1 AND request IS NOT NULL AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
    AND ($14 = '' OR request = $14 OR ($14 = 'any' AND request IS NOT NULL))
    AND (CAST($15 AS BIGINT) = 0 OR woken IS NOT NULL) AND ($16 = '' OR verdict = $16) AND (CAST($17 AS BIGINT) = 2 OR is_open = $17)
ORDER BY id DESC LIMIT $4;

-- name: case_flag_still_there
SELECT id FROM casefile WHERE district = $1 AND woken IS NOT NULL AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
    AND ($14 = '' OR request = $14 OR ($14 = 'any' AND request IS NOT NULL))
    AND (CAST($15 AS BIGINT) = 0 OR woken IS NOT NULL) AND ($16 = '' OR verdict = $16) AND (CAST($17 AS BIGINT) = 2 OR is_open = $17)
ORDER BY id DESC LIMIT $4;

-- Whoever asks for a verdict ($16) beside asks for this one.
-- name: case_flag_disputed
SELECT id FROM casefile WHERE district = $1 AND verdict = 'disputed' AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
    AND ($14 = '' OR request = $14 OR ($14 = 'any' AND request IS NOT NULL))
    AND (CAST($15 AS BIGINT) = 0 OR woken IS NOT NULL) AND ($16 = '' OR verdict <> '') AND (CAST($17 AS BIGINT) = 2 OR is_open = $17)
ORDER BY id DESC LIMIT $4;

-- A mark's date passed without an answer.
-- name: case_flag_mark_late
SELECT id FROM casefile WHERE district = $1 AND mark_late = 1 AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
    AND ($14 = '' OR request = $14 OR ($14 = 'any' AND request IS NOT NULL))
    AND (CAST($15 AS BIGINT) = 0 OR woken IS NOT NULL) AND ($16 = '' OR verdict = $16) AND (CAST($17 AS BIGINT) = 2 OR is_open = $17)
ORDER BY id DESC LIMIT $4;

-- Under the eyes of all.
-- name: case_flag_listed
SELECT id FROM casefile WHERE district = $1 AND supervised = 3 AND id < $2 AND id > $3
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
    AND ($14 = '' OR request = $14 OR ($14 = 'any' AND request IS NOT NULL))
    AND (CAST($15 AS BIGINT) = 0 OR woken IS NOT NULL) AND ($16 = '' OR verdict = $16) AND (CAST($17 AS BIGINT) = 2 OR is_open = $17)
ORDER BY id DESC LIMIT $4;

-- What a post was asked to help with and has not answered.
-- name: case_flag_joint
SELECT j.casefile FROM case_joint j CROSS JOIN casefile f
WHERE j.district = $1 AND j.post = $12 AND j.done IS NULL AND j.casefile < $2 AND j.casefile > $3
    AND f.district = $1 AND f.id = j.casefile AND f.cycle = j.cycle
    AND ($5 = '' OR f.kind = $5) AND ($6 = '' OR f.state = $6) AND f.area >= $7 AND f.area < $8
    AND ($13 = '' OR replace($13, ',' || f.flow || ',', '') <> $13)
    AND f.returns >= $9 AND f.supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR f.light = $11)
    AND ($14 = '' OR f.request = $14 OR ($14 = 'any' AND f.request IS NOT NULL))
    AND (CAST($15 AS BIGINT) = 0 OR f.woken IS NOT NULL) AND ($16 = '' OR f.verdict = $16) AND (CAST($17 AS BIGINT) = 2 OR f.is_open = $17)
ORDER BY j.casefile DESC LIMIT $4;

-- What was told to the desk of an area and has no answer; $18: by a mark of that level, 0 any.
-- name: case_flag_raised
SELECT DISTINCT m.casefile FROM case_mark m CROSS JOIN casefile f
WHERE m.district = $1 AND m.area = $7 AND m.ended IS NULL AND m.level > 0 AND m.answered IS NULL
    AND m.casefile < $2 AND m.casefile > $3 AND (CAST($18 AS BIGINT) = 0 OR m.level = $18)
    AND f.district = $1 AND f.id = m.casefile AND (CAST($12 AS BIGINT) = 0 OR f.post = $12)
    AND ($5 = '' OR f.kind = $5) AND ($6 = '' OR f.state = $6) AND f.area >= $7 AND f.area < $8
    AND ($13 = '' OR replace($13, ',' || f.flow || ',', '') <> $13)
    AND f.returns >= $9 AND f.supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR f.light = $11)
    AND ($14 = '' OR f.request = $14 OR ($14 = 'any' AND f.request IS NOT NULL))
    AND (CAST($15 AS BIGINT) = 0 OR f.woken IS NOT NULL) AND ($16 = '' OR f.verdict = $16) AND (CAST($17 AS BIGINT) = 2 OR f.is_open = $17)
ORDER BY m.casefile DESC LIMIT $4;

-- name: case_due_state
SELECT id, due, light, flow, state FROM casefile
WHERE district = $1 AND state = $6 AND due IS NOT NULL AND (due, id) > ($3, $2)
    AND ($5 = '' OR kind = $5) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
ORDER BY due, id LIMIT $4;

-- name: case_due_state_town
SELECT id, due, light, flow, state FROM casefile
WHERE district = $1 AND town = $14 AND state = $6 AND due IS NOT NULL AND (due, id) > ($3, $2)
    AND ($5 = '' OR kind = $5) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
ORDER BY due, id LIMIT $4;

-- name: case_due_post
SELECT id, due, light, flow, state FROM casefile
WHERE district = $1 AND post = $12 AND is_open <> 0 AND due IS NOT NULL AND (due, id) > ($3, $2)
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11)
    AND (CAST($14 AS BIGINT) = 0 OR supervised = $14)
ORDER BY due, id LIMIT $4;

-- name: case_due_light
SELECT id, due, light, flow, state FROM casefile
WHERE district = $1 AND light <> 0 AND light = $11 AND is_open <> 0 AND due IS NOT NULL AND (due, id) > ($3, $2)
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($12 AS BIGINT) = 0 OR post = $12)
ORDER BY due, id LIMIT $4;

-- name: case_due_light_town
SELECT id, due, light, flow, state FROM casefile
WHERE district = $1 AND town = $14 AND light <> 0 AND light = $11 AND is_open <> 0 AND due IS NOT NULL AND (due, id) > ($3, $2)
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($12 AS BIGINT) = 0 OR post = $12)
ORDER BY due, id LIMIT $4;

-- name: case_due_returned
SELECT id, due, light, flow, state FROM casefile
WHERE district = $1 AND returns > 0 AND is_open <> 0 AND due IS NOT NULL AND (due, id) > ($3, $2)
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
ORDER BY due, id LIMIT $4;

-- name: case_due_supervised
SELECT id, due, light, flow, state FROM casefile
WHERE district = $1 AND supervised > 0 AND is_open <> 0 AND due IS NOT NULL AND (due, id) > ($3, $2)
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11) AND (CAST($12 AS BIGINT) = 0 OR post = $12)
    AND (CAST($14 AS BIGINT) = 0 OR supervised = $14)
ORDER BY due, id LIMIT $4;

-- What a post may still appeal against at $14, in the order of the last days, which stand in the place of the due time.
-- name: case_due_appeal
SELECT id, appeal_until, light, flow, state FROM casefile
WHERE district = $1 AND late_post = $12 AND appeal_until >= $14 AND (appeal_until, id) > ($3, $2)
    AND late = 1 AND exempt = 0 AND appeals = 0 AND is_open = 0
    AND ($5 = '' OR kind = $5) AND ($6 = '' OR state = $6) AND area >= $7 AND area < $8
    AND ($13 = '' OR replace($13, ',' || flow || ',', '') <> $13)
    AND returns >= $9 AND supervised >= $10 AND (CAST($11 AS BIGINT) = 0 OR light = $11)
ORDER BY appeal_until, id LIMIT $4;

-- ---- the lines of a page, fifty at a time; the columns are numbered in casefile_lines.h ----

-- name: case_lines
SELECT f.district, f.id, f.version, f.kind, f.flow, f.state, f.is_open, f.area, f.post, f.lon_e7, f.lat_e7, f.address,
    substr(f.body, 1, 81), f.handler_name, f.cycle, f.supports, f.photos, f.opened, f.updated, f.closed, f.clock, f.due,
    f.light, f.provisional, k.limit_text, f.late, f.supervised, f.returns, f.reworks, f.extensions, f.request,
    f.still_there, f.verdict, f.closed_as, f.rating, p.name, f.source, f.external_to, f.external_number,
    f.external_due, f.upper, f.lower, f.appeal_until, f.appeals, f.exempt
FROM casefile f
    LEFT JOIN case_clock k ON k.district = $1 AND k.casefile = f.id AND k.n = f.clock_n
    LEFT JOIN person p ON p.district = $1 AND p.id = f.assigned
WHERE f.district = $1
    AND f.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42,
        $43, $44, $45, $46, $47, $48, $49, $50, $51);

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

-- Until when the counts hold: now ($2), unless rows wait for their seal.
-- name: case_count_head
SELECT h.seq, CASE WHEN EXISTS (SELECT 1 FROM journal j WHERE j.district = $1 AND j.id > h.last_id)
    THEN h.sealed ELSE CAST($2 AS BIGINT) END
FROM chain_head h WHERE h.district = $1;
