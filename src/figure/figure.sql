-- Matters of a kind by then, merged ones once.

-- name: figure_cases
SELECT source, count(*) FROM casefile
WHERE district = $1 AND kind = $2 AND area >= $3 AND area < $4 AND opened <= $5 AND merged_into IS NULL
GROUP BY source;

-- name: figure_case_rows
SELECT id, area, state FROM casefile
WHERE district = $1 AND kind = $2 AND (area, id) > ($3, $4) AND area < $5 AND opened <= $6 AND merged_into IS NULL
ORDER BY area, id LIMIT $7;

-- The next district that has cases.
-- name: figure_case_district fanout
SELECT min(district) FROM casefile WHERE district > $1 AND district < $2;
