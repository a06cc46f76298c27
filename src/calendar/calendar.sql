-- Calendars. District 0 stands for all. What holds of a district's holidays is what no later version ended.

-- The rows of one district and of all, in this order: all, the district.
-- name: calendar_get fanout
SELECT district, version, change, work_day, natural_day FROM calendar WHERE district = 0 OR district = $1
ORDER BY district;

-- Raises the version, and holds back whoever else changes this calendar.
-- name: calendar_raise write
INSERT INTO calendar (district, version, change) VALUES ($1, 1, $2)
ON CONFLICT (district) DO UPDATE SET version = calendar.version + 1, change = excluded.change RETURNING version;

-- name: calendar_rules write
UPDATE calendar SET work_day = $2, natural_day = $3 WHERE district = $1;

-- name: calendar_hours_list
SELECT valid_from, weekday, windows FROM calendar_hours WHERE district = $1 ORDER BY valid_from;

-- name: calendar_hours_clear write
DELETE FROM calendar_hours WHERE district = $1;

-- name: calendar_hours_add write
INSERT INTO calendar_hours (district, valid_from, weekday, windows) VALUES ($1, $2, $3, $4);

-- name: holiday_list
SELECT h.year, h.day, h.is_off, h.name FROM holiday_year y
JOIN holiday h ON h.district = y.district AND h.year = y.year AND h.version = y.version
WHERE y.district = $1 AND y.ended IS NULL ORDER BY h.year, h.day;

-- name: holiday_year_end write
UPDATE holiday_year SET ended = $3 WHERE district = $1 AND year = $2 AND ended IS NULL;

-- name: holiday_year_add write
INSERT INTO holiday_year (district, year, version) VALUES ($1, $2, $3);

-- name: holiday_add write
INSERT INTO holiday (district, year, version, day, is_off, name) VALUES ($1, $2, $3, $4, $5, $6);

-- The import that an undo takes back.
-- name: holiday_last
SELECT MAX(version) FROM holiday_year WHERE district = $1 AND ended IS NULL;

-- name: holiday_take_back write
UPDATE holiday_year SET ended = $3 WHERE district = $1 AND version = $2 AND ended IS NULL;

-- name: holiday_wake write
UPDATE holiday_year SET ended = NULL WHERE district = $1 AND ended = $2;

-- ---- as they were ----

-- name: calendar_districts fanout
SELECT district FROM calendar WHERE district > 0 ORDER BY district;

-- name: calendar_past_keep write
INSERT INTO calendar_past (district, version, plan, kept) VALUES ($1, $2, $3, $4)
ON CONFLICT (district, version) DO NOTHING;

-- name: calendar_past
SELECT plan FROM calendar_past WHERE district = $1 AND version = $2;
