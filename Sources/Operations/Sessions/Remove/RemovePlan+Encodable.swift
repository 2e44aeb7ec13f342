extension RemovePlan {
  private enum CodingKeys: String, CodingKey { case pool, refusals, sessions, missing, unasked, open, actions }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pool, forKey: .pool)
    try container.encode(refusals, forKey: .refusals)
    try container.encode(sessions, forKey: .sessions)
    try container.encode(missing, forKey: .missing)
    try container.encode(unasked.map { KeyText($0.id).text }, forKey: .unasked)
    try container.encode(open, forKey: .open)
    try container.encode(actions, forKey: .actions)
  }
}

extension RemovePlan.Action: Encodable {
  private enum CodingKeys: String, CodingKey { case node, state, action, reason, copies, strays, locks, result }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(node, forKey: .node)
    try container.encode(state, forKey: .state)
    try container.encode(action, forKey: .action)
    try container.encode(reason, forKey: .reason)
    try container.encode(copies, forKey: .copies)
    try container.encode(strays, forKey: .strays)
    try container.encode(locks, forKey: .locks)
    try container.encode(result, forKey: .result)
  }
}
