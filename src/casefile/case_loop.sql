-- What hangs on a case beside its row.

-- name: loop_clocks
SELECT n, cycle, clock, unit, ticks, base_ticks, limit_text, rule, started, ended, due, used, light, late, provisional,
    calendar
FROM case_clock WHERE district = $1 AND casefile = $2 ORDER BY n;

-- name: loop_runs
SELECT n, since, until FROM case_run WHERE district = $1 AND casefile = $2 ORDER BY n, since;

-- name: loop_requests
SELECT id, cycle, kind, asked, asked_name, reason, until, reviewed, reviewed_name, decided, decided_name, decision, note
FROM case_request WHERE district = $1 AND casefile = $2 ORDER BY id;

-- name: loop_marks
SELECT level, made, by_name, role, area, due, reason, answered, answer, ended
FROM case_mark WHERE district = $1 AND casefile = $2 ORDER BY id;

-- name: loop_joints
SELECT j.cycle, j.post, j.asked, j.done, j.note, p.kind, coalesce(h.name, t.name)
FROM case_joint j
    LEFT JOIN post p ON p.district = j.district AND p.id = j.post
    LEFT JOIN post_holding g ON g.district = j.district AND g.post = j.post AND g.valid_from <= $3
        AND (g.valid_to IS NULL OR g.valid_to > $3)
    LEFT JOIN person h ON h.district = g.district AND h.id = g.person
    LEFT JOIN team t ON t.district = g.district AND t.id = g.team
WHERE j.district = $1 AND j.casefile = $2 ORDER BY j.cycle, j.asked, j.post;

-- name: loop_person_name
SELECT name FROM person WHERE district = $1 AND id = $2;

-- name: loop_crew
SELECT p.id, p.name FROM person p
WHERE p.district = $1 AND p.id IN (
    SELECT h.person FROM post_holding h
    WHERE h.district = $1 AND h.post = $2 AND h.valid_from <= $3 AND (h.valid_to IS NULL OR h.valid_to > $3)
    UNION
    SELECT d.deputy FROM post_holding d
    WHERE d.district = $1 AND d.post = $2 AND d.valid_from <= $3 AND (d.valid_to IS NULL OR d.valid_to > $3)
    UNION
    SELECT m.person FROM post_holding g
        JOIN team_member m ON m.district = g.district AND m.team = g.team AND m.valid_from <= $3
            AND (m.valid_to IS NULL OR m.valid_to > $3)
    WHERE g.district = $1 AND g.post = $2 AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to > $3))
ORDER BY p.name, p.id LIMIT 200;

-- One that is listed: whose, since when, by when an answer is wanted, and when its clock is due.
-- name: listed_case
SELECT f.kind, f.state, f.area, p.kind, p.area, t.name,
    (SELECT min(m.made) FROM case_mark m
     WHERE m.district = $1 AND m.casefile = $2 AND m.level = 3 AND m.ended IS NULL),
    (SELECT min(m.due) FROM case_mark m
     WHERE m.district = $1 AND m.casefile = $2 AND m.level = 3 AND m.ended IS NULL AND m.answered IS NULL), f.due
FROM casefile f
    LEFT JOIN post p ON p.district = f.district AND p.id = f.post
    LEFT JOIN post_holding g ON g.district = f.district AND g.post = f.post AND g.valid_from <= $3
        AND (g.valid_to IS NULL OR g.valid_to > $3)
    LEFT JOIN team t ON t.district = g.district AND t.id = g.team
WHERE f.district = $1 AND f.id = $2;

-- The version stays: a stranger's word must not make an officer's view stale.
-- name: still_there_count write
UPDATE casefile SET still_there = still_there + 1, woken = $3, updated = $3, photos = photos + $4
WHERE district = $1 AND id = $2 RETURNING still_there, is_open, clock_n;

-- Of one that is settled: the clock of the answer. $4: nothing has changed next_at since the case was read.
-- name: still_there_clock write
UPDATE casefile SET clock = $5, clock_n = $6, due = $7, provisional = $8, light = $9, next_at = $10
WHERE district = $1 AND id = $2 AND version = $3 AND coalesce(next_at, 0) = $4 RETURNING id;

-- name: still_there_mark write
INSERT INTO case_mark (district, id, casefile, cycle, level, made, by_name, role, area, reason)
VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9);
