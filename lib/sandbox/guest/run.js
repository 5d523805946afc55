// Hands the event to the handler, and what came of it back as plain JSON that no changed built-in has a say in
let report;

/** Notes what is read of headers, cookies and the viewer, but not what the code itself has written there before. */
function watched(object, name) {
  if (object === undefined) {
    return undefined;
  }
  const written = create(null);
  const note = (key) => {
    if (typeof key === 'string' && !written[key] && report === undefined) {
      reads[`${name}.${key}`] = true;
    }
  };
  const writes = (key) => {
    written[key] = true;
  };
  return new NativeProxy(object, {
    __proto__: null,
    get: (target, key) => (note(key), target[key]),
    has: (target, key) => (note(key), key in target),
    ownKeys: (target) => (note('*'), ownKeys(target)),
    getOwnPropertyDescriptor: (target, key) => (note(key), descriptorOf(target, key)),
    set: (target, key, value) => (writes(key), target[key] = value, true),
    defineProperty: (target, key, descriptor) => (writes(key), defineProperty(target, key, descriptor)),
    deleteProperty: (target, key) => (writes(key), deleteProperty(target, key)),
  });
}

function watch(event, rawQueryString) {
  const { request } = event;
  request.headers = watched(request.headers, 'headers');
  request.cookies = watched(request.cookies, 'cookies');
  request.querystring = watched(request.querystring, 'query');
  event.viewer = watched(event.viewer, 'viewer');
  event.context = watched(event.context, 'context');
  hidden(request, 'rawQueryString', function () {
    return rawQueryString;
  });
  return event;
}

const MOST_NODES = 5000;
const DEEPEST = 12;

/** A copy without prototypes, functions and depth, for JSON that looks nothing up. */
function plain(value, depth, budget) {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return value === value && value !== Infinity && value !== -Infinity ? value : asText(value);
  }
  if (typeof value !== 'object') {
    return undefined;
  }
  if (depth > DEEPEST || --budget.nodes < 0) {
    throw new RangeError('the result is too large');
  }
  const list = isArray(value);
  const copy = list ? setPrototypeOf([], null) : create(null);
  const keys = enumerableKeys(value);
  // Not `for…of`, whose iterator the code may have changed
  for (let index = 0, place = 0; index < keys.length; index++) {
    const key = keys[index];
    if (--budget.nodes < 0) {
      throw new RangeError('the result is too large');
    }
    const item = plain(value[key], depth + 1, budget);
    if (item !== undefined || list) {
      copy[list ? place++ : key] = item ?? null;
    }
  }
  return copy;
}

function message(error) {
  try {
    return typeof error === 'object' && error !== null && 'message' in error ? `${asText(error.name)}: ${asText(error.message)}` : asText(error);
  } catch {
    return 'an error that cannot be printed';
  }
}

function finish(kind, value) {
  report ??= { __proto__: null, kind, value };
}

/** Starts the handler; promises may still be pending afterwards. */
function run(input, handler) {
  const { event, rawQueryString, table, guesses } = parse(input);
  keyValues = table === null ? undefined : setPrototypeOf(table, null);
  guessedValues = guesses;
  const seen = watch(event, rawQueryString);
  let result;
  try {
    result = handler(seen);
  } catch (error) {
    finish('threw', message(error));
    return;
  }
  if (result instanceof NativePromise) {
    apply(promiseThen, result, [(value) => finish('returned', value), (error) => finish('threw', message(error))]);
  } else {
    finish('returned', result);
  }
}

/** What happened, as JSON. */
function told() {
  const ending = report ?? { __proto__: null, kind: 'pending' };
  report = ending;
  let { kind, value } = ending;
  let called = [];
  try {
    const budget = { __proto__: null, nodes: MOST_NODES };
    value = plain(value, 0, budget);
    called = plain(origins, 0, budget);
  } catch (error) {
    kind = 'threw';
    value = message(error);
  }
  const list = (items) => setPrototypeOf(items, null);
  return stringify({
    __proto__: null, kind, value, origins: called, console: list(lines), used: list(enumerableKeys(used)), reads: list(enumerableKeys(reads)),
  });
}

function prepare(settings) {
  const { runtime, now, random } = parse(settings);
  circumstances = freeze({ now, random });
  judgeBuiltIns(runtime);
  installClockAndChance();
  if (runtime === '2.0') {
    installBytes();
  }
  installByteStrings(runtime);
  installModules(runtime);
  hidden(globalThis, 'global', globalThis);
}
