extension Memcached.Client {
  /// `setOption`. Throws where it returns false; what was in force before stays then.
  ///
  /// Each answer was asked of php-memcached 3.2.0; what other releases do differently was read.
  public mutating func setOption(
    _ option: Memcached.Option, to value: Memcached.OptionValue
  ) throws(Memcached.OptionRefusal) {
    let number = value.integer
    switch option {
    case .hash: try setHash(value)
    case .distribution: try setDistribution(value)
    case .libketamaCompatible: setLibketamaCompatible(number != 0)
    case .libketamaHash: _ = try acceptedHash(option, value)
    case .sortHosts: sortHosts(number != 0)
    case .prefixKey: try setPrefix(value)
    case .hashWithPrefixKey: settings.hashesPrefix = number != 0
    case .binaryProtocol:
      settings.isBinary = number != 0
      if settings.isBinary { settings.verifiesKeys = false }
    case .numberOfReplicas: settings.replicas = Int(UInt32(truncatingIfNeeded: number))
    case .randomizeReplicaRead: settings.randomizesReplicaRead = number != 0
    case .removeFailedServers, .autoEjectHosts: settings.removesFailedServers = number != 0
    case .serverFailureLimit:
      guard number != 0 else {
        throw .refused(option, value, says: Self.invalidArguments, cure: "write a limit of 1 or more; the default is 5")
      }
      settings.failureLimit = Int(UInt32(truncatingIfNeeded: number))
    case .retryTimeout: settings.retryTimeout = Int(Int32(truncatingIfNeeded: number))
    case .deadTimeout: settings.deadTimeout = Int(Int32(truncatingIfNeeded: number))
    case .storeRetryCount: settings.storeRetries = number
    case .useUDP: settings.usesUDP = number != 0
    case .verifyKey:
      guard number == 0 || !settings.isBinary else {
        throw .refused(
          option, value, says: Self.invalidArguments, cure: "leave it out: the binary protocol takes every key")
      }
      settings.verifiesKeys = number != 0
    case .cacheLookups, .userFlags, .serializer, .compressionType, .compressionLevel, .itemSizeLimit:
      try checkWithoutEffect(option, value)
    case .compression, .bufferWrites, .noBlock, .noReply, .tcpNoDelay, .tcpKeepAlive, .socketSendSize,
      .socketReceiveSize, .connectTimeout, .sendTimeout, .receiveTimeout, .pollTimeout, .serverTimeoutLimit:
      break
    }
  }

  private static let invalidArguments = "error setting memcached option: INVALID ARGUMENTS"

  /// The number behind the last function is refused and brings the default one back all the same.
  private mutating func setHash(_ value: Memcached.OptionValue) throws(Memcached.OptionRefusal) {
    if value.integer == Self.hashBehindTheLast { hashKeys(with: .oneAtATime) }
    if let hash = try acceptedHash(.hash, value) { hashKeys(with: hash) }
  }

  private static let hashBehindTheLast = 12

  /// Nil: taken, and changes nothing.
  private func acceptedHash(
    _ option: Memcached.Option, _ value: Memcached.OptionValue
  ) throws(Memcached.OptionRefusal) -> Memcached.KeyHash? {
    let number = value.integer
    if number == Memcached.KeyHash.hsieh.rawValue {
      throw .refused(
        option, value, says: Self.invalidArguments,
        cure: "choose another function: hsieh is left out where libmemcached is built without it, as in Debian")
    }
    if number == 11 || number == Self.hashBehindTheLast {
      throw .refused(option, value, says: Self.invalidArguments, cure: "choose a function by its number, 0 to 10")
    }
    return Memcached.KeyHash(rawValue: number)
  }

  private mutating func setDistribution(_ value: Memcached.OptionValue) throws(Memcached.OptionRefusal) {
    guard let rule = Memcached.Rule(rawValue: value.integer) else {
      throw .refused(
        .distribution, value, says: Self.invalidArguments,
        cure: "write DISTRIBUTION_MODULA, DISTRIBUTION_CONSISTENT, DISTRIBUTION_VIRTUAL_BUCKET or a number from 0 to 6")
    }
    // The value that is in force already is not set again, so the weighted flag stays.
    if rule != self.rule || !release.skipsSameOption { place(by: rule) }
  }

  mutating func setLibketamaCompatible(_ isOn: Bool) {
    hashKeys(with: isOn ? .md5 : .oneAtATime)
    if !isOn { forgetWeights() }
    place(by: isOn ? .weighted : .modula)
  }

  /// libmemcached takes 127 bytes; the extension does not look at its answer for a longer one.
  private mutating func setPrefix(_ value: Memcached.OptionValue) throws(Memcached.OptionRefusal) {
    let prefix = Array(value.bytes.prefix { $0 != 0 })
    guard settings.isBinary || prefix.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw .refused(
        .prefixKey, value, says: "bad key provided", cure: "use visible ASCII characters, or the binary protocol")
    }
    guard prefix.count <= Memcached.Keys.longestPrefix else {
      remarks.append(
        Memcached.OptionRemark(
          code: "MC229", message: "OPT_PREFIX_KEY has \(prefix.count) bytes",
          effect:
            "libmemcached takes at most \(Memcached.Keys.longestPrefix); setOption() returns true, and the prefix "
            + (settings.prefix.isEmpty ? "stays empty" : "is still the one before"),
          cure: "shorten the prefix"))
      return
    }
    settings.prefix = prefix
  }

  /// Options that place no key, for the values that PHP refuses.
  private func checkWithoutEffect(
    _ option: Memcached.Option, _ value: Memcached.OptionValue
  ) throws(Memcached.OptionRefusal) {
    let number = value.integer
    switch option {
    case .cacheLookups where number != 1 || !release.skipsSameOption:
      throw .refused(option, value, says: "error setting memcached option: DEPRECATED", cure: "leave it out")
    case .userFlags where number > 0xffff:
      throw .refused(option, value, says: "MEMC_OPT_USER_FLAGS must be < 65535", cure: "use 16 bits")
    case .serializer where !(1...5).contains(number):
      throw .refused(option, value, says: "invalid serializer provided", cure: "write one of Memcached::SERIALIZER_*")
    case .compressionType where !(1...(release.line >= .v3x3 ? 3 : 2)).contains(number):
      throw .refused(option, value, says: nil, cure: "write one of Memcached::COMPRESSION_*")
    case .compressionLevel where release.line < .v3x3, .itemSizeLimit where release.line < .v3x3:
      throw Memcached.OptionRefusal(
        message: "\(option.rawValue) came with release 3.3 of the extension",
        effect: "a constant that does not exist ends the script with a fatal error", cure: "leave it out")
    default: break
    }
  }
}
