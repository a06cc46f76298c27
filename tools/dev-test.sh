# ./dev test: every part adds to passed, failed and skipped; the last line is the sum. Sourced by dev.
passed=0 failed=0 skipped=0

# Adds meson's JUnit report, whose cases are the single tests of each TAP program.
count_meson() {
    local p f s
    read -r p f s < <(python3 - "$1/meson-logs/testlog.junit.xml" <<'PY'
import sys
import xml.etree.ElementTree as tree
p = f = s = 0
for case in tree.parse(sys.argv[1]).iter("testcase"):
    kinds = {child.tag for child in case}
    if kinds & {"failure", "error"}:
        f += 1
        print("failed:", case.get("classname"), case.get("name"), file=sys.stderr)
    elif "skipped" in kinds:
        s += 1
    else:
        p += 1
print(p, f, s)
PY
    )
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

# run_meson FOLDER [MESON TEST OPTIONS]. setarch: clang 14's TSan cannot stand the kernel's wide address layout. A crash counts as a failure even where no single test reports one.
run_meson() {
    local folder=$1 before=$failed status=0
    shift
    rm -f "$folder/meson-logs/testlog.junit.xml"
    WANGGE_TEST_PG=$pg_url setarch "$(uname -m)" -R meson test -C "$folder" --no-rebuild --print-errorlogs "$@" || status=$?
    count_meson "$folder"
    if [ $status != 0 ] && [ "$failed" = "$before" ]; then failed=$((failed + 1)); fi
}

# Runs a node:test program (TAP on its standard output) and adds its totals.
run_node() {
    local log status=0
    log=$(mktemp)
    "$@" | tee "$log" | grep -E '^ *not ok |^# (Subtest|tests|pass|fail)|^# ' | grep -vE '^# Subtest' >&2 || true
    status=${PIPESTATUS[0]}
    local p f s
    p=$(awk '/^# pass /{n += $3} END {print n + 0}' "$log")
    f=$(awk '/^# fail /{n += $3} /^# cancelled /{n += $3} END {print n + 0}' "$log")
    s=$(awk '/^# skipped /{n += $3} END {print n + 0}' "$log")
    if [ "$f" != 0 ]; then grep -vE '^ *ok |^# Subtest' "$log" | tail -n 200 >&2; fi
    if [ "$status" != 0 ] && [ "$f" = 0 ]; then f=1; fi
    rm -f "$log"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

node_tests() {
    node --test --test-reporter=tap --test-concurrency=1 "$@"
}

part_unit() {
    build_server
    run_meson build
}

part_asan() {
    CC=clang-14 configure build-asan -Db_sanitize=address,undefined -Db_lundef=false
    ninja -C build-asan --quiet
    LSAN_OPTIONS=suppressions=$PWD/test/lsan.txt:print_suppressions=0 run_meson build-asan
}

part_tsan() {
    CC=clang-14 configure build-tsan -Db_sanitize=thread -Db_lundef=false
    ninja -C build-tsan --quiet
    TSAN_OPTIONS=halt_on_error=1:suppressions=$PWD/test/tsan.txt:print_suppressions=0 run_meson build-tsan
}

# The same answers to every statement on three engines.
part_sql() {
    build_server
    if WANGGE_TEST_PG=$pg_url test/samesql.py build >&2; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

part_web() {
    build_web
    (cd web && npm run --silent test -- --reporter=tap-flat) >build/web-test.tap || true
    local p f
    p=$(grep -c '^ok ' build/web-test.tap || true)
    f=$(grep -c '^not ok ' build/web-test.tap || true)
    [ "$p" = 0 ] && f=$((f + 1))
    grep '^not ok' build/web-test.tap >&2 || true
    passed=$((passed + p)) failed=$((failed + f))
}

part_api() {
    build_server
    local engine
    for engine in sqlite postgres; do
        say "api on $engine"
        WANGGE_TEST_DB=$engine WANGGE_TEST_PG=$pg_url run_node node_tests test/api/api_test.mjs
    done
}

part_fault() {
    build_server
    WANGGE_TEST_PG=$pg_url run_node node_tests test/fault/*_test.mjs
}

part_browser() {
    build_server
    build_web
    run_node node_tests test/browser/*_test.mjs
}

test() {
    setup test
    mkdir -p build
    local part folder parts=("$@")
    [ ${#parts[@]} = 0 ] && parts=(unit asan tsan sql web api fault browser)
    folder=$(mktemp -d)
    # The folder's name is put in now: at the end this function's words are gone.
    # shellcheck disable=SC2064
    trap "test/pg.sh stop '$folder' >/dev/null 2>&1; rm -rf '$folder'" EXIT
    pg_url=$(test/pg.sh start "$folder")
    for part in "${parts[@]}"; do
        say "test $part"
        "part_$part"
        say "so far: $passed passed, $failed failed, $skipped skipped"
    done
    [ "$skipped" = 0 ] || say "$skipped skipped"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ] && [ "$passed" != 0 ]
}
