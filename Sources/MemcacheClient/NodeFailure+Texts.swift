import MemcacheProtocol

extension NodeFailure: CustomStringConvertible {
  /// What happened, in one line without the node's name.
  public var reason: String {
    switch cause {
    case .unresolved(let words): "the name does not resolve: \(words)"
    case .refused: "connection refused: nothing listens there"
    case .socket(let fault): fault.reason
    case .unreachable(let words): "no way to it: \(words)"
    case .noDescriptor(let words): "could not be asked from here: \(words)"
    case .late(.lookup, let limit): "the name lookup gave no answer within \(limit)"
    case .late(.connection, let limit): "no connection within \(limit)"
    case .late(.handshake, let limit): "connected, but it sent nothing in the TLS handshake within \(limit)"
    case .late(.reply, let limit): "connected, but it sent nothing within \(limit)"
    case .late(.restOfReply, let limit): "began to reply, and the reply was not whole within \(limit)"
    case .late(.endOfListing, let limit):
      "sent neither \(Limits.itemsInListingWait) further lines of its listing within \(limit) nor the END by which it is "
        + "known to be whole"
    case .silentToBinary(let limit): "connected, but it sent nothing within \(limit) to the binary protocol"
    case .cancelled(.lookup): "given up while its name was looked up"
    case .cancelled(.connection): "given up before it was connected"
    case .cancelled(.handshake): "given up in the middle of the TLS handshake"
    case .cancelled(.reply): "given up before it replied"
    case .cancelled(.restOfReply), .cancelled(.endOfListing): "given up in the middle of its reply"
    case .reset(withinReply: false): "closed the connection instead of replying"
    case .reset(withinReply: true): "closed the connection in the middle of a reply"
    case .authenticationRequired: "wants a user and a password"
    case .authenticationFailed(let words): "refuses this user and password: \(words)"
    case .unusableLogin(let words): "the login cannot be sent: \(words)"
    case .loginUnavailable(nil): "takes no login: it was not started with -S"
    case .loginUnavailable(let offered?):
      "takes no login of the kind PLAIN, which is the only one here; it offers "
        + (offered.isEmpty ? "none" : offered.joined(separator: ", "))
    case .tls(let fault): fault.reason
    case .full: "has no connection left (ERROR Too many open connections)"
    case .foreign(.tls): "expects TLS on this port"
    case .foreign(.http): "is a web server, no memcached"
    case .foreign(.ssh): "is an SSH server, no memcached"
    case .foreign(.smtp): "is a mail server, no memcached"
    case .foreign(.textOnly(let words)): "answers the binary protocol in text: \(words)"
    case .foreign(.proxy(.withoutStats)):
      "is a proxy such as twemproxy, no memcached: it answers get and closes the connection on stats"
    case .foreign(.proxy(.mcrouter(let version))): "is a proxy, no memcached: it calls itself \(version)"
    case .foreign(.proxy(.memcached)): "is a memcached in proxy mode, which hands keys on to other servers"
    case .foreign(.unknown(let words)): "does not speak memcached's protocol; it said: \(words)"
    case .unasked(let words): "sent an answer to something that was not asked: \(words)"
    case .excessive(let words): "sent \(words), as no memcached does"
    case .declined(let command, let answer): "answered \(answer) to \(command)"
    case .unsayable(let words): words
    }
  }

  /// What to do about it, for somebody woken by it. Of a node that is reached elsewhere it names both places.
  public var remedy: String {
    guard let elsewhere else { return ownRemedy }
    return
      "it is reached at \(elsewhere) (--map, mcpool.map): is the tunnel or the container there up, and the right one? "
      + "Then: \(ownRemedy)"
  }

  private var ownRemedy: String {
    switch cause {
    case .unresolved:
      "check the spelling of the host, /etc/hosts and the name server: getent ahosts \(way.host)"
    case .late(.lookup, _):
      "the name server is slow or down; write the address in numbers, or raise --timeout"
    case .refused where way.socketPath != nil:
      "memcached is not running, and left its socket behind; systemctl status memcached, then ls -l \(way.text)"
    case .socket(let fault): fault.remedy(way.socketPath ?? way.text)
    case .refused:
      "on \(host): is memcached running (systemctl status memcached) and listening on this address and port (ss -ltnp)?"
    case .unreachable:
      "check the network between here and \(way.host): ip route get \(way.host)"
    case .noDescriptor: Self.moreDescriptors
    case .late(.connection, _) where way.socketPath != nil:
      "memcached hangs, or is at its connection limit with no_maxconns_fast: look at it with top and ss -lx"
    case .late(.connection, _):
      "the host is down, a firewall drops packets, or memcached is at its connection limit with no_maxconns_fast: "
        + "ping \(way.host), then ss -ltn on it; a slow link needs a longer --timeout"
    case .late(.handshake, _):
      "the process hangs, swaps or is stopped (a memcached without TLS would have answered ERROR): look at it on "
        + "\(host) with top"
    case .late(.reply, _):
      "the process hangs, swaps or is stopped: look at it on \(host) with top; restart memcached only if it hangs, as "
        + "that empties it. Or its port is for "
        + (isOverTLS ? "" : "TLS, which says nothing to a short plain question (-Z: add --tls), or for ")
        + "the binary protocol alone (-S: add --protocol binary and --auth-user)"
    case .late(.restOfReply, _):
      "the process hangs, swaps or is stopped, or the network between here and \(host) is slow: look at it there with top; "
        + "restart memcached only if it hangs, as that empties it"
    case .late(.endOfListing, _):
      "memcached 1.4.31 to 1.5.3 never send that END, so nothing can be counted there: upgrade it. A newer one hangs, or the "
        + "network between here and \(host) is slow: look at it there with top"
    case .silentToBinary:
      "a memcached with a password file (-Y) or -B ascii is silent to it: leave out --protocol binary. Otherwise the "
        + "process hangs, swaps or is stopped (look at it on \(host) with top)"
        + (isOverTLS ? "" : ", or its port is for TLS, which says nothing to a short plain question (-Z: add --tls)")
    case .cancelled: "ask again"
    case .reset(withinReply: false) where isOverTLS:
      "what takes up TLS there may be a proxy whose memcached is down, or a service that is no memcached: see how it was "
        + "started on \(host) (ps -C memcached -o args), and its log"
    case .reset(withinReply: false):
      "memcached with TLS (-Z) does so to plain connections: then add --tls (mcpool.tls = on). So does a service that is "
        + "no memcached: see how it was started on \(host) (ps -C memcached -o args)"
    case .reset(withinReply: true):
      "memcached ended or was restarted just now, or something between here and \(host) cut the connection: "
        + "look at its uptime and its log"
    case .authenticationRequired:
      "it was started with -Y or -S: give the user with --auth-user (mcpool.auth_user), and its password in a file with "
        + "--auth-password-file (mcpool.auth_password_file) or in $MCPOOL_PASSWORD; -S needs --protocol binary too"
    case .authenticationFailed:
      "compare --auth-user (mcpool.auth_user) and its password with what memcached knows: the file of its -Y, or for -S "
        + "the users that sasldblistusers2 lists, with the host's name behind the @"
    case .unusableLogin: "choose another user and password, there and here (--auth-user, mcpool.auth_password_file)"
    case .loginUnavailable(nil):
      "leave out --auth-user (mcpool.auth_user); php-memcached with memcached.sess_sasl_username fails there altogether"
    case .loginUnavailable:
      "add plain to mech_list in the server's SASL configuration on \(host) (memcached.conf in $SASL_CONF_PATH)"
    case .tls(let fault): fault.remedy(way.text)
    case .full:
      "PHP takes it for dead as well: free connections (mcpool stats --detail conns shows who holds them once one is "
        + "free), or restart it with a larger -c, which empties it"
    case .foreign(.tls):
      "add --tls (mcpool.tls = on), with --tls-ca FILE where the authority that signed its certificate is your own"
    case .foreign(.textOnly): "leave out --protocol binary"
    case .foreign(.proxy):
      "the proxy, not PHP, decides where a session is: name the memcacheds behind it, as its own configuration does"
    case .foreign: "check host and port in save_path against how memcached was started on \(host)"
    case .unasked:
      "its answers cannot be told apart, so nothing of it is believed: is there a proxy between here and \(host) that mixes "
        + "up connections, or something that is no memcached?"
    case .excessive: "check that \(way.text) is a memcached and not something else on its port"
    case .declined(_, let answer) where answer.isUnknownGroup:
      "the binary protocol has no such group: ask in text (leave out --protocol binary), unless it was started with -S; "
        + "who is connected also shows on \(host) with ss -tnp"
    case .declined(let command, let answer) where command.hasPrefix("watch") && answer.isUnknownCommand:
      "memcached tells what happens on it from 1.4.26 on: upgrade it"
    case .declined(_, let answer) where answer.kind == .watchers:
      "memcached tells 20 at most at the same time: end another mcpool hot or log collector that watches \(host)"
    case .declined: "see how memcached was started on \(host): options such as -F, -X and -W switch commands off"
    case .unsayable: "correct what was asked"
    }
  }

  /// The node with reason, and the remedy on a second line.
  public var description: String { "\(node): \(reason)\n  try: \(remedy)" }

  /// The machine on which the node is.
  private var host: String { PlaceName(node).host }
  /// Where it is really connected to.
  private var way: PlaceName { PlaceName(elsewhere ?? node) }
}

/// A node's name or address, taken apart for messages.
struct PlaceName {
  let text: String
  /// Of `/PATH`, `unix:///PATH` or `/PATH:0`; nil for others.
  let socketPath: String?

  init(_ name: String) {
    guard let slash = name.firstIndex(of: "/"), ["", "unix:"].contains(name[..<slash]) else {
      (text, socketPath) = (name, nil)
      return
    }
    let path = name[slash...].drop { $0 == "/" }
    let whole = "/" + (path.hasSuffix(":0") ? path.dropLast(2) : path)
    (text, socketPath) = (whole, whole)
  }

  var host: String {
    if socketPath != nil { return "this machine" }
    let name = text.lastIndex(of: ":").map { text[..<$0] } ?? text[...]
    return String(name.hasPrefix("[") && name.hasSuffix("]") ? name.dropFirst().dropLast() : name)
  }
}
