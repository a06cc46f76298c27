-- Ledgers of the programmes: entries with dated versions, figures per period, inspections, rectification, rounds, imports.
--
-- Form as in 0001. What an entry is stands in its programme's file (programmes/, docs/programme-format.md); `fields` is
-- canonical JSON by that file. Nothing is removed: an entry leaves the ledger with a reason and a date.

-- Every text of a programme file that ever served this database: what old versions of entries and checklists mean.
CREATE TABLE programme_version (
    programme {TEXT} NOT NULL,
    version {INT} NOT NULL,
    hash {TEXT} NOT NULL,                 -- BLAKE2b of the text, hex
    text {TEXT} NOT NULL,
    seen {INT} NOT NULL,                  -- when it first served
    PRIMARY KEY (programme, version)
) {SYSTEM};

-- An entry as it is now, or as it was when it left.
CREATE TABLE entry (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    ledger {TEXT} NOT NULL,               -- programmes/*.json ledgers[].ledger
    area {TEXT} NOT NULL,
    name {TEXT} NOT NULL,                 -- value of the title field, for lists
    name_key {TEXT} NOT NULL,             -- the name folded (ledger/key.h): what searches and likenesses compare
    natural_key {TEXT} NOT NULL,          -- of the key fields, folded (ledger/key.h); 'id:N' where the ledger has none
    facet {TEXT},                         -- value of the ledger's facet field: the kind of shop, the industry
    x {INT},                              -- point, 1e-7 degrees; NULL: placed by hand
    y {INT},
    post {INT},                           -- who answers for it, where that is not the area's post; NULL
    status {TEXT} NOT NULL,
    status_since {INT} NOT NULL,
    fields {TEXT} NOT NULL,               -- canonical JSON, without the sealed ones
    programme_version {INT} NOT NULL,     -- which text of the programme file the fields were checked against
    sealed {BLOB},                        -- JSON of the sealed fields under the application's key; NULL none. Never versioned
    since {INT} NOT NULL,                 -- when it came into the ledger
    left_at {INT},                        -- NULL: it stands in the ledger
    left_reason {TEXT},
    left_note {TEXT},
    successor {INT},                      -- the entry that goes on for it: moved, merged
    owner_hash {BLOB},                    -- of the owner's code; NULL: none was given out
    last_inspected {INT},                 -- last full inspection that counts; NULL: never
    review_due {INT},                     -- when the next full inspection is due; NULL: never
    open_items {INT} NOT NULL DEFAULT 0,  -- rectification not struck off
    note {TEXT},                          -- 'made_up'
    n {INT} NOT NULL,                     -- the entry_version that it shows
    version {INT} NOT NULL DEFAULT 1,
    created {INT} NOT NULL,
    updated {INT} NOT NULL,
    PRIMARY KEY (district, id)
) {DIST};
CREATE UNIQUE INDEX entry_key ON entry (district, ledger, natural_key) WHERE left_at IS NULL;
-- Behind the key of a page stands what counts and filters need, so that they read the index alone (left_at too: SQLite
-- looks at it although the index says it).
CREATE INDEX entry_area ON entry (district, ledger, area, id, status, facet, left_at) WHERE left_at IS NULL;
CREATE INDEX entry_status ON entry (district, ledger, status, area, id, facet) WHERE left_at IS NULL;
CREATE INDEX entry_facet ON entry (district, ledger, facet, area, id) WHERE left_at IS NULL;
CREATE INDEX entry_review ON entry (district, ledger, area, id, review_due) WHERE review_due IS NOT NULL AND left_at IS NULL;
CREATE INDEX entry_left ON entry (district, ledger, area, id, status, facet, left_at) WHERE left_at IS NOT NULL;
CREATE INDEX entry_sealed ON entry (district, left_at) WHERE sealed IS NOT NULL AND left_at IS NOT NULL;
-- For likenesses.
CREATE INDEX entry_name ON entry (district, ledger, name_key) WHERE left_at IS NULL;
CREATE INDEX entry_point ON entry (district, ledger, x, y) WHERE x IS NOT NULL AND left_at IS NULL;

-- What was true of an entry from when to when. The times do not overlap and leave no gap while it stands in the ledger.
CREATE TABLE entry_version (
    district {INT} NOT NULL,
    entry {INT} NOT NULL,
    n {INT} NOT NULL,                     -- from 1, in order of being written
    ledger {TEXT} NOT NULL,
    valid_from {INT} NOT NULL,
    valid_to {INT},                       -- NULL: still so. Equal to valid_from: taken back, was never so
    area {TEXT} NOT NULL,
    name {TEXT} NOT NULL,
    name_key {TEXT} NOT NULL,
    facet {TEXT},
    x {INT},
    y {INT},
    post {INT},
    status {TEXT} NOT NULL,
    status_since {INT} NOT NULL,          -- since when it had the status, seen from here
    fields {TEXT} NOT NULL,
    programme_version {INT} NOT NULL,     -- which text of the programme file the fields were checked against
    recorded {INT} NOT NULL,
    who {TEXT} NOT NULL,                  -- display name then
    why {TEXT} NOT NULL,                  -- 'added', 'changed', 'status', 'moved', 'import', 'undo', 'returned'
    PRIMARY KEY (district, entry, n),
    FOREIGN KEY (district, entry) REFERENCES entry (district, id)
) {DIST};
CREATE INDEX entry_version_area ON entry_version (district, ledger, area, entry, valid_from, valid_to, status, facet);

-- Dates of entries that stand in the ledger, of fields that remind somebody.
CREATE TABLE entry_date (
    district {INT} NOT NULL,
    entry {INT} NOT NULL,
    field {TEXT} NOT NULL,
    ledger {TEXT} NOT NULL,
    area {TEXT} NOT NULL,
    date {TEXT} NOT NULL,                 -- '2026-11-30'
    PRIMARY KEY (district, entry, field),
    FOREIGN KEY (district, entry) REFERENCES entry (district, id)
) {DIST};
CREATE INDEX entry_date_field ON entry_date (district, ledger, field, date, entry, area);

-- Figures of one period (a year, a month) that belong to an entry. A correction is a new row; the last one counts.
CREATE TABLE entry_period (
    district {INT} NOT NULL,
    entry {INT} NOT NULL,
    series {TEXT} NOT NULL,               -- programmes/*.json ledgers[].series[].series
    period {TEXT} NOT NULL,               -- '2014', '2014-10'
    n {INT} NOT NULL,                     -- from 1
    fields {TEXT} NOT NULL,               -- canonical JSON
    ends {INT} NOT NULL,                  -- when the period ends: from then on it counts
    recorded {INT} NOT NULL,
    who {TEXT} NOT NULL,
    source {TEXT} NOT NULL,               -- 'office', 'owner', 'import'
    state {TEXT} NOT NULL,                -- 'confirmed', 'proposed' (by the owner), 'refused'
    PRIMARY KEY (district, entry, series, period, n),
    FOREIGN KEY (district, entry) REFERENCES entry (district, id)
) {DIST};

-- ---- inspections ------------------------------------------------------------------------------------------------

CREATE TABLE inspection (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    entry {INT} NOT NULL,
    ledger {TEXT} NOT NULL,
    area {TEXT} NOT NULL,                 -- of the entry then
    checklist {TEXT} NOT NULL,
    checklist_version {INT} NOT NULL,
    kind {TEXT} NOT NULL,                 -- 'full', 'recheck'; 'visit': on an occasion, brought in from elsewhere
    result {TEXT} NOT NULL,               -- 'done', 'refused', 'door_closed'
    done {INT} NOT NULL,                  -- when it was made
    recorded {INT} NOT NULL,              -- when it was sent in
    account {INT},                        -- who made it; NULL: brought in from elsewhere
    person {INT},
    who {TEXT} NOT NULL,                  -- display name then
    team {INT},                           -- for which team, in a round
    round {INT},
    score {INT},                          -- of the effective answers, 0..100; NULL: nothing to score
    failed {INT} NOT NULL,                -- effective answers that fail
    must_failed {INT} NOT NULL,           -- of them, must-pass items
    must_corrected {INT} NOT NULL,        -- of them, put right on the spot
    status {TEXT},                        -- of the entry after it; NULL: it changed none
    note {TEXT},
    given {INT} NOT NULL DEFAULT 0,       -- 1: score and the three counts are what an earlier system said
    annulled {INT},                       -- NULL: it counts. An appeal was granted then. Before `done`: was never so
    external_number {TEXT},               -- its number in an earlier system
    import {INT},                         -- inspection_import that brought it; NULL: made here
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id),
    FOREIGN KEY (district, entry) REFERENCES entry (district, id)
) {DIST};
CREATE INDEX inspection_entry ON inspection (district, entry, done, id);
CREATE INDEX inspection_area ON inspection (district, ledger, area, done);
CREATE INDEX inspection_in_round ON inspection (district, round, area, entry) WHERE round IS NOT NULL;
CREATE INDEX inspection_brought ON inspection (district, import) WHERE import IS NOT NULL;
CREATE UNIQUE INDEX inspection_external ON inspection (district, ledger, external_number) WHERE external_number IS NOT NULL;

CREATE TABLE inspection_answer (
    district {INT} NOT NULL,
    inspection {INT} NOT NULL,
    item {TEXT} NOT NULL,
    n {INT} NOT NULL,                     -- 1; findings brought in from elsewhere may name an item twice
    answer {TEXT} NOT NULL,               -- canonical JSON: true, 3.5, "word"; null: not applicable
    passed {INT},                         -- 0, 1; NULL: not applicable
    points {INT} NOT NULL,
    corrected {INT} NOT NULL DEFAULT 0,   -- 1: failed, and put right on the spot
    note {TEXT},
    must {INT},                           -- 0, 1: what an earlier system said of this finding; NULL: as the checklist says
    days {INT},                           -- how many it gave for putting it right; NULL
    corrected_at {INT},                   -- when that was done; NULL
    PRIMARY KEY (district, inspection, item, n),
    FOREIGN KEY (district, inspection) REFERENCES inspection (district, id)
) {DIST};

CREATE TABLE inspection_photo (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    inspection {INT} NOT NULL,
    item {TEXT},                          -- NULL: of the place as a whole
    hash {BLOB} NOT NULL,
    width {INT} NOT NULL,
    height {INT} NOT NULL,
    added {INT} NOT NULL,
    thumb {BLOB} NOT NULL,
    bytes {BLOB} NOT NULL,
    PRIMARY KEY (district, id),
    FOREIGN KEY (district, inspection) REFERENCES inspection (district, id)
) {DIST};
CREATE INDEX inspection_photo_of ON inspection_photo (district, inspection, id);

-- A failed item and the case that puts it right. Struck off by a re-check; a relapse opens the same case again, as a new
-- cycle of it and the next row here: what was open when stays to be read.
CREATE TABLE rectification (
    district {INT} NOT NULL,
    entry {INT} NOT NULL,
    checklist {TEXT} NOT NULL,
    item {TEXT} NOT NULL,
    n {INT} NOT NULL,                     -- from 1; the last one says how it stands
    casefile {INT} NOT NULL,              -- the same in all of an item
    opened {INT} NOT NULL,                -- when the inspection was made
    opened_by {INT} NOT NULL,             -- inspection
    overdue {INT},                        -- when its time was over and it was not put right; NULL: it was not
    struck {INT},                         -- NULL: open
    struck_by {INT},                      -- inspection; NULL with struck: the entry left, or the inspection was annulled
    relapses {INT} NOT NULL DEFAULT 0,    -- how often it came back after being struck off by an inspection
    PRIMARY KEY (district, entry, checklist, item, n),
    FOREIGN KEY (district, entry) REFERENCES entry (district, id),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};
CREATE INDEX rectification_case ON rectification (district, casefile);
CREATE INDEX rectification_open ON rectification (district, entry) WHERE struck IS NULL;

-- What an owner says with the code of the notice: a reply, a wish for a re-check, an appeal. The journal has a digest.
CREATE TABLE entry_request (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    entry {INT} NOT NULL,
    inspection {INT},                     -- what it is about; NULL: the entry
    kind {TEXT} NOT NULL,                 -- 'reply', 'recheck', 'appeal'
    body {TEXT} NOT NULL,
    made {INT} NOT NULL,
    state {TEXT} NOT NULL,                -- 'open', 'granted', 'refused', 'noted'
    answer {TEXT},
    decided {INT},
    decided_by {INT},                     -- account
    decided_name {TEXT},
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id),
    FOREIGN KEY (district, entry) REFERENCES entry (district, id)
) {DIST};
CREATE INDEX entry_request_entry ON entry_request (district, entry, id);
CREATE INDEX entry_request_open ON entry_request (district, kind, id) WHERE state = 'open';

-- ---- rotation rounds (推磨) ---------------------------------------------------------------------------------------

CREATE TABLE inspection_round (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    ledger {TEXT} NOT NULL,
    checklist {TEXT} NOT NULL,
    area {TEXT} NOT NULL,                 -- the town whose areas are shared out
    name {TEXT} NOT NULL,
    starts {INT} NOT NULL,
    ends {INT} NOT NULL,
    seed {INT} NOT NULL,                  -- the same seed, teams and entries give the same sharing out
    state {TEXT} NOT NULL,                -- 'draft', 'open', 'closed'
    created {INT} NOT NULL,
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX inspection_round_area ON inspection_round (district, area, id);

CREATE TABLE round_team (
    district {INT} NOT NULL,
    round {INT} NOT NULL,
    team {INT} NOT NULL,
    home {TEXT} NOT NULL,                 -- area prefix that is its own: it never inspects there
    PRIMARY KEY (district, round, team),
    FOREIGN KEY (district, round) REFERENCES inspection_round (district, id)
) {DIST};

CREATE TABLE round_task (
    district {INT} NOT NULL,
    round {INT} NOT NULL,
    area {TEXT} NOT NULL,                 -- a community of the town
    team {INT},                           -- NULL: nobody may (all are at home there)
    entries {INT} NOT NULL,               -- how many stood there when it was shared out
    by_hand {INT} NOT NULL DEFAULT 0,     -- 1: moved by somebody, with the reason in the journal
    PRIMARY KEY (district, round, area),
    FOREIGN KEY (district, round) REFERENCES inspection_round (district, id)
) {DIST};
CREATE INDEX round_task_team ON round_task (district, team, round);

-- ---- sheets -----------------------------------------------------------------------------------------------------

-- Which column of an office's sheet means which field: remembered from the last import with the same heads.
CREATE TABLE ledger_mapping (
    district {INT} NOT NULL,
    ledger {TEXT} NOT NULL,
    heads {TEXT} NOT NULL,                -- BLAKE2b of the heads, hex
    mapping {TEXT} NOT NULL,              -- canonical JSON: {"head": "field"}
    used {INT} NOT NULL,
    PRIMARY KEY (district, ledger, heads)
) {DIST};

CREATE TABLE ledger_import (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    ledger {TEXT} NOT NULL,
    area {TEXT} NOT NULL,                 -- scope of whoever brought it
    at {INT} NOT NULL,
    who {TEXT} NOT NULL,
    source {TEXT},                        -- what the file was called
    hash {TEXT} NOT NULL,
    added {INT} NOT NULL,
    changed {INT} NOT NULL,
    unchanged {INT} NOT NULL,
    undone {INT},                         -- NULL: it holds
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX ledger_import_ledger ON ledger_import (district, ledger, id);

-- What an import did to which entry, so that it can be taken back.
CREATE TABLE ledger_import_row (
    district {INT} NOT NULL,
    import {INT} NOT NULL,
    entry {INT} NOT NULL,
    n_before {INT} NOT NULL,              -- entry_version before it; 0: it was added
    n_after {INT} NOT NULL,
    PRIMARY KEY (district, import, entry),
    FOREIGN KEY (district, import) REFERENCES ledger_import (district, id)
) {DIST};

-- Inspections that an earlier system had, or what they found.
CREATE TABLE inspection_import (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    ledger {TEXT} NOT NULL,
    area {TEXT} NOT NULL,                 -- scope of whoever brought it
    part {TEXT} NOT NULL,                 -- 'inspections', 'answers'
    at {INT} NOT NULL,
    who {TEXT} NOT NULL,
    source {TEXT},                        -- what the file was called
    hash {TEXT} NOT NULL,                 -- BLAKE2b of the file, hex
    added {INT} NOT NULL,
    unchanged {INT} NOT NULL,
    undone {INT},                         -- NULL: it holds
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX inspection_import_ledger ON inspection_import (district, ledger, id);
