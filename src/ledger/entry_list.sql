-- Pages, walks and counts. Each way in goes along an index of its own (schema): a page starts behind ($3, $4) and costs
-- what it returns. '' takes every status and facet.

-- name: entry_list
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- name: entry_list_status
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND e.status = $9 AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- name: entry_list_facet
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND e.facet = $6
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- What was taken back by an undo left when it came: it was never so, and no list has it.
-- name: entry_list_left
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at > e.since
    AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- name: entry_list_ever
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
UNION ALL
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at > e.since
    AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY 6, 2 LIMIT $8;

-- name: entry_list_review
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND e.review_due < $10 AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- name: entry_list_uninspected
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND e.last_inspected IS NULL AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- What did not fit the programme text when that was adopted, as far as it is so marked.
-- name: entry_list_misfit
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND e.id IN (SELECT m.entry FROM entry_misfit m WHERE m.district = $1 AND m.ledger = $2) AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- Nobody said since $10 that all of it is right. Few ledgers ask for that, and none of them is long: no index of its own.
-- name: entry_list_unconfirmed
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND e.created <= $10 AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
    AND NOT EXISTS (SELECT 1 FROM entry_confirmation f WHERE f.district = e.district AND f.entry = e.id AND f.at > $10)
ORDER BY e.area, e.id LIMIT $8;

-- Of one post ($11), or of none; $10 0: whenever they are due.
-- name: entry_list_post
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND e.post = $11 AND ($10 = 0 OR e.review_due < $10) AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- name: entry_list_no_post
SELECT e.district, e.id, e.version, e.n, e.ledger, e.area, e.name, e.facet, e.x, e.y, e.post, e.status, e.status_since, e.fields,
    e.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry e WHERE e.district = $1 AND e.ledger = $2 AND (e.area, e.id) > ($3, $4) AND e.area < $5 AND e.left_at IS NULL
    AND e.post IS NULL AND ($10 = 0 OR e.review_due < $10) AND ($9 = '' OR e.status = $9) AND ($6 = '' OR e.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(e.name_key, CAST($7 AS TEXT), '') <> e.name_key)
ORDER BY e.area, e.id LIMIT $8;

-- $11 0: of none.
-- name: entry_list_post_then
SELECT v.district, v.entry, e.version, v.n, v.ledger, v.area, v.name, v.facet, v.x, v.y, v.post, v.status, v.status_since, v.fields,
    v.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry_version v JOIN entry e ON e.district = v.district AND e.id = v.entry
WHERE v.district = $1 AND v.ledger = $2 AND (v.area, v.entry) > ($3, $4) AND v.area < $5
    AND v.valid_from <= $10 AND (v.valid_to IS NULL OR v.valid_to > $10)
    AND coalesce(v.post, 0) = $11 AND ($9 = '' OR v.status = $9) AND ($6 = '' OR v.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(v.name_key, CAST($7 AS TEXT), '') <> v.name_key)
ORDER BY v.area, v.entry LIMIT $8;

-- name: entry_list_then
SELECT v.district, v.entry, e.version, v.n, v.ledger, v.area, v.name, v.facet, v.x, v.y, v.post, v.status, v.status_since, v.fields,
    v.programme_version, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, CASE WHEN e.owner_hash IS NULL THEN 0 ELSE 1 END,
    e.since, e.left_at, e.left_reason, e.left_note, e.successor, e.last_inspected, e.review_due, e.open_items, e.note,
    e.created, e.updated
FROM entry_version v JOIN entry e ON e.district = v.district AND e.id = v.entry
WHERE v.district = $1 AND v.ledger = $2 AND (v.area, v.entry) > ($3, $4) AND v.area < $5
    AND v.valid_from <= $10 AND (v.valid_to IS NULL OR v.valid_to > $10)
    AND ($9 = '' OR v.status = $9) AND ($6 = '' OR v.facet = $6)
    AND (CAST($7 AS TEXT) IS NULL OR replace(v.name_key, CAST($7 AS TEXT), '') <> v.name_key)
ORDER BY v.area, v.entry LIMIT $8;

-- The next district that has entries.
-- name: entry_next_district fanout
SELECT min(district) FROM entry WHERE district > $1 AND district < $2;

-- ---- counts ----

-- Whoever asks for one status or facet picks it out of the few lines that come, unless they are of areas.

-- name: entry_count
SELECT status, count(*) FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at IS NULL
GROUP BY status;

-- name: entry_count_facets
SELECT status, count(*), facet FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at IS NULL
GROUP BY status, facet;

-- name: entry_count_areas
SELECT status, count(*), substr(area, 1, CAST($7 AS INTEGER)) FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at IS NULL AND ($5 = '' OR status = $5) AND ($6 = '' OR facet = $6)
GROUP BY status, substr(area, 1, CAST($7 AS INTEGER));

-- By the post that each is allotted to, with what people call it.
-- name: entry_count_posts
SELECT e.status, count(*), e.post, p.kind, p.area, p.title
FROM entry e LEFT JOIN post p ON p.district = e.district AND p.id = e.post
WHERE e.district = $1 AND e.ledger = $2 AND e.area >= $3 AND e.area < $4 AND e.left_at IS NULL
GROUP BY e.status, e.post, p.kind, p.area, p.title ORDER BY coalesce(p.area, ''), coalesce(e.post, 0), e.status;

-- name: entry_count_posts_then
SELECT v.status, count(*), v.post, p.kind, p.area, p.title
FROM entry_version v LEFT JOIN post p ON p.district = v.district AND p.id = v.post
WHERE v.district = $1 AND v.ledger = $2 AND v.area >= $3 AND v.area < $4
    AND v.valid_from <= $5 AND (v.valid_to IS NULL OR v.valid_to > $5)
GROUP BY v.status, v.post, p.kind, p.area, p.title ORDER BY coalesce(p.area, ''), coalesce(v.post, 0), v.status;

-- name: entry_count_left
SELECT status, count(*) FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at > since
GROUP BY status;

-- name: entry_count_left_facets
SELECT status, count(*), facet FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at > since
GROUP BY status, facet;

-- name: entry_count_left_areas
SELECT status, count(*), substr(area, 1, CAST($7 AS INTEGER)) FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at > since AND ($5 = '' OR status = $5) AND ($6 = '' OR facet = $6)
GROUP BY status, substr(area, 1, CAST($7 AS INTEGER));

-- name: entry_count_review
SELECT status, count(*) FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at IS NULL AND review_due < $5
GROUP BY status;

-- name: entry_count_review_facets
SELECT status, count(*), facet FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at IS NULL AND review_due < $5
GROUP BY status, facet;

-- name: entry_count_review_areas
SELECT status, count(*), substr(area, 1, CAST($8 AS INTEGER)) FROM entry WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND left_at IS NULL AND review_due < $7 AND ($5 = '' OR status = $5) AND ($6 = '' OR facet = $6)
GROUP BY status, substr(area, 1, CAST($8 AS INTEGER));

-- name: entry_count_then
SELECT status, count(*) FROM entry_version WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND valid_from <= $5 AND (valid_to IS NULL OR valid_to > $5)
GROUP BY status;

-- name: entry_count_then_facets
SELECT status, count(*), facet FROM entry_version WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND valid_from <= $5 AND (valid_to IS NULL OR valid_to > $5)
GROUP BY status, facet;

-- name: entry_count_then_areas
SELECT status, count(*), substr(area, 1, CAST($8 AS INTEGER)) FROM entry_version WHERE district = $1 AND ledger = $2 AND area >= $3 AND area < $4
    AND valid_from <= $7 AND (valid_to IS NULL OR valid_to > $7) AND ($5 = '' OR status = $5) AND ($6 = '' OR facet = $6)
GROUP BY status, substr(area, 1, CAST($8 AS INTEGER));
