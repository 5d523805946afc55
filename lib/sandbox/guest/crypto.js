// The module `crypto`: hashes and HMAC with md5, sha1 and sha256
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html#writing-functions-javascript-features-builtin-modules-crypto-20
// https://www.rfc-editor.org/rfc/rfc1321, https://www.rfc-editor.org/rfc/rfc3174, https://www.rfc-editor.org/rfc/rfc6234
const rotl = (word, by) => (word << by) | (word >>> (32 - by));
const rotr = (word, by) => (word >>> by) | (word << (32 - by));

/** The message in blocks of sixteen words, padded with its length. */
function blocks(bytes, littleEndian) {
  const length = bytes.length;
  const words = [];
  for (let index = 0; index < ((length + 8 >> 6) + 1) * 16; index++) {
    words[index] = 0;
  }
  const shift = (index) => (littleEndian ? index % 4 : 3 - index % 4) * 8;
  for (let index = 0; index < length; index++) {
    words[index >> 2] |= bytes[index] << shift(index);
  }
  words[length >> 2] |= 0x80 << shift(length);
  words[words.length - (littleEndian ? 2 : 1)] = length * 8;
  words[words.length - (littleEndian ? 1 : 2)] = Math.floor(length / 0x20000000);
  return words;
}

function add(state, words) {
  words.forEach((word, index) => { state[index] = (state[index] + word) | 0; });
}

function digestBytes(state, littleEndian) {
  const bytes = [];
  for (const word of state) {
    for (let byte = 0; byte < 4; byte++) {
      bytes[bytes.length] = (word >>> (littleEndian ? byte : 3 - byte) * 8) & 255;
    }
  }
  return bytes;
}

const MD5_SHIFTS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
const MD5_FACTORS = [1, 5, 3, 7];
const MD5_OFFSETS = [0, 1, 5, 0];
const MD5_SINES = arrayFrom({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 0x100000000) | 0);

function md5(bytes) {
  const words = blocks(bytes, true);
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let offset = 0; offset < words.length; offset += 16) {
    let [a, b, c, d] = state;
    for (let step = 0; step < 64; step++) {
      const round = step >> 4;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = words[offset + (MD5_FACTORS[round] * step + MD5_OFFSETS[round]) % 16];
      const turned = rotl((a + mixed + MD5_SINES[step] + word) | 0, MD5_SHIFTS[round][step % 4]);
      const last = d;
      d = c;
      c = b;
      b = (b + turned) | 0;
      a = last;
    }
    add(state, [a, b, c, d]);
  }
  return digestBytes(state, true);
}

const SHA1_ROUNDS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];

function sha1(bytes) {
  const words = blocks(bytes, false);
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  for (let offset = 0; offset < words.length; offset += 16) {
    const schedule = [];
    let [a, b, c, d, e] = state;
    for (let step = 0; step < 80; step++) {
      schedule[step] = step < 16 ? words[offset + step] : rotl(schedule[step - 3] ^ schedule[step - 8] ^ schedule[step - 14] ^ schedule[step - 16], 1);
      const round = Math.floor(step / 20);
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const next = (rotl(a, 5) + mixed + e + SHA1_ROUNDS[round] + schedule[step]) | 0;
      e = d;
      d = c;
      c = rotl(b, 30);
      b = a;
      a = next;
    }
    add(state, [a, b, c, d, e]);
  }
  return digestBytes(state, false);
}

const PRIMES = (() => {
  const primes = [];
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) {
      primes[primes.length] = candidate;
    }
  }
  return primes;
})();
const fraction = (value) => ((value - Math.floor(value)) * 0x100000000) | 0;
const SHA256_ROUNDS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const SHA256_START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

function sha256(bytes) {
  const words = blocks(bytes, false);
  const state = SHA256_START.slice();
  for (let offset = 0; offset < words.length; offset += 16) {
    const schedule = [];
    let [a, b, c, d, e, f, g, h] = state;
    for (let step = 0; step < 64; step++) {
      if (step < 16) {
        schedule[step] = words[offset + step];
      } else {
        const before = schedule[step - 15];
        const recent = schedule[step - 2];
        const low = rotr(before, 7) ^ rotr(before, 18) ^ (before >>> 3);
        const high = rotr(recent, 17) ^ rotr(recent, 19) ^ (recent >>> 10);
        schedule[step] = (schedule[step - 16] + low + schedule[step - 7] + high) | 0;
      }
      const one = (h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + ((e & f) ^ (~e & g)) + SHA256_ROUNDS[step] + schedule[step]) | 0;
      const two = ((rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    add(state, [a, b, c, d, e, f, g, h]);
  }
  return digestBytes(state, false);
}

const HASHES = freeze({ __proto__: null, md5, sha1, sha256 });

function hashNamed(name) {
  const hash = HASHES[asText(name)];
  if (!hash) {
    throw new TypeError(`not supported algorithm: "${asText(name)}"`);
  }
  return hash;
}

function messageBytes(data, encoding) {
  // Whether such a text holds letters or bytes only CloudFront's engine knows
  if (bytesAreTexts && typeof data === 'string' && isByteString(data) && utf8Of(data).length !== data.length) {
    use('missing:a digest of bytes above 127');
  }
  return typeof data === 'string' ? bytesOf(data, encoding) : arrayFrom(data);
}

/** `update` and `digest` over `finish`, which turns all bytes into the digest's. */
function hasher(finish) {
  let message = [];
  return {
    update(data, encoding) {
      message = message.concat(messageBytes(data, encoding));
      return this;
    },
    digest(encoding) {
      const bytes = finish(message);
      return encoding === undefined ? bufferOf(bytes) : encoded(bytes, encoding);
    },
  };
}

const cryptoModule = freeze({
  createHash: (name) => hasher(hashNamed(name)),
  createHmac(name, key) {
    const hash = hashNamed(name);
    const given = messageBytes(key);
    const short = given.length > 64 ? hash(given) : given;
    const padded = arrayFrom({ length: 64 }, (_, index) => short[index] ?? 0);
    const [inner, outer] = [0x36, 0x5c].map((pad) => padded.map((byte) => byte ^ pad));
    return hasher((message) => hash(outer.concat(hash(inner.concat(message)))));
  },
});
