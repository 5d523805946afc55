// Runs inside the sandbox, before the function's code. The files of this folder are joined in the order of `guest.ts` into one
// function body, so that what is declared here is out of the code's reach. What is taken from the engine is taken now: the code
// may change every built-in afterwards.
'use strict';

const { apply, ownKeys, getOwnPropertyDescriptor: descriptorOf, defineProperty, deleteProperty, getPrototypeOf } = Reflect;
const { keys: enumerableKeys, create, freeze, setPrototypeOf } = Object;
const { stringify, parse } = JSON;
const { isArray, from: arrayFrom } = Array;
const NativeDate = Date;
const NativePromise = Promise;
const NativeProxy = Proxy;
const promiseThen = Promise.prototype.then;
const resolved = Promise.resolve.bind(Promise);
const asText = String;
const fromCharCode = String.fromCharCode;
const { charCodeAt, slice: textSlice, toString: textToString } = String.prototype;
const pushTo = (list, item) => defineProperty(list, list.length, { value: item, writable: true, enumerable: true, configurable: true });

/** What the run used that its event does not decide: `time`, `chance`, `edge-location`, `key:NAME`, `doubtful:NAME`, `missing:NAME`. */
const used = create(null);
/** What the run read of the event: `headers.accept`, `cookies.*`. */
const reads = create(null);
const lines = [];
const origins = [];
let circumstances = freeze({ now: 0, random: 0.5 });
let keyValues;
let guessedValues;

function use(what) {
  used[what] = true;
}

/** A property that `for in` and `Object.keys` do not show, as built-ins are. */
function hidden(owner, name, value) {
  defineProperty(owner, name, { value, writable: true, enumerable: false, configurable: true });
}
