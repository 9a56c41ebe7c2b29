# Sourced by app/run and tests/run: installs what is missing with apt, and builds into build/release.

# What Debian 12 calls the things that Syncline is built with and runs on.
syncline_packages=(
    ccache cmake g++ ninja-build
    qt6-base-dev qt6-charts-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    libqt6opengl6-dev libgl1-mesa-dev libqt6sql6-sqlite libqt6sql6-psql libqt6sql6-odbc qt6-qpa-plugins qtkeychain-qt6-dev
    libspdlog-dev libfmt-dev libtomlplusplus-dev libcli11-dev libhttp-parser-dev
    libcmark-gfm-dev libcmark-gfm-extensions-dev
    fonts-dejavu-core
)

# syncline_install PACKAGE...: installs the packages that are not there; asks for sudo when not root.
syncline_install() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "syncline: as root, install: ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "syncline: installing ${missing[*]}" >&2
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# syncline_build ROOT [CMAKE OPTION...]: configures and builds; what is up to date stays. SYNCLINE_BUILD_DIR overrides the
# folder, for variants; SYNCLINE_TARGETS names what to build, without it everything.
syncline_build() {
    local root=$1
    shift
    local build=${SYNCLINE_BUILD_DIR:-$root/build/release}
    local launcher=()
    command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    # ccache knows precompiled headers only with these (its manual, "Precompiled headers").
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_BASEDIR=$root
    cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release "${launcher[@]}" "$@" >"$build.log" 2>&1 || {
        cat "$build.log" >&2
        return 1
    }
    # shellcheck disable=SC2086 # several targets
    ninja -C "$build" ${SYNCLINE_TARGETS:-}
}
