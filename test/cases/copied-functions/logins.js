// # aws-style | viewer-request 1.0 /a/b | broken, broken | error function-and-preflights, warning function-asks-for-login, not judged
function handler(event) {
  var authHeaders = event.request.headers.authorization;
  var expected = "Basic dXNlcjpwYXNz";
  if (authHeaders && authHeaders.value === expected) { return event.request; }
  return { statusCode: 401, statusDescription: "Unauthorized", headers: { "www-authenticate": { value: 'Basic realm="Enter credentials"' } } };
}

// # btoa | viewer-request 2.0 /a/b | broken, broken | error function-and-preflights, warning function-asks-for-login, not judged
function handler(event) { const a = event.request.headers.authorization; if (a && a.value === 'Basic ' + btoa('user:pass')) return event.request; return { statusCode: 401, headers: { 'www-authenticate': { value: 'Basic' } } }; }

// # String.bytesFrom | viewer-request 1.0 /a/b | broken, broken | error function-and-preflights, warning function-asks-for-login, not judged
function handler(event) { var a = event.request.headers.authorization; var c = String.bytesFrom(a ? a.value.split(' ')[1] : '', 'base64'); if (c === 'user:pass') { return event.request; } return { statusCode: 401, statusDescription: 'Unauthorized', headers: { 'www-authenticate': { value: 'Basic' } } }; }

// # own base64 (1.0 polyfill) | viewer-request 1.0 /a/b | broken, broken | error function-and-preflights, warning function-asks-for-login, not judged
function b2a(a) { var c, d, e, f, g, h, i, j, o, b = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", k = 0, l = 0, m = "", n = []; if (!a) return a; do c = a.charCodeAt(k++), d = a.charCodeAt(k++), e = a.charCodeAt(k++), j = c << 16 | d << 8 | e, f = 63 & j >> 18, g = 63 & j >> 12, h = 63 & j >> 6, i = 63 & j, n[l++] = b.charAt(f) + b.charAt(g) + b.charAt(h) + b.charAt(i); while (k < a.length); return m = n.join(""), o = a.length % 3, (o ? m.slice(0, o - 3) : m) + "===".slice(o || 3); }
function handler(event) { var headers = event.request.headers; var authString = "Basic " + b2a("user:pass"); if (typeof headers.authorization === "undefined" || headers.authorization.value !== authString) { return { statusCode: 401, statusDescription: "Unauthorized", headers: { "www-authenticate": { value: "Basic" } } }; } return event.request; }

// # spares OPTIONS | viewer-request 2.0 /a/b | broken, broken | warning function-asks-for-login, not judged
function handler(event) { const r = event.request; if (r.method === 'OPTIONS') return r; if (!r.headers.authorization || r.headers.authorization.value !== 'Basic YTpi') { return { statusCode: 401, headers: { 'www-authenticate': { value: 'Basic' } } }; } return r; }

// # user map | viewer-request 2.0 /a/b | broken, broken | error function-and-preflights, warning function-asks-for-login, not judged
const users = { admin: 'secret', bob: 'hunter2' };
function handler(event) { const r = event.request; const h = r.headers.authorization; if (h) { const pair = Buffer.from(h.value.slice(6), 'base64').toString().split(':'); if (users[pair[0]] === pair[1]) { return r; } } return { statusCode: 401, headers: { 'www-authenticate': { value: 'Basic' } } }; }

// # cookie token | viewer-request 2.0 /a/b | broken, broken | error function-and-preflights, warning function-asks-for-login, not judged
function handler(event) { const r = event.request; const c = r.cookies['session']; if (!c || c.value !== 'letmein') { return { statusCode: 302, headers: { location: { value: '/login' } } }; } return r; }

// # kvs user | viewer-request 2.0 /a/b | broken, broken | error function-and-preflights, warning function-asks-for-login, not judged
import cf from 'cloudfront';
const kvs = cf.kvs();
async function handler(event) { const r = event.request; const a = r.headers.authorization; if (!a) { return { statusCode: 401 }; } try { const t = await kvs.get('auth'); if (a.value === t) return r; } catch (e) { console.log(e); } return { statusCode: 403 }; }

// # ip allow | viewer-request 2.0 /a/b | depends, depends | not judged
const allowed = ['203.0.113.5'];
function handler(event) { if (!allowed.includes(event.viewer.ip)) { return { statusCode: 403, statusDescription: 'Forbidden' }; } return event.request; }

// # query token | viewer-request 1.0 /a/b | broken, broken | not judged
function handler(event) { var q = event.request.querystring; if (!q.token || q.token.value !== 'abc') { return { statusCode: 403 }; } return event.request; }

// # referer check | viewer-request 1.0 /a/b | works, works | not judged
function handler(event) { var h = event.request.headers; if (h.referer && h.referer.value.indexOf('https://app.example.com') !== 0) { return { statusCode: 403 }; } return event.request; }

// # origin check | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var h = event.request.headers; if (h.origin && h.origin.value !== 'https://app.example.com') { return { statusCode: 403 }; } return event.request; }
