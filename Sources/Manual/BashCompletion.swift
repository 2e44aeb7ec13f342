/// Completion for bash. ArgumentParser's own script for bash takes `10.0.0.1:11211` for three words and lets the shell
/// expand what it is offered, names from files included; those for zsh and fish have neither fault.
struct BashCompletion {
  let root: HelpTree.Command

  var script: String {
    """
    # bash completion for mcpool. Made by `make completions` from the program's own help; change that, not this.

    \(Self.wholeWords)
    \(Self.candidates)
    \(grammar)
    \(Self.complete)
    complete -F _mcpool mcpool

    """
  }

  /// bash breaks words at each of COMP_WORDBREAKS; this puts together again what no blank divides.
  private static let wholeWords = #"""
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

    """#

  /// What bash replaces is what stands behind an open quote, else behind the last break of the word; candidates begin
  /// there. The quote is closed by bash.
  private static let candidates = #"""
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

    """#

  /// For each command its options, and for each of them and the arguments how values are found.
  private var grammar: String {
    let cases = ([root] + root.shown + root.shown.flatMap(\.shown)).map { command in
      let path = command.path.dropFirst().joined(separator: " ")
      return "    '\(path)')\n" + Self.rules(command) + "        ;;\n"
    }
    return """
      # Sets options and subcommands of the command whose name is $1, and action: how the value of $2 is found: an option,
      # '' for an argument, '-' for nothing. topics is what help explains.
      _mcpool_grammar() {
          options='' subcommands='' action='' topics='\(root.helpTopics.joined(separator: " "))'
          case "$1" in
      \(cases.joined().dropLast())
          esac
      }

      """
  }

  private static func rules(_ command: HelpTree.Command) -> String {
    let options = command.options.flatMap { $0.names ?? [] }.map(\.typed).joined(separator: " ")
    var text = "        options='\(options)'\n"
    if !command.shown.isEmpty {
      let names = command.shown.map(\.commandName) + (command.superCommands == nil ? ["help"] : [])
      text += "        subcommands='\(names.joined(separator: " "))'\n"
    }
    let valued = command.options.filter { $0.kind == .option }
    var actions = valued.map { option in
      ((option.names ?? []).map(\.typed).joined(separator: " | "), action(option, option.preferredName?.typed ?? ""))
    }
    // One that repeats takes all words; of several the first is the one that is completed.
    if let first = command.positionals.first {
      actions.append(("''", action(first, "positional@0")))
    }
    guard !actions.isEmpty else { return text }
    text += "        case \"$2\" in\n"
    for (pattern, action) in actions { text += "        \(pattern)) action='\(action)' ;;\n" }
    return text + "        esac\n"
  }

  private static func action(_ argument: HelpTree.Argument, _ name: String) -> String {
    guard let kind = argument.completionKind else { return "none" }
    if let list = kind.list { return "list " + list.values.joined(separator: " ") }
    if let file = kind.file {
      return (["files"] + [file.extensions.joined(separator: "|")].filter { !$0.isEmpty }).joined(separator: " ")
    }
    if kind.custom != nil { return "ask \(name)" }
    return "none"
  }

  private static let complete = #"""
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

    """#
}
