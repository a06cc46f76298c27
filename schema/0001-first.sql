-- The first schema: areas, people, teams, posts, cases, media, the journal and its chain, accounts.
--
-- One text for SQLite and PostgreSQL (src/db/migrate.h): {INT} {REAL} {TEXT} {BLOB} are type words, {DIST} ends a
-- table whose rows belong to one district, {SYSTEM} one whose rows do not. `district` is the first column of every
-- key of a {DIST} table: six digits, the first six of the area code (padded with zeros above the district).
-- Times are microseconds UTC, open ends NULL; coordinates are 1e-7 degrees (WGS84/CGCS2000); flags are 0/1.

-- ---- system tables: rows without a district -------------------------------------------------------------------

-- Named facts of this database: schema version lives in schema_version, made by the migration runner.
CREATE TABLE setting (
    name {TEXT} NOT NULL PRIMARY KEY,     -- 'demo', 'areas_generation', 'map_attribution'
    value {TEXT} NOT NULL
) {SYSTEM};

-- Id nodes on lease, so that two servers on one database never make the same id. Not in backups.
CREATE TABLE id_node (
    node {INT} NOT NULL PRIMARY KEY,      -- 0..1023
    owner {TEXT} NOT NULL,                -- random name of the process
    lease_until {INT} NOT NULL
) {SYSTEM};

-- Work that one server at a time does, such as sealing the journal: whoever holds the lease. Not in backups.
CREATE TABLE lease (
    name {TEXT} NOT NULL PRIMARY KEY,     -- 'seal'
    owner {TEXT} NOT NULL,                -- random name of the holder
    lease_until {INT} NOT NULL
) {SYSTEM};

-- Names of area levels, per database: data, not code.
CREATE TABLE area_level (
    level {TEXT} NOT NULL PRIMARY KEY,    -- 'city', 'district', 'town', 'village', 'cell', ...
    rank {INT} NOT NULL,                  -- 1 = topmost
    name_zh {TEXT} NOT NULL,
    name_en {TEXT} NOT NULL
) {SYSTEM};

-- Logins. An account is an identity, not a business row: its roles may reach over districts.
CREATE TABLE account (
    id {INT} NOT NULL PRIMARY KEY,
    login {TEXT} NOT NULL UNIQUE,         -- lower case
    name {TEXT} NOT NULL,
    password {TEXT} NOT NULL,             -- Argon2id
    person_district {INT},                -- the duty holder behind the login, if any
    person {INT},
    fails {INT} NOT NULL DEFAULT 0,       -- wrong passwords in a row
    locked_until {INT},
    disabled {INT} NOT NULL DEFAULT 0,
    version {INT} NOT NULL DEFAULT 1,
    created {INT} NOT NULL
) {SYSTEM};

CREATE TABLE account_role (
    account {INT} NOT NULL REFERENCES account (id),
    role {TEXT} NOT NULL,                 -- src/account/role.h
    area {TEXT} NOT NULL,                 -- prefix: the role counts for this area and all below
    PRIMARY KEY (account, role, area)
) {SYSTEM};

-- Signed-in browsers. Not in backups: whoever signed out since stays out.
CREATE TABLE session (
    token_hash {BLOB} NOT NULL PRIMARY KEY, -- BLAKE2b of the token; the token itself is only with its owner
    account {INT} NOT NULL REFERENCES account (id),
    created {INT} NOT NULL,
    expires {INT} NOT NULL
) {SYSTEM};
CREATE INDEX session_account ON session (account);

-- ---- areas ------------------------------------------------------------------------------------------------------

CREATE TABLE area (
    district {INT} NOT NULL,
    code {TEXT} NOT NULL,
    name {TEXT} NOT NULL,
    level {TEXT} NOT NULL,
    parent {TEXT},                        -- code of the parent; NULL at a root. May lie in another district row (city)
    note {TEXT},                          -- 'derived' or 'made_up': said wherever the area is shown
    households {INT},                     -- numbers only, never lists
    population {INT},
    valid_from {INT} NOT NULL,
    valid_to {INT},
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, code)
) {DIST};
CREATE INDEX area_parent ON area (district, parent, code);

-- Dated boundaries. geom is WKB (Polygon or MultiPolygon) in WGS84 degrees; source is what was imported, untouched.
CREATE TABLE area_polygon (
    district {INT} NOT NULL,
    area {TEXT} NOT NULL,
    valid_from {INT} NOT NULL,
    valid_to {INT},
    geom {BLOB} NOT NULL,
    area_m2 {REAL} NOT NULL,
    source_crs {TEXT} NOT NULL,           -- 'wgs84' (also CGCS2000) or 'gcj02'
    source {TEXT} NOT NULL,               -- the GeoJSON geometry as it came, in source_crs
    note {TEXT},                          -- 'derived' or 'made_up'
    PRIMARY KEY (district, area, valid_from),
    FOREIGN KEY (district, area) REFERENCES area (district, code)
) {DIST};

-- ---- people, teams, posts ---------------------------------------------------------------------------------------

CREATE TABLE person (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    name {TEXT} NOT NULL,
    area {TEXT} NOT NULL,                 -- where the person serves: the scope of who may see the row
    contact {BLOB},                       -- sealed phone; NULL none
    contact_public {INT} NOT NULL DEFAULT 0, -- written consent to show it
    note {TEXT},                          -- 'made_up'
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX person_area ON person (district, area, id);

CREATE TABLE team (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    name {TEXT} NOT NULL,
    kind {TEXT} NOT NULL,                 -- 'unit', 'party_group', 'volunteer_team', 'inspection_group'
    area {TEXT} NOT NULL,
    note {TEXT},
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX team_area ON team (district, area, id);

CREATE TABLE team_member (
    district {INT} NOT NULL,
    team {INT} NOT NULL,
    person {INT} NOT NULL,
    valid_from {INT} NOT NULL,
    valid_to {INT},
    PRIMARY KEY (district, team, person, valid_from),
    FOREIGN KEY (district, team) REFERENCES team (district, id),
    FOREIGN KEY (district, person) REFERENCES person (district, id)
) {DIST};
CREATE INDEX team_member_person ON team_member (district, person);

-- A duty slot on an area. Who holds it from when to when stands in post_holding.
CREATE TABLE post (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    kind {TEXT} NOT NULL,                 -- programmes/*.json posts[].kind
    area {TEXT} NOT NULL,
    title {TEXT},
    created {INT} NOT NULL,
    ended {INT},                          -- the slot itself was abolished
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id),
    FOREIGN KEY (district, area) REFERENCES area (district, code)
) {DIST};
CREATE INDEX post_area ON post (district, area, kind);

CREATE TABLE post_holding (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    post {INT} NOT NULL,
    person {INT},                         -- holder: a person or a team, exactly one
    team {INT},
    deputy {INT},                         -- a person
    valid_from {INT} NOT NULL,
    valid_to {INT},
    PRIMARY KEY (district, id),
    CHECK ((person IS NULL) <> (team IS NULL)),
    CHECK (valid_to IS NULL OR valid_to > valid_from),
    FOREIGN KEY (district, post) REFERENCES post (district, id),
    FOREIGN KEY (district, person) REFERENCES person (district, id),
    FOREIGN KEY (district, team) REFERENCES team (district, id),
    FOREIGN KEY (district, deputy) REFERENCES person (district, id)
) {DIST};
CREATE INDEX post_holding_post ON post_holding (district, post, valid_from);
CREATE INDEX post_holding_person ON post_holding (district, person);
CREATE INDEX post_holding_team ON post_holding (district, team);
CREATE INDEX post_holding_deputy ON post_holding (district, deputy);

-- ---- cases --------------------------------------------------------------------------------------------------------

CREATE TABLE casefile (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    kind {TEXT} NOT NULL,
    flow {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    is_open {INT} NOT NULL,               -- 1 until a final state
    area {TEXT} NOT NULL,                 -- the cell (or the smallest area known) of the place
    town {TEXT},                          -- its first 9 digits, what lists are asked for by; NULL when it is wider
    community {TEXT},                     -- its first 12 digits; NULL when it is wider
    lon_e7 {INT},                         -- NULL: placed by area only
    lat_e7 {INT},
    address {TEXT},
    body {TEXT} NOT NULL,
    post {INT},                           -- answers for it; NULL: nobody found, the intake desk decides
    filed_by {INT},                       -- account, NULL: a resident without login
    contact {BLOB},                       -- sealed {name, phone} JSON; NULL none given
    secret_hash {BLOB} NOT NULL,          -- of the receipt's secret
    handler {INT},                        -- person (or account without one) who did the work in this cycle
    handler_name {TEXT},                  -- as it was then
    checker {INT},
    cycle {INT} NOT NULL DEFAULT 1,
    merged_into {INT},
    supports {INT} NOT NULL DEFAULT 0,    -- how many said "me too"
    photos {INT} NOT NULL DEFAULT 0,
    opened {INT} NOT NULL,
    updated {INT} NOT NULL,
    closed {INT},
    version {INT} NOT NULL DEFAULT 1,
    PRIMARY KEY (district, id),
    CHECK (checker IS NULL OR handler IS NULL OR checker <> handler)
) {DIST};
-- Each of these is a good part of what filing costs. Lists walk one of the first three from the newest on; those that
-- show open and settled cases together merge its two halves. What is near a point is found through the communities
-- around it. The indexes of settled cases cost nothing until a case is settled.
CREATE INDEX casefile_open ON casefile (district, is_open, id);
CREATE INDEX casefile_town ON casefile (district, town, is_open, id);
CREATE INDEX casefile_community ON casefile (district, community, is_open, id);
CREATE INDEX casefile_post ON casefile (district, post, is_open, id);
CREATE INDEX casefile_settled ON casefile (district, state, id) WHERE is_open = 0;
CREATE INDEX casefile_settled_town ON casefile (district, town, state, id) WHERE is_open = 0;

-- Who has worked on a case, cycle by cycle: none of them may check or close it in that cycle, even after others
-- took it over from them.
CREATE TABLE case_hand (
    district {INT} NOT NULL,
    casefile {INT} NOT NULL,
    cycle {INT} NOT NULL,
    hand {INT} NOT NULL,                  -- person (or account without one)
    PRIMARY KEY (district, casefile, cycle, hand),
    FOREIGN KEY (district, casefile) REFERENCES casefile (district, id)
) {DIST};

-- Counts by community (12 digits), kind and state, folded from the journal when it is sealed: exact as of the chain's
-- head, one merged change per batch; `wangge verify` recounts them from casefile.
CREATE TABLE case_count (
    district {INT} NOT NULL,
    area {TEXT} NOT NULL,                 -- the first 12 digits of the case's area, or all of it when shorter
    kind {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    n {INT} NOT NULL,
    PRIMARY KEY (district, area, kind, state)
) {DIST};

-- ---- media ----------------------------------------------------------------------------------------------------------

CREATE TABLE media (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    casefile {INT} NOT NULL,
    moment {TEXT} NOT NULL,               -- 'before', 'after'
    hash {BLOB} NOT NULL,                 -- BLAKE2b of the stored JPEG
    width {INT} NOT NULL,
    height {INT} NOT NULL,
    added_by {INT},
    added {INT} NOT NULL,
    thumb {BLOB} NOT NULL,                -- the long ones last: what stands before is read without them
    bytes {BLOB} NOT NULL,
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX media_case ON media (district, casefile, id);

-- Uploaded, not yet attached to anything; erased a day later. Not in backups.
CREATE TABLE upload (
    id {INT} NOT NULL PRIMARY KEY,
    token_hash {BLOB} NOT NULL,
    hash {BLOB} NOT NULL,
    width {INT} NOT NULL,
    height {INT} NOT NULL,
    added {INT} NOT NULL,
    thumb {BLOB} NOT NULL,
    bytes {BLOB} NOT NULL
) {SYSTEM};
CREATE INDEX upload_added ON upload (added);

-- ---- journal ---------------------------------------------------------------------------------------------------------

-- One row per accepted change, in its transaction. Append only.
CREATE TABLE journal (
    district {INT} NOT NULL,
    id {INT} NOT NULL,
    at {INT} NOT NULL,
    account {INT},                        -- NULL: a resident without login, or the system
    who {TEXT} NOT NULL,                  -- display name at that moment ('居民', '系统', a name)
    role {TEXT} NOT NULL,                 -- the role used
    noun {TEXT} NOT NULL,                 -- 'casefile', 'area', 'post', ...
    noun_id {INT},                        -- id of the row changed; NULL where the code is the key
    version {INT},                        -- of that row after the change; NULL: it did not change, or has none
    area {TEXT} NOT NULL,                 -- the area concerned: scope for reading, and key for areas
    action {TEXT} NOT NULL,
    kind {TEXT},                          -- of a case: what the counters fold by
    state_from {TEXT},                    -- of a case; NULL: it did not exist before
    state_to {TEXT},
    reason {TEXT},
    before_doc {TEXT},                    -- canonical JSON texts
    after_doc {TEXT},
    PRIMARY KEY (district, id)
) {DIST};
CREATE INDEX journal_noun ON journal (district, noun, noun_id, id);
CREATE INDEX journal_area ON journal (district, area, id);

-- The chain: hash = BLAKE2b-256(prev || canonical row), docs/journal-format.md. seq counts from 1 without gaps.
CREATE TABLE seal (
    district {INT} NOT NULL,
    seq {INT} NOT NULL,
    id {INT} NOT NULL,                    -- journal row
    hash {BLOB} NOT NULL,
    PRIMARY KEY (district, seq),
    UNIQUE (district, id)
) {DIST};

CREATE TABLE chain_head (
    district {INT} NOT NULL PRIMARY KEY,
    seq {INT} NOT NULL,
    hash {BLOB} NOT NULL,
    sealed {INT} NOT NULL,                -- when
    last_id {INT} NOT NULL                -- the greatest id sealed: what comes is looked for behind it
) {DIST};

-- First answers to retried requests; the key is hashed, the answer sealed under it (src/http/replay.h).
CREATE TABLE replay (
    district {INT} NOT NULL,
    scope {TEXT} NOT NULL,                -- account id, or 'public'
    req {TEXT} NOT NULL,                  -- hash of the Idempotency-Key
    fingerprint {BLOB} NOT NULL,          -- of method, target and body
    status {INT} NOT NULL,
    reply {BLOB} NOT NULL,
    at {INT} NOT NULL,
    PRIMARY KEY (district, scope, req)
) {DIST};
CREATE INDEX replay_at ON replay (at);
