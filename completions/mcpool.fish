function __mcpool_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mcpool_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __mcpool_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __mcpool_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __mcpool_parse_tokens -S
    set -l unparsed_tokens (__mcpool_tokens -pc)
    switch $unparsed_tokens[1]
    case 'mcpool'
        __mcpool_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'stats'
            __mcpool_parse_subcommand -r 1 'detail=' 'fields=' 'every=' 'count=' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'ping'
            __mcpool_parse_subcommand -r 1 'c/count=' 'interval=' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'hot'
            __mcpool_parse_subcommand 0 'for=' 'limit=' 'by=' 'evictions' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'check'
            __mcpool_parse_subcommand 0 'warning=+' 'critical=+' 'only=+' 'ignore=+' 'probe' 'deadline=' 'list' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'exporter'
            __mcpool_parse_subcommand 0 'listen=' 'textfile=' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'locate'
            __mcpool_parse_subcommand -r 1 'down=+' 'verify' 'anywhere' 'ids-encoding=' 'object' 'option=+' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'session'
            __mcpool_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __mcpool_parse_subcommand 0 'prefix=' 'idle-over=' 'larger=' 'node=+' 'sort=' 'limit=' 'copies' 'locked' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'summary'
                __mcpool_parse_subcommand 0 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'show'
                __mcpool_parse_subcommand -r 1 'ids-encoding=' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'locks'
                __mcpool_parse_subcommand 0 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'unlock'
                __mcpool_parse_subcommand -r 1 'ids-encoding=' 'force' 'dry-run' 'y/yes' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'touch'
                __mcpool_parse_subcommand 2 'ids-encoding=' 'dry-run' 'y/yes' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'remove'
                __mcpool_parse_subcommand -r 1 'ids-encoding=' 'dry-run' 'y/yes' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'dump'
                __mcpool_parse_subcommand 0 'binary' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'restore'
                __mcpool_parse_subcommand 0 'dry-run' 'y/yes' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            end
        case 'flush'
            __mcpool_parse_subcommand -r 1 'all' 'recovered' 'with-foreign' 'dry-run' 'y/yes' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'recover'
            __mcpool_parse_subcommand -r 1 'policy=' 'with-foreign' 'remove-ended' 'restore-listed' 'dry-run' 'y/yes' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'guard'
            __mcpool_parse_subcommand 0 'y/yes' 'once' 'interval=' 'exec=' 'fence=' 'unfence=' 'witness=+' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'config'
            __mcpool_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'show'
                __mcpool_parse_subcommand 0 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'get'
                __mcpool_parse_subcommand -r 1 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=+' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            end
        case 'demo'
            __mcpool_parse_subcommand 0 'keep' 'version' 'h/help'
        case 'help'
            __mcpool_parse_subcommand -r 1 'version'
        end
    end
end

function __mcpool_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __mcpool_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __mcpool_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __mcpool_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__mcpool_tokens -p)
    if test -z "$(__mcpool_tokens -t)"
        set -l index (count (__mcpool_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'mcpool' -f
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'stats' -d 'Show every node of the pool and its total.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'ping' -d 'Measure round trips to every node.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'hot' -d 'Watch which sessions are busiest, or thrown away, right now.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'check' -d 'Tell a monitoring system how the pools are.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'exporter' -d 'Export metrics of pools for Prometheus.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'locate' -d 'Say which nodes hold a session.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'session' -d 'List, show, free and move sessions.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'flush' -d 'Empty nodes, after showing whom it logs out, and prove it.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'recover' -d 'Mend the copies of sessions after a node came back.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'guard' -d 'Watch pools, and mend a node the moment it comes back.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'config' -d 'Show what PHP reads from its configuration.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'demo' -d 'Try mcpool on three memcacheds of its own on this machine.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool stats" -ge 1' -fka '(__mcpool_custom_completion ---completion stats -- positional@0 (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" detail' -l 'detail' -d 'A field-by-node matrix; raw spells values as memcached does.' -rfka 'general slabs items settings sizes conns raw'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" fields' -l 'fields' -d 'Only these fields, as memcached names them, comma between.' -rfka '(__mcpool_custom_completion ---completion stats -- --fields (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" every' -l 'every' -d 'Again and again, with the rates of the interval.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" count' -l 'count' -d 'How often, with --every.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion stats -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion stats -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion stats -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion stats -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion stats -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool ping" -ge 1' -fka '(__mcpool_custom_completion ---completion ping -- positional@0 (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" c count' -s 'c' -l 'count' -d 'How many round trips to each node.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" interval' -l 'interval' -d 'Time between two of them; 200ms.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion ping -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion ping -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion ping -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion ping -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion ping -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" for' -l 'for' -d 'How long to watch; 10s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" limit' -l 'limit' -d 'How many sessions to show.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" by' -l 'by' -d 'What to rank by; reads and writes together where it is left out.' -rfka 'reads writes misses bytes'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" evictions' -l 'evictions' -d 'Sessions that are thrown away for want of memory instead: their users are logged out.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion hot -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion hot -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion hot -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion hot -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion hot -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool hot" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -l 'warning' -d 'Where a check is no warning; repeatable.' -rfka 'nodes returned probe evictions evicted_time memory connections rejected last_restart last_flush copies_differ copies_missing locks item_size clock_skew round_trip settings configuration'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -l 'critical' -d 'Where a check is not critical; repeatable.' -rfka 'nodes returned probe evictions evicted_time memory connections rejected last_restart last_flush copies_differ copies_missing locks item_size clock_skew round_trip settings configuration'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -l 'only' -d 'Only these checks, comma between; repeatable.' -rfka 'nodes returned probe evictions evicted_time memory connections rejected last_restart last_flush copies_differ copies_missing locks item_size clock_skew round_trip settings configuration'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -l 'ignore' -d 'Not these checks, comma between; repeatable.' -rfka 'nodes returned probe evictions evicted_time memory connections rejected last_restart last_flush copies_differ copies_missing locks item_size clock_skew round_trip settings configuration'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" probe' -l 'probe' -d 'Also write, read and remove a session of its own where PHP would have it, one for each node.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" deadline' -l 'deadline' -d 'When the answer is printed at the latest, with what is known then; 8s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" list' -l 'list' -d 'Explain each check, with its thresholds.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion check -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion check -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion check -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion check -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion check -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" listen' -l 'listen' -d 'HOST:PORT, [IPV6]:PORT or unix:PATH; 127.0.0.1:9150. With port 0 the system picks one.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" textfile' -l 'textfile' -d 'Write the metrics into this file once, for node_exporter\'s textfile collector.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'prom\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion exporter -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion exporter -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion exporter -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion exporter -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion exporter -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool exporter" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate"' -l 'down' -d 'Answer for one request with this node refusing connections; repeatable.' -rfka '(__mcpool_custom_completion ---completion locate -- --down (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" verify' -l 'verify' -d 'Ask the nodes that should hold it.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" anywhere' -l 'anywhere' -d 'Ask every node, and show strays.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" ids-encoding' -l 'ids-encoding' -d 'How ids are written.' -rfka 'raw percent base64'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" object' -l 'object' -d 'The ids are keys of an application: place them as the Memcache or Memcached class does with these servers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate"' -l 'option' -d 'With --object and memcached: what the application sets before it adds the servers, e.g. OPT_DISTRIBUTION=DISTRIBUTION_CONSISTENT; repeatable, in order.' -rfka '(__mcpool_custom_completion ---completion locate -- --option (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion locate -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion locate -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion locate -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion locate -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion locate -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'list' -d 'List the sessions on every node.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'summary' -d 'Count sessions, active users, strays, and draw how long and large they are.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'show' -d 'Show the copies, the lock and the content of a session.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'locks' -d 'List the locks of sessions, the oldest first.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'unlock' -d 'Free the lock of a session whose request died.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'touch' -d 'Give all copies of a session the same time to live.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'remove' -d 'Remove every copy and lock of sessions, on every node.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'dump' -d 'Write all sessions with their contents to standard output.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool session" -eq 1' -fa 'restore' -d 'Add the sessions of a dump from standard input.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" prefix' -l 'prefix' -d 'Only ids that begin so.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" idle-over' -l 'idle-over' -d 'Only what nobody has read or written for longer, e.g. 20m.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" larger' -l 'larger' -d 'Only items of more bytes than this, e.g. 10k, 64KiB.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list"' -l 'node' -d 'Only rows of this node; repeatable.' -rfka '(__mcpool_custom_completion ---completion session list -- --node (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" sort' -l 'sort' -d 'Sort by this field.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" limit' -l 'limit' -d 'At most so many rows.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" copies' -l 'copies' -d 'Say which nodes hold each session.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" locked' -l 'locked' -d 'Say whether a request has locked each session.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session list -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session list -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session list -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session list -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session list -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session summary -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session summary -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session summary -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session summary -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session summary -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session summary" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" ids-encoding' -l 'ids-encoding' -d 'How ids are written.' -rfka 'raw percent base64'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session show -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session show -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session show -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session show -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session show -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session locks -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session locks -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session locks -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session locks -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session locks -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session locks" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" ids-encoding' -l 'ids-encoding' -d 'How ids are written.' -rfka 'raw percent base64'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" force' -l 'force' -d 'Also a lock that a request may still hold.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" dry-run' -l 'dry-run' -d 'Print the plan and do nothing.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" y yes' -s 'y' -l 'yes' -d 'Do not ask.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session unlock -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session unlock -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session unlock -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session unlock -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session unlock -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session unlock" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" ids-encoding' -l 'ids-encoding' -d 'How the id is written.' -rfka 'raw percent base64'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" dry-run' -l 'dry-run' -d 'Print the plan and do nothing.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" y yes' -s 'y' -l 'yes' -d 'Do not ask.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session touch -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session touch -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session touch -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session touch -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session touch -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session touch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" ids-encoding' -l 'ids-encoding' -d 'How ids are written.' -rfka 'raw percent base64'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" dry-run' -l 'dry-run' -d 'Print the plan and do nothing.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" y yes' -s 'y' -l 'yes' -d 'Do not ask.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session remove -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session remove -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session remove -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session remove -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session remove -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session remove" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" binary' -l 'binary' -d 'Lengths and bytes instead of a JSON object a line.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session dump -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session dump -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session dump -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session dump -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session dump -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session dump" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" dry-run' -l 'dry-run' -d 'Print the plan and do nothing.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" y yes' -s 'y' -l 'yes' -d 'Do not ask.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion session restore -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion session restore -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion session restore -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion session restore -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion session restore -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool session restore" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool flush" -ge 1' -fka '(__mcpool_custom_completion ---completion flush -- positional@0 (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" all' -l 'all' -d 'All nodes of the pool.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" recovered' -l 'recovered' -d 'The nodes that a guard has seen come back; as recover --policy flush.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" with-foreign' -l 'with-foreign' -d 'Also where items are no sessions of this pool.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" dry-run' -l 'dry-run' -d 'Print the plan and do nothing.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" y yes' -s 'y' -l 'yes' -d 'Do not ask.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion flush -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion flush -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion flush -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion flush -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion flush -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool recover" -ge 1' -fka '(__mcpool_custom_completion ---completion recover -- positional@0 (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" policy' -l 'policy' -d 'auto (what the extension\'s release needs), flush, refill or report.' -rfka 'auto flush refill report'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" with-foreign' -l 'with-foreign' -d 'With --policy flush, also where items are no sessions of this pool.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" remove-ended' -l 'remove-ended' -d 'Remove sessions that ended while the only node that has them was away, where a guard\'s notes prove it.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" restore-listed' -l 'restore-listed' -d 'Give back the sessions that a guard has listed: PHP went on from an old copy before it was mended.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" dry-run' -l 'dry-run' -d 'Print the plan and do nothing.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" y yes' -s 'y' -l 'yes' -d 'Do not ask.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion recover -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion recover -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion recover -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion recover -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion recover -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool recover" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" y yes' -s 'y' -l 'yes' -d 'Act; without it everything is only reported.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" once' -l 'once' -d 'Look once and end, for cron.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" interval' -l 'interval' -d 'Time between two looks; 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" exec' -l 'exec' -d 'Run this for each event: facts in $MCPOOL_*, the event as JSON on standard input.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" fence' -l 'fence' -d 'On a memcached host: close its node to the web servers with this command while it may hold old sessions.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" unfence' -l 'unfence' -d 'Open it with this command for $MCPOOL_PERMIT_MS milliseconds; run again and again while it may stay open.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard"' -l 'witness' -d 'A service on a further host, best a web server, that votes on whether this machine is cut off; one of them must be reached for the node to be open. Repeatable.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion guard -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion guard -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion guard -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion guard -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion guard -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool guard" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool config" -eq 1' -fa 'show' -d 'Show the pool that PHP builds, and what is wrong with it.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool config" -eq 1' -fa 'get' -d 'Print what PHP reads for a directive.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion config show -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion config show -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion config show -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion config show -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion config show -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool config get" -ge 1' -fka '(__mcpool_custom_completion ---completion config get -- positional@0 (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion config get -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion config get -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion config get -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get"' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders; repeatable where a command looks at several.' -rfka '(__mcpool_custom_completion ---completion config get -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get"' -l 'server' -d 'A bare node without PHP\'s rules, or the path of its socket; repeatable, excludes every other source.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" extension-release' -l 'extension-release' -d 'The release of the PHP extension, e.g. 8.0 or 3.2.0.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" server-name' -l 'server-name' -d 'PHP\'s SERVER_NAME, where a session prefix is made from it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get"' -l 'map' -d 'Reach a node at another address (tunnel, container), while its name in the ring stays; repeatable.' -rfka '(__mcpool_custom_completion ---completion config get -- --map (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" timeout' -l 'timeout' -d 'Longest wait for one operation on one node (us, ms, s, m, h); 1s.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" protocol' -l 'protocol' -d 'The protocol to speak. auto: binary where PHP logs in by SASL, else text.' -rfka 'auto text binary'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" tls' -l 'tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" no-tls' -l 'no-tls' -d 'Speak TLS to every node reached over TCP.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" tls-ca' -l 'tls-ca' -d 'Trust who is in this PEM file, instead of this system\'s authorities.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" tls-cert' -l 'tls-cert' -d 'Our own certificate and its chain, a PEM file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" tls-key' -l 'tls-key' -d 'Its key, a PEM file, unless it is in the same file.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" tls-insecure' -l 'tls-insecure' -d 'Speak TLS and believe whoever answers.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" auth-user' -l 'auth-user' -d 'Log in as this user where a node wants it.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" auth-password-file' -l 'auth-password-file' -d 'A file with the password, which others cannot read. Without it: $MCPOOL_PASSWORD, or a prompt.' -rF
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" o output' -s 'o' -l 'output' -d 'How results are printed.' -rfka 'table json jsonl csv'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" no-color' -l 'no-color' -d 'No colour on a terminal (also: NO_COLOR).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" q quiet' -s 'q' -l 'quiet' -d 'No remarks on standard error, only errors.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get"' -s 'v' -l 'verbose' -d 'Log to standard error; twice for wire traffic (never values).'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" reveal' -l 'reveal' -d 'Show what is secret or personal: passwords, contents.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool demo" keep' -l 'keep' -d 'Leave the servers running, and say how to go on.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool demo" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool demo" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool help" version' -l 'version' -d 'Show the version.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool help" -eq 1' -fka 'stats ping hot check exporter locate session flush recover guard config demo exit-codes'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool help" -eq 2; and contains session (__mcpool_tokens -pc)' -fka 'list summary show locks unlock touch remove dump restore'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool help" -eq 2; and contains config (__mcpool_tokens -pc)' -fka 'show get'
