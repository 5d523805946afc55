// # aws sample | viewer-request 1.0 /docs/ | works, works | nothing
function handler(event) {
  var request = event.request;
  var uri = request.uri;
  // Check whether the URI is missing a file name.
  if (uri.endsWith('/')) {
      request.uri += 'index.html';
  }
  // Check whether the URI is missing a file extension.
  else if (!uri.includes('.')) {
      request.uri += '/index.html';
  }
  return request;
}

// # async 2.0 | viewer-request 2.0 /docs | works, works | nothing
async function handler(event) {
  const request = event.request;
  const uri = request.uri;
  if (uri.endsWith('/')) { request.uri += 'index.html'; } else if (!uri.includes('.')) { request.uri += '/index.html'; }
  return request;
}

// # arrow const handler | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load
const handler = (event) => { const { request } = event; return request; };

// # arrow const handler 2 | viewer-request 2.0 /a/b | works, works | nothing
const handler = async (event) => { const request = event.request; if (request.uri.endsWith('/')) request.uri = request.uri + 'index.html'; return request; };

// # var handler = function | viewer-request 1.0 /a/b | works, works | nothing
var handler = function (event) { var request = event.request; request.uri = request.uri.replace(/\/$/, '/index.html'); return request; };

// # regex replace | viewer-request 1.0 /a/ | works, works | nothing
function handler(event) { var request = event.request; request.uri = request.uri.replace(/\/$/, '\/index.html'); return request; }

// # regex test ext | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) {
  var request = event.request;
  if (!/\.[^/]+$/.test(request.uri)) { request.uri = request.uri.replace(/\/?$/, '/index.html'); }
  return request;
}

// # split pop | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) {
  const request = event.request;
  const last = request.uri.split('/').pop();
  if (last.indexOf('.') === -1) { request.uri = `${request.uri.replace(/\/+$/, '')}/index.html`; }
  return request;
}

// # html ext (next export) | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  if (uri === '/') { return request; }
  if (uri.endsWith('/')) { request.uri = uri.slice(0, -1) + '.html'; } else if (!uri.includes('.')) { request.uri = uri + '.html'; }
  return request;
}

// # lastIndexOf/substr | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var r = event.request; var u = r.uri; if (u.lastIndexOf('.') < u.lastIndexOf('/')) { r.uri = u + (u.charAt(u.length - 1) === '/' ? '' : '/') + 'index.html'; } return r; }

// # exports | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load
exports.handler = async (event) => { return event.request; };

// # export default | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load
export async function handler(event) { return event.request; }

// # module.exports | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load
function handler(event) { return event.request; }
module.exports = { handler };

// # typeof module guard | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { return event.request; }
if (typeof module !== 'undefined') { module.exports = { handler: handler }; }

// # use strict | viewer-request 2.0 /a/b | works, works | nothing
'use strict';
function handler(event) { return event.request; }

// # path.extname like | viewer-request 1.0 /a/b | works, works | nothing
function hasExtension(uri) { return uri.match(/\.[a-z0-9]+$/i); }
function handler(event) { var request = event.request; if (!hasExtension(request.uri)) { request.uri += '/index.html'; } return request; }

// # named groups | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { var m = event.request.uri.match(/^(?<dir>.*\/)(?<file>[^/]*)$/); if (m && m.groups.file === '') { event.request.uri = m.groups.dir + 'index.html'; } return event.request; }

// # decodeURIComponent | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; request.uri = encodeURI(decodeURIComponent(request.uri)); return request; }
