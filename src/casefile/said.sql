-- What reporters say with their steps.

-- name: said_add write
INSERT INTO case_said (district, casefile, version, reason, note, voice) VALUES ($1, $2, $3, $4, $5, $6);

-- name: said_list
SELECT version, reason, note, voice FROM case_said WHERE district = $1 AND casefile = $2 ORDER BY version;

-- ---- verdicts and ratings, one for each receipt and cycle ----

-- name: voice_put write
INSERT INTO case_voice (district, casefile, cycle, voice, verdict, rating) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (district, casefile, cycle, voice) DO UPDATE
SET verdict = coalesce(excluded.verdict, case_voice.verdict), rating = coalesce(excluded.rating, case_voice.rating);

-- name: voice_get
SELECT verdict, rating FROM case_voice WHERE district = $1 AND casefile = $2 AND cycle = $3 AND voice = $4;

-- name: voice_ratings
SELECT count(*), CAST(coalesce(sum(rating), 0) AS BIGINT) FROM case_voice
WHERE district = $1 AND casefile = $2 AND cycle = $3 AND rating IS NOT NULL;

-- name: said_forget write
DELETE FROM case_said WHERE district = $1 AND casefile = $2 RETURNING version;

-- name: still_there_forget write
UPDATE case_mark SET reason = NULL
WHERE district = $1 AND casefile = $2 AND level = 0 AND reason IS NOT NULL RETURNING id;
