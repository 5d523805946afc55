// # x-forwarded-host | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { event.request.headers['x-forwarded-host'] = { value: event.request.headers.host.value }; return event.request; }

// # true client ip | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; request.headers['true-client-ip'] = {value: event.viewer.ip}; return request; }

// # normalize query | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var qs = []; for (var key in event.request.querystring) { if (event.request.querystring[key].multiValue) { event.request.querystring[key].multiValue.forEach((mv) => { qs.push(key + "=" + mv.value) }); } else { qs.push(key + "=" + event.request.querystring[key].value); } } event.request.querystring = qs.sort().join('&'); return event.request; }

// # drop all query | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { event.request.querystring = {}; return event.request; }

// # A/B cookie | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { const request = event.request; let group = request.cookies.ab ? request.cookies.ab.value : (Math.random() < 0.5 ? 'a' : 'b'); request.headers['x-group'] = { value: group }; if (group === 'b') { request.uri = '/b' + request.uri; } return request; }

// # hash AB by ip | viewer-request 2.0 /a/b | works, works | nothing
const crypto = require('crypto');
function handler(event) { const h = crypto.createHash('md5').update(event.viewer.ip).digest('hex'); if (parseInt(h.slice(0, 2), 16) < 128) { event.request.uri = '/canary' + event.request.uri; } return event.request; }

// # cookie object headers.cookie | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var c = event.request.headers.cookie; if (c && c.value.includes('x')) { event.request.uri = '/x'; } return event.request; }

// # webp | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { const request = event.request; const accept = request.headers.accept; if (accept && accept.value.includes('image/webp') && /\.(jpe?g|png)$/.test(request.uri)) { request.uri = request.uri.replace(/\.(jpe?g|png)$/, '.webp'); } return request; }

// # updateRequestOrigin | viewer-request 2.0 /a/b | works, works | nothing
import cf from 'cloudfront';
function handler(event) { if (event.request.uri.startsWith('/eu/')) { cf.updateRequestOrigin({ domainName: 'eu.example.com' }); } return event.request; }

// # try/catch | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; try { JSON.parse('{'); } catch (e) { console.log(e.message); } return request; }

// # switch | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; switch (request.uri) { case '/': request.uri = '/index.html'; break; default: break; } return request; }

// # labels/while | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var r = event.request; while (r.uri.indexOf('//') >= 0) { r.uri = r.uri.replace('//', '/'); } return r; }

// # let in 1.0 | viewer-request 1.0 /a/b | broken, broken | error function-does-not-load
function handler(event) { let request = event.request; return request; }

// # Object.fromEntries | viewer-request 2.0 /a/b | broken, broken | error function-fails
function handler(event) { const r = event.request; const kept = Object.entries(r.querystring).filter(e => e[0] !== 'utm'); r.querystring = Object.fromEntries(kept); return r; }

// # URLSearchParams | viewer-request 2.0 /a/b | broken, broken | error function-fails
function handler(event) { const p = new URLSearchParams(); p.set('a', '1'); event.request.querystring = p.toString(); return event.request; }

// # replaceAll | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { event.request.uri = event.request.uri.replaceAll('%20', '-'); return event.request; }

// # padStart, template | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { event.request.headers['x-n'] = { value: `${'5'.padStart(3, '0')}` }; return event.request; }

// # destructured event param | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load
function handler({ request }) { return request; }

// # event.Records (lambda) | viewer-request 1.0 /a/b | broken, broken | error function-fails
function handler(event) { var request = event.Records[0].cf.request; return request; }

// # callback (lambda) | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load
exports.handler = (event, context, callback) => { const request = event.Records[0].cf.request; callback(null, request); };

// # callback named | viewer-request 1.0 /a/b | broken, broken | error function-fails
function handler(event, context, callback) { var request = event.request; callback(null, request); }

// # forget return | viewer-request 1.0 /a/b | broken, broken | error function-fails
function handler(event) { event.request.uri = '/index.html'; }

// # toLowerCase headers loop | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var h = event.request.headers; Object.keys(h).forEach(function (k) { if (k.indexOf('x-custom') === 0) { delete h[k]; } }); return event.request; }

// # JSON log | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { console.log(JSON.stringify(event.request.headers)); return event.request; }

// # for of | viewer-request 2.0 /a/b | broken, broken | error function-does-not-load
function handler(event) { for (const k of Object.keys(event.request.headers)) { console.log(k); } return event.request; }

// # class | viewer-request 2.0 /a/b | not-judged, not-judged | not judged
class R { constructor(u) { this.u = u; } }
function handler(event) { event.request.uri = new R(event.request.uri).u; return event.request; }

// # promise then | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { return Promise.resolve(event.request); }

// # await promise | viewer-request 2.0 /a/b | works, works | nothing
async function handler(event) { const r = await Promise.resolve(event.request); return r; }

// # kvs redirect try | viewer-request 2.0 /a/b | not-judged, not-judged | not judged
import cf from 'cloudfront';
const kvsId = 'abc';
const kvsHandle = cf.kvs(kvsId);
async function handler(event) { const request = event.request; const key = request.uri.split('/')[1]; let value = 'x'; try { value = await kvsHandle.get(key); request.uri = request.uri.replace(key, value); } catch (err) { console.log('kvs key lookup failed for ' + key + ': ' + err); } return request; }
