import ArgumentParser
import Operations

/// `--sort FIELD`, with `:asc` or `:desc` behind it for the other direction.
struct ListOrderArgument: ExpressibleByArgument, Sendable {
  let order: ListOrder

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let field = ListOrder.Field(rawValue: parts[0]) else { return nil }
    switch parts.dropFirst().first {
    case nil: order = ListOrder(field)
    case "asc": order = ListOrder(field, isDescending: false)
    case "desc": order = ListOrder(field, isDescending: true)
    default: return nil
    }
  }

  static var allValueStrings: [String] { ListOrder.Field.allCases.map(\.rawValue) }
}
