extension FoundLock: Encodable {
  private enum CodingKeys: String, CodingKey {
    case id, node, state, age, tries, ttl
    case keyEncoding = "key_encoding"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let text = KeyText(id)
    try container.encode(text.text, forKey: .id)
    if text.isPercentEncoded { try container.encode("percent", forKey: .keyEncoding) }
    try container.encode(node, forKey: .node)
    try container.encode(lock.state, forKey: .state)
    try container.encode(lock.age?.components.seconds, forKey: .age)
    try container.encode(lock.tries, forKey: .tries)
    try container.encode(lock.ttl?.components.seconds, forKey: .ttl)
  }
}
