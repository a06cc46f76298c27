-- The closed loop and the ledgers, mended. Each part under a heading of its own.
--
-- Form as in 0001.

-- ---- whose a clock is, appeals, requests, disputed closings, numbers elsewhere ------------------------------------

-- Of handling: the post in whose hands it runs, to be gone on with when the case comes back to it in this cycle. NULL:
-- none, or what is left of it holds no more (another kind, another standard).
ALTER TABLE case_clock ADD COLUMN post {INT};
UPDATE case_clock SET post = (
    SELECT f.post FROM casefile f WHERE f.district = case_clock.district AND f.id = case_clock.casefile)
WHERE ended IS NULL AND rule IS NOT NULL;

ALTER TABLE casefile ADD COLUMN late_post {INT};                       -- the last in whose hands handling went over its limit
UPDATE casefile SET late_post = post WHERE late = 1;
ALTER TABLE casefile ADD COLUMN appeal_until {INT};                    -- last moment for an appeal against that; NULL: none is set
CREATE INDEX casefile_late_post ON casefile (district, late_post, id) WHERE appeal_until IS NOT NULL;
ALTER TABLE casefile ADD COLUMN request_due {INT};                     -- when the open request should be decided; NULL: none is open
ALTER TABLE casefile ADD COLUMN request_late {INT} NOT NULL DEFAULT 0; -- 1: that moment passed
ALTER TABLE casefile ADD COLUMN closed_first {INT};                    -- when what is disputed was closed

-- ---- facts ----------------------------------------------------------------------------------------------------------

-- case_fact.steps has one word more, in the place of U: u<unit>:<post>:<ticks>, what a post took of handling in one run.

-- ---- sheets: what an import replaced in sealed fields, what an earlier system's inspections said ------------------

-- For the undo of an import. Erased 90 days after it; then it can no longer be undone.
CREATE TABLE ledger_import_sealed (
    district {INT} NOT NULL,
    import {INT} NOT NULL,
    entry {INT} NOT NULL,
    at {INT} NOT NULL,                    -- of the import
    version {INT} NOT NULL,               -- entry.version after it
    sealed {BLOB},                        -- entry.sealed before it; NULL: there was none, or it is erased
    erased {INT} NOT NULL DEFAULT 0,
    PRIMARY KEY (district, import, entry),
    FOREIGN KEY (district, import) REFERENCES ledger_import (district, id)
) {DIST};
CREATE INDEX ledger_import_sealed_old ON ledger_import_sealed (district, at) WHERE erased = 0;

-- Which inspections an import of them brought, with the figures that it gave, or for which it brought the findings.
CREATE TABLE inspection_import_row (
    district {INT} NOT NULL,
    import {INT} NOT NULL,
    inspection {INT} NOT NULL,
    given {INT} NOT NULL,                 -- 1: with figures
    failed {INT} NOT NULL,
    must_failed {INT} NOT NULL,
    must_corrected {INT} NOT NULL,
    score {INT},
    PRIMARY KEY (district, import, inspection),
    FOREIGN KEY (district, import) REFERENCES inspection_import (district, id)
) {DIST};
