-- What time alone makes due.

-- name: tick_due fanout
SELECT district, id, next_at FROM casefile WHERE next_at <= $1 ORDER BY next_at, district, id LIMIT $2;

-- name: tick_take write
UPDATE casefile SET clock = $5, clock_n = $6, due = $7, provisional = $8, light = $9, next_at = $10, handle_due = $11,
    late = $12, supervised = $13, rule = $14, request_late = $15, mark_due = $16, mark_late = $17
WHERE district = $1 AND id = $2 AND version = $3 AND next_at = $4 RETURNING id;

-- name: tick_forget write
UPDATE casefile SET contact = NULL WHERE district = $1 AND id = $2;

-- ---- after a calendar has changed ----

-- Each change raises one version; ids of changes made on two machines may come in any order.
-- name: tick_calendar fanout
SELECT coalesce(CAST(sum(version) AS BIGINT), 0) FROM calendar;

-- name: tick_calendar_seen system
SELECT value FROM setting WHERE name = 'calendar_seen';

-- name: tick_calendar_set write system
INSERT INTO setting (name, value) VALUES ('calendar_seen', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: tick_districts fanout
WITH RECURSIVE d (district) AS (
    SELECT min(district) FROM casefile
    UNION ALL
    SELECT (SELECT min(f.district) FROM casefile f WHERE f.district > d.district) FROM d WHERE d.district IS NOT NULL
)
SELECT district FROM d WHERE district IS NOT NULL ORDER BY district;

-- name: tick_wake write
UPDATE casefile SET next_at = $2
WHERE district = $1 AND is_open = 1 AND due IS NOT NULL AND (next_at IS NULL OR next_at > $2);

-- Those that wait for an answer to "still there".
-- name: tick_wake_settled write
UPDATE casefile SET next_at = $2
WHERE district = $1 AND woken IS NOT NULL AND is_open = 0 AND due IS NOT NULL AND (next_at IS NULL OR next_at > $2);
