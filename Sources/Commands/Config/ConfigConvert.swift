public import Advice
public import ArgumentParser
import Placement
import Presentation

extension ConversionTarget: ExpressibleByArgument {}

/// `config convert`: the pool in another program's words.
struct ConfigConvert: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write the pool as the configuration of a proxy, a library or the other extension.",
    discussion: """
      EXAMPLES
        mcpool config convert --to twemproxy -p board > nutcracker.yml
        mcpool config convert --to libmemcached -p board
        mcpool config convert --to memcached --php 8.2/fpm > new.ini

      twemproxy: its YAML. mcrouter: its JSON. libmemcached: a configuration string, as applications give it to new
      Memcached. memcache, memcached: the php.ini lines of the other extension.

      What is printed places sessions where PHP has them now: 40,000 ids are placed by both rules first, and standard error
      says so, and what does not go through. Where no such configuration exists it says why and what would have to change,
      prints nothing and ends with 1. The lines for the other extension are printed in any case, with a first line that says
      that they are not equal, for whoever changes over and logs everybody out.
      """)

  @Option(
    help: ArgumentHelp("What to write.", valueName: "twemproxy|mcrouter|libmemcached|memcache|memcached"))
  var to: ConversionTarget

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try pool.validateRules(for: "config convert") }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let loaded = try await pool.load(surroundings)
    let php = try explained { () throws(PoolError) in try loaded.poolWithRemarks(output, surroundings) }
    if php.handler.rawValue == to.rawValue {
      throw Failure(
        .usage, "this is a pool of \(php.handler.rawValue) already",
        remedy: "--to \(php.handler == .memcache ? "memcached" : "memcache") has the lines of the other extension")
    }
    let conversion = Conversion(
      of: ComparedPool(name: loaded.name, pool: php, configuration: loaded.configuration), to: to)
    try surroundings.output.write(try output.renderer(surroundings).render(ConvertReport(conversion)))
    tell(conversion, surroundings)
    return conversion.isEqual ? .fine : .no
  }

  private func tell(_ conversion: Conversion, _ surroundings: Surroundings) {
    for refusal in conversion.refusals {
      surroundings.tell("not equal: \(refusal.reason)")
      surroundings.tell(refusal.cure, as: "  try: ")
    }
    guard !output.quiet, conversion.text != nil else { return }
    if conversion.isEqual {
      surroundings.tell(
        conversion.proof.map { "equal: \(Units.grouped($0.sessions)) ids are on the same nodes by both rules" }
          ?? "equal: there is one node, and every session is on it")
    }
    for note in conversion.notes { surroundings.tell(note, as: "  mind: ") }
  }
}
