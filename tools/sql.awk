# Turns the named blocks of .sql files ("-- name: noun_verb flags") into C: mode=index makes enum sql, mode=table
# the statements. Flags: write fanout system sqlite postgres (src/db/db.h). Comments and indentation are dropped.
BEGIN {
    if (mode == "index")
        print "/* Made by tools/sql.awk from the .sql files. */\n#pragma once\n\nenum sql {"
    else
        print "/* Made by tools/sql.awk from the .sql files. */\n#include \"db/db.h\"\n\nconst struct db_stmt db_stmts[SQL__COUNT] = {"
}
function finish() { if (open && mode == "table") print "    },"; open = 0 }
/^-- name:/ {
    finish()
    if ($3 in seen) { print FILENAME ": " $3 " stands twice" > "/dev/stderr"; exit bad = 1 }
    seen[$3] = open = 1
    flags = "0"
    for (i = 4; i <= NF; i++) flags = flags " | DB_STMT_" toupper($i)
    if (mode == "index") print "    SQL_" toupper($3) ","
    else print "    [SQL_" toupper($3) "] = {\n        .name = \"" $3 "\", .flags = " flags ",\n        .sql ="
    next
}
/^ *--/ || /^ *$/ { next }
open && mode == "table" {
    sub(/^ +/, ""); sub(/;? *$/, ""); gsub(/\\/, "\\\\"); gsub(/"/, "\\\"")
    print "            \"" $0 " \""
}
END {
    if (bad) exit 1
    finish()
    print mode == "index" ? "    SQL__COUNT\n};" : "};"
}
