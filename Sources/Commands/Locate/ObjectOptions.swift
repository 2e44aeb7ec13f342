import ArgumentParser
import PHPConfiguration
import Placement

/// How `locate` is told that the keys are an application's own.
struct ObjectOptions: ParsableArguments {
  @Flag(
    name: .customLong("object"),
    help:
      "The ids are keys of an application: place them as the Memcache or Memcached class does with these servers.")
  var isOn = false

  @Option(
    name: .customLong("option"),
    help: ArgumentHelp(
      "With --object and memcached: what the application sets before it adds the servers, e.g. OPT_DISTRIBUTION=DISTRIBUTION_CONSISTENT; repeatable, in order.",
      valueName: "name=value"),
    completion: .optionsToSet)
  var options: [String] = []

  func validate() throws {
    guard isOn || options.isEmpty else {
      throw ValidationError("--option is for an application's own keys; add --object, or remove it")
    }
    for option in options where !option.contains("=") || option.hasPrefix("=") {
      throw ValidationError("--option '\(option)' is no NAME=VALUE; write e.g. --option OPT_LIBKETAMA_COMPATIBLE=true")
    }
  }

  /// The object that the application has. Remarks on it go to standard error.
  func pool(
    _ loaded: LoadedConfiguration, _ output: OutputOptions, _ surroundings: Surroundings
  ) throws(Failure) -> ObjectPool {
    var remarks = loaded.configuration.diagnostics + loaded.unknownKeys
    defer { loaded.tell(remarks, output, surroundings) }
    do throws(ObjectPoolError) {
      let pool = try ObjectPool(
        configuration: loaded.configuration, handler: loaded.handler, release: loaded.packagedRelease,
        serverName: loaded.serverName, options: try calls())
      remarks += pool.diagnostics
      return pool
    } catch {
      switch error {
      case .pool(let error): throw Failure(error)
      case .option(let refusal):
        throw Failure(.usage, "--option: \(refusal.message)", effect: refusal.effect, remedy: refusal.cure)
      case .optionsOfTheOtherClass:
        throw Failure(
          .usage, "--option is for the Memcached class, and this pool is one of memcache",
          effect: "the Memcache class has no setOption()",
          remedy: "set its directives: -d memcache.redundancy=2, -d memcache.allow_failover=0")
      }
    }
  }

  private func calls() throws(ObjectPoolError) -> [(Memcached.Option, Memcached.OptionValue)] {
    var calls: [(Memcached.Option, Memcached.OptionValue)] = []
    for text in options {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      do throws(Memcached.OptionRefusal) {
        let option = try Memcached.Option(named: parts[0])
        calls.append((option, try Memcached.OptionValue(parts[1], for: option)))
      } catch { throw .option(error) }
    }
    return calls
  }
}
