/// The braces, commas and names of an object that is written straight to bytes. Names need no escape.
struct JSONObject {
  private var isEmpty = true

  init(_ bytes: inout [UInt8]) { bytes.append(UInt8(ascii: "{")) }

  mutating func name(_ name: StaticString, _ bytes: inout [UInt8]) {
    JSONBytes.put(isEmpty ? "\"" : ",\"", to: &bytes)
    isEmpty = false
    JSONBytes.put(name, to: &bytes)
    JSONBytes.put("\":", to: &bytes)
  }

  func end(_ bytes: inout [UInt8]) { bytes.append(UInt8(ascii: "}")) }
}
