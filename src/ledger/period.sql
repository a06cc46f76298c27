-- Figures per period. The highest confirmed n of a period counts.

-- Takes the entry's row, so that two figures of one period at once are numbered one after the other.
-- name: period_take write
UPDATE entry SET updated = $3 WHERE district = $1 AND id = $2 RETURNING ledger, area;

-- name: period_last_n
SELECT max(n) FROM entry_period WHERE district = $1 AND entry = $2 AND series = $3 AND period = $4;

-- name: period_add write
INSERT INTO entry_period (district, entry, series, period, n, fields, ends, recorded, who, source, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: period_state
SELECT state FROM entry_period WHERE district = $1 AND entry = $2 AND series = $3 AND period = $4 AND n = $5;

-- name: period_decide write
UPDATE entry_period SET state = $6
WHERE district = $1 AND entry = $2 AND series = $3 AND period = $4 AND n = $5 AND state = 'proposed' RETURNING n;

-- name: period_list
SELECT series, period, n, fields, ends, recorded, who, source, state FROM entry_period
WHERE district = $1 AND entry = $2 ORDER BY period DESC, series, n DESC;

-- Of each entry that stood then: the last confirmed period that had ended, or just that one. $8: the moment behind the one
-- that is asked for, since a period's last moment is asked for as its year's or month's end.
-- name: period_each
SELECT v.entry, v.area, v.name, v.facet, p.period, p.fields
FROM entry_version v JOIN entry_period p ON p.district = v.district AND p.entry = v.entry
WHERE v.district = $1 AND v.ledger = $2 AND v.area >= $3 AND v.area < $4
    AND v.valid_from <= $5 AND (v.valid_to IS NULL OR v.valid_to > $5)
    AND p.series = $6 AND p.state = 'confirmed' AND p.ends <= $8
    AND (CAST($7 AS TEXT) IS NULL OR p.period = CAST($7 AS TEXT))
    AND NOT EXISTS (SELECT 1 FROM entry_period l
        WHERE l.district = p.district AND l.entry = p.entry AND l.series = p.series AND l.state = 'confirmed' AND l.ends <= $8
            AND (l.period > p.period AND CAST($7 AS TEXT) IS NULL OR l.period = p.period AND l.n > p.n))
ORDER BY v.area, v.entry;
