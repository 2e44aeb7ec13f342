import Advice
public import ArgumentParser
import Operations
import PHPConfiguration
import PHPInstallation
import Placement
import Presentation
public import Replay

/// `replay`: what failures and changes of the configuration do to sessions.
struct ReplayEvents: PoolCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play failures and changes of the configuration, and say what users lose.",
    discussion: """
      EXAMPLES
        mcpool replay --php 8.2/fpm stop:10.0.0.2 visit start:10.0.0.2 visit
        mcpool replay -p shop cut:A write join:A visit
        mcpool replay -p shop --live ini:new.ini
        mcpool replay -p shop --matrix --html replay.html
        mcpool replay -p board --drill cut:A write join:A visit

      Nothing is sent to any server; --live lists the sessions that are there now, without touching them. --drill starts
      memcacheds of its own on this machine and lets the PHP that is installed here use them.

      EVENTS
        write[:V]               everybody stores a version (the next one)
        visit                   everybody looks at a page that changes nothing
        abort                   everybody starts a page that never closes its session
        stop:NODE start:NODE    the process ends, its memory is gone; it is started again
        cut:NODE join:NODE      connections are refused, memory is kept; it is reached again
        freeze:NODE thaw:NODE   it connects and answers nothing; it goes on
        hole:NODE unhole:NODE   its host says nothing at all; it does again
        flush:NODE              it is emptied
        guard:NODE              mcpool guard --yes mends it, as it does when a node returns
        path:SAVE_PATH          the web servers get another session.save_path
        ini:FILE                they get another configuration
        sleep:SECONDS, snap     time goes by; what each node holds is shown

      NODE is a name, a unique host, or a letter: A is the first node, those that join later have the next letters.
      Sessions are stored before the first event. Without any page among the events everybody visits after each of them;
      where nobody would come after the last one, everybody visits once more.
      """)

  @Argument(help: ArgumentHelp("What happens, in order.", valueName: "event"))
  var words: [String] = []

  @Option(
    name: .customLong("events"),
    help: ArgumentHelp(
      "Read events from a file or standard input, before those of the command line; # begins a comment.",
      valueName: "file|-"),
    completion: .file())
  var eventsFile: String?

  @OptionGroup(title: "Sessions") var sessions: ReplaySessionOptions

  @Option(
    help: ArgumentHelp(
      "How long PHP remembers failures: one request, or as the configuration's persistent connections make it.",
      valueName: "request|persistent"))
  var workers: WorkerLife?

  @Flag(
    help:
      "Play the standard timelines, one a row: a node dies, restarts, is cut off, hangs, with and without guard; all restart; the configuration changes."
  )
  var matrix = false

  @Flag(help: "Show what became of each session, a letter each: K kept, S stale, s old, L lost, N new id, E error.")
  var letters = false

  @Option(
    help: ArgumentHelp(
      "Write the same as a page with charts, for a change request; it holds all it needs and loads nothing.",
      valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Flag(
    help: "Play it with real servers and real PHP of this machine too, and hold the prediction against what they do.")
  var drill = false

  @OptionGroup(title: "Pool") var pool: PoolOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try pool.validateRules(for: "replay")
    if let html, html.isEmpty || html == "-" {
      throw ValidationError("--html takes a file for the page; what is printed goes to standard output beside it")
    }
    let files = pool.ini + words.filter { $0.hasPrefix("ini:") }.map { String($0.dropFirst(4)) }
    let inputs = [sessions.ids, eventsFile].count { $0 == "-" } + files.count { INISource($0).path == "-" }
    if inputs > 1 {
      throw ValidationError("standard input can be read once: give --ini, ini:, --ids or --events a file")
    }
    if drill, sessions.live || matrix || html != nil {
      throw ValidationError(
        "--drill plays events on servers of its own, where no session is yet: leave out --live, --matrix and --html")
    }
    if matrix {
      if !words.isEmpty || eventsFile != nil || letters {
        throw ValidationError("--matrix plays timelines of its own: leave out the events, --events and --letters")
      }
    } else if words.isEmpty, eventsFile == nil {
      throw ValidationError("name what happens: mcpool replay -p shop stop:A visit start:A visit")
    }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let page = try html.map(PageFile.init)
    let words = try await eventWords(surroundings)
    var loader = TimelineLoader(pool: pool, output: output, surroundings: surroundings)
    if drill { loader.php = try await DrillPHP(pool.php) }
    let configured = try await loader.load(words)
    let asWritten = try configured.whatIf()
    let life = workers ?? configured.usualLife
    try configured.refuseMixedAnswers(life)
    let (simulated, notes) = try await sessions.load(
      configured, asWritten, usual: drill ? ReplayDrill.usualSessions : nil, output, surroundings)
    let remarks = configured.remarks(life, isMatrix: matrix, before: simulated.before) + notes
    if let php = loader.php {
      return try await ReplayDrill(
        configured: configured, whatIf: asWritten, sessions: simulated, life: life, php: php, remarks: remarks,
        showsLetters: letters
      ).run(output, surroundings)
    }
    if matrix {
      let matrix = try Matrix(asWritten.pools[0], serverName: asWritten.serverName, sessions: simulated, life: life)
      let report = MatrixReport(matrix, pool: configured.first, remarks: remarks)
      try page?.write(report.page(Circumstances(configured, sessions: sessions.inWords(simulated), surroundings)))
      try surroundings.output.write(try output.renderer(surroundings).render(report))
      return .fine
    }
    let whatIf = asWritten.after(simulated.before)
    let timeline: Timeline
    do throws(EventError) { timeline = try whatIf.timeline(storesFirst: simulated.holders == nil) } catch {
      // It may be what --live found that stands against an event.
      if !simulated.before.isEmpty { for note in notes { surroundings.tell(note) } }
      throw Failure(error)
    }
    let simulation = try Simulation(timeline, sessions: simulated, life: life)
    let damage = Damage(simulation)
    let report = ReplayReport(
      simulation, moves: whatIf.moves(of: simulated.ids),
      verdict: [damage.sentence, try whatIf.advice(for: damage, simulated, life: life)], remarks: remarks,
      showsLetters: letters)
    try page?.write(report.page(Circumstances(configured, sessions: sessions.inWords(simulated), surroundings)))
    try surroundings.output.write(try output.renderer(surroundings).render(report))
    return .fine
  }

  private func eventWords(_ surroundings: Surroundings) async throws -> [EventWord] {
    var events: [EventWord] = []
    if let eventsFile {
      let text = String(decoding: try await surroundings.inputFile(eventsFile), as: UTF8.self)
      for (word, line) in EventWord.words(in: text) {
        events.append(try event(word, at: "\(eventsFile == "-" ? "standard input" : eventsFile):\(line): "))
      }
    }
    for word in words { events.append(try event(word, at: "")) }
    return EventWord.withVisits(events)
  }

  private func event(_ word: String, at place: String) throws(Failure) -> EventWord {
    do throws(EventError) { return try EventWord(word) } catch {
      var failure = Failure(error)
      failure.summary = place + failure.summary
      throw failure
    }
  }
}

extension WorkerLife: ExpressibleByArgument {}
