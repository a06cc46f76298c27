-- Rotation rounds.

-- name: round_add write
INSERT INTO inspection_round (district, id, ledger, checklist, area, name, starts, ends, seed, state, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10);

-- name: round_team_add write
INSERT INTO round_team (district, round, team, home) VALUES ($1, $2, $3, $4);

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

-- name: round_tasks
SELECT area, team, entries, by_hand FROM round_task WHERE district = $1 AND round = $2 ORDER BY area;

-- Entries with any result, by where they stood.
-- name: round_inspected
SELECT area, count(DISTINCT entry) FROM inspection WHERE district = $1 AND round = $2 GROUP BY area ORDER BY area;

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
