/// One word of an ini text, as PHP's scanner cuts it.
struct IniToken: Hashable {
  enum Kind: Hashable {
    /// The end, or a byte on which PHP's scanner gives up as if the text ended there.
    case endOfText
    case endOfLine
    /// `[` at the start of a statement.
    case section
    /// `key[`; the text is the key.
    case offset
    case label
    case yes, no, null
    /// A byte that stands for itself: `=`, `]`, `}`, a quote, an operator, or one that the grammar refuses here.
    case character(UInt8)
    case constant, number, string, raw, blanks, quoted
    /// `${`, and the name after it.
    case reference, name
    /// `:-` after that name, from PHP 8.3 on.
    case fallback
  }

  /// Why a token is not what its writer meant.
  enum Surprise: Hashable {
    /// An apostrophe that opens a text which nothing closes.
    case unclosedApostrophe
    /// A byte that ends a value in mid-line: an apostrophe that is followed by another one, or a NUL.
    case cut
  }

  var kind: Kind
  /// What the token stands for: escapes are undone, blanks around keys cut off.
  var text: [UInt8] = []
  /// Where it stands in the text.
  var range: Range<Int>
  var surprise: Surprise?

  /// The name that PHP's error messages use.
  var phpName: String {
    switch kind {
    case .endOfText: "end of file"
    case .endOfLine: "END_OF_LINE"
    case .section: "TC_SECTION"
    case .offset: "TC_OFFSET"
    case .label: "TC_LABEL"
    case .yes: "BOOL_TRUE"
    case .no: "BOOL_FALSE"
    case .null: "NULL_NULL"
    case .character(let byte): "'\([byte].text)'"
    case .constant: "TC_CONSTANT"
    case .number: "TC_NUMBER"
    case .string: "TC_STRING"
    case .raw: "TC_RAW"
    case .blanks: "TC_WHITESPACE"
    case .quoted: "TC_QUOTED_STRING"
    case .reference: "TC_DOLLAR_CURLY"
    case .name: "TC_VARNAME"
    case .fallback: "TC_FALLBACK"
    }
  }
}
