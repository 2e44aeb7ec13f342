extension TouchPlan {
  private enum CodingKeys: String, CodingKey { case pool, refusals, expires, remarks, actions }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pool, forKey: .pool)
    try container.encode(refusals, forKey: .refusals)
    try container.encode(expires, forKey: .expires)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(actions, forKey: .actions)
  }
}

extension TouchPlan.Action: Encodable {
  private enum CodingKeys: String, CodingKey {
    case id, node, state, action, reason, role, ttl, result
    case keyEncoding = "key_encoding"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let text = KeyText(id)
    try container.encode(text.text, forKey: .id)
    if text.isPercentEncoded { try container.encode("percent", forKey: .keyEncoding) }
    try container.encode(node, forKey: .node)
    try container.encode(state, forKey: .state)
    try container.encode(action, forKey: .action)
    try container.encode(reason, forKey: .reason)
    try container.encode(role, forKey: .role)
    try container.encode(ttl?.components.seconds, forKey: .ttl)
    try container.encode(result, forKey: .result)
  }
}
