-- What the program tells about a demonstration: settings of /meta.

-- name: demo_setting write system
INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
