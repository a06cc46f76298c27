-- Accounts, roles and sessions: identities reach over districts, so these tables have none (flag system).

-- name: account_get system
SELECT id, version, login, name, person_district, person, locked_until, disabled FROM account WHERE id = $1;

-- name: account_login system
SELECT id, password, locked_until, disabled FROM account WHERE login = $1;

-- name: account_roles system
SELECT role, area FROM account_role WHERE account = $1 ORDER BY role, area;

-- name: account_list system
SELECT DISTINCT a.id FROM account a JOIN account_role r ON r.account = a.id
WHERE r.area >= $1 AND r.area < $2 AND a.id > $3 ORDER BY a.id LIMIT $4;

-- name: account_add write system
INSERT INTO account (id, login, name, password, person_district, person, created)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (login) DO NOTHING RETURNING id;

-- name: account_role_add write system
INSERT INTO account_role (account, role, area) VALUES ($1, $2, $3) ON CONFLICT (account, role, area) DO NOTHING;

-- name: account_roles_clear write system
DELETE FROM account_role WHERE account = $1;

-- name: account_change write system
UPDATE account SET name = $3, disabled = $4, version = version + 1 WHERE id = $1 AND version = $2 RETURNING version;

-- name: account_password write system
UPDATE account SET password = $2, fails = 0, locked_until = NULL, version = version + 1 WHERE id = $1 RETURNING version;

-- name: account_failed write system
UPDATE account SET fails = fails + 1,
    locked_until = CASE WHEN fails + 1 >= 5 THEN CAST($2 AS BIGINT) ELSE locked_until END
WHERE id = $1;

-- name: account_succeeded write system
UPDATE account SET fails = 0, locked_until = NULL WHERE id = $1;

-- name: session_add write system
INSERT INTO session (token_hash, account, created, expires) VALUES ($1, $2, $3, $4);

-- name: session_account system
SELECT account FROM session WHERE token_hash = $1 AND expires > $2;

-- name: session_end write system
DELETE FROM session WHERE token_hash = $1;

-- name: session_end_all write system
DELETE FROM session WHERE account = $1;

-- name: session_purge write system
DELETE FROM session WHERE expires <= $1;
