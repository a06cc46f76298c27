-- The closed loop whole: clocks and their runs, requests, marks, joint handling, proof of closing, facts for the figures.
--
-- Form as in 0001. What the flow's next step depends on stands in casefile itself, so that a step reads one row.

-- The clock that runs in the present state, mirrored from case_clock for lists and the scheduler.
ALTER TABLE casefile ADD COLUMN clock {TEXT};                          -- its name in the flow; NULL: none runs
ALTER TABLE casefile ADD COLUMN clock_n {INT};                         -- which case_clock
ALTER TABLE casefile ADD COLUMN due {INT};                             -- of that clock; NULL: none runs
ALTER TABLE casefile ADD COLUMN provisional {INT} NOT NULL DEFAULT 0;  -- 1: the holidays on the way are not all known
ALTER TABLE casefile ADD COLUMN light {INT} NOT NULL DEFAULT 0;        -- 0 none, 1 yellow, 2 red; of that clock
ALTER TABLE casefile ADD COLUMN next_at {INT};                         -- when the scheduler has to look; NULL: never
ALTER TABLE casefile ADD COLUMN handle_due {INT};                      -- of the handling clock, also while it is paused: NULL then
ALTER TABLE casefile ADD COLUMN late {INT} NOT NULL DEFAULT 0;         -- 1: handling went over its limit in this cycle
-- The rule that holds for this case, fixed when its handling clock begins.
ALTER TABLE casefile ADD COLUMN standard {INT};                        -- catalogue_row.id; NULL: the kind's own limit
ALTER TABLE casefile ADD COLUMN standard_district {INT};
ALTER TABLE casefile ADD COLUMN rule {TEXT};                           -- canonical JSON: source, version, limit, closing condition
-- Of this cycle.
ALTER TABLE casefile ADD COLUMN returns {INT} NOT NULL DEFAULT 0;
ALTER TABLE casefile ADD COLUMN reworks {INT} NOT NULL DEFAULT 0;
ALTER TABLE casefile ADD COLUMN extensions {INT} NOT NULL DEFAULT 0;   -- granted
ALTER TABLE casefile ADD COLUMN suspensions {INT} NOT NULL DEFAULT 0;  -- granted
ALTER TABLE casefile ADD COLUMN insisted {INT} NOT NULL DEFAULT 0;     -- 1: may not be returned any more
ALTER TABLE casefile ADD COLUMN signed {INT};                          -- when the unit took it
ALTER TABLE casefile ADD COLUMN returned_later {INT} NOT NULL DEFAULT 0; -- 1: this unit handed it back after signing once
ALTER TABLE casefile ADD COLUMN assigned {INT};                        -- the person of the unit who is to do it
ALTER TABLE casefile ADD COLUMN request {TEXT};                        -- open: 'extension', 'suspension', 'appeal', 'appeal_2'
ALTER TABLE casefile ADD COLUMN joint_open {INT} NOT NULL DEFAULT 0;   -- co-units that have not answered
-- Of the case as a whole.
ALTER TABLE casefile ADD COLUMN supervised {INT} NOT NULL DEFAULT 0;   -- highest open mark: 1 urged, 2 supervised, 3 listed
ALTER TABLE casefile ADD COLUMN upper {INT};                           -- the case at the desk above that this one waits for
ALTER TABLE casefile ADD COLUMN lower {INT};                           -- the case below that waits for this one
ALTER TABLE casefile ADD COLUMN source {TEXT} NOT NULL DEFAULT 'resident'; -- also desk, patrol, hotline, leader, media
ALTER TABLE casefile ADD COLUMN external_to {TEXT};                    -- '12345', '110', ...: where it came from or was referred to
ALTER TABLE casefile ADD COLUMN external_number {TEXT};
ALTER TABLE casefile ADD COLUMN closed_as {TEXT};                      -- reason code of the flow
ALTER TABLE casefile ADD COLUMN confirm_until {INT};                   -- the reporter may confirm or dispute until then
ALTER TABLE casefile ADD COLUMN reopen_until {INT};
ALTER TABLE casefile ADD COLUMN verdict {TEXT};                        -- 'confirmed', 'disputed', 'upheld'; NULL: nothing said
ALTER TABLE casefile ADD COLUMN rating {INT};                          -- 1..5
ALTER TABLE casefile ADD COLUMN still_there {INT} NOT NULL DEFAULT 0;  -- how many said so
ALTER TABLE casefile ADD COLUMN woken {INT};                           -- when somebody last did
ALTER TABLE casefile ADD COLUMN appeals {INT} NOT NULL DEFAULT 0;
ALTER TABLE casefile ADD COLUMN exempt {INT} NOT NULL DEFAULT 0;       -- 1: an appeal was granted; late stays

-- What waits in a state, the soonest due first; of a town; of a post. What the scheduler has to look at.
CREATE INDEX casefile_due ON casefile (district, state, due, id) WHERE due IS NOT NULL;
CREATE INDEX casefile_due_town ON casefile (district, town, state, due, id) WHERE due IS NOT NULL;
CREATE INDEX casefile_due_post ON casefile (district, post, due, id) WHERE due IS NOT NULL;
-- What is yellow or red, in the same order; of a town. What was handed back or marked.
CREATE INDEX casefile_light ON casefile (district, light, due, id) WHERE light <> 0;
CREATE INDEX casefile_light_town ON casefile (district, town, light, due, id) WHERE light <> 0;
CREATE INDEX casefile_returned ON casefile (district, due, id) WHERE returns > 0 AND due IS NOT NULL;
CREATE INDEX casefile_supervised ON casefile (district, due, id) WHERE supervised > 0 AND due IS NOT NULL;
-- What asks for a decision, or for somebody to look again.
CREATE INDEX casefile_request ON casefile (district, id) WHERE request IS NOT NULL;
CREATE INDEX casefile_still_there ON casefile (district, id) WHERE still_there > 0;
CREATE INDEX casefile_disputed ON casefile (district, id) WHERE verdict = 'disputed';
-- Cases that wait for one above.
CREATE INDEX casefile_upper ON casefile (district, upper) WHERE upper IS NOT NULL;
CREATE INDEX casefile_next ON casefile (next_at, district, id) WHERE next_at IS NOT NULL;

-- One use of a clock: from its start to its end, through all pauses. Ticks: calendar/limit.h.
CREATE TABLE case_clock (
    district {INT} NOT NULL,
    casefile {INT} NOT NULL,
    n {INT} NOT NULL,                     -- from 1, in order of start
    cycle {INT} NOT NULL,
    clock {TEXT} NOT NULL,
    unit {INT} NOT NULL,                  -- enum limit_unit; -1: a date was given
    ticks {INT} NOT NULL,                 -- the limit, extensions included
    base_ticks {INT} NOT NULL,            -- one original limit
    limit_text {TEXT} NOT NULL,           -- as the rule has it
    rule {TEXT},                          -- canonical JSON; NULL: the flow's own
    started {INT} NOT NULL,
    ended {INT},                          -- NULL: may go on
    due {INT},                            -- NULL: paused
    used {INT} NOT NULL DEFAULT 0,        -- ticks used when it last paused or ended
    late {INT} NOT NULL DEFAULT 0,        -- 1: went over its limit
    light {INT} NOT NULL DEFAULT 0,
    provisional {INT} NOT NULL DEFAULT 0,
    calendar {INT} NOT NULL,              -- version of the calendar that due was computed by
    PRIMARY KEY (district, casefile, n),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};

-- When a clock ran: the gaps are its pauses.
CREATE TABLE case_run (
    district {INT} NOT NULL,
    casefile {INT} NOT NULL,
    n {INT} NOT NULL,
    since {INT} NOT NULL,
    until {INT},                          -- NULL: runs
    PRIMARY KEY (district, casefile, n, since),
    FOREIGN KEY (district, casefile, n) REFERENCES case_clock (district, casefile, n)
) {DIST};

-- Requests of the unit: longer time, a pause until a date, an appeal against "late".
CREATE TABLE case_request (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    casefile {INT} NOT NULL,
    cycle {INT} NOT NULL,
    kind {TEXT} NOT NULL,                 -- 'extension', 'suspension', 'appeal'
    asked {INT} NOT NULL,
    asked_by {INT} NOT NULL,              -- account
    asked_name {TEXT} NOT NULL,
    reason {TEXT} NOT NULL,
    until {INT},                          -- of a suspension
    reviewed {INT},                       -- first of two reviews passed
    reviewed_name {TEXT},
    decided {INT},
    decided_name {TEXT},
    decision {TEXT},                      -- 'granted', 'refused', 'cancelled'; NULL: open
    note {TEXT},
    PRIMARY KEY (district, id),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};
CREATE INDEX case_request_case ON case_request (district, casefile, id);

-- Pressure from above, by a person or by the scheduler.
CREATE TABLE case_mark (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    casefile {INT} NOT NULL,
    cycle {INT} NOT NULL,
    level {INT} NOT NULL,                 -- 1 urged, 2 supervised, 3 listed; 0 "still there"
    made {INT} NOT NULL,
    by_name {TEXT} NOT NULL,
    role {TEXT} NOT NULL,
    area {TEXT} NOT NULL,                 -- whose desk is told: the case's community or an area above it
    due {INT},
    reason {TEXT},
    answered {INT},
    answer {TEXT},
    ended {INT},
    PRIMARY KEY (district, id),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};
CREATE INDEX case_mark_case ON case_mark (district, casefile, id);
CREATE INDEX case_mark_area ON case_mark (district, area, id) WHERE ended IS NULL;

-- Units that help the one that leads.
CREATE TABLE case_joint (
    district {INT} NOT NULL,
    casefile {INT} NOT NULL,
    cycle {INT} NOT NULL,
    post {INT} NOT NULL,
    asked {INT} NOT NULL,
    done {INT},                           -- NULL: has not answered
    note {TEXT},
    PRIMARY KEY (district, casefile, cycle, post),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};
CREATE INDEX case_joint_post ON case_joint (district, post, casefile) WHERE done IS NULL;

-- What the building leads of a community have to talk about at their next meeting.
CREATE TABLE case_agenda (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    community {TEXT} NOT NULL,            -- or the wider area of the case
    casefile {INT} NOT NULL,
    cycle {INT} NOT NULL,
    why {TEXT} NOT NULL,                  -- 'dispute_open'
    added {INT} NOT NULL,
    settled {INT},                        -- NULL: still to be talked about
    PRIMARY KEY (district, id),
    UNIQUE (district, casefile, cycle, why),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};
CREATE INDEX case_agenda_open ON case_agenda (district, community, id) WHERE settled IS NULL;

-- Where a photo was taken, when that was said: before and after are held side by side.
CREATE TABLE media_place (
    district {INT} NOT NULL,
    media {INT} NOT NULL,
    lon_e7 {INT} NOT NULL,
    lat_e7 {INT} NOT NULL,
    PRIMARY KEY (district, media),
    FOREIGN KEY (district, media) REFERENCES media (district, id)
) {DIST};

-- One row a case and cycle: what the indicators count. Each step adds to `steps` what changed and takes nothing away, so
-- that the row can be read as it stood at any moment (casefile/fact.h). A step is " T<us>" and words of one letter each:
--   A<0|1> accepted, F filed, D dispatched, 1: late    P disposed    C<reason> closed, X<0|1> with the matter settled
--   O<state> left the loop    B is back    N went on in the next cycle    E<due> of handling, 0: stands    L that is late
--   U<unit>:<ticks> of handling    M handed back as not its own    R sent back    G given more time
--   H suspended, h goes on    v<due> V<0|1> to be verified, verified, 1: late    k K the same for checking
--   J<verdict>    S<rating>    Y lateness excused    a<area> n<kind> p<post> from now on
CREATE TABLE case_fact (
    district {INT} NOT NULL,
    casefile {INT} NOT NULL,
    cycle {INT} NOT NULL,
    flow {TEXT} NOT NULL,
    kind {TEXT} NOT NULL,
    area {TEXT} NOT NULL,
    post {INT},
    lon_e7 {INT},
    lat_e7 {INT},
    opened {INT} NOT NULL,
    steps {TEXT} NOT NULL DEFAULT '',
    ended {INT},                          -- closed, out or superseded; NULL: alive
    PRIMARY KEY (district, casefile, cycle),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};
CREATE INDEX case_fact_alive ON case_fact (district) WHERE ended IS NULL;
CREATE INDEX case_fact_ended ON case_fact (district, ended) WHERE ended IS NOT NULL;

-- Cases from before: their facts as far as they are known; the scheduler gives the open ones their clock.
INSERT INTO case_fact (district, casefile, cycle, flow, kind, area, post, lon_e7, lat_e7, opened, ended, steps)
SELECT district, id, cycle, flow, kind, area, post, lon_e7, lat_e7, opened, closed,
    CASE WHEN is_open = 1 THEN ''
        WHEN state IN ('closed', 'confirmed') THEN ' T' || CAST(closed AS TEXT) || ' C'
        ELSE ' T' || CAST(closed AS TEXT) || ' O' || state END
FROM casefile;
UPDATE casefile SET next_at = opened WHERE is_open = 1;
-- Contacts of settled ones are erased 90 days after.
UPDATE casefile SET next_at = closed + 7776000000000 WHERE is_open = 0 AND contact IS NOT NULL;
