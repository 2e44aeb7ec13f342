/// A fair sample of things that come one after the other, however many they are: Vitter's algorithm R (1985).
struct Reservoir<Element: Sendable>: Sendable {
  private(set) var kept: [Element] = []
  private var seen = 0
  private let room: Int

  init(room: Int) { self.room = room }

  /// - Parameter make: called for what is kept only.
  mutating func take(_ make: () -> Element) {
    seen += 1
    if kept.count < room { return kept.append(make()) }
    let place = Int.random(in: 0..<seen)
    if place < room { kept[place] = make() }
  }
}
