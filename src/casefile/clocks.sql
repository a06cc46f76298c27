-- Clocks of a case: instances, and the spans in which they ran.

-- name: clock_uses
SELECT k.n, k.cycle, k.clock, k.unit, k.ticks, k.base_ticks, k.limit_text, k.rule, k.started, k.ended, k.due, k.used,
    k.late, k.provisional, k.light, k.calendar, k.post, r.since, r.until
FROM case_clock k LEFT JOIN case_run r ON r.district = $1 AND r.casefile = $2 AND r.n = k.n
WHERE k.district = $1 AND k.casefile = $2 AND k.cycle = $3 ORDER BY k.n, r.since;

-- name: clock_last
SELECT max(n) FROM case_clock WHERE district = $1 AND casefile = $2;

-- name: clock_add write
INSERT INTO case_clock (district, casefile, n, cycle, clock, unit, ticks, base_ticks, limit_text, rule, started, due,
    light, provisional, calendar, post)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: clock_set write
UPDATE case_clock SET ticks = $4, ended = $5, due = $6, used = $7, late = $8, light = $9, provisional = $10,
    calendar = $11
WHERE district = $1 AND casefile = $2 AND n = $3;

-- name: clock_end_all write
UPDATE case_clock SET ended = $4 WHERE district = $1 AND casefile = $2 AND cycle = $3 AND ended IS NULL;

-- name: clock_end write
UPDATE case_clock SET ended = $5
WHERE district = $1 AND casefile = $2 AND cycle = $3 AND clock = $4 AND ended IS NULL;

-- Nobody goes on with what was left of them.
-- name: clock_spend write
UPDATE case_clock SET post = NULL WHERE district = $1 AND casefile = $2 AND cycle = $3 AND post IS NOT NULL;

-- What ended with a merge goes on when the merge is undone.
-- name: clock_wake write
UPDATE case_clock SET ended = NULL WHERE district = $1 AND casefile = $2 AND cycle = $3 AND ended = $4;

-- name: run_add write
INSERT INTO case_run (district, casefile, n, since) VALUES ($1, $2, $3, $4)
ON CONFLICT (district, casefile, n, since) DO UPDATE SET until = NULL;

-- name: run_end write
UPDATE case_run SET until = $4 WHERE district = $1 AND casefile = $2 AND n = $3 AND until IS NULL;
