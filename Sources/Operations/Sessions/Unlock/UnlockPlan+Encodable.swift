extension UnlockPlan {
  private enum CodingKeys: String, CodingKey {
    case pool, refusals, unasked, actions
    case notLocked = "not_locked"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pool, forKey: .pool)
    try container.encode(refusals, forKey: .refusals)
    try container.encode(notLocked.map { KeyText($0).text }, forKey: .notLocked)
    try container.encode(unasked.map { KeyText($0.id).text }, forKey: .unasked)
    try container.encode(actions, forKey: .actions)
  }
}

extension UnlockPlan.Action: Encodable {
  private enum CodingKeys: String, CodingKey {
    case id, node, state, action, reason, lock, age, tries, ttl, result
    case keyEncoding = "key_encoding"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let text = KeyText(id)
    try container.encode(id.isEmpty ? nil : text.text, forKey: .id)
    if text.isPercentEncoded { try container.encode("percent", forKey: .keyEncoding) }
    try container.encode(node, forKey: .node)
    try container.encode(state, forKey: .state)
    try container.encode(changesNode ? "unlock" : "skip", forKey: .action)
    try container.encode(reason, forKey: .reason)
    try container.encode(lock?.state, forKey: .lock)
    try container.encode(lock?.age?.components.seconds, forKey: .age)
    try container.encode(lock?.tries, forKey: .tries)
    try container.encode(lock?.ttl?.components.seconds, forKey: .ttl)
    try container.encode(result, forKey: .result)
  }
}
