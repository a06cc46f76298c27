-- The class catalogue: what may be filed, under which condition, within which limit. District 0 has the one for all.
--
-- Form as in 0001. Rows are never changed but for the version that ends them, and never removed: cases refer to them.

-- Which version holds in a district. Whoever changes the catalogue or the tiers takes this row first.
CREATE TABLE catalogue (
    district {INT} NOT NULL PRIMARY KEY,
    version {INT} NOT NULL,               -- 0: none yet
    n_rows {INT} NOT NULL,                -- current rows; 0: the catalogue for all holds
    tiers_version {INT} NOT NULL
) {DIST};

CREATE TABLE catalogue_version (
    district {INT} NOT NULL,
    version {INT} NOT NULL,               -- from 1
    at {INT} NOT NULL,
    who {TEXT} NOT NULL,                  -- display name then
    source {TEXT},                        -- what the file was called
    hash {TEXT},                          -- of the file, hex; NULL: an earlier version came back
    restored {INT},                       -- which one; NULL: an import
    n_rows {INT} NOT NULL,
    added {INT} NOT NULL,
    changed {INT} NOT NULL,
    ended {INT} NOT NULL,
    PRIMARY KEY (district, version)
) {DIST};

CREATE TABLE catalogue_row (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    version_from {INT} NOT NULL,
    version_to {INT},                     -- the first version without it; NULL: current
    code {TEXT} NOT NULL,                 -- 'e0110': group letter, class, sub-class
    no {INT} NOT NULL,                    -- within the sub-class; a row has that of the one it replaces
    class_name {TEXT} NOT NULL,
    sub_name {TEXT} NOT NULL,
    filing {TEXT} NOT NULL,
    unit_a {TEXT} NOT NULL,               -- limit of tier A: calendar/limit.h
    ticks_a {INT} NOT NULL,
    unit_b {TEXT} NOT NULL,
    ticks_b {INT} NOT NULL,
    unit_c {TEXT} NOT NULL,
    ticks_c {INT} NOT NULL,
    closing {TEXT} NOT NULL,              -- '' where the sheet said nothing, as in the next three
    unit {TEXT} NOT NULL,
    department {TEXT} NOT NULL,
    basis {TEXT} NOT NULL,
    replaces {INT},                       -- the row that was changed into this one
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX catalogue_row_code ON catalogue_row (district, code, no);

-- How strict the limits are below an area prefix: the longest one holds, A where there is none.
CREATE TABLE catalogue_tier (
    district {INT} NOT NULL,
    area {TEXT} NOT NULL,
    tier {TEXT} NOT NULL,                 -- 'A', 'B', 'C'
    PRIMARY KEY (district, area)
) {DIST};
