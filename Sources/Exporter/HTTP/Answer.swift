import NIOHTTP1

/// What the exporter says to one request, before it is known how it travels.
struct Answer: Sendable {
  var status: HTTPResponseStatus
  var contentType: String
  var body: [UInt8]
  /// The methods that would have been right, of an answer that says that this one is not.
  var allowed: String?

  static let plain = "text/plain; charset=utf-8"

  init(_ status: HTTPResponseStatus, _ text: String, contentType: String = plain, allowed: String? = nil) {
    self.init(status, Array(text.utf8), contentType: contentType, allowed: allowed)
  }

  init(_ status: HTTPResponseStatus, _ body: [UInt8], contentType: String, allowed: String? = nil) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.allowed = allowed
  }

  /// - Parameter isLast: the connection ends with it.
  func headers(isLast: Bool) -> HTTPHeaders {
    var headers: HTTPHeaders = ["content-type": contentType, "content-length": "\(body.count)"]
    if let allowed { headers.add(name: "allow", value: allowed) }
    if isLast { headers.add(name: "connection", value: "close") }
    return headers
  }
}
