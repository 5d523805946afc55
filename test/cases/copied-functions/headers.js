// # aws sample | viewer-response 1.0 /a/b | works, works | nothing
function handler(event) {
  var response = event.response;
  var headers = response.headers;
  headers['strict-transport-security'] = { value: 'max-age=63072000; includeSubdomains; preload'};
  headers['content-security-policy'] = { value: "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; frame-ancestors 'none'"};
  headers['x-content-type-options'] = { value: 'nosniff'};
  headers['x-frame-options'] = {value: 'DENY'};
  headers['x-xss-protection'] = {value: '1; mode=block'};
  headers['referrer-policy'] = {value: 'same-origin'};
  return response;
}

// # Object.assign | viewer-response 2.0 /a/b | works, works | nothing
const add = { 'x-frame-options': { value: 'DENY' } };
async function handler(event) { const response = event.response; Object.assign(response.headers, add); return response; }

// # Object.keys forEach | viewer-response 1.0 /a/b | works, works | nothing
var h = {'x-a': '1', 'x-b': '2'};
function handler(event) { var r = event.response; Object.keys(h).forEach(function (k) { r.headers[k] = { value: h[k] }; }); return r; }

// # entries reduce | viewer-response 2.0 /a/b | works, works | nothing
function handler(event) { const r = event.response; r.headers = Object.entries({ 'x-a': '1' }).reduce((all, pair) => { all[pair[0]] = { value: pair[1] }; return all; }, r.headers); return r; }

// # spread | viewer-response 2.0 /a/b | not-judged, not-judged | not judged
function handler(event) { const r = event.response; r.headers = { ...r.headers, 'x-a': { value: '1' } }; return r; }

// # for in | viewer-response 1.0 /a/b | works, works | nothing
var h = {'x-a': '1'};
function handler(event) { var r = event.response; for (var k in h) { r.headers[k] = { value: h[k] }; } return r; }

// # nonce random | viewer-response 2.0 /a/b | works, works | nothing
const crypto = require('crypto');
function handler(event) { const r = event.response; const nonce = crypto.createHash('sha256').update(String(Math.random()) + Date.now()).digest('base64'); r.headers['content-security-policy'] = { value: "script-src 'nonce-" + nonce + "'" }; return r; }

// # by content type | viewer-response 1.0 /a/b | works, works | nothing
function handler(event) { var r = event.response; var ct = r.headers['content-type']; if (ct && ct.value.indexOf('text/html') === 0) { r.headers['x-frame-options'] = { value: 'DENY' }; } return r; }

// # cache-control by uri | viewer-response 2.0 /a/b | works, works | nothing
function handler(event) { const request = event.request; const response = event.response; if (request.uri.match(/\.(js|css)$/)) { response.headers['cache-control'] = { value: 'public, max-age=31536000, immutable' }; } else if (!response.headers['cache-control']) { response.headers['cache-control'] = { value: 'no-cache' }; } return response; }

// # lambda style arrays | viewer-response 1.0 /a/b | broken, broken | error function-fails
function handler(event) { var response = event.response; response.headers['x-frame-options'] = [{ key: 'X-Frame-Options', value: 'DENY' }]; return response; }

// # upper case | viewer-response 1.0 /a/b | broken, broken | error function-fails
function handler(event) { var response = event.response; response.headers['X-Frame-Options'] = { value: 'DENY' }; return response; }

// # string value | viewer-response 1.0 /a/b | broken, broken | error function-fails
function handler(event) { var response = event.response; response.headers['x-frame-options'] = 'DENY'; return response; }

// # cookie set | viewer-response 1.0 /a/b | works, works | nothing
function handler(event) { var response = event.response; response.cookies['seen'] = { value: '1', attributes: 'Secure; Path=/; Max-Age=60' }; return response; }

// # statusCode 404 | viewer-response 1.0 /a/b | works, works | nothing
function handler(event) { var response = event.response; if (event.request.uri === '/404.html') { response.statusCode = 404; response.statusDescription = 'Not Found'; } return response; }

// # log | viewer-response 2.0 /a/b | works, works | nothing
function handler(event) { console.log(JSON.stringify(event)); console.log('id', event.context.requestId, event.viewer.ip); return event.response; }

// # toISOString | viewer-response 2.0 /a/b | works, works | nothing
function handler(event) { event.response.headers['x-time'] = { value: new Date().toISOString() }; return event.response; }
