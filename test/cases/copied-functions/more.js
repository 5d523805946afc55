// # jwt 1.0 aws | viewer-request 1.0 /a/b | broken, broken | not judged
var crypto = require('crypto');
var response401 = { statusCode: 401, statusDescription: 'Unauthorized' };
function jwt_decode(token, key, noVerify, algorithm) {
  if (!token) { throw new Error('No token supplied'); }
  var segments = token.split('.');
  if (segments.length !== 3) { throw new Error('Not enough or too many segments'); }
  var headerSeg = segments[0]; var payloadSeg = segments[1]; var signatureSeg = segments[2];
  var header = JSON.parse(_base64urlDecode(headerSeg));
  var payload = JSON.parse(_base64urlDecode(payloadSeg));
  if (!noVerify) {
      var signingMethod = 'sha256'; var signingType = 'hmac';
      var signingInput = [headerSeg, payloadSeg].join('.');
      if (!_verify(signingInput, key, signingMethod, signingType, signatureSeg)) { throw new Error('Signature verification failed'); }
      if (payload.nbf && Date.now() < payload.nbf * 1000) { throw new Error('Token not yet active'); }
      if (payload.exp && Date.now() > payload.exp * 1000) { throw new Error('Token expired'); }
  }
  return payload;
}
function _constantTimeEquals(a, b) { if (a.length != b.length) { return false; } var xor = 0; for (var i = 0; i < a.length; i++) { xor |= (a.charCodeAt(i) ^ b.charCodeAt(i)); } return 0 === xor; }
function _verify(input, key, method, type, signature) { if (type === 'hmac') { return _constantTimeEquals(signature, _sign(input, key, method)); } else { throw new Error('Algorithm type not recognized'); } }
function _sign(input, key, method) { return crypto.createHmac(method, key).update(input).digest('base64url'); }
function _base64urlDecode(str) { return String.bytesFrom(str, 'base64url') }
function handler(event) {
  var request = event.request;
  var key = "LzdWGpAToQ1DqYuzHxE6YOqi7G3X2yvNBot9mCXfx5k";
  if (!request.querystring.jwt) { console.log("Error: No JWT in the querystring"); return response401; }
  var jwtToken = request.querystring.jwt.value;
  try { jwt_decode(jwtToken, key); } catch (e) { console.log(e); return response401; }
  delete request.querystring.jwt;
  console.log("Valid JWT token");
  return request;
}

// # import crypto | viewer-request 2.0 /a/b | works, works | nothing
import crypto from 'crypto';
import qs from 'querystring';
function handler(event) { event.request.headers['x-h'] = { value: crypto.createHash('sha1').update(event.request.uri).digest('hex') }; event.request.querystring = qs.stringify({ a: 1 }); return event.request; }

// # import named | viewer-request 2.0 /a/b | not-judged, not-judged | not judged
import { createHash } from 'crypto';
function handler(event) { return event.request; }

// # body json | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { if (event.request.uri === '/health') { return { statusCode: 200, statusDescription: 'OK', headers: { 'content-type': { value: 'application/json' } }, body: JSON.stringify({ ok: true }) }; } return event.request; }

// # body obj | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { return { statusCode: 200, body: { encoding: 'text', data: 'hello' } }; }

// # lambda status | viewer-request 2.0 /a/b | broken, broken | error function-fails
function handler(event) { return { status: '302', headers: { location: [{ key: 'Location', value: '/x' }] } }; }

// # time window | viewer-request 2.0 /a/b | depends, depends | not judged
function handler(event) { var until = new Date('2026-06-01T00:00:00Z'); if (new Date() < until) { return { statusCode: 503 }; } return event.request; }

// # time hour | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { var h = new Date().getUTCHours(); if (h >= 2 && h < 3) { return { statusCode: 503 }; } return event.request; }

// # querystring in | viewer-request 1.0 /a/b | works, works | nothing
function objectToQueryString(obj) { var str = []; for (var param in obj) if (obj[param].multiValue) str.push(obj[param].multiValue.map(function (item) { return param + '=' + item.value; }).join('&')); else if (obj[param].value == '') str.push(param); else str.push(param + '=' + obj[param].value); return str.join('&'); }
function handler(event) { var request = event.request; var qs = objectToQueryString(request.querystring); if (request.uri === '/old') { return { statusCode: 301, statusDescription: 'Moved', headers: { location: { value: '/new' + (qs ? '?' + qs : '') } } }; } return request; }

// # options 200 by hand | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; if (request.method === 'OPTIONS') { return { statusCode: 200, headers: { 'access-control-allow-origin': { value: '*' }, 'access-control-allow-methods': { value: '*' }, 'access-control-allow-headers': { value: '*' } } }; } return request; }

// # preflight echo allowlist | viewer-request 2.0 /a/b | works, works | nothing
var allowed = ['https://app.example.com', 'https://admin.example.com'];
function handler(event) { var request = event.request; var origin = request.headers.origin && request.headers.origin.value; if (request.method !== 'OPTIONS' || !origin) { return request; } if (allowed.indexOf(origin) < 0) { return { statusCode: 403 }; } return { statusCode: 204, headers: { 'access-control-allow-origin': { value: origin }, 'access-control-allow-methods': { value: 'GET' }, 'access-control-allow-headers': { value: 'x-trace' }, vary: { value: 'Origin' } } }; }

// # lookup table | viewer-response 2.0 /a/b | works, works | warning function-echoes-origin
const T = { 'https://app.example.com': true };
function handler(event) { const o = event.request.headers.origin; if (o && T[o.value]) { event.response.headers['access-control-allow-origin'] = { value: o.value }; event.response.headers['vary'] = { value: 'Origin' }; } return event.response; }

// # endsWith suffix | viewer-response 1.0 /a/b | works, works | warning function-echoes-origin
function handler(event) { var o = event.request.headers.origin; if (o && o.value.endsWith('.example.com')) { event.response.headers['access-control-allow-origin'] = { value: o.value }; } return event.response; }

// # null origin | viewer-response 2.0 /a/b | works, works | warning function-echoes-origin
function handler(event) { var o = event.request.headers.origin; event.response.headers['access-control-allow-origin'] = { value: o ? o.value : 'null' }; event.response.headers['access-control-allow-credentials'] = { value: 'true' }; return event.response; }

// # ternary | viewer-response 2.0 /a/b | works, works | nothing
function handler(event) { const h = event.response.headers; h['cache-control'] = { value: event.request.uri.includes('/static/') ? 'public, max-age=31536000' : 'no-store' }; return event.response; }

// # promise all | viewer-response 2.0 /a/b | works, works | nothing
async function handler(event) { const r = await Promise.all([Promise.resolve(1), Promise.resolve(2)]); event.response.headers['x-sum'] = { value: String(r[0] + r[1]) }; return event.response; }

// # object defineProperty | viewer-response 2.0 /a/b | works, works | nothing
function handler(event) { Object.defineProperty(event.response.headers, 'x-a', { value: { value: '1' }, enumerable: true }); return event.response; }

// # freeze | viewer-response 2.0 /a/b | works, works | nothing
function handler(event) { return Object.freeze(event.response); }

// # json clone | viewer-response 2.0 /a/b | works, works | nothing
function handler(event) { return JSON.parse(JSON.stringify(event.response)); }

// # json clone request | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { const r = JSON.parse(JSON.stringify(event.request)); r.uri = '/x'; return r; }

// # new object request | viewer-request 2.0 /a/ | works, works | nothing
function handler(event) { const r = event.request; return { method: r.method, uri: r.uri + 'index.html', querystring: r.querystring, headers: r.headers, cookies: r.cookies }; }

// # rawQueryString | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { const r = event.request; const raw = r.rawQueryString(); if (raw && raw.includes('old')) { return { statusCode: 301, headers: { location: { value: r.uri } } }; } return r; }

// # recursion | viewer-request 2.0 /a/b | works, works | nothing
function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2); }
function handler(event) { event.request.headers['x-f'] = { value: String(f(15)) }; return event.request; }

// # closures/iife | viewer-request 1.0 /a/b | works, works | nothing
var handler = (function () { var map = {}; map['/a'] = '/b'; return function (event) { var r = event.request; if (map[r.uri]) { r.uri = map[r.uri]; } return r; }; })();

// # getter | viewer-request 2.0 /a/b | works, works | nothing
const config = { get home() { return '/index.html'; } };
function handler(event) { if (event.request.uri === '/') event.request.uri = config.home; return event.request; }

// # comma/regex exec loop | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var re = /([a-z]+)/g, m, n = 0; while ((m = re.exec(event.request.uri)) !== null) { n++; } event.request.headers['x-n'] = { value: '' + n }; return event.request; }

// # cookie parse redirect | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { const c = event.request.cookies; if (!c.consent && event.request.uri.endsWith('.html')) { return { statusCode: 302, headers: { location: { value: '/consent' } } }; } return event.request; }

// # device | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var h = event.request.headers; if (h['cloudfront-is-mobile-viewer'] && h['cloudfront-is-mobile-viewer'].value === 'true') { event.request.uri = '/m' + event.request.uri; } return event.request; }

// # accept-encoding | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var a = event.request.headers['accept-encoding']; if (a && a.value.indexOf('br') >= 0) { event.request.uri += '.br'; } return event.request; }

// # range | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { if (event.request.headers.range) { delete event.request.headers.range; } return event.request; }

// # content-type post | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { if (event.request.method === 'POST') { return { statusCode: 405 }; } return event.request; }

// # method allowlist | viewer-request 1.0 /a/b | works, broken | error function-and-preflights
function handler(event) { if (['GET', 'HEAD'].indexOf(event.request.method) < 0) { return { statusCode: 405, statusDescription: 'Method Not Allowed' }; } return event.request; }

// # x-api-key | viewer-request 2.0 /a/b | broken, broken | error function-and-preflights, not judged
function handler(event) { if (!event.request.headers['x-api-key'] || event.request.headers['x-api-key'].value !== 'k') { return { statusCode: 403 }; } return event.request; }

// # selectOrigin | viewer-request 2.0 /a/b | works, works | nothing
import cf from 'cloudfront';
function handler(event) { cf.selectRequestOriginById('assets'); return event.request; }

// # selectOrigin missing | viewer-request 2.0 /a/b | not-judged, not-judged | not judged
import cf from 'cloudfront';
function handler(event) { cf.selectRequestOriginById('other'); return event.request; }

// # edgeLocation | viewer-request 2.0 /a/b | not-judged, not-judged | not judged
import cf from 'cloudfront';
function handler(event) { console.log(cf.edgeLocation.name); return event.request; }

// # label prototypes | viewer-request 1.0 /a/b | works, works | nothing
String.prototype.stripSlash = function () { return this.replace(/\/$/, ''); };
function handler(event) { event.request.uri = event.request.uri.stripSlash() + '/index.html'; return event.request; }

// # unicode | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { event.request.uri = encodeURI('/ä' + event.request.uri); return event.request; }

// # empty | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load


// # comment only | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load
// nothing

// # terraform template | viewer-request 1.0 /docs | works, works | nothing
function handler(event) { var request = event.request; if (request.uri.match('^/docs$')) { request.uri = '/docs/index.html'; } return request; }

// # sub symbol | viewer-request 1.0 /a/b | not-judged, broken | error function-and-preflights, not judged
function handler(event) { var host = '⟨Web.AppHost⟩'; if (event.request.headers.host.value !== host) { return { statusCode: 301, headers: { location: { value: 'https://' + host + event.request.uri } } }; } return event.request; }
