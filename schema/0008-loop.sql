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
ALTER TABLE casefile ADD COLUMN request_due {INT};                     -- when the open request should be decided; NULL: none is open
ALTER TABLE casefile ADD COLUMN request_late {INT} NOT NULL DEFAULT 0; -- 1: that moment passed
ALTER TABLE casefile ADD COLUMN closed_first {INT};                    -- when what is disputed was closed
ALTER TABLE casefile ADD COLUMN external_due {INT};                    -- the time limit of whoever external_to is

-- What whoever let the time run out may still appeal against, what ends first.
CREATE INDEX casefile_appealable ON casefile (district, late_post, appeal_until, id) WHERE appeal_until IS NOT NULL;

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

-- Exports with restricted fields: asked for by one, granted by another, taken once.
CREATE TABLE ledger_export (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    ledger {TEXT} NOT NULL,
    area {TEXT} NOT NULL,
    wish {TEXT} NOT NULL,                 -- canonical JSON: the filters and the format
    reason {TEXT} NOT NULL,               -- what it is for
    asked {INT} NOT NULL,
    account {INT} NOT NULL,               -- who asked: he alone may take it
    who {TEXT} NOT NULL,                  -- display name then
    state {TEXT} NOT NULL,                -- 'asked', 'granted', 'refused', 'taken'
    decided {INT},
    decider {TEXT},                       -- display name then
    answer {TEXT},
    taken {INT},
    file_rows {INT},                      -- of what was taken
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX ledger_export_area ON ledger_export (district, area, id);

-- What a post is to look after, where that was said by hand.
CREATE INDEX entry_post ON entry (district, post, area, id) WHERE post IS NOT NULL AND left_at IS NULL;

-- Figures per period that an import brought.
CREATE TABLE ledger_import_period (
    district {INT} NOT NULL,
    import {INT} NOT NULL,
    entry {INT} NOT NULL,
    series {TEXT} NOT NULL,
    period {TEXT} NOT NULL,
    n {INT} NOT NULL,
    PRIMARY KEY (district, import, entry, series, period),
    FOREIGN KEY (district, import) REFERENCES ledger_import (district, id)
) {DIST};

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

-- ---- "still there", marks with a date, photos, reporters of merged cases ------------------------------------------

-- casefile.woken: from now on NULL once somebody answered. What was closed later is answered.
UPDATE casefile SET woken = NULL WHERE is_open = 0 AND woken <= closed;
-- Of a settled case a clock runs until the answer: the scheduler begins those that are missing.
UPDATE casefile SET next_at = woken WHERE is_open = 0 AND woken IS NOT NULL AND (next_at IS NULL OR next_at > woken);
DROP INDEX casefile_still_there;
CREATE INDEX casefile_woken ON casefile (district, id) WHERE woken IS NOT NULL;

-- Of marks: the first date by which one wants its answer; 1: such a date passed and there is none.
ALTER TABLE casefile ADD COLUMN mark_due {INT};
ALTER TABLE casefile ADD COLUMN mark_late {INT} NOT NULL DEFAULT 0;
CREATE INDEX casefile_mark_late ON casefile (district, id) WHERE mark_late = 1;
-- Under the eyes of all; those of one desk.
CREATE INDEX casefile_listed ON casefile (district, id) WHERE supervised = 3;
CREATE INDEX case_mark_raised ON case_mark (district, area, casefile) WHERE ended IS NULL AND level > 0;
UPDATE casefile SET mark_due = (
    SELECT min(m.due) FROM case_mark m
    WHERE m.district = casefile.district AND m.casefile = casefile.id AND m.ended IS NULL AND m.answered IS NULL
        AND m.level > 0)
WHERE is_open = 1 AND supervised > 0;
UPDATE casefile SET next_at = mark_due
WHERE is_open = 1 AND mark_due IS NOT NULL AND (next_at IS NULL OR next_at > mark_due);

-- media.moment: 'before', 'during', 'after', 'check', 'dispute'. Until now all that was not 'after' was 'before'.
UPDATE media SET moment = (
    SELECT max(CASE j.action WHEN 'progress' THEN 'during' WHEN 'joint_answer' THEN 'during' WHEN 'finish' THEN 'after'
        WHEN 'dispute' THEN 'dispute' WHEN 'still_there' THEN 'dispute' ELSE 'check' END)
    FROM journal j
    WHERE j.district = media.district AND j.noun = 'casefile' AND j.noun_id = media.casefile AND j.at = media.added
        AND j.action IN ('progress', 'joint_answer', 'finish', 'dispute', 'still_there', 'pass', 'fail', 'rework'))
WHERE moment = 'before' AND EXISTS (
    SELECT 1 FROM journal j
    WHERE j.district = media.district AND j.noun = 'casefile' AND j.noun_id = media.casefile AND j.at = media.added
        AND j.action IN ('progress', 'joint_answer', 'finish', 'dispute', 'still_there', 'pass', 'fail', 'rework'));

-- In which cycle of its case a photo was added, where that is not the first. Beside media, whose long columns stand last.
CREATE TABLE media_cycle (
    district {INT} NOT NULL,
    media {INT} NOT NULL,
    cycle {INT} NOT NULL,
    PRIMARY KEY (district, media),
    FOREIGN KEY (district, media) REFERENCES media (district, id)
) {DIST};
INSERT INTO media_cycle (district, media, cycle)
SELECT m.district, m.id, max(f.cycle) FROM media m
    JOIN case_fact f ON f.district = m.district AND f.casefile = m.casefile AND f.opened <= m.added
GROUP BY m.district, m.id HAVING max(f.cycle) > 1;

-- What each reporter said of a closing: its own, and those of the cases that were merged into it.
CREATE TABLE case_voice (
    district {INT} NOT NULL,
    casefile {INT} NOT NULL,              -- the one that was closed
    cycle {INT} NOT NULL,
    voice {INT} NOT NULL,                 -- the case by whose receipt it was said
    verdict {TEXT},                       -- 'confirmed', 'disputed'
    rating {INT},                         -- 1..5
    PRIMARY KEY (district, casefile, cycle, voice),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};
INSERT INTO case_voice (district, casefile, cycle, voice, verdict, rating)
SELECT district, id, cycle, id, CASE verdict WHEN 'upheld' THEN 'disputed' ELSE verdict END, rating FROM casefile
WHERE verdict IS NOT NULL OR rating IS NOT NULL;
-- case_said: by whose receipt, when it was another's that was merged in.
ALTER TABLE case_said ADD COLUMN voice {INT};

-- ---- ledgers: first inspections, what goes on in another entry, when an item was to be put right, homes of teams -----

CREATE INDEX entry_uninspected ON entry (district, ledger, area, id) WHERE last_inspected IS NULL AND left_at IS NULL;
CREATE INDEX entry_successor ON entry (district, successor) WHERE successor IS NOT NULL;

-- rectification.due: when it was first to be put right by; of what was struck off before, nobody kept it.
ALTER TABLE rectification ADD COLUMN due {INT};
UPDATE rectification SET due = (
    SELECT f.handle_due FROM casefile f WHERE f.district = rectification.district AND f.id = rectification.casefile)
WHERE struck IS NULL;

-- Where members of a round's team answer for the entries: the team does not inspect there. exact 1: on that very area, not
-- below it.
CREATE TABLE round_home (
    district {INT} NOT NULL,
    round {INT} NOT NULL,
    team {INT} NOT NULL,
    area {TEXT} NOT NULL,
    exact {INT} NOT NULL DEFAULT 0,
    PRIMARY KEY (district, round, team, area),
    FOREIGN KEY (district, round) REFERENCES inspection_round (district, id)
) {DIST};

-- ---- ledgers: somebody said that all of an entry is still right --------------------------------------------------------

-- Of entries whose ledger asks for it (programmes/*.json ledgers[].confirm); the last one counts.
CREATE TABLE entry_confirmation (
    district {INT} NOT NULL,
    entry {INT} NOT NULL,
    at {INT} NOT NULL,
    by_owner {INT} NOT NULL,              -- 1: with the owner's code
    who {TEXT} NOT NULL,                  -- display name then; '' of an owner
    PRIMARY KEY (district, entry, at),
    FOREIGN KEY (district, entry) REFERENCES entry (district, id)
) {DIST};

-- ---- figures: matters of a kind, by the channel they came by ----------------------------------------------------------

CREATE INDEX casefile_kind ON casefile (district, kind, area, id, opened, source) WHERE merged_into IS NULL;

-- ---- calendars as they were -----------------------------------------------------------------------------------------

-- What a version of a district's calendar was compiled from, kept before the next one takes its place.
CREATE TABLE calendar_past (
    district {INT} NOT NULL,              -- 0: of all districts without one of their own
    version {INT} NOT NULL,               -- as case_clock.calendar has it
    plan {TEXT} NOT NULL,                 -- JSON: hours, holidays, years whose holidays are known, rules
    kept {INT} NOT NULL,
    PRIMARY KEY (district, version)
) {DIST};

-- ---- ledgers: what was erased, and what a new programme text derives otherwise ---------------------------------------

-- When its hidden fields were erased, 90 days after it left; NULL: not yet. What is erased stands as null in `fields`.
ALTER TABLE entry ADD COLUMN erased {INT};
DROP INDEX entry_sealed;
CREATE INDEX entry_unerased ON entry (district, left_at) WHERE left_at IS NOT NULL AND erased IS NULL;

-- Values of fields that a later programme text seals, under the application's key; NULL none. What is said of a field while it
-- is sealed has no versions.
ALTER TABLE entry_version ADD COLUMN sealed {BLOB};
-- entry.natural_key has one form more, 'KEY|twin:ID': another entry that stands has that key by the present text.
-- entry_version.why has one word more, 'programme': a new programme text says it so.

-- By which text of its ledger all entries are derived (keys, facets, names, what is sealed, dates).
CREATE TABLE ledger_derived (
    ledger {TEXT} NOT NULL,
    derived {TEXT} NOT NULL,              -- BLAKE2b of what the text derives, hex
    at {INT} NOT NULL,
    PRIMARY KEY (ledger)
) {SYSTEM};

-- How far that has come in a district.
CREATE TABLE ledger_adoption (
    district {INT} NOT NULL,
    ledger {TEXT} NOT NULL,
    derived {TEXT} NOT NULL,
    after {INT} NOT NULL,                 -- the last entry that was looked at
    seen {INT} NOT NULL,
    changed {INT} NOT NULL,
    began {INT} NOT NULL,
    done {INT},                           -- NULL: not yet
    PRIMARY KEY (district, ledger)
) {DIST};

-- Entries that did not fit the text that was adopted last; whoever reads them looks whether it is still so.
CREATE TABLE entry_misfit (
    district {INT} NOT NULL,
    ledger {TEXT} NOT NULL,
    entry {INT} NOT NULL,
    what {TEXT} NOT NULL,                 -- 'fields', 'key': it shares its natural key
    PRIMARY KEY (district, ledger, entry, what),
    FOREIGN KEY (district, entry) REFERENCES entry (district, id)
) {DIST};
