// The modules `querystring` and `cloudfront`, and how the code gets at them
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-custom-methods.html
function unescaped(text) {
  try {
    return decodeURIComponent(text.split('+').join(' '));
  } catch {
    return text;
  }
}

const querystring = freeze({
  parse(text, separator = '&', equals = '=') {
    const parsed = {};
    for (const pair of asText(text).split(separator)) {
      if (pair !== '') {
        const at = pair.indexOf(equals);
        const name = unescaped(at < 0 ? pair : pair.slice(0, at));
        const value = at < 0 ? '' : unescaped(pair.slice(at + equals.length));
        parsed[name] = name in parsed ? [].concat(parsed[name], value) : value;
      }
    }
    return parsed;
  },
  stringify(values, separator = '&', equals = '=') {
    return enumerableKeys(values).map((name) => [].concat(values[name])
      .map((value) => `${encodeURIComponent(name)}${equals}${encodeURIComponent(value)}`).join(separator)).join(separator);
  },
  escape: (text) => encodeURIComponent(text),
  unescape: (text) => decodeURIComponent(text),
});

/** The value under a key, or undefined; noted when the store's content is not known. */
function lookedUp(key) {
  const name = asText(key);
  if (keyValues === undefined) {
    use(`key:${name}`);
    return descriptorOf(guessedValues, name)?.value;
  }
  return descriptorOf(keyValues, name)?.value;
}

const store = freeze({
  async get(key, options) {
    const value = lookedUp(key);
    if (value === undefined) {
      throw new Error('KeyNotFound');
    }
    switch (options?.format ?? 'string') {
      case 'string': return value;
      case 'json': return parse(value);
      case 'bytes': return bufferOf(utf8Of(value));
      default: throw new TypeError('unknown format');
    }
  },
  async exists(key) {
    return lookedUp(key) !== undefined;
  },
  async count() {
    if (keyValues === undefined) {
      use('key:*');
    }
    return keyValues === undefined ? 0 : ownKeys(keyValues).length;
  },
  meta: missing('kvs().meta'),
});

const cloudfront = freeze({
  kvs: () => store,
  updateRequestOrigin(origin) {
    pushTo(origins, { call: 'update', argument: origin });
  },
  selectRequestOriginById(id, options) {
    pushTo(origins, { call: 'select', argument: asText(id), options });
  },
  createRequestOriginGroup(group) {
    pushTo(origins, { call: 'group', argument: group });
  },
  get edgeLocation() {
    use('edge-location');
    return { name: 'IAD89', serverIp: '192.0.2.1', region: 'us-east-1' };
  },
});

function installModules(runtime) {
  const modules = { __proto__: null, crypto: cryptoModule, querystring };
  if (runtime === '2.0') {
    modules.cloudfront = cloudfront;
    modules.buffer = { Buffer };
  }
  hidden(globalThis, 'require', function require(name) {
    const found = modules[asText(name)];
    if (!found) {
      throw new Error(`Cannot find module "${asText(name)}"`);
    }
    return found;
  });
}
