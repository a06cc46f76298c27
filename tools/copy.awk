# Makes copy.sql from the schema files: for each table, in the order of the schema, three statements that
# src/backup/copy.c finds by name: copy_any_T, copy_read_T, copy_add_T. Tables under a comment with the words
# "Not in backups" are left out. Columns may be added later by one-line ALTER TABLE T ADD COLUMN C.
function column(name) { columns[table] = columns[table] (n[table]++ ? ", " : "") name }
function statements(t,    i, holes) {
    for (i = 1; i <= n[t]; i++) holes = holes (i > 1 ? ", " : "") "$" i
    print "-- name: copy_any_" t " " scope[t] "\nSELECT 1 FROM " t " LIMIT 1;\n"
    print "-- name: copy_read_" t " " scope[t] "\nSELECT " columns[t] " FROM " t " ORDER BY " key[t] ";\n"
    print "-- name: copy_add_" t " write " scope[t] "\nINSERT INTO " t " (" columns[t] ") VALUES (" holes ");\n"
}
/^ALTER TABLE/ {
    if ($4 != "ADD" || $5 != "COLUMN" || !n[$3]) {
        print FILENAME ": teach tools/copy.awk about: " $0 > "/dev/stderr"
        exit failed = 1
    }
    table = $3; column($6); table = ""
}
/^--.*Not in backups/ { skip = 1 }
/^CREATE TABLE/ { table = $3; tables[++made] = table }
table && $2 ~ /^{(INT|REAL|TEXT|BLOB)}/ {
    column($1)
    if (/ PRIMARY KEY/) key[table] = $1
}
table && $1 == "PRIMARY" { match($0, /\(.*\)/); key[table] = substr($0, RSTART + 1, RLENGTH - 2) }
table && /^\)/ {
    scope[table] = /{DIST}/ ? "fanout" : "system"
    skipped[table] = skip
    table = skip = ""
}
END { if (!failed) for (i = 1; i <= made; i++) if (!skipped[tables[i]]) statements(tables[i]) }
