// # no dot | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; if (!request.uri.includes('.')) { request.uri = '/index.html'; } return request; }

// # regex list of ext | viewer-request 1.0 /a/b | works, works | nothing
var ext = /\.(js|css|png|jpe?g|svg|ico|json|txt|woff2?|map|webmanifest)$/i;
function handler(event) { var request = event.request; if (!ext.test(request.uri)) { request.uri = '/index.html'; } return request; }

// # prefixes | viewer-request 2.0 /a/b | works, works | nothing
const apps = ['admin', 'shop'];
function handler(event) { const request = event.request; const first = request.uri.split('/')[1]; if (apps.includes(first) && !request.uri.split('/').pop().includes('.')) { request.uri = '/' + first + '/index.html'; } return request; }

// # some/find/filter | viewer-request 2.0 /a/b | works, works | nothing
const files = ['/robots.txt', '/sitemap.xml'];
function handler(event) { const request = event.request; if (files.some(f => f === request.uri) || /^\/(assets|static)\//.test(request.uri)) return request; request.uri = '/index.html'; return request; }

// # host prefix | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) {
  var request = event.request; var host = request.headers.host.value; var sub = host.split('.')[0];
  request.uri = '/' + sub + request.uri; return request; }

// # host prefix branch | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) {
  const request = event.request; const host = request.headers.host.value;
  const m = host.match(/^(.+)\.preview\.example\.com$/);
  if (m) { request.uri = '/' + m[1] + request.uri; }
  return request; }

// # accept html | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; var accept = request.headers.accept; if (accept && accept.value.includes('text/html')) { request.uri = '/index.html'; } return request; }

// # sec-fetch | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { const r = event.request; const d = r.headers['sec-fetch-dest']; if (d && (d.value === 'document' || d.value === 'iframe')) { r.uri = '/index.html'; } return r; }
