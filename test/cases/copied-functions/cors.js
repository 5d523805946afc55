// # aws sample star | viewer-response 1.0 /a/b | works, works | nothing || works, broken | nothing
function handler(event) {
  var response = event.response;
  var headers = response.headers;
  if (!headers['access-control-allow-origin']) { headers['access-control-allow-origin'] = {value: "*"}; console.log("Access-Control-Allow-Origin: *"); }
  return response;
}

// # aws sample echo | viewer-response 1.0 /a/b | works, works | warning function-echoes-origin || works, broken | warning function-echoes-origin
function handler(event)  {
  var response  = event.response;
  var request = event.request;
  if (request.headers.origin && !response.headers['access-control-allow-origin']) { response.headers['access-control-allow-origin'] = {value: request.headers.origin.value}; console.log("ACAO set"); }
  return response;
}

// # regex allow | viewer-response 2.0 /a/b | works, works | warning function-echoes-origin || works, broken | nothing
const allowed = /^https:\/\/([a-z0-9-]+\.)?example\.com$/;
function handler(event) { const o = event.request.headers.origin; const h = event.response.headers; if (o && allowed.test(o.value)) { h['access-control-allow-origin'] = { value: o.value }; h['access-control-allow-credentials'] = { value: 'true' }; h.vary = { value: 'Origin' }; } return event.response; }

// # append vary | viewer-response 2.0 /a/b | works, works | nothing || broken, broken | warning nobody-answers-cors
function handler(event) { const h = event.response.headers; if (h.vary) { if (h.vary.value.indexOf('Origin') < 0) h.vary.value += ', Origin'; } else { h.vary = { value: 'Origin' }; } return event.response; }

// # options at response | viewer-response 2.0 /a/b | works, works | nothing || works, broken | nothing
function handler(event) { const request = event.request; const response = event.response; if (request.method === 'OPTIONS') { response.statusCode = 204; response.headers['access-control-allow-methods'] = { value: 'GET' }; response.headers['access-control-allow-headers'] = { value: '*' }; } response.headers['access-control-allow-origin'] = { value: '*' }; return response; }

// # preflight answer | viewer-request 2.0 /a/b | works, works | nothing || broken, broken | warning nobody-answers-cors
function handler(event) { const request = event.request; if (request.method === 'OPTIONS') { const origin = request.headers.origin ? request.headers.origin.value : '*'; const ask = request.headers['access-control-request-headers']; return { statusCode: 204, statusDescription: 'No Content', headers: { 'access-control-allow-origin': { value: origin }, 'access-control-allow-methods': { value: 'GET, HEAD, OPTIONS' }, 'access-control-allow-headers': { value: ask ? ask.value : '*' }, 'access-control-max-age': { value: '86400' } } }; } return request; }

// # on request (mistake) | viewer-request 1.0 /a/b | works, works | warning function-cors-on-request || broken, broken | warning function-cors-on-request, warning nobody-answers-cors
function handler(event) { event.request.headers['access-control-allow-origin'] = { value: '*' }; return event.request; }

// # add origin aws sample | viewer-request 1.0 /a/b | works, works | nothing || broken, broken | warning nobody-answers-cors
function handler(event) { var request = event.request; var headers = request.headers; var host = request.headers.host.value; if (!headers.origin) { headers.origin = {value:`https://${host}`}; } return request; }

// # set fixed origin | viewer-request 1.0 /a/b | works, works | nothing || broken, broken | warning nobody-answers-cors
function handler(event) { event.request.headers.origin = { value: 'https://app.example.com' }; return event.request; }

// # delete origin | viewer-request 1.0 /a/b | depends, broken | error promise-broken, warning function-changes-origin || broken, broken | warning function-changes-origin, warning nobody-answers-cors
function handler(event) { delete event.request.headers.origin; return event.request; }

// # Set of origins | viewer-response 2.0 /a/b | broken, broken | error function-does-not-load || broken, broken | error function-does-not-load
const allowed = new Set(['https://app.example.com']);
function handler(event) { const o = event.request.headers.origin; if (o && allowed.has(o.value)) { event.response.headers['access-control-allow-origin'] = { value: o.value }; } return event.response; }

// # optional chaining | viewer-response 2.0 /a/b | broken, broken | error function-does-not-load || broken, broken | error function-does-not-load
function handler(event) { const o = event.request.headers.origin?.value; if (o) event.response.headers['access-control-allow-origin'] = { value: o }; return event.response; }

// # nullish | viewer-response 2.0 /a/b | works, works | warning function-echoes-origin || works, broken | warning function-echoes-origin
function handler(event) { const o = event.request.headers.origin ?? { value: '*' }; event.response.headers['access-control-allow-origin'] = { value: o.value }; return event.response; }

// # default param | viewer-response 2.0 /a/b | not-judged, not-judged | not judged
function allow(o = '*') { return { value: o }; }
function handler(event) { event.response.headers['access-control-allow-origin'] = allow(); return event.response; }

// # rest params | viewer-response 1.0 /a/b | works, works | nothing || broken, broken | warning nobody-answers-cors
function join(...a) { return a.join(', '); }
function handler(event) { event.response.headers['x-a'] = { value: join('a', 'b') }; return event.response; }

// # delete server | viewer-response 2.0 /a/b | works, works | nothing || broken, broken | warning nobody-answers-cors
function handler(event) { delete event.response.headers['server']; delete event.response.headers['x-amz-id-2']; return event.response; }

// # expose | viewer-response 1.0 /a/b | works, works | nothing || broken, broken | warning nobody-answers-cors
function handler(event) { event.response.headers['access-control-expose-headers'] = { value: 'ETag' }; return event.response; }

// # timing | viewer-response 1.0 /a/b | works, works | nothing || broken, broken | warning nobody-answers-cors
function handler(event) { event.response.headers['timing-allow-origin'] = { value: '*' }; event.response.headers['cross-origin-resource-policy'] = { value: 'cross-origin' }; return event.response; }
