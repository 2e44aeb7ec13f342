import PHPConfiguration
import PHPInstallation
import Placement
import Testing

@Suite("Which release a Debian package holds for a PHP") struct ExtensionPackageTests {
  @Test(arguments: [
    ("8.0+4.0.5.2+3.0.9~20170802.e702b5f9+-8", Handler.memcache, 8, "8.0"),
    ("8.0+4.0.5.2+3.0.9~20170802.e702b5f9+-8", .memcache, 7, "4.0.5.2"),
    ("8.0+4.0.5.2+3.0.9~20170802.e702b5f9+-8", .memcache, 5, "3.0.9"),
    ("8.2+4.0.5.2+3.0.9~20170802.e702b5f9-2", .memcache, 8, "8.2"),
    ("3.2.0+2.2.0-4", .memcached, 8, "3.2.0"),
    ("3.2.0+2.2.0-4", .memcached, 7, "3.2.0"),
    ("3.2.0+2.2.0-4", .memcached, 5, "2.2.0"),
    ("3.3.0-1+b2", .memcached, 8, "3.3.0"),
    ("1:3.1.3-1", .memcached, 7, "3.1.3"),
  ])
  func release(version: String, handler: Handler, major: Int, expected: String) {
    #expect(ExtensionPackage.release(in: version, of: handler, php: PHPVersion(major, 0)) == expected)
  }

  @Test func noPartForThatPHP() {
    #expect(ExtensionPackage.release(in: "3.2.0-4", of: .memcached, php: PHPVersion(5, 6)) == nil)
  }
}
