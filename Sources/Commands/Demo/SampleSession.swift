/// A session as a shop's PHP writes it, made up: id and serialized data.
struct SampleSession: Sendable {
  let id: [UInt8]
  let data: [UInt8]

  private static let names = ["Alice", "Bruno", "Chiara", "Dmitri", "Elif", "Femi", "Grace", "Hiro"]
  private static let idAlphabet = Array("0123456789abcdefghijklmnopqrstuv".utf8)

  /// `session.sid_length = 26`, `session.sid_bits_per_character = 5`, as Debian's php.ini has it.
  init(number: Int) {
    id = (0..<26).map { _ in Self.idAlphabet.randomElement() ?? 0x30 }
    let name = Self.names[number % Self.names.count]
    let token = (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
    var text = "user_id|i:\(4000 + number);name|s:\(name.utf8.count):\"\(name)\";csrf|s:32:\"\(token)\";"
    let articles = Int.random(in: 0...6)
    text += "cart|a:\(articles):{"
    for article in 0..<articles {
      let sku = "SKU-\(10000 + Int.random(in: 0..<90000))"
      text += "i:\(article);a:2:{s:3:\"sku\";s:9:\"\(sku)\";s:3:\"qty\";i:\(Int.random(in: 1...4));}"
    }
    data = Array((text + "}").utf8)
  }
}
