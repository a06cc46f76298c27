-- That all of an entry is still right.

-- name: confirm_add write
INSERT INTO entry_confirmation (district, entry, at, by_owner, who) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (district, entry, at) DO NOTHING;

-- name: confirm_last
SELECT at, by_owner FROM entry_confirmation WHERE district = $1 AND entry = $2 AND at <= $3 ORDER BY at DESC LIMIT 1;
