/// What an ini text can look up while it is read.
protocol IniScope {
  func reference(_ name: [UInt8]) -> IniLookup
  /// nil: no constant of that name, so it is plain text.
  func constant(_ name: [UInt8]) -> IniConstant?
}

/// What a `${NAME}` finds.
enum IniLookup: Hashable {
  case value([UInt8])
  /// Neither a directive read before nor a variable of the environment: PHP takes the empty text.
  case unset
  /// `NAME` is an array: PHP dies.
  case array
}

enum IniConstant: Hashable {
  case value([UInt8])
  /// There is such a constant, but its value depends on the build or the patch level of that PHP.
  case unknown
}
