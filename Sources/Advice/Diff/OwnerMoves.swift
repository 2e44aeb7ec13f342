/// What goes from which server to which when one configuration takes the place of another: sessions that were counted,
/// or parts of all possible ones, which add up to 1.
public struct OwnerMoves: Sendable {
  public struct Move: Hashable, Sendable {
    public let from: Int
    public let to: Int
    public let amount: Double
  }

  /// Of how many servers; see `ServerTable`.
  public let serverCount: Int
  /// Rows: the owner before; columns: the owner after.
  private var table: [Double]

  public init(serverCount: Int) {
    self.serverCount = serverCount
    table = Array(repeating: 0, count: serverCount * serverCount)
  }

  public mutating func add(from: Int, to: Int, _ amount: Double = 1) { table[from * serverCount + to] += amount }

  /// Everything, whether it moves or not.
  public var total: Double { table.reduce(0, +) }

  public var moved: Double {
    table.indices.reduce(0) { $1 / serverCount == $1 % serverCount ? $0 : $0 + table[$1] }
  }

  /// The part that moves, 0 to 1.
  public var share: Double { total == 0 ? 0 : min(1, moved / total) }

  public func owned(before server: Int) -> Double {
    (0..<serverCount).reduce(0) { $0 + table[server * serverCount + $1] }
  }

  public func owned(after server: Int) -> Double {
    (0..<serverCount).reduce(0) { $0 + table[$1 * serverCount + server] }
  }

  public func kept(by server: Int) -> Double { table[server * serverCount + server] }
  public func gained(by server: Int) -> Double { owned(after: server) - kept(by: server) }
  public func lost(by server: Int) -> Double { owned(before: server) - kept(by: server) }

  /// What changes its server, the most first.
  public var moves: [Move] {
    let all = table.indices.compactMap { index in
      let (from, to) = (index / serverCount, index % serverCount)
      return from == to || table[index] == 0 ? nil : Move(from: from, to: to, amount: table[index])
    }
    return all.sorted { ($1.amount, $0.from, $0.to) < ($0.amount, $1.from, $1.to) }
  }
}
