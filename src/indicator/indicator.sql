-- Which posts a team held just before $2.
-- name: indicator_units
SELECT post, team FROM post_holding
WHERE district = $1 AND team IS NOT NULL AND valid_from < $2 AND (valid_to IS NULL OR valid_to >= $2)
ORDER BY post;
