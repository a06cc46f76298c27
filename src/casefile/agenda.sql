-- The list of the building leads' next meeting.

-- What was settled may come back in the same cycle.
-- name: agenda_add write
INSERT INTO case_agenda (district, id, community, casefile, cycle, why, added) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (district, casefile, cycle, why) DO UPDATE SET settled = NULL, added = excluded.added
WHERE case_agenda.settled IS NOT NULL;

-- name: agenda_settle write
UPDATE case_agenda SET settled = $3 WHERE district = $1 AND casefile = $2 AND settled IS NULL;

-- $2 and $3 bound the communities, $4 and $5 the areas of the cases.
-- name: agenda_list
SELECT g.id, g.casefile, g.community, g.why, g.added
FROM case_agenda g JOIN casefile f ON f.district = g.district AND f.id = g.casefile
WHERE g.district = $1 AND g.settled IS NULL AND g.community >= $2 AND g.community < $3
    AND f.area >= $4 AND f.area < $5
ORDER BY g.community, g.id LIMIT $6;
