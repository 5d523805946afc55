/** Programs that try to get out of the sandbox, to hang it, or to break what reads its reports; by kind. The body of `handler(event)`, or whole code. */
export const ATTACKS: Readonly<Record<string, readonly string[]>> = {
  'endless loops': [
    'for (;;);', 'while (true) {}', 'do {} while (1)', 'var i = 0; while (i < 1) { i = 0; }', 'try { for (;;); } finally { for (;;); }',
    'try { for (;;); } catch (e) { for (;;); }', 'for (var k in event) { for (;;); }', 'a: for (;;) { continue a; }',
    '(function f() { setTimeout && 0; })(); for (;;) { event.request.uri; }', 'var n = 0; for (;;) { try { n++; throw n; } catch (e) {} }',
  ],
  'endless recursion': [
    'function f() { return f() + 1; } return f();', 'function f() { try { return f(); } finally { f(); } } return f();',
    'var o = { toString: function () { return "" + o; } }; return "" + o;', 'var o = { get x() { return this.x; } }; return o.x;',
    'return JSON.stringify({ toJSON: function () { return JSON.stringify(this); } });', 'return [1, 2].sort(function f() { return [1, 2].sort(f); });',
    'return "a".replace(/a/, function f(a) { return a.replace(/a/, f); });',
  ],
  'work at load': [
    '!for (;;);\nfunction handler() {}', '!while (1) { Math.random(); }', '!function f() { f(); f(); } f();', '!throw 1;', '!var handler = 1;',
    '!function handler() { return handler; }', '!Object.defineProperty(globalThis, "handler", { get: function () { for (;;); } });', '!var handler = function () {}; handler = null;',
  ],
  'promises and thenables': [
    'var p = Promise.resolve(); (function f() { p = p.then(f); })(); return p;', 'return new Promise(function () {});', 'return { then: function (resolve) { resolve(this); } };',
    'return Promise.resolve({ then: function (r) { r(this); } });', 'return Promise.reject(Promise.reject(1));', 'function f() { return Promise.resolve().then(f); } return f();',
    'Promise.prototype.then = function () { return this; }; return Promise.resolve(event.request);', 'var ps = []; for (var i = 0; i < 1e6; i++) ps.push(Promise.resolve(i)); return Promise.all(ps);',
    'return Promise.resolve().then(function () { for (;;); });', 'return { get then() { for (;;); } };',
  ],
  'memory': [
    'var a = []; for (;;) a.push(a.slice());', 'var s = "x"; for (;;) s += s;', 'return "x".repeat(1 << 28);', 'return new Uint8Array(1 << 30);', 'var o = {}; for (var i = 0;; i++) o["k" + i] = o;',
    'return Array(1e9).fill(1);', 'return "x".padEnd(1e9);', 'for (;;) console.log("x".repeat(10000));', 'return Buffer.alloc(1e9);', 'var a = [1]; for (;;) a = a.concat(a);',
    'return JSON.stringify(Array(4e9));', 'return Array(4294967295).join("x");',
  ],
  'lengths that are not there': [
    'return [].indexOf.call({ length: 9007199254740991 }, 1);', 'return Array.from({ length: 1e15 });', 'return [].concat.call({ length: 1e15 });', 'var a = []; a.length = 4294967295; return a.sort();',
    'var a = []; a.length = 4294967295; a.reverse(); return a;', 'return String(Array(4294967295));', 'return Math.max.apply(null, { length: 4294967295 });', 'return [].map.call({ length: 1e15 }, String);',
    'return new Uint8Array({ length: 1e12 });', 'return [].lastIndexOf.call({ length: 1e15 }, 1);', 'return [].copyWithin.call({ length: 1e15 }, 0, 1);',
  ],
  'long steps': [
    'var s = "x".repeat(1e6); for (;;) s.indexOf("y");', 'var a = []; for (var i = 0; i < 9000; i++) a.push(i); for (;;) JSON.stringify(a);', 'var s = "x".repeat(1e6); for (;;) s.replaceAll("x", "");',
    'var a = new Float64Array(1e5); for (;;) a.sort();', 'for (;;) encodeURIComponent("\\u00e9".repeat(1e5));', 'for (;;) "\\u0130".repeat(1e5).toLowerCase();', 'var s = "x".repeat(1e6), t = s + ""; for (;;) (s + "y") === (t + "z");',
    'var a = []; for (var i = 0; i < 9000; i++) a.push("" + Math.sin(i)); for (;;) a.sort();', 'for (;;) require("crypto").createHash("sha256").update("x".repeat(9000)).digest("hex");',
  ],
  'regular expressions': [
    'return /^(a+)+$/.test("a".repeat(40) + "b");', 'return /(x+x+)+y/.exec("x".repeat(40));', 'return "a".repeat(50).match(/(a|aa)+$b/);', 'return /^(([a-z])+.)+[A-Z]([a-z])+$/.test("a".repeat(60));', 'return new RegExp("(".repeat(5000));',
    'return new RegExp("a{1,65535}".repeat(50)).test("a".repeat(1000));',
  ],
  'polluted prototypes': [
    'Object.prototype.toJSON = function () { return null; }; return event.request;', 'Object.prototype.kind = "x"; Object.prototype.value = 1; return event.request;', 'Array.prototype.toJSON = function () { return 1; }; return event.request;',
    'Object.prototype.get = function () { for (;;); }; return event.request;', 'Array.prototype.push = Array.prototype.map = function () { throw 1; }; return event.request;', 'String.prototype.toString = function () { for (;;); }; return event.request;',
    'JSON.stringify = JSON.parse = function () { return "x"; }; return event.request;', 'Object.keys = function () { for (;;); }; return event.request;', 'Object.defineProperty(Object.prototype, "statusCode", { get: function () { for (;;); } }); return event.request;',
    'event.__proto__.polluted = 1; ({}).constructor.prototype.polluted = 2; return event.request;', 'Symbol.prototype.toString = 1; Array.prototype[Symbol.iterator] = function () { for (;;); }; return event.request;',
  ],
  'odd results': [
    'return { get statusCode() { for (;;); } };', 'var o = {}; o.o = o; return o;', 'var o = {}; for (var i = 0; i < 1e5; i++) o = { o: o }; return o;', 'return function () {};', 'return Symbol("x");', 'throw { get message() { for (;;); } };',
    'throw { toString: function () { throw this; } };', 'return Array(1e6);', 'return { headers: Array(9000).fill({ value: "x".repeat(100) }) };', 'throw null;', 'return { statusCode: NaN, headers: { __proto__: null } };',
  ],
  'ways out': [
    'return this.constructor.constructor("return process")().exit(1);', 'return (function () {}).constructor("return globalThis")().process.exit(1);', 'return (async function () {}).constructor("for (;;);")();', 'return (0, eval)("process.exit(1)");',
    'return require("fs").readFileSync("/etc/passwd", "utf8");', 'return require("__proto__");', 'return require("constructor").constructor("return process")();', 'return import("fs");', 'return process.env;', 'return globalThis.process.mainModule.require("child_process").execSync("true");',
    'return new Function("return process")().env;', 'return Error.prepareStackTrace = function (e, s) { return s[0].getThis().process; };', 'return WebAssembly.compile;', 'return Object.getOwnPropertyNames(globalThis).filter(function (n) { return /process|require.main|Deno|host/.test(n); });',
  ],
};
