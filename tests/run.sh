#!/bin/sh
# The one command: everything Steward is tested with, on a machine that has only Rust. Run it as `sh tests/run.sh`.
# On Debian it installs what is missing, elsewhere it says what to install. It stops at the first step that fails; what each
# step printed is kept in target/test-logs. The last line is always "N passed, N failed".
# STEWARD_TEST_SQLITE_ONLY=1 leaves PostgreSQL out, for a quick look: it is no complete run.

set -u
cd "$(dirname "$0")/.." || exit 1

AXE_VERSION=4.14.1
AXE_JS="$PWD/target/axe/node_modules/axe-core/axe.min.js"
SCHEMATHESIS_VERSION=4.32.5
VALIDATOR_VERSION=0.9.0
PHONENUMBERS_VERSION=9.0.43
STANDARDWEBHOOKS_VERSION=1.0.0
SVIX_VERSION=1.76.1
SCHEMATHESIS="$PWD/target/schemathesis/bin/schemathesis"
OPENAPI_VALIDATOR="$PWD/target/schemathesis/bin/openapi-spec-validator"
PHONENUMBERS_PYTHON="$PWD/target/phonenumbers/bin/python"
WEBHOOKS_PYTHON="$PWD/target/webhooks/bin/python"
SVIX="$PWD/target/webhooks/node_modules/svix"
STEWARD_FUZZ_SECONDS=${STEWARD_FUZZ_SECONDS:-75}
STEWARD_FUZZ_SEED=${STEWARD_FUZZ_SEED:-1}
RUST_BACKTRACE=0 # an assertion says enough, and forty frames hide it
CARGO_TERM_COLOR=never
export AXE_JS RUST_BACKTRACE CARGO_TERM_COLOR SCHEMATHESIS OPENAPI_VALIDATOR PHONENUMBERS_PYTHON WEBHOOKS_PYTHON SVIX STEWARD_FUZZ_SECONDS STEWARD_FUZZ_SEED

logs=target/test-logs
passed=0
failed=0

main() {
    mkdir -p "$logs"
    step "what is needed" prepare
    AIOSMTPD_PYTHON=$(python_with_aiosmtpd) # for the tests that send letters to a real server
    export AIOSMTPD_PYTHON
    step "cargo fmt" cargo fmt --check -- --color never
    step "cargo clippy" cargo clippy --all-targets -- -D warnings
    step "integration tests" cargo test --test it
    step "schemathesis for $STEWARD_FUZZ_SECONDS s with seed $STEWARD_FUZZ_SEED" cargo test --test it fuzz:: -- --ignored --nocapture
    step "the choice of virtual senders against Python" cargo test --test it virtual_senders::choosing:: -- --ignored
    step "edits of two people and undo, 2,000 times" env STEWARD_INTERLEAVINGS=2000 cargo test --test it record::interleaved::
    step "phone numbers against phonenumbers $PHONENUMBERS_VERSION" cargo test --test it phones:: -- --ignored --nocapture
    step "signatures of webhooks against standardwebhooks $STANDARDWEBHOOKS_VERSION and svix $SVIX_VERSION" cargo test --test it notifiers:: -- --ignored --nocapture
    if has_go; then
        step "checkpoints and proofs against Go's sumdb" cargo test --test it sealing::peers:: -- --ignored
    fi
    if has mariadbd && has clickhouse-server; then
        step "connectors to MariaDB and ClickHouse" cargo test --test it trials::peers:: -- --ignored
    fi
    if has_active_directory; then
        step "sign-in through Active Directory" cargo test --test it ldap::active_directory:: -- --ignored
    fi
    step "browser walks" cargo test --test browser
    step "unit tests" cargo test --lib --bins
    step "examples in the documentation" cargo test --doc
    if [ "$passed" -eq 0 ]; then
        echo "FAILED: no test ran"
        failed=1
    fi
    finish
}

# step NAME COMMAND…: one line when it works, its output when it fails.
step() {
    name=$1
    shift
    log="$logs/$(echo "$name" | tr ' ' '-').log"
    printf '%s ... ' "$name"
    started=$(date +%s)
    "$@" >"$log" 2>&1
    status=$?
    seconds=$(($(date +%s) - started))
    good=$(count passed "$log")
    bad=$(count failed "$log")
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$status" -ne 0 ]; then
        echo "FAILED"
        grep -v -E '\.\.\. ok$|^ +(Compiling|Checking|Downloaded|Downloading) ' "$log" | tail -n 150
        echo "FAILED: $name (all of it: $log)"
        [ "$bad" -gt 0 ] || failed=$((failed + 1))
        finish
    fi
    if [ "$good" -gt 0 ]; then echo "$good passed, ${seconds} s"; else echo "ok, ${seconds} s"; fi
}

# The sum of cargo's "test result: ok. 3 passed; 0 failed; …".
count() {
    awk -v what="$1;" '/^test result:/ { for (i = 2; i <= NF; i++) if ($i == what) sum += $(i - 1) } END { print sum + 0 }' "$2"
}

finish() {
    if [ "${STEWARD_TEST_SQLITE_ONLY:-}" = 1 ]; then
        echo "NOT TESTED: PostgreSQL, because STEWARD_TEST_SQLITE_ONLY=1"
    fi
    has mariadbd && has clickhouse-server || echo "NOT TESTED: connectors to MariaDB and ClickHouse, which are missing (the packages mariadb-server, clickhouse-server)"
    has_go || echo "NOT TESTED: checkpoints and proofs against Go's sumdb (the packages golang-go, golang-golang-x-mod-dev)"
    has_active_directory || echo "NOT TESTED: Active Directory (needs root and the packages samba-ad-dc and samba-ad-provision)"
    has "${PROMTOOL:-promtool}" || echo "NOT TESTED: promtool check metrics, which is missing (the package prometheus)"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}

prepare() {
    cargo fmt --version && cargo clippy --version || {
        echo "rustfmt or clippy is missing: rustup component add rustfmt clippy"
        return 1
    }
    packages=$(missing_packages)
    if [ -n "$packages" ] && has apt-get; then
        install_packages $packages || return 1
        packages=$(missing_packages)
    fi
    case " $packages " in *" python3-aiosmtpd "*) make_venv && packages=$(missing_packages) ;; esac
    if [ -n "$packages" ]; then
        echo "Install these first (named as on Debian), then run again:" $packages
        return 1
    fi
    fetch_axe && fetch_schemathesis && fetch_phonenumbers && fetch_webhooks
}

# As Debian calls them.
missing_packages() {
    {
        has cc || echo gcc libc6-dev
        has_postgresql || [ "${STEWARD_TEST_SQLITE_ONLY:-}" = 1 ] || echo postgresql
        has chromium || has chromium-browser || has google-chrome || echo chromium fonts-liberation
        has chromedriver || echo chromium-driver
        [ -x /usr/sbin/slapd ] && has ldapmodify || echo slapd ldap-utils
        has tsql && has bsqldb || echo freetds-bin
        has_axe && has_webhooks && has node || has npm || echo nodejs npm
        [ -n "$(python_with_aiosmtpd)" ] || echo python3-aiosmtpd
        has_schemathesis && has_phonenumbers && has_webhooks || python3 -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
        has curl || echo curl ca-certificates
    } | tr '\n' ' ' | sed 's/ *$//'
}

install_packages() {
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        has sudo || { echo "Install these first, there is no sudo to do it with: $*"; return 1; }
        as_root=sudo
    fi
    $as_root apt-get update -q || echo "The package lists could not be brought up to date; trying with those there are."
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

# Where there is Python and no such package.
make_venv() {
    has python3 && python3 -m venv target/aiosmtpd && target/aiosmtpd/bin/python -m pip install --quiet aiosmtpd
}

python_with_aiosmtpd() {
    for python in target/aiosmtpd/bin/python python3 /usr/bin/python3; do
        if has "$python" && "$python" -c 'import aiosmtpd' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
}

has_postgresql() {
    has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

# Samba keeps what it owns as root, and listens at the ports of LDAP.
has_active_directory() {
    [ "$(id -u)" -eq 0 ] && has samba && has samba-tool && [ -d /usr/share/samba/setup ]
}

has_go() {
    has go && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]
}

has_axe() {
    [ -f "$AXE_JS" ] && grep -q "\"version\": \"$AXE_VERSION\"" target/axe/node_modules/axe-core/package.json
}

fetch_axe() {
    has_axe || npm install --prefix target/axe --no-save --ignore-scripts --no-audit --no-fund "axe-core@$AXE_VERSION"
}

has_schemathesis() {
    [ "$("$SCHEMATHESIS" --version 2>/dev/null)" = "schemathesis, version $SCHEMATHESIS_VERSION" ] && [ -x "$OPENAPI_VALIDATOR" ]
}

fetch_schemathesis() {
    has_schemathesis || {
        python3 -m venv --clear target/schemathesis &&
            target/schemathesis/bin/python -m pip install --quiet --disable-pip-version-check \
                "schemathesis==$SCHEMATHESIS_VERSION" "openapi-spec-validator==$VALIDATOR_VERSION"
    }
}

has_phonenumbers() {
    [ "$("$PHONENUMBERS_PYTHON" -c 'import phonenumbers; print(phonenumbers.__version__)' 2>/dev/null)" = "$PHONENUMBERS_VERSION" ]
}

fetch_phonenumbers() {
    has_phonenumbers || {
        python3 -m venv --clear target/phonenumbers &&
            "$PHONENUMBERS_PYTHON" -m pip install --quiet --disable-pip-version-check "phonenumbers==$PHONENUMBERS_VERSION"
    }
}

has_webhooks() {
    "$WEBHOOKS_PYTHON" -m pip show standardwebhooks 2>/dev/null | grep -q "^Version: $STANDARDWEBHOOKS_VERSION$" &&
        grep -q "\"version\": \"$SVIX_VERSION\"" "$SVIX/package.json" 2>/dev/null
}

fetch_webhooks() {
    has_webhooks || {
        python3 -m venv --clear target/webhooks &&
            "$WEBHOOKS_PYTHON" -m pip install --quiet --disable-pip-version-check "standardwebhooks==$STANDARDWEBHOOKS_VERSION" &&
            npm install --prefix target/webhooks --no-save --ignore-scripts --no-audit --no-fund "svix@$SVIX_VERSION"
    }
}

has() {
    command -v "$1" >/dev/null 2>&1
}

main
