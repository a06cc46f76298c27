-- Facts: one row a case and cycle, written by its steps, read by the indicators.

-- name: fact_add write
INSERT INTO case_fact (district, casefile, cycle, flow, kind, area, post, lon_e7, lat_e7, opened, steps)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- What goes on in the next cycle ends here, if it did not end before.
-- name: fact_supersede write
UPDATE case_fact SET steps = steps || CAST($4 AS TEXT), ended = coalesce(ended, $5)
WHERE district = $1 AND casefile = $2 AND cycle = $3;

-- $5: the case is open. An end once reached stays while the case is not back.
-- name: fact_add_step write
UPDATE case_fact SET steps = steps || CAST($4 AS TEXT),
    ended = CASE WHEN CAST($5 AS BIGINT) = 1 THEN NULL ELSE coalesce(ended, $6) END
WHERE district = $1 AND casefile = $2 AND cycle = $3;

-- name: fact_list
SELECT casefile, cycle, flow, kind, area, post, lon_e7, lat_e7, opened, steps FROM case_fact
WHERE district = $1 AND ended IS NULL AND opened < $3
UNION ALL
SELECT casefile, cycle, flow, kind, area, post, lon_e7, lat_e7, opened, steps FROM case_fact
WHERE district = $1 AND ended >= $2 AND opened < $3;

-- Cases without the facts of their present cycle, or with those of a later one.
-- name: fact_missing
SELECT f.id FROM casefile f
WHERE f.district = $1 AND (SELECT max(x.cycle) FROM case_fact x WHERE x.district = $1 AND x.casefile = f.id) IS NULL
UNION ALL
SELECT f.id FROM casefile f
WHERE f.district = $1
    AND (SELECT max(x.cycle) FROM case_fact x WHERE x.district = $1 AND x.casefile = f.id) <> f.cycle;
