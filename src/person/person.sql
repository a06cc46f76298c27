-- Duty holders. The contact is sealed by the application; the database never sees a phone.

-- name: person_add write
INSERT INTO person (district, id, name, area, contact, contact_public, note) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: person_get
SELECT id, version, name, area, note, contact_public, contact, district FROM person WHERE district = $1 AND id = $2;

-- name: person_change write
UPDATE person SET name = $4, area = $5, contact = $6, contact_public = $7, version = version + 1
WHERE district = $1 AND id = $2 AND version = $3 RETURNING version;

-- Part of a name is found by taking it out: no pattern characters, the same on both engines.
-- name: person_list
SELECT id, version, name, area, note, contact_public, contact, district FROM person
WHERE district = $1 AND area >= $2 AND area < $3 AND id > $4
    AND (CAST($5 AS TEXT) IS NULL OR replace(name, CAST($5 AS TEXT), '') <> name)
ORDER BY id LIMIT $6;

-- name: person_list_above fanout
SELECT id, version, name, area, note, contact_public, contact, district FROM person
WHERE district BETWEEN $1 AND $7 AND area >= $2 AND area < $3 AND id > $4
    AND (CAST($5 AS TEXT) IS NULL OR replace(name, CAST($5 AS TEXT), '') <> name)
ORDER BY id LIMIT $6;
