import ArgumentParser

/// What every act on servers can be told.
struct ActOptions: ParsableArguments {
  @Flag(name: .customLong("dry-run"), help: "Print the plan and do nothing.")
  var dryRun = false

  @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
  var yes = false
}
