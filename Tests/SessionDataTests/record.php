<?php
// Writes sessions and values through the memcache and memcached extensions into the memcached on a port, reads the items
// back over a plain socket, and prints a line of JSON for each: who wrote it, the item's flags and bytes, and what
// json_encode makes of the same data.
//
//   php record.php PORT SEED COUNT

[, $port, $seed, $count] = $argv;
mt_srand((int)$seed);
error_reporting(E_ALL & ~E_DEPRECATED);

class Account { public $name; protected $mail = 'a@example.org'; private $token = 'secret'; public $more; }
class Told {
  public $a; public $b;
  function __serialize(): array { return ['a' => $this->a, 'b' => $this->b]; }
  function __unserialize(array $data): void { $this->a = $data['a']; $this->b = $data['b']; }
}

function text(): string {
  $pieces = ['a', 'Zoë', '日本', "\u{1F600}", '"', '\\', '/', "\n", "\t", "\0", "\x1b[31m", "\x7f", "\u{2028}", ':', ';', '|', '}', '%'];
  $text = '';
  for ($left = mt_rand(0, mt_rand(0, 9) ? 6 : 90); $left > 0; $left--) $text .= $pieces[array_rand($pieces)];
  return mt_rand(0, 40) ? $text : str_repeat($text, 1000);
}

function number() {
  $shift = mt_rand(0, 63);
  $number = ((mt_rand() << 32) ^ (mt_rand() << 1) ^ mt_rand()) >> $shift;
  return [$number, -$number, ~$number][mt_rand(0, 2)];
}

function real() {
  switch (mt_rand(0, 3)) {
    case 0: return mt_rand(-1000, 1000) / 8;
    case 1: return mt_rand() * 10.0 ** mt_rand(-30, 30);
    case 2: return [0.0, -0.0, 1e15, 1e16, 1e17, 0.1, 1e-4, 1e-5, 5e-324, PHP_FLOAT_MAX, PHP_FLOAT_MIN][mt_rand(0, 10)];
    default:
      do { $real = unpack('d', pack('q', number() ^ (mt_rand() << 33)))[1]; } while (!is_finite($real));
      return $real;
  }
}

/** A value without an end: no array or object is within itself. */
function value(int $depth) {
  static $seen = [];
  switch (mt_rand(0, $depth > 0 ? 10 : 5)) {
    case 0: return null;
    case 1: return (bool)mt_rand(0, 1);
    case 2: return number();
    case 3: return real();
    case 4: case 5: return text();
    case 6: $list = []; for ($left = mt_rand(0, 5); $left > 0; $left--) $list[] = value($depth - 1); return $list;
    case 7: $map = []; for ($left = mt_rand(0, 5); $left > 0; $left--) $map[mt_rand(0, 1) ? text() : number()] = value($depth - 1); return $map;
    case 8:
      $object = mt_rand(0, 1) ? new Account : new Told;
      foreach ($object instanceof Told ? ['a', 'b'] : ['name', 'more'] as $name) $object->$name = value($depth - 1);
      return [$object, value($depth - 1), $object];
    case 9:
      $shared = value($depth - 1);
      return mt_rand(0, 1) ? ['one' => &$shared, 'two' => value($depth - 1), 'three' => &$shared] : [&$shared, &$shared];
    default:
      $object = new stdClass;
      for ($left = mt_rand(0, 4); $left > 0; $left--) $object->{'p' . mt_rand(0, 99)} = value($depth - 1);
      return $object;
  }
}

function stored(string $key): array {
  global $port;
  $socket = fsockopen('127.0.0.1', (int)$port);
  fwrite($socket, "get $key\r\n");
  $line = fgets($socket);
  if ($line === "END\r\n") throw new Exception("no item $key");
  [, , $flags, $length] = explode(' ', trim($line));
  $bytes = '';
  while (strlen($bytes) < $length) $bytes .= fread($socket, $length - strlen($bytes));
  return [(int)$flags, $bytes];
}

function line(string $by, string $serializer, string $key, $data): void {
  [$flags, $bytes] = stored($key);
  ini_set('serialize_precision', 17);
  $long = json_encode($data);
  ini_set('serialize_precision', -1);
  $short = json_encode($data);
  if ($short === false) throw new Exception("$by $serializer: " . json_last_error_msg());
  echo json_encode([
    'by' => $by, 'serializer' => $serializer, 'flags' => $flags, 'bytes' => base64_encode($bytes), 'json' => $short,
    'json17' => $long === $short ? null : $long]), "\n";
}

function session(string $extension, string $serializer, array $data): void {
  global $port;
  ini_set('session.save_handler', $extension);
  ini_set('session.save_path', $extension === 'memcache' ? "tcp://127.0.0.1:$port" : "127.0.0.1:$port");
  ini_set('session.serialize_handler', $serializer);
  $id = bin2hex(random_bytes(8));
  session_id($id);
  session_start();
  $_SESSION = $data;
  session_write_close();
  line("$extension session", $serializer, $extension === 'memcache' ? $id : "memc.sess.key.$id", $data);
}

foreach (['use_cookies' => 0, 'cache_limiter' => '', 'use_strict_mode' => 0] as $name => $setting) ini_set("session.$name", $setting);
ini_set('memcache.session_redundancy', 1);
ini_set('memcached.sess_locking', 0);
ini_set('memcached.sess_binary_protocol', 0);
ini_set('memcache.compress_threshold', 2000);
ob_start(); // no session may begin after output

$pool = new Memcached;
$pool->addServer('127.0.0.1', (int)$port);
$old = new Memcache;
$old->addServer('127.0.0.1', (int)$port);
$old->setCompressThreshold(2000, 0.2);

for ($index = 0; $index < $count; $index++) {
  $data = [];
  for ($left = mt_rand(0, 4); $left > 0; $left--) $data['v' . mt_rand(0, 99) . (mt_rand(0, 3) ? '' : ' Zoë:')] = value(mt_rand(0, 5));
  foreach (['php', 'php_serialize', 'php_binary', 'igbinary', 'msgpack'] as $turn => $serializer) {
    session(($turn + $index) % 2 ? 'memcache' : 'memcached', $serializer, $data);
  }
  $value = value(4);
  // Long enough for the second level of FastLZ, with copies from far away.
  if ($index === 0) $value = ['far' => str_repeat(implode(' ', array_map(fn() => mt_rand(), range(1, 2000))), 8)];
  foreach (['PHP' => 'php_serialize', 'IGBINARY' => 'igbinary', 'MSGPACK' => 'msgpack', 'JSON' => 'json', 'JSON_ARRAY' => 'json'] as $name => $serializer) {
    $pool->setOption(Memcached::OPT_SERIALIZER, constant("Memcached::SERIALIZER_$name"));
    foreach (['ZLIB', 'FASTLZ'] as $compression) {
      $pool->setOption(Memcached::OPT_COMPRESSION_TYPE, constant("Memcached::COMPRESSION_$compression"));
      $pool->set('v', $value);
      line("Memcached $compression", $serializer, 'v', $value);
    }
  }
  $old->set('w', $value);
  // Floats are stored with 14 digits; of a stored null, get makes false.
  line('Memcache', 'php_serialize', 'w', $value === null ? null : $old->get('w'));
}
