-- Teams and their dated members.

-- name: team_add write
INSERT INTO team (district, id, name, kind, area, note) VALUES ($1, $2, $3, $4, $5, $6);

-- name: team_get
SELECT id, version, name, kind, area, note, district FROM team WHERE district = $1 AND id = $2;

-- name: team_change write
UPDATE team SET name = $4, area = $5, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- name: team_list
SELECT id, version, name, kind, area, note, district FROM team
WHERE district = $1 AND area >= $2 AND area < $3 AND id > $4
    AND (CAST($5 AS TEXT) IS NULL OR replace(name, CAST($5 AS TEXT), '') <> name)
ORDER BY id LIMIT $6;

-- name: team_list_above fanout
SELECT id, version, name, kind, area, note, district FROM team
WHERE district BETWEEN $1 AND $7 AND area >= $2 AND area < $3 AND id > $4
    AND (CAST($5 AS TEXT) IS NULL OR replace(name, CAST($5 AS TEXT), '') <> name)
ORDER BY id LIMIT $6;

-- Taken first by whoever changes the members, so that two do not do it at once.
-- name: team_touch write
UPDATE team SET version = version + 1 WHERE district = $1 AND id = $2 RETURNING version, area;

-- name: team_members
SELECT m.person, p.name, m.valid_from, m.valid_to
FROM team_member m JOIN person p ON p.district = m.district AND p.id = m.person
WHERE m.district = $1 AND m.team = $2 ORDER BY m.valid_from, m.person;

-- name: team_member_overlap
SELECT valid_from FROM team_member
WHERE district = $1 AND team = $2 AND person = $3 AND (valid_to IS NULL OR valid_to > $4)
    AND (CAST($5 AS BIGINT) IS NULL OR valid_from < CAST($5 AS BIGINT))
LIMIT 1;

-- name: team_member_add write
INSERT INTO team_member (district, team, person, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5);

-- A membership that is over already stays as it was.
-- name: team_member_end write
UPDATE team_member SET valid_to = $4
WHERE district = $1 AND team = $2 AND person = $3 AND valid_from < $4
    AND (valid_to IS NULL OR (valid_to > $4 AND valid_to > $5))
RETURNING valid_from;
