-- Rotation rounds.

-- name: round_add write
INSERT INTO inspection_round (district, id, ledger, checklist, area, name, starts, ends, seed, state, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10);

-- name: round_team_add write
INSERT INTO round_team (district, round, team, home) VALUES ($1, $2, $3, $4);

-- name: round_home_add write
INSERT INTO round_home (district, round, team, area, exact) VALUES ($1, $2, $3, $4, $5);

-- name: round_task_add write
INSERT INTO round_task (district, round, area, team, entries) VALUES ($1, $2, $3, $4, $5);

-- Taken first by whoever changes a round.
-- name: round_touch write
UPDATE inspection_round SET version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- name: round_state write
UPDATE inspection_round SET state = $3 WHERE district = $1 AND id = $2;

-- name: round_task_move write
UPDATE round_task SET team = $4, by_hand = 1 WHERE district = $1 AND round = $2 AND area = $3;

-- name: round_get
SELECT district, id, version, ledger, checklist, area, name, starts, ends, seed, state, created
FROM inspection_round WHERE district = $1 AND id = $2;

-- name: round_list
SELECT district, id, version, ledger, checklist, area, name, starts, ends, seed, state, created
FROM inspection_round WHERE district = $1 AND area >= $2 AND area < $3 AND id > $4 ORDER BY id LIMIT $5;

-- name: round_list_above fanout
SELECT district, id, version, ledger, checklist, area, name, starts, ends, seed, state, created
FROM inspection_round WHERE district BETWEEN $1 AND $6 AND area >= $2 AND area < $3 AND id > $4 ORDER BY id LIMIT $5;

-- name: round_teams
SELECT team, home FROM round_team WHERE district = $1 AND round = $2 ORDER BY team;

-- name: round_homes
SELECT team, area, exact FROM round_home WHERE district = $1 AND round = $2 ORDER BY team, area;

-- Posts that members of a team hold or deputise at some time from $3 to $4, and those that another team of theirs holds.
-- name: round_posts_of_members
SELECT DISTINCT p.id, p.area, p.kind FROM team_member m
    JOIN post_holding h ON h.district = m.district AND (h.person = m.person OR h.deputy = m.person)
    JOIN post p ON p.district = h.district AND p.id = h.post
WHERE m.district = $1 AND m.team = $2 AND m.valid_from < $4 AND (m.valid_to IS NULL OR m.valid_to > $3)
    AND h.valid_from < $4 AND (h.valid_to IS NULL OR h.valid_to > $3)
ORDER BY p.id;

-- name: round_posts_of_their_teams
SELECT DISTINCT p.id, p.area, p.kind FROM team_member m
    JOIN team_member o ON o.district = m.district AND o.person = m.person
    JOIN post_holding h ON h.district = o.district AND h.team = o.team
    JOIN post p ON p.district = h.district AND p.id = h.post
WHERE m.district = $1 AND m.team = $2 AND m.valid_from < $4 AND (m.valid_to IS NULL OR m.valid_to > $3)
    AND o.valid_from < $4 AND (o.valid_to IS NULL OR o.valid_to > $3)
    AND h.valid_from < $4 AND (h.valid_to IS NULL OR h.valid_to > $3)
ORDER BY p.id;

-- The last that were opened before it in an area above it, below it, or the same.
-- name: rounds_before
SELECT id FROM inspection_round
WHERE district = $1 AND ledger = $2 AND id < $3 AND state <> 'draft'
    AND ((area >= $4 AND area < $5) OR substr($4, 1, length(area)) = area)
ORDER BY id DESC LIMIT 2;

-- name: round_tasks
SELECT area, team, entries, by_hand FROM round_task WHERE district = $1 AND round = $2 ORDER BY area;

-- Of each entry that somebody went to: where it stood, and whether it was looked at in full (1) or nobody was let in (0).
-- name: round_inspected
SELECT max(area), max(CASE WHEN result = 'done' THEN 1 ELSE 0 END) FROM inspection
WHERE district = $1 AND round = $2 AND annulled IS NULL AND kind = 'full' GROUP BY entry;

-- name: round_task_of
SELECT area, team FROM round_task WHERE district = $1 AND round = $2 AND area <= $3 ORDER BY area DESC LIMIT 1;

-- The open rounds in which a person has tasks at that moment.
-- name: round_of_person
SELECT r.id, r.ledger, r.checklist, t.area FROM team_member m
    JOIN round_task t ON t.district = m.district AND t.team = m.team
    JOIN inspection_round r ON r.district = t.district AND r.id = t.round
WHERE m.district = $1 AND m.person = $2 AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to > $3)
    AND r.state = 'open' AND r.starts <= $3 AND r.ends > $3
GROUP BY r.id, r.ledger, r.checklist, t.area ORDER BY r.id, t.area;
