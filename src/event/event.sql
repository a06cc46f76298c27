-- Sealed journal rows as the live feed reads them: what changed and where, nothing about people.

-- In the order of the chain and cut short, so that each row costs one probe of a key in either table.
-- name: event_rows
SELECT s.seq, j.at, j.noun, j.noun_id, j.version, j.area, j.action, j.kind, j.state_from, j.state_to
FROM seal s JOIN journal j ON j.district = s.district AND j.id = s.id
WHERE s.district = $1 AND s.seq > $2 AND s.seq <= $3 ORDER BY s.seq LIMIT 256;
