/// A drill that could not be played to its end.
public struct DrillFault: Error, CustomStringConvertible {
  public let description: String
}
