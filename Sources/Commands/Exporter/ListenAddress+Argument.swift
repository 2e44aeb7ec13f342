public import ArgumentParser
public import Exporter

extension ListenAddress: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  /// Port 0.
  var picksPort: Bool {
    if case .tcp(_, 0) = self { return true }
    return false
  }
}
