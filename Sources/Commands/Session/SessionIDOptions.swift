import ArgumentParser

/// The sessions that a command is about.
struct SessionIDOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Session ids, or - for one a line on standard input.", valueName: "id"))
  var ids: [String]

  @Option(
    name: .customLong("ids-encoding"), help: ArgumentHelp("How ids are written.", valueName: "raw|percent|base64"))
  var encoding: IDEncoding = .raw

  func validate() throws {
    if ids.contains("-"), ids.count > 1 {
      throw ValidationError("- reads all ids from standard input; name ids or -, not both")
    }
  }

  func batches(_ surroundings: Surroundings) -> IDBatches {
    ids == ["-"] ? .standardInput(surroundings.input, encoding) : .arguments(ids, encoding)
  }
}
