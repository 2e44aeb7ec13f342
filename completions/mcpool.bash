# bash completion for mcpool. Made by `make completions` from the program's own help; change that, not this.

# Sets words: those of the line as far as the cursor, as they were typed.
_mcpool_whole_words() {
    local rest="${COMP_LINE:0:COMP_POINT}" blanks piece
    local -i index
    words=()
    for ((index = 0; index <= COMP_CWORD; index++)); do
        blanks="${rest%%[![:blank:]]*}"
        rest="${rest#"${blanks}"}"
        piece="${COMP_WORDS[index]}"
        [[ "${rest}" == "${piece}"* ]] || piece="${rest}"
        rest="${rest:${#piece}}"
        if ((index == 0)) || [[ -n "${blanks}" ]]; then
            words+=("${piece}")
        else
            words[${#words[@]}-1]+="${piece}"
        fi
    done
}

# Sets quote: the one that is still open in $1, and lead: what stands before it.
_mcpool_open_quote() {
    local char
    local -i at
    for ((at = 0; at < ${#1}; at++)); do
        char="${1:at:1}"
        if [[ "${char}" == \\ && "${quote}" != \' ]]; then
            at+=1
        elif [[ -z "${quote}" && "${char}" == [\"\'] ]]; then
            quote="${char}"
            lead="${1:0:at}"
        elif [[ "${char}" == "${quote}" ]]; then
            quote=''
        fi
    done
}

# Adds those lines of standard input that begin with the current word, quoted as the shell needs them.
_mcpool_offer() {
    local candidate begun="${option}${current}" breaks=''
    [[ "${COMP_WORDBREAKS}" == *:* ]] && breaks+=':'
    [[ "${COMP_WORDBREAKS}" == *=* ]] && breaks+='='
    local -i kept=0
    if [[ -n "${quote}" ]]; then
        kept=${#lead}
    elif [[ -n "${breaks}" && "${begun}" == *["${breaks}"]* ]]; then
        local behind="${begun##*["${breaks}"]}"
        kept=$((${#begun} - ${#behind}))
    fi
    while IFS='' read -r candidate; do
        if [[ -n "${candidate}" && "${candidate}" == "${current}"* ]]; then
            candidate="${option}${candidate}"
            candidate="${candidate:kept}"
            [[ "${candidate}" == *= ]] && compopt -o nospace 2>/dev/null
            _mcpool_quote
            COMPREPLY+=("${candidate}")
        fi
    done
}

# Writes candidate as it must stand behind the open quote, or without one.
_mcpool_quote() {
    if [[ -z "${quote}" ]]; then
        [[ "${candidate}" == *[!A-Za-z0-9_./:@%+=,-]* ]] && printf -v candidate '%q' "${candidate}"
        return
    fi
    local plain="${candidate}" char
    local -i at
    candidate=''
    for ((at = 0; at < ${#plain}; at++)); do
        char="${plain:at:1}"
        if [[ "${quote}" == \" && "${char}" == [\"\\\$\`] ]]; then
            candidate+='\'
        elif [[ "${quote}" == \' && "${char}" == \' ]]; then
            candidate+="'\\'"
        fi
        candidate+="${char}"
    done
}

# Adds folders, and files: those that end in one of $1, which has | between, or all when it is empty.
_mcpool_offer_files() {
    local file
    compopt -o filenames 2>/dev/null
    while IFS='' read -r file; do
        COMPREPLY+=("${file}")
    done < <(
        shopt -s extglob
        compgen -d -- "${current}"
        compgen -f ${1:+-X "!*.@(${1})"} -- "${current}"
    )
}

# Sets options and subcommands of the command whose name is $1, and action: how the value of $2 is found: an option,
# '' for an argument, '-' for nothing. topics is what help explains.
_mcpool_grammar() {
    options='' subcommands='' action='' topics='stats ping hot check exporter locate session flush recover guard config replay demo exit-codes'
    case "$1" in
    '')
        options='--version -h --help'
        subcommands='stats ping hot check exporter locate session flush recover guard config replay demo help'
        ;;
    'stats')
        options='--detail --fields --every --count --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --detail) action='list general slabs items settings sizes conns raw' ;;
        --fields) action='ask --fields' ;;
        --every) action='none' ;;
        --count) action='none' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='ask positional@0' ;;
        esac
        ;;
    'ping')
        options='-c --count --interval --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        -c | --count) action='none' ;;
        --interval) action='none' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='ask positional@0' ;;
        esac
        ;;
    'hot')
        options='--for --limit --by --evictions --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --for) action='none' ;;
        --limit) action='none' ;;
        --by) action='list reads writes misses bytes' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'check')
        options='--warning --critical --only --ignore --probe --deadline --list --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --warning) action='list nodes returned probe evictions evicted_time memory connections rejected last_restart last_flush copies_differ copies_missing locks item_size clock_skew round_trip settings configuration' ;;
        --critical) action='list nodes returned probe evictions evicted_time memory connections rejected last_restart last_flush copies_differ copies_missing locks item_size clock_skew round_trip settings configuration' ;;
        --only) action='list nodes returned probe evictions evicted_time memory connections rejected last_restart last_flush copies_differ copies_missing locks item_size clock_skew round_trip settings configuration' ;;
        --ignore) action='list nodes returned probe evictions evicted_time memory connections rejected last_restart last_flush copies_differ copies_missing locks item_size clock_skew round_trip settings configuration' ;;
        --deadline) action='none' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'exporter')
        options='--listen --textfile --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --listen) action='none' ;;
        --textfile) action='files prom' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'locate')
        options='--down --verify --anywhere --ids-encoding --object --option --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --down) action='ask --down' ;;
        --ids-encoding) action='list raw percent base64' ;;
        --option) action='ask --option' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='none' ;;
        esac
        ;;
    'session')
        options='--version -h --help'
        subcommands='list summary show locks unlock touch remove dump restore'
        ;;
    'flush')
        options='--all --recovered --with-foreign --dry-run -y --yes --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='ask positional@0' ;;
        esac
        ;;
    'recover')
        options='--policy --with-foreign --remove-ended --restore-listed --dry-run -y --yes --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --policy) action='list auto flush refill report' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='ask positional@0' ;;
        esac
        ;;
    'guard')
        options='-y --yes --once --interval --exec --fence --unfence --witness --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --interval) action='none' ;;
        --exec) action='none' ;;
        --fence) action='none' ;;
        --unfence) action='none' ;;
        --witness) action='none' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'config')
        options='--version -h --help'
        subcommands='show get lint diff convert'
        ;;
    'replay')
        options='--events --ids --sessions --live --workers --matrix --letters --html --drill --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --events) action='files' ;;
        --ids) action='files' ;;
        --sessions) action='none' ;;
        --workers) action='list request persistent' ;;
        --html) action='files html' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='none' ;;
        esac
        ;;
    'demo')
        options='--keep --version -h --help'
        ;;
    'session list')
        options='--prefix --idle-over --larger --node --sort --limit --copies --locked --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --prefix) action='none' ;;
        --idle-over) action='none' ;;
        --larger) action='none' ;;
        --node) action='ask --node' ;;
        --sort) action='none' ;;
        --limit) action='none' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'session summary')
        options='--ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'session show')
        options='--ids-encoding --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ids-encoding) action='list raw percent base64' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='none' ;;
        esac
        ;;
    'session locks')
        options='--ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'session unlock')
        options='--ids-encoding --force --dry-run -y --yes --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ids-encoding) action='list raw percent base64' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='none' ;;
        esac
        ;;
    'session touch')
        options='--ids-encoding --dry-run -y --yes --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ids-encoding) action='list raw percent base64' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='none' ;;
        esac
        ;;
    'session remove')
        options='--ids-encoding --dry-run -y --yes --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ids-encoding) action='list raw percent base64' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='none' ;;
        esac
        ;;
    'session dump')
        options='--binary --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'session restore')
        options='--dry-run -y --yes --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'config show')
        options='--ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    'config get')
        options='--ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='ask positional@0' ;;
        esac
        ;;
    'config lint')
        options='--explain --fix --write --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet --version -h --help'
        case "$2" in
        --explain) action='ask --explain' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv sarif' ;;
        esac
        ;;
    'config diff')
        options='--live --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        '') action='ask positional@0' ;;
        esac
        ;;
    'config convert')
        options='--to --ini --php --fpm-pool -d --define --save-path --handler -p --pool --server --extension-release --server-name --map --timeout --protocol --tls --no-tls --tls-ca --tls-cert --tls-key --tls-insecure --auth-user --auth-password-file -o --output --no-color -q --quiet -v --verbose --reveal --version -h --help'
        case "$2" in
        --to) action='list twemproxy mcrouter libmemcached memcache memcached' ;;
        --ini) action='files ini|conf' ;;
        --php) action='ask --php' ;;
        --fpm-pool) action='ask --fpm-pool' ;;
        -d | --define) action='ask --define' ;;
        --save-path) action='none' ;;
        --handler) action='list memcache memcached' ;;
        -p | --pool) action='ask --pool' ;;
        --server) action='none' ;;
        --extension-release) action='none' ;;
        --server-name) action='none' ;;
        --map) action='ask --map' ;;
        --timeout) action='none' ;;
        --protocol) action='list auto text binary' ;;
        --tls-ca) action='files' ;;
        --tls-cert) action='files' ;;
        --tls-key) action='files' ;;
        --auth-user) action='none' ;;
        --auth-password-file) action='files' ;;
        -o | --output) action='list table json jsonl csv' ;;
        esac
        ;;
    esac
}

_mcpool() {
    local -a words
    local option='' current previous='' command='' options subcommands topics action word
    local quote='' lead=''
    local -i index last ended=0
    COMPREPLY=()
    _mcpool_whole_words
    last=$((${#words[@]} - 1))
    current="${words[last]}"
    ((last > 0)) || return
    ((last > 1)) && previous="${words[last - 1]}"
    _mcpool_open_quote "${current}"
    [[ -n "${quote}" ]] && current="${lead}${current:${#lead}+1}"

    _mcpool_grammar '' '-'
    for ((index = 1; index < last; index++)); do
        word="${words[index]}"
        [[ "${word}" == '--' ]] && ended=1
        if [[ -z "${command}" && "${word}" == help ]]; then
            subcommands="${topics}"
        elif [[ " ${subcommands} " == *" ${word} "* ]]; then
            command="${command:+${command} }${word}"
            _mcpool_grammar "${command}" '-'
        fi
    done

    if ((ended == 0)) && [[ "${current}" == --*=* ]]; then
        option="${current%%=*}="
        previous="${current%%=*}"
        current="${current#*=}"
    fi
    if ((ended == 0)) && [[ "${previous}" == -* ]]; then
        _mcpool_grammar "${command}" "${previous}"
    fi
    if [[ -z "${action}" ]]; then
        if [[ -n "${subcommands}" && "${current}" != -* ]]; then
            _mcpool_offer <<<"${subcommands// /$'\n'}"
            return
        elif ((ended == 0)) && [[ "${current}" == -* ]]; then
            _mcpool_offer <<<"${options// /$'\n'}"
            return
        fi
        _mcpool_grammar "${command}" ''
    fi

    case "${action}" in
    list\ *)
        action="${action#list }"
        _mcpool_offer <<<"${action// /$'\n'}"
        ;;
    files*)
        action="${action#files}"
        _mcpool_offer_files "${action# }"
        ;;
    ask\ *)
        # shellcheck disable=SC2086 # a command's name is one or two words
        _mcpool_offer < <(SAP_SHELL=bash "${words[0]}" ---completion ${command} -- "${action#ask }" \
            "${last}" "${#words[last]}" "${words[@]}" 2>/dev/null)
        ;;
    esac
}

complete -F _mcpool mcpool
