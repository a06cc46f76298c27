-- Who steps what is due, of several servers on one database. It only saves double work: each step is made once anyway.

-- As the sealer's lease; one that ends after $4 was written by a clock gone wrong and counts for nothing.
-- name: schedule_take write system
INSERT INTO lease (name, owner, lease_until) VALUES ('schedule', $1, $2)
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
WHERE lease.owner = excluded.owner OR lease.lease_until < $3 OR lease.lease_until > $4 RETURNING owner;

-- name: schedule_give write system
DELETE FROM lease WHERE name = 'schedule' AND owner = $1;
