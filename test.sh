#!/usr/bin/env bash
# Restores, builds and tests everything; needs only the .NET SDK (and the package registry that it is set up for). Tests that need
# PostgreSQL, nginx, Node.js or Chromium are skipped, with the reason, where these are not installed; .ci/run installs them first.
# The last line is the sum over all test projects: "tests: 120 passed, 0 failed, 3 skipped".
# Exit code 1 if a test failed, none ran, or the build failed. An argument is passed on as a test filter:
#   ./test.sh FullyQualifiedName~FlipContract
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

results=$(mktemp -d)
# A compiler that stays up for all projects halves the build; it is this run's own, and ends with it.
compiler="personagrain-$$-$RANDOM"
trap 'rm -rf "$results"; pkill -f "pipename:$compiler" 2>/dev/null' EXIT
solution=PersonaGrain.sln
passed=0 failed=0 skipped=0 notes=()

# Prints the notes and the sum, and ends with the exit code that the sum deserves.
finish() {
    if [ -s "$results/skipped" ]; then
        echo "skipped, and why:"
        sort -u "$results/skipped"
    fi
    if [ -s "$results/times" ]; then
        echo "what took how long, the longest first:"
        sort -k1,1nr "$results/times" | awk '{ printf "  %4d s  %s\n", $1, $2 }'
        echo "  $SECONDS s in all, two test projects at a time"
    fi
    if [ -s "$results/failed" ]; then
        echo "failed, each told in full above:"
        sort -u "$results/failed"
    fi
    [ ${#notes[@]} -eq 0 ] || printf '%s\n' "${notes[@]}"
    echo "tests: $passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

fail() {
    notes+=("$1")
    failed=$((failed + 1))
    finish
}

# Runs a step and notes what it took.
timed() {
    local began=$SECONDS
    "$1"
    echo "$((SECONDS - began)) $1" >>"$results/times"
}

restore() {
    echo "restoring $solution"
    dotnet restore "$solution" --disable-build-servers >"$results/restore.log" 2>&1 </dev/null && return
    cat "$results/restore.log"
    fail "The restore failed."
}

build() {
    echo "building $solution"
    dotnet build "$solution" --no-restore -nodeReuse:false -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler" -v quiet \
        >"$results/build.log" 2>&1 </dev/null && return
    cat "$results/build.log"
    fail "The build failed."
}

# The test projects of the solution, one a line.
test_projects() {
    grep -oE '[A-Za-z0-9_./\\-]+\.csproj' "$solution" | tr -s '\\' '/' | sort -u | while read -r project; do
        grep -q '<IsTestProject>true' "$project" && echo "$project"
    done
}

# An attribute of the counters that a results file ends with.
counter() {
    grep -oE '<Counters [^>]*' "$1" | grep -oE " $2=\"[0-9]+\"" | grep -oE '[0-9]+'
}

# "test: reason" for each skipped test of a results file.
skip_reasons() {
    tr -d '\r\n' <"$1" | sed 's/<UnitTestResult /\n&/g' | grep 'outcome="NotExecuted"' |
        sed -E 's/.*testName="([^"]*)".*<Message>([^<]*)<.*/  \1: \2/; s/&quot;/"/g; s/&amp;/\&/g'
}

# "test: the beginning of its message" for each failed test of a results file.
fail_reasons() {
    tr '\r\n' '  ' <"$1" | sed 's/<UnitTestResult /\n&/g' | grep -E '^<UnitTestResult [^>]*outcome="Failed"' |
        sed -E 's/.*testName="([^"]*)".*<Message>([^<]{0,300}).*/  \1: \2/; s/^<.*testName="([^"]*)".*/  \1/; s/  +/ /g; s/^ /  /; s/&#xD;|&#xA;/ /g; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | cut -c1-500
}

# Runs one test project; leaves "passed failed skipped" in a file of its own, since two run at a time. Given its assembly, which spares reading the
# projects once more.
run() {
    local name=$1 project=$2 trx="$results/$1.trx" log="$results/$1.log" began=$SECONDS ended p=0 f=0 s=0
    dotnet test "${project%/*}/bin/Debug/net10.0/$name.dll" --settings tests/tests.runsettings ${3:+--filter "$3"} --results-directory "$results" \
        --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --blame-hang-timeout 5m --blame-hang-dump-type none >"$log" 2>&1 </dev/null
    ended=$?
    if [ -f "$trx" ]; then
        p=$(counter "$trx" passed)
        f=$(($(counter "$trx" failed) + $(counter "$trx" error) + $(counter "$trx" timeout) + $(counter "$trx" aborted)))
        s=$(($(counter "$trx" total) - $(counter "$trx" executed)))
        skip_reasons "$trx" >>"$results/skipped"
        fail_reasons "$trx" >>"$results/failed"
    fi
    if [ "$ended" -ne 0 ] && [ "$f" -eq 0 ]; then
        f=1
        echo "$name ended with exit code $ended though none of its tests failed: the test process crashed or hung." >>"$results/notes"
    fi
    [ "$f" -eq 0 ] || cat "$log"
    echo "$p $f $s" >"$results/$name.counts"
    echo "$((SECONDS - began)) $name" >>"$results/times"
    echo "$name: $p passed, $f failed, $s skipped"
}

# All test projects, two at a time: much of the longest ones is waiting for processes and for databases. The longest begin first, so that both end together.
run_all() {
    local project
    while read -r project; do
        while [ "$(jobs -rp | wc -l)" -ge 2 ]; do
            wait -n
        done
        run "$(basename "$project" .csproj)" "$project" "${1:-}" &
    done < <(test_projects | awk -v first="Grains Cli Silo Dashboard Gateway Core Sdk Embedded Postgres Learning" '
        { place = 99; for (i = split(first, names, " "); i > 0; i--) if ($0 ~ "/PersonaGrain\\." names[i] "\\.Tests/") place = i; print place, $0 }' |
        sort -n | cut -d" " -f2)
    wait
}

# Adds up what the projects left.
add_up() {
    local p f s
    while read -r p f s; do
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    done < <(cat "$results"/*.counts 2>/dev/null)
    [ ! -f "$results/notes" ] || mapfile -t -O "${#notes[@]}" notes <"$results/notes"
}

timed restore
timed build
run_all "${1:-}"
add_up
[ $((passed + failed)) -gt 0 ] || notes+=("No test ran.")
finish
