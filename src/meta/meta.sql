-- What a database says of itself.

-- name: meta_setting system
SELECT value FROM setting WHERE name = $1;
