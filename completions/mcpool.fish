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
            __mcpool_parse_subcommand -r 1 'detail=' 'fields=' 'every=' 'count=' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'ping'
            __mcpool_parse_subcommand -r 1 'c/count=' 'interval=' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'locate'
            __mcpool_parse_subcommand -r 1 'down=+' 'verify' 'anywhere' 'ids-encoding=' 'object' 'option=+' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'flush'
            __mcpool_parse_subcommand -r 1 'all' 'with-foreign' 'dry-run' 'y/yes' 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
        case 'config'
            __mcpool_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'show'
                __mcpool_parse_subcommand 0 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
            case 'get'
                __mcpool_parse_subcommand -r 1 'ini=+' 'php=' 'fpm-pool=' 'd/define=+' 'save-path=' 'handler=' 'p/pool=' 'server=+' 'extension-release=' 'server-name=' 'map=+' 'timeout=' 'protocol=' 'tls' 'no-tls' 'tls-ca=' 'tls-cert=' 'tls-key=' 'tls-insecure' 'auth-user=' 'auth-password-file=' 'o/output=' 'no-color' 'q/quiet' 'v/verbose' 'reveal' 'version' 'h/help'
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
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'locate' -d 'Say which nodes hold a session.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool" -eq 1' -fa 'flush' -d 'Empty nodes, after showing whom it logs out, and prove it.'
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
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool stats" p pool' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders.' -rfka '(__mcpool_custom_completion ---completion stats -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
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
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool ping" p pool' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders.' -rfka '(__mcpool_custom_completion ---completion ping -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
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
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool locate" p pool' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders.' -rfka '(__mcpool_custom_completion ---completion locate -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
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
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool flush" -ge 1' -fka '(__mcpool_custom_completion ---completion flush -- positional@0 (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" all' -l 'all' -d 'All nodes of the pool.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" with-foreign' -l 'with-foreign' -d 'Also where items are no sessions of this pool.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" dry-run' -l 'dry-run' -d 'Print the plan and do nothing.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" y yes' -s 'y' -l 'yes' -d 'Do not ask.'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush"' -l 'ini' -d 'A php.ini-style file, a folder of *.ini, or - for standard input; repeatable, later wins. FPM pools, Apache lines and .user.ini are told by content; ini:, fpm:, apache: before the path force it.' -rfa '(set -l exts \'ini\' \'conf\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" php' -l 'php' -d 'The configuration of a PHP installed here, e.g. 8.2/fpm.' -rfka '(__mcpool_custom_completion ---completion flush -- --php (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" fpm-pool' -l 'fpm-pool' -d 'The pool section of FPM files to look at.' -rfka '(__mcpool_custom_completion ---completion flush -- --fpm-pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush"' -s 'd' -l 'define' -d 'One more directive, parsed as php -d does; repeatable.' -rfka '(__mcpool_custom_completion ---completion flush -- --define (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" save-path' -l 'save-path' -d 'The session.save_path, taken literally.' -rfka ''
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" handler' -l 'handler' -d 'The session.save_handler.' -rfka 'memcache memcached'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool flush" p pool' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders.' -rfka '(__mcpool_custom_completion ---completion flush -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
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
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config show" p pool' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders.' -rfka '(__mcpool_custom_completion ---completion config show -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
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
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_flags_or_options "mcpool config get" p pool' -s 'p' -l 'pool' -d 'A named pool: NAME.ini in the pools folders.' -rfka '(__mcpool_custom_completion ---completion config get -- --pool (count (__mcpool_tokens -pc)) (string length -- (commandline -ct)))'
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
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool help" -eq 1' -fka 'stats ping locate flush config demo exit-codes'
complete -c 'mcpool' -n '__mcpool_should_offer_completions_for_positional "mcpool help" -eq 2; and contains config (__mcpool_tokens -pc)' -fka 'show get'
