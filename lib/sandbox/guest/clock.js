// "Date: the functions return the same value during the lifetime of a single function run" (functions-javascript-runtime-20.html)
function FrozenDate(...args) {
  if (!new.target) {
    use('time');
    return asText(new NativeDate(circumstances.now));
  }
  if (args.length === 0) {
    use('time');
    return new NativeDate(circumstances.now);
  }
  return new NativeDate(...args);
}

function installClockAndChance() {
  FrozenDate.prototype = NativeDate.prototype;
  hidden(NativeDate.prototype, 'constructor', FrozenDate);
  hidden(FrozenDate, 'now', function now() {
    use('time');
    return circumstances.now;
  });
  hidden(FrozenDate, 'parse', NativeDate.parse);
  hidden(FrozenDate, 'UTC', NativeDate.UTC);
  hidden(globalThis, 'Date', FrozenDate);
  hidden(Math, 'random', function random() {
    use('chance');
    return circumstances.random;
  });
  const record = (...values) => {
    if (lines.length < 100) {
      pushTo(lines, values.map(said).join(' ').slice(0, 2000));
    }
  };
  hidden(globalThis, 'console', { log: record, error: record, warn: record, info: record, debug: record });
}

function said(value) {
  try {
    return typeof value === 'object' && value !== null ? stringify(value) : asText(value);
  } catch {
    return '(not printable)';
  }
}
