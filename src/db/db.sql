-- Nodes for ids: one row per node, taken by whoever finds its lease as it was when last read (compare and swap).

-- name: id_node_list system
SELECT node, lease_until FROM id_node ORDER BY node;

-- name: id_node_take write system
INSERT INTO id_node (node, owner, lease_until) VALUES ($1, $2, $3)
ON CONFLICT (node) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
WHERE id_node.lease_until = $4 RETURNING node;
