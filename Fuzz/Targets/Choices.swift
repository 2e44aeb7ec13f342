/// The decisions of one run, taken from the front of the input, so that libFuzzer can mutate them as it does the rest.
struct Choices {
  private(set) var rest: ArraySlice<UInt8>

  init(_ input: [UInt8]) { rest = input[...] }

  /// 0 when nothing is left.
  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func one<Element>(of elements: [Element]) -> Element { elements[Int(byte()) % elements.count] }
}
