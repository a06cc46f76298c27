-- The journal, its chains and the counters that are folded from it. Columns of a row stand in the order of
-- journal/row.h wherever a row is read.

-- name: journal_append write
INSERT INTO journal (district, id, at, account, who, role, noun, noun_id, version, area, action, kind, state_from,
    state_to, reason, before_doc, after_doc)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: journal_of
SELECT j.district, j.id, j.at, j.account, j.who, j.role, j.noun, j.noun_id, j.version, j.area, j.action, j.kind,
    j.state_from, j.state_to, j.reason, j.before_doc, j.after_doc, s.seq, s.hash
FROM journal j LEFT JOIN seal s ON s.district = j.district AND s.id = j.id
WHERE j.district = $1 AND j.noun = $2 AND j.noun_id = $3 ORDER BY j.id;

-- A small area has few rows: its index finds them, if no key offers the order.
-- name: journal_list
SELECT j.district, j.id, j.at, j.account, j.who, j.role, j.noun, j.noun_id, j.version, j.area, j.action, j.kind,
    j.state_from, j.state_to, j.reason, j.before_doc, j.after_doc, s.seq, s.hash
FROM journal j LEFT JOIN seal s ON s.district = j.district AND s.id = j.id
WHERE j.district = $1 AND j.area >= $2 AND j.area < $3 AND j.id < $4
    AND (CAST($5 AS TEXT) IS NULL OR j.noun = CAST($5 AS TEXT))
ORDER BY j.id + 0 DESC LIMIT $6;

-- A wide one has many: going back by id meets enough of them soon, so the area is compared where no index sees it.
-- name: journal_list_wide
SELECT j.district, j.id, j.at, j.account, j.who, j.role, j.noun, j.noun_id, j.version, j.area, j.action, j.kind,
    j.state_from, j.state_to, j.reason, j.before_doc, j.after_doc, s.seq, s.hash
FROM journal j LEFT JOIN seal s ON s.district = j.district AND s.id = j.id
WHERE j.district = $1 AND substr(j.area, 1, CAST($2 AS INTEGER)) = $3 AND j.id < $4
    AND (CAST($5 AS TEXT) IS NULL OR j.noun = CAST($5 AS TEXT))
ORDER BY j.id DESC LIMIT $6;

-- The districts that have rows, one probe of the key each.
-- name: journal_districts fanout
WITH RECURSIVE d (district) AS (
    SELECT min(district) FROM journal WHERE district BETWEEN $1 AND $2
    UNION ALL
    SELECT (SELECT min(j.district) FROM journal j WHERE j.district > d.district AND j.district <= $2)
    FROM d WHERE d.district IS NOT NULL
)
SELECT district FROM d WHERE district IS NOT NULL ORDER BY district;

-- Those of them with rows to seal: behind the greatest sealed id, or late and no more than $1 before it.
-- name: journal_pending fanout
WITH RECURSIVE d (district) AS (
    SELECT min(district) FROM journal
    UNION ALL
    SELECT (SELECT min(j.district) FROM journal j WHERE j.district > d.district) FROM d WHERE d.district IS NOT NULL
)
SELECT d.district FROM d LEFT JOIN chain_head h ON h.district = d.district
WHERE d.district IS NOT NULL AND (
    EXISTS (SELECT 1 FROM journal j WHERE j.district = d.district AND j.id > coalesce(h.last_id, 0))
    OR (SELECT count(*) FROM journal j
        WHERE j.district = d.district AND j.id >= h.last_id - CAST($1 AS BIGINT) AND j.id <= h.last_id)
        <> (SELECT count(*) FROM seal s
        WHERE s.district = d.district AND s.id >= h.last_id - CAST($1 AS BIGINT) AND s.id <= h.last_id))
ORDER BY d.district;

-- Locks the chain: whoever seals the district next waits here.
-- name: chain_lock write
INSERT INTO chain_head (district, seq, hash, sealed, last_id) VALUES ($1, 0, $2, $3, 0)
ON CONFLICT (district) DO UPDATE SET seq = chain_head.seq RETURNING seq, hash, last_id;

-- Late rows lie not behind the greatest sealed id ($3), and yet have no seal. Counts tell whether there are any, two
-- lists in order tell which: an anti join would be planned while the tables are small, and kept when they have grown.
-- name: journal_late_count
SELECT (SELECT count(*) FROM journal j WHERE j.district = $1 AND j.id >= $2 AND j.id <= $3),
    (SELECT count(*) FROM seal s WHERE s.district = $1 AND s.id >= $2 AND s.id <= $3);

-- name: journal_late_rows
SELECT id FROM journal WHERE district = $1 AND id >= $2 AND id <= $3 ORDER BY id;

-- name: journal_late_seals
SELECT id FROM seal WHERE district = $1 AND id >= $2 AND id <= $3 ORDER BY id;

-- name: journal_row
SELECT j.district, j.id, j.at, j.account, j.who, j.role, j.noun, j.noun_id, j.version, j.area, j.action, j.kind,
    j.state_from, j.state_to, j.reason, j.before_doc, j.after_doc
FROM journal j WHERE j.district = $1 AND j.id = $2;

-- Behind it nothing has a seal.
-- name: journal_new
SELECT j.district, j.id, j.at, j.account, j.who, j.role, j.noun, j.noun_id, j.version, j.area, j.action, j.kind,
    j.state_from, j.state_to, j.reason, j.before_doc, j.after_doc
FROM journal j
WHERE j.district = $1 AND j.id > $2 ORDER BY j.id LIMIT $3;

-- name: seal_add write
INSERT INTO seal (district, seq, id, hash) VALUES ($1, $2, $3, $4);

-- name: chain_move write
UPDATE chain_head SET seq = $2, hash = $3, sealed = $4, last_id = $5 WHERE district = $1;

-- name: case_count_add write
INSERT INTO case_count (district, area, kind, state, n) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (district, area, kind, state) DO UPDATE SET n = case_count.n + excluded.n;

-- name: chain_heads fanout
SELECT district, seq, hash, sealed FROM chain_head WHERE seq > 0 ORDER BY district;

-- The lease is taken when it is free, over, or already the caller's; one that ends more than an hour behind the new one
-- was written by a clock gone wrong and counts for nothing.
-- name: lease_take write system
INSERT INTO lease (name, owner, lease_until) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
WHERE lease.owner = excluded.owner OR lease.lease_until < $4
    OR lease.lease_until > CAST($3 AS BIGINT) + 3600000000 RETURNING owner;

-- name: lease_give write system
DELETE FROM lease WHERE name = $1 AND owner = $2;

-- ---- verify: reads everything, one district after the other ----

-- name: verify_districts fanout
SELECT district FROM journal UNION SELECT district FROM seal UNION SELECT district FROM chain_head
UNION SELECT district FROM casefile UNION SELECT district FROM case_count ORDER BY district;

-- name: verify_chain
SELECT j.district, j.id, j.at, j.account, j.who, j.role, j.noun, j.noun_id, j.version, j.area, j.action, j.kind,
    j.state_from, j.state_to, j.reason, j.before_doc, j.after_doc, s.seq, s.hash, s.id
FROM seal s LEFT JOIN journal j ON j.district = s.district AND j.id = s.id
WHERE s.district = $1 ORDER BY s.seq;

-- name: verify_unsealed
SELECT j.id FROM journal j
WHERE j.district = $1 AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.district = j.district AND s.id = j.id)
ORDER BY j.id;

-- name: verify_head
SELECT seq, hash FROM chain_head WHERE district = $1;

-- name: verify_counts
SELECT area, kind, state, n FROM case_count WHERE district = $1 ORDER BY area, kind, state;

-- Cases that are not as their last row says, and cases without a row.
-- name: verify_cases
SELECT c.id, c.state, c.version, j.id, j.state_to, j.version
FROM casefile c LEFT JOIN journal j ON j.district = c.district AND j.noun = 'casefile' AND j.noun_id = c.id
    AND j.version = (SELECT max(k.version) FROM journal k
        WHERE k.district = $1 AND k.noun = 'casefile' AND k.noun_id = c.id)
WHERE c.district = $1
    AND (j.id IS NULL OR j.state_to <> c.state OR j.version <> c.version OR j.kind <> c.kind OR j.area <> c.area)
ORDER BY c.id;

-- name: verify_lost_cases
SELECT DISTINCT j.noun_id FROM journal j
WHERE j.district = $1 AND j.noun = 'casefile'
    AND NOT EXISTS (SELECT 1 FROM casefile c WHERE c.district = j.district AND c.id = j.noun_id)
ORDER BY j.noun_id;

-- name: verify_seal
SELECT hash FROM seal WHERE district = $1 AND seq = $2;
