# Makes copy.sql from the schema files: for each table, in the order of the schema, three statements that
# src/backup/copy.c finds by name: copy_any_T, copy_read_T, copy_add_T. Tables under a comment with the words
# "Not in backups" are left out.
function statements(    i, holes) {
    for (i = 1; i <= n; i++) holes = holes (i > 1 ? ", " : "") "$" i
    print "-- name: copy_any_" table " " scope "\nSELECT 1 FROM " table " LIMIT 1;\n"
    print "-- name: copy_read_" table " " scope "\nSELECT " columns " FROM " table " ORDER BY " key ";\n"
    print "-- name: copy_add_" table " write " scope "\nINSERT INTO " table " (" columns ") VALUES (" holes ");\n"
}
/^ALTER TABLE/ { print FILENAME ": teach tools/copy.awk about ALTER TABLE" > "/dev/stderr"; exit 1 }
/^--.*Not in backups/ { skip = 1 }
/^CREATE TABLE/ { table = $3; n = 0; columns = key = ""; next }
table && $2 ~ /^{(INT|REAL|TEXT|BLOB)}/ {
    columns = columns (n++ ? ", " : "") $1
    if (/ PRIMARY KEY/) key = $1
}
table && $1 == "PRIMARY" { match($0, /\(.*\)/); key = substr($0, RSTART + 1, RLENGTH - 2) }
table && /^\)/ {
    scope = /{DIST}/ ? "fanout" : "system"
    if (!skip) statements()
    table = skip = ""
}
