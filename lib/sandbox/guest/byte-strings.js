// Byte strings of runtime 1.0: texts of which each letter is a byte ("nonstandard methods on strings", functions-javascript-runtime-10.html)
const BYTE_STRINGS = {
  fromBytes(start, end) {
    return apply(textSlice, this, [start, end]);
  },
  fromUTF8(start, end) {
    const text = textOf(bytesOf(apply(textSlice, this, [start, end]), 'latin1'));
    return text.includes('\ufffd') ? null : text;
  },
  toBytes(start, end) {
    const text = apply(textSlice, this, [start, end]);
    return isByteString(text) ? text : null;
  },
  toUTF8(start, end) {
    return encoded(utf8Of(apply(textSlice, this, [start, end])), 'latin1');
  },
};

function isByteString(text) {
  for (let index = 0; index < text.length; index++) {
    if (apply(charCodeAt, text, [index]) > 255) {
      return false;
    }
  }
  return true;
}

let bytesAreTexts = false;

function installByteStrings(runtime) {
  bytesAreTexts = runtime === '1.0';
  hidden(String, 'bytesFrom', function bytesFrom(from, encoding) {
    if (!bytesAreTexts) {
      use('doubtful:String.bytesFrom');
    }
    return encoded(typeof from === 'string' ? bytesOf(from, encoding) : arrayFrom(from), 'latin1');
  });
  if (bytesAreTexts) {
    for (const name of enumerableKeys(BYTE_STRINGS)) {
      hidden(String.prototype, name, BYTE_STRINGS[name]);
    }
    hidden(String.prototype, 'toString', { toString(encoding) {
      const text = apply(textToString, this, []);
      return encoding === undefined ? text : encoded(bytesOf(text, 'latin1'), encoding);
    } }.toString);
  }
}
