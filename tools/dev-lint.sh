# ./dev lint: one line per finding, exit 1 when there is any. `./dev lint quick` is what the commit hook runs. Sourced by dev.
findings=0

# Reads findings from standard input.
report() {
    local line
    while IFS= read -r line; do
        printf '%s: %s\n' "$1" "$line" >&2
        findings=$((findings + 1))
    done
}

c_files() { git ls-files -co --exclude-standard '*.c' '*.h'; }

lint_format() {
    c_files | xargs -r clang-format-14 --dry-run 2>&1 | grep 'warning:' | cut -d: -f1-3
}

# base <- db, geo <- nouns <- *_api.c -> http. http and db know no noun; no domain file knows http or JSON output of routes.
lint_includes() {
    local nouns
    nouns=$(cd src && printf '%s\n' */ | tr -d / | grep -vxE 'base|db|geo|http' | paste -sd'|')
    grep -nE "#include \"(db|geo|http|$nouns)/" src/base/*.[ch]
    grep -nE "#include \"(http|$nouns)/" src/db/*.[ch] src/geo/*.[ch] | grep -vE '_(test|fuzz)\.c:'
    grep -nE "#include \"($nouns)/" src/http/*.[ch] | grep -vE '_(test|fuzz)\.c:'
    grep -lE '#include "http/' $(git ls-files -co --exclude-standard 'src/*.[ch]') |
        grep -vE '^src/(http|cli|meta)/|^src/event/feed\.h$|_(api|in|world)\.[ch]$|_(test|fuzz)\.c$|^src/routes\.[ch]$'
}

# A header says enough to be compiled alone.
lint_headers() {
    local flags h
    flags=$(pkg-config --cflags libpq geos libmicrohttpd jansson sqlite3 pangocairo)
    for h in $(git ls-files -co --exclude-standard 'src/*.h'); do
        echo "#include \"$h\"" | gcc -std=gnu17 -D_GNU_SOURCE -fsyntax-only $flags -Isrc -Itest -Ibuild/src -I. -x c - 2>/dev/null ||
            echo "$h does not compile alone"
    done
}

# Each library is known to few files.
lint_libraries() {
    local header allowed
    while read -r header allowed; do
        git grep -lE "#include <$header" -- 'src/*.[ch]' | grep -vE "$allowed" | sed "s|\$| includes <$header>|"
    done <<'LIST'
microhttpd src/http/
jansson src/base/json_in\.c
sqlite3 src/db/
libpq src/db/
sodium src/base/secret\.c
geos_c src/geo/
jpeglib src/media/
png\.h src/media/
webp src/media/
seccomp src/media/
zlib src/base/gzip\.c|src/inspection_sheet/detroit_test\.c
zip\.h src/sheet/pack\.c
expat src/sheet/xml\.c
xlsxwriter src/sheet/sheet_xlsx\.c
pcre2 src/jsonschema/
cairo src/print/
pango src/print/
qrencode src/print/qr\.c
LIST
}

lint_sizes() {
    local f n limit
    for f in $(c_files); do
        n=$(wc -l <"$f")
        limit=600
        [[ $f == *.h ]] && limit=120
        [ "$n" -gt $limit ] && echo "$f has $n lines, $limit is the wall"
    done
    for f in $(git ls-files -co --exclude-standard 'web/src/*.ts' 'web/src/*.vue' | grep -v schema.d.ts); do
        n=$(wc -l <"$f")
        [ "$n" -gt 600 ] && echo "$f has $n lines, 600 is the wall"
    done
}

# No state outside arguments: a data or bss symbol of the library must stand in this list.
lint_globals() {
    nm -f sysv build/src/libwangge.a 2>/dev/null | awk -F'|' '
        /\.o:$/ || /^Symbols from/ {next}
        $7 ~ /\.(data|bss)[ ]*$/ || $7 ~ /\.(data|bss)\.[^r]/ {gsub(/ /, "", $1); print $1}' | sort -u |
        grep -vE "^($(paste -sd'|' tools/globals.txt))(\.[0-9]+)?$"
}

lint_tidy() {
    local files
    mapfile -t files < <(git ls-files 'src/*.c' 'test/*.c' | grep -v '^test/fuzz_driver.c')
    printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build-clang --quiet 2>/dev/null |
        grep -E '(warning|error):' | sed "s|$PWD/||" | sort -u
}

# Hosts of package registries, paths of a developer's machine.
lint_words() {
    git grep -nIE '"resolved": *"http|registry\.npmjs|deb\.debian\.org|npmmirror' -- . ':!tools/dev-lint.sh'
    git grep -nIE '(TODO|FIXME)\b' -- src web/src test dev tools ':!tools/dev-lint.sh'
    git grep -nIP '\x{FEFF}' -- src web/src docs
}

# The last commits' subjects: "noun: imperative sentence", at most 72 characters.
lint_commits() {
    git log -n 50 --no-merges --format=%s | grep -vE '^[a-z][a-z0-9_./, -]*: [A-Za-z0-9].{0,70}$' | cut -c1-100
}

lint_web() {
    (cd web && npm run --silent lint) 2>&1 | tail -n 60
    return "${PIPESTATUS[0]}"
}

lint() {
    if [ "${1:-}" = quick ]; then
        report format < <(lint_format || true)
        report words < <(lint_words || true)
        report size < <(lint_sizes || true)
        [ $findings = 0 ]
        return
    fi
    setup test
    say "lint: gcc and clang, warnings as errors"
    build_server
    CC=clang-14 configure build-clang
    ninja -C build-clang --quiet
    say "lint: form"
    report format < <(lint_format || true)
    report include < <(lint_includes || true)
    report header < <(lint_headers || true)
    report library < <(lint_libraries || true)
    report size < <(lint_sizes || true)
    report global < <(lint_globals || true)
    report words < <(lint_words || true)
    report commit < <(lint_commits || true)
    say "lint: web"
    lint_web >&2 || findings=$((findings + 1))
    say "lint: clang-tidy"
    report tidy < <(lint_tidy || true)
    say "lint: $findings findings"
    [ $findings = 0 ]
}
