-- Calendars: office hours, how days are counted, holidays by import. The holidays built into the program stand before
-- these: what a district says goes before what is said for all (district 0), and that before what is built in.
--
-- Form as in 0001. Days are yyyymmdd in Shanghai.

-- One row per district that has settings of its own, and one for all.
CREATE TABLE calendar (
    district {INT} NOT NULL PRIMARY KEY,  -- 0: for all
    version {INT} NOT NULL,               -- raised by every change of this row, its hours or its holidays
    change {INT} NOT NULL,                -- id of that change: another one, though undone and done again, is not the same
    work_day {TEXT},                      -- 'nth_end', 'rolling'; NULL: as for all
    natural_day {TEXT}                    -- the same
) {DIST};

-- Office hours from a day on. The last entry not after a day holds for it.
CREATE TABLE calendar_hours (
    district {INT} NOT NULL,
    valid_from {INT} NOT NULL,            -- 0: always
    weekday {INT} NOT NULL,               -- worked days of the week: 1 Monday, 2 Tuesday, 4 Wednesday .. 64 Sunday
    windows {TEXT} NOT NULL,              -- '08:00-12:00,14:00-18:00'
    PRIMARY KEY (district, valid_from)
) {DIST};

-- The list of a year as it was brought in by one version of the calendar. An undo ends it and wakes the one before.
CREATE TABLE holiday_year (
    district {INT} NOT NULL,
    year {INT} NOT NULL,                  -- under which the notice was published
    version {INT} NOT NULL,               -- calendar.version that brought it
    ended {INT},                          -- calendar.version that replaced or undid it; NULL: it holds
    PRIMARY KEY (district, year, version)
) {DIST};

CREATE TABLE holiday (
    district {INT} NOT NULL,
    year {INT} NOT NULL,
    version {INT} NOT NULL,
    day {INT} NOT NULL,
    is_off {INT} NOT NULL,                -- 0: worked although it may be a weekend (调休)
    name {TEXT} NOT NULL,
    PRIMARY KEY (district, year, version, day),
    FOREIGN KEY (district, year, version) REFERENCES holiday_year (district, year, version)
) {DIST};
