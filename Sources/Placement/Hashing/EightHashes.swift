/// A hash that eight keys can go through at once; it may overwrite their words.
protocol EightHash {
  static func hash(_ keys: inout EightKeys) -> EightWords
}

extension OneAtATime: EightHash {
  @inline(__always) static func hash(_ keys: inout EightKeys) -> EightWords {
    var state = EightWords.zero
    let fullWords = keys.shortest / 4
    for index in 0..<fullWords {
      let word = keys.words[index]
      for byte: UInt32 in 0..<4 { state = stepped(state, word, byte: byte) }
    }
    for position in (fullWords * 4)..<keys.longest {
      let next = stepped(state, keys.words[position / 4], byte: UInt32(position % 4))
      state.replace(with: next, where: keys.counts .> EightWords(repeating: UInt32(position)))
    }
    state &+= state &<< EightWords(repeating: 3)
    state ^= state &>> EightWords(repeating: 11)
    state &+= state &<< EightWords(repeating: 15)
    return state
  }

  /// Takes one byte of a word in, widened as a signed `char`.
  @inline(__always) private static func stepped(_ state: EightWords, _ word: EightWords, byte: UInt32) -> EightWords {
    let top = SIMD8<Int32>(truncatingIfNeeded: word &<< EightWords(repeating: 24 &- byte &* 8))
    var state = state &+ EightWords(truncatingIfNeeded: top &>> SIMD8<Int32>(repeating: 24))
    state &+= state &<< EightWords(repeating: 10)
    state ^= state &>> EightWords(repeating: 6)
    return state
  }
}

extension MD5: EightHash {
  /// The first word of each digest, which is what places a key.
  @inline(__always) static func hash(_ keys: inout EightKeys) -> EightWords {
    let lastWords = keys.counts &>> EightWords(repeating: 2)
    let ends =
      EightWords(repeating: 0x80) &<< ((keys.counts & EightWords(repeating: 3)) &<< EightWords(repeating: 3))
    for index in (keys.shortest / 4)...(keys.longest / 4) {
      let mark = EightWords.zero.replacing(with: ends, where: lastWords .== EightWords(repeating: UInt32(index)))
      keys.words[index] |= mark
    }
    keys.words[14] = keys.counts &<< EightWords(repeating: 3)
    var rounds = MD5Rounds<EightWords>()
    rounds.absorb(keys.words)
    return rounds.a
  }
}
