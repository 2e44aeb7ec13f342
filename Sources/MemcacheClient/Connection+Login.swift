import MemcacheProtocol

extension Connection {
  /// Logs in where the server wants it (`-Y`). An open server would store the login as an item, so it is asked first.
  func logIn(_ login: Login) async throws(NodeFailure) {
    let request = LoginRequest(login)
    if let problem = request.problem { throw NodeFailure(node: node, .unusableLogin(problem)) }
    switch try await exchange(Command.version, LineReader.version).reply {
    case .success: return
    case .failure(let refusal) where refusal.isAuthenticationRequired: break
    case .failure(let refusal): throw NodeFailure(node: node, .init(refusal: refusal, of: Command.version))
    }
    if case .failure(let refusal) = try await exchange(request, LineReader.set).reply {
      throw NodeFailure(node: node, .authenticationFailed(refusal.line))
    }
  }
}

/// `set` with `USER PASSWORD` as its value: the login of the text protocol (memcached's `-Y`). The key does not matter.
private struct LoginRequest: Request {
  private let user: [UInt8]
  private let password: [UInt8]

  init(_ login: Login) {
    user = login.user
    password = login.password
  }

  /// What memcached 1.6.18 cannot take; nil when it can. It splits the value at blanks, and its file at the first colon.
  var problem: String? {
    func has(_ bytes: [UInt8], _ extra: UInt8?) -> Bool { bytes.contains { $0 <= 0x20 || $0 == 0x7f || $0 == extra } }
    if user.isEmpty || password.isEmpty { return "both must have at least one character" }
    if has(user, 0x3a) { return "the user must have no blank, colon or control character" }
    if has(password, nil) { return "the password must have no blank and no control character" }
    let limit = Limits.loginBytes
    return user.count + password.count > limit ? "together they must have no more than \(limit) bytes" : nil
  }

  func encode(into bytes: inout [UInt8]) {
    bytes += "set mcpool 0 0 \(user.count + 1 + password.count)\r\n".utf8
    bytes += user
    bytes.append(0x20)
    bytes += password
    bytes += "\r\n".utf8
  }

  var description: String { "the login" }
}
