// Buffer, atob, btoa, TextEncoder and TextDecoder of runtime 2.0, as far as functions use them
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const NativeBytes = Uint8Array;

function utf8Of(text) {
  const bytes = [];
  for (let index = 0; index < text.length; index++) {
    let code = apply(charCodeAt, text, [index]);
    if (code >= 0xd800 && code < 0xdc00 && index + 1 < text.length) {
      const low = apply(charCodeAt, text, [index + 1]);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        index++;
      }
    }
    if (code >= 0xd800 && code < 0xe000) {
      code = 0xfffd;
    }
    if (code < 0x80) {
      bytes[bytes.length] = code;
    } else if (code < 0x800) {
      bytes[bytes.length] = 0xc0 | (code >> 6);
      bytes[bytes.length] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[bytes.length] = 0xe0 | (code >> 12);
      bytes[bytes.length] = 0x80 | ((code >> 6) & 63);
      bytes[bytes.length] = 0x80 | (code & 63);
    } else {
      bytes[bytes.length] = 0xf0 | (code >> 18);
      bytes[bytes.length] = 0x80 | ((code >> 12) & 63);
      bytes[bytes.length] = 0x80 | ((code >> 6) & 63);
      bytes[bytes.length] = 0x80 | (code & 63);
    }
  }
  return bytes;
}

/** How many bytes a UTF-8 sequence has, by its first byte; 0 when none begins with it. */
function sequenceLength(first) {
  return first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

function textOf(bytes) {
  let text = '';
  for (let index = 0; index < bytes.length;) {
    const length = sequenceLength(bytes[index]);
    let code = length === 1 ? bytes[index] : bytes[index] & (0x7f >> length);
    let taken = 1;
    while (taken < length && (bytes[index + taken] & 0xc0) === 0x80) {
      code = (code << 6) | (bytes[index + taken] & 63);
      taken++;
    }
    if (length === 0 || taken < length) {
      text += '\ufffd';
    } else {
      text += code < 0x10000 ? fromCharCode(code) : fromCharCode(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    }
    index += taken;
  }
  return text;
}

function base64Of(bytes, alphabet, padded) {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [one, two, three] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    text += alphabet[one >> 2] + alphabet[((one & 3) << 4) | ((two ?? 0) >> 4)];
    text += two === undefined ? (padded ? '=' : '') : alphabet[((two & 15) << 2) | ((three ?? 0) >> 6)];
    text += three === undefined ? (padded ? '=' : '') : alphabet[three & 63];
  }
  return text;
}

function base64Bytes(text) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = letter === '-' ? 62 : letter === '_' ? 63 : BASE64.indexOf(letter);
    if (letter === '=') {
      break;
    }
    if (value >= 0) {
      held = (held << 6) | value;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[bytes.length] = (held >> bits) & 255;
      }
    }
  }
  return bytes;
}

function bytesOf(text, encoding) {
  switch (asText(encoding ?? 'utf8').toLowerCase()) {
    case 'utf8': case 'utf-8': return utf8Of(text);
    case 'base64': case 'base64url': return base64Bytes(text);
    case 'hex': return arrayFrom({ length: text.length >> 1 }, (_, index) => parseInt(text.slice(2 * index, 2 * index + 2), 16));
    case 'latin1': case 'binary': case 'ascii': return arrayFrom(text, (letter) => apply(charCodeAt, letter, [0]) & 255);
    default: throw new TypeError(`"${asText(encoding)}" encoding is not supported`);
  }
}

function encoded(bytes, encoding) {
  switch (asText(encoding ?? 'utf8').toLowerCase()) {
    case 'utf8': case 'utf-8': return textOf(bytes);
    case 'base64': return base64Of(bytes, BASE64, true);
    case 'base64url': return base64Of(bytes, BASE64URL, false);
    case 'hex': return arrayFrom(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
    case 'latin1': case 'binary': case 'ascii': return arrayFrom(bytes, (byte) => fromCharCode(byte)).join('');
    default: throw new TypeError(`"${asText(encoding)}" encoding is not supported`);
  }
}

class ByteBuffer extends NativeBytes {
  toString(encoding, start = 0, end = this.length) {
    return encoded(super.slice(start, end), encoding);
  }

  equals(other) {
    return this.length === other.length && this.every((byte, index) => byte === other[index]);
  }

  slice(start, end) {
    return this.subarray(start, end);
  }

  toJSON() {
    return { type: 'Buffer', data: arrayFrom(this) };
  }
}

function bufferOf(bytes) {
  const buffer = new ByteBuffer(bytes.length);
  for (let index = 0; index < bytes.length; index++) {
    buffer[index] = bytes[index];
  }
  return buffer;
}

const Buffer = freeze({
  from: (value, encoding) => bufferOf(typeof value === 'string' ? bytesOf(value, encoding) : value instanceof ArrayBuffer ? new NativeBytes(value) : value.type === 'Buffer' ? value.data : value),
  alloc: (length, fill = 0) => new ByteBuffer(length).fill(typeof fill === 'string' ? apply(charCodeAt, fill, [0]) : fill),
  allocUnsafe: (length) => new ByteBuffer(length),
  concat: (list) => bufferOf(list.reduce((all, bytes) => all.concat(arrayFrom(bytes)), [])),
  isBuffer: (value) => value instanceof ByteBuffer,
  byteLength: (value, encoding) => (typeof value === 'string' ? bytesOf(value, encoding).length : value.byteLength),
});

const OTHER_BUFFER_METHODS = 'compare copy indexOf lastIndexOf includes readDoubleBE readDoubleLE readFloatBE readFloatLE readInt16BE readInt16LE readInt32BE readInt32LE readInt8 readIntBE readIntLE readUInt16BE readUInt16LE readUInt32BE readUInt32LE readUInt8 readUIntBE readUIntLE swap16 swap32 swap64 write writeDoubleBE writeDoubleLE writeFloatBE writeFloatLE writeInt16BE writeInt16LE writeInt32BE writeInt32LE writeInt8 writeIntBE writeIntLE writeUInt16BE writeUInt16LE writeUInt32BE writeUInt32LE writeUInt8 writeUIntBE writeUIntLE';

/** Stands for what CloudFront has and this sandbox has not: a run that calls it decides nothing. */
function missing(name) {
  return function () {
    use(`missing:${name}`);
    throw new TypeError(`${name} is not part of this sandbox`);
  };
}

function installBytes() {
  for (const name of OTHER_BUFFER_METHODS.split(' ')) {
    hidden(ByteBuffer.prototype, name, missing(`Buffer.${name}`));
  }
  hidden(globalThis, 'Buffer', Buffer);
  hidden(globalThis, 'atob', function atob(text) {
    return encoded(base64Bytes(asText(text)), 'latin1');
  });
  hidden(globalThis, 'btoa', function btoa(text) {
    return base64Of(bytesOf(asText(text), 'latin1'), BASE64, true);
  });
  hidden(globalThis, 'TextEncoder', class TextEncoder {
    encode(text = '') {
      return NativeBytes.from(utf8Of(asText(text)));
    }
  });
  hidden(globalThis, 'TextDecoder', class TextDecoder {
    decode(bytes = []) {
      return textOf(bytes instanceof ArrayBuffer ? new NativeBytes(bytes) : bytes);
    }
  });
}
