// Which built-ins the two runtimes have. Kept: documented, or seen to work. Gone: seen to be missing, or documented as missing.
// Anything else works here and is flagged, because nobody has written down whether CloudFront has it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-10.html and …-20.html
const DOCUMENTED = {
  Object: 'assign create defineProperties defineProperty entries freeze getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getPrototypeOf is isExtensible isFrozen isSealed keys preventExtensions seal setPrototypeOf values',
  'Object.prototype': 'constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toString valueOf toLocaleString __proto__',
  'Function.prototype': 'constructor apply bind call toString length name',
  Array: 'isArray of from prototype length name',
  'Array.prototype': 'constructor concat copyWithin every fill filter find findIndex forEach includes indexOf join lastIndexOf length map pop push reduce reduceRight reverse shift slice some sort splice toString unshift',
  String: 'fromCharCode fromCodePoint prototype length name',
  'String.prototype': 'constructor charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf length match padEnd padStart repeat replace search slice split startsWith substr substring toLowerCase toString toUpperCase trim trimEnd trimStart valueOf localeCompare trimLeft trimRight',
  Number: 'EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY isFinite isInteger isNaN isSafeInteger parseFloat parseInt prototype length name',
  'Number.prototype': 'constructor toExponential toFixed toPrecision toString valueOf toLocaleString',
  Promise: 'all allSettled any race reject resolve prototype length name',
};
const OBSERVED_MISSING = {
  Object: 'fromEntries groupBy hasOwn',
  'Array.prototype': 'at findLast findLastIndex flat flatMap toReversed toSorted toSpliced with',
  'String.prototype': 'at isWellFormed matchAll normalize toWellFormed',
  String: 'raw',
};
const MISSING_GLOBALS = 'AsyncDisposableStack BigInt BigInt64Array BigUint64Array DOMException DisposableStack FinalizationRegistry Float16Array Iterator Map Proxy Reflect Set SharedArrayBuffer SuppressedError WeakMap WeakRef WeakSet escape unescape performance queueMicrotask Atomics';

// The engine walks an array-like of any length in one native step that nothing interrupts. Events are far shorter than this
const LONGEST = 10000;
// Replacing one letter of a long text takes a second, in one step as well
const LONGEST_TEXT = 65536;

/** The same method for lists that are not too long to be walked. */
function bounded(name, native, longest = LONGEST) {
  return {
    [name](...args) {
      if (this !== undefined && this !== null && this.length > longest) {
        use(`missing:${name} of more than ${longest} items`);
        throw new RangeError('too long');
      }
      return apply(native, this, args);
    },
  }[name];
}

function words(text) {
  const set = create(null);
  text.split(' ').forEach((word) => { set[word] = true; });
  return set;
}

function judgeBuiltIns(runtime) {
  const added = runtime === '2.0' ? { 'String.prototype': ' replaceAll' } : {};
  for (const path of enumerableKeys(DOCUMENTED)) {
    const owner = path.split('.').reduce((object, name) => object[name], globalThis);
    const documented = words(DOCUMENTED[path] + (added[path] ?? ''));
    const missing = words(OBSERVED_MISSING[path] ?? '');
    for (const name of ownKeys(owner)) {
      if (typeof name !== 'string' || documented[name]) {
        continue;
      }
      if (missing[name]) {
        deleteProperty(owner, name);
      } else {
        flag(owner, name, `${path}.${name}`.replace('.prototype', ''));
      }
    }
  }
  for (const name of MISSING_GLOBALS.split(' ')) {
    deleteProperty(globalThis, name);
  }
  boundLists();
  forbidCodeFromText();
}

function flag(owner, name, path) {
  const { value, configurable } = descriptorOf(owner, name);
  if (!configurable || typeof value !== 'function') {
    return;
  }
  hidden(owner, name, { [name](...args) {
    use(`doubtful:${path}`);
    return apply(value, this, args);
  } }[name]);
}

function boundLists() {
  for (const name of ownKeys(Array.prototype)) {
    const { value } = descriptorOf(Array.prototype, name);
    if (typeof name === 'string' && typeof value === 'function' && name !== 'constructor' && name !== 'push') {
      hidden(Array.prototype, name, bounded(name, value));
    }
  }
  if (String.prototype.replaceAll) {
    hidden(String.prototype, 'replaceAll', bounded('replaceAll', String.prototype.replaceAll, LONGEST_TEXT));
  }
  hidden(Array, 'from', { from(items, ...rest) {
    if (items !== undefined && items !== null && items.length > LONGEST) {
      use('missing:lists of more than 10,000 items');
      throw new RangeError('the list is too long');
    }
    return apply(arrayFrom, this, [items, ...rest]);
  } }.from);
}

// "Dynamic code evaluation is not supported" (functions-javascript-runtime-20.html)
function forbidCodeFromText() {
  function refused() {
    throw new TypeError('dynamic code evaluation is not supported');
  }
  hidden(globalThis, 'eval', refused);
  const kinds = [function () { /* plain */ }, function* () { /* generator */ }, async function () { /* async */ }, async function* () { /* both */ }];
  for (const kind of kinds) {
    defineProperty(getPrototypeOf(kind), 'constructor', { value: refused, writable: false, enumerable: false, configurable: false });
  }
  refused.prototype = Function.prototype;
  hidden(globalThis, 'Function', refused);
}
