// # www | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) {
  var request = event.request; var host = request.headers.host.value;
  if (host.startsWith('www.')) { return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: 'https://' + host.replace('www.', '') + request.uri } } }; }
  return request; }

// # apex to www | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) {
  var request = event.request; var host = request.headers.host.value;
  if (host === 'example.com') { return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { 'location': { value: 'https://www.example.com' + request.uri } } }; }
  return request; }

// # not canonical | viewer-request 1.0 /a/b | not-judged, broken | error function-and-preflights, not judged
function handler(event) {
  var request = event.request; var host = request.headers.host.value;
  if (host !== 'www.example.com') { return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { 'location': { value: 'https://www.example.com' + request.uri } } }; }
  return request; }

// # cloudfront.net | viewer-request 2.0 /a/b | not-judged, broken | error function-and-preflights, not judged
function handler(event) {
  const request = event.request; const host = request.headers.host.value;
  if (host.endsWith('.cloudfront.net')) { return { statusCode: 301, statusDescription: 'Moved', headers: { location: { value: 'https://assets.example.com' + request.uri } } }; }
  return request; }

// # https by proto | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) {
  var request = event.request; var proto = request.headers['cloudfront-forwarded-proto'];
  if (proto && proto.value === 'http') { return { statusCode: 301, statusDescription: 'Moved', headers: { location: { value: 'https://' + request.headers.host.value + request.uri } } }; }
  return request; }

// # trailing slash | viewer-request 2.0 /docs | works, broken | error promise-broken
function handler(event) {
  const request = event.request; const uri = request.uri;
  if (uri !== '/' && !uri.endsWith('/') && !uri.includes('.')) {
  const qs = Object.keys(request.querystring).map(k => k + '=' + request.querystring[k].value).join('&');
  return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: uri + '/' + (qs ? '?' + qs : '') } } };
  }
  return request; }

// # strip index.html | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; if (request.uri.endsWith('/index.html')) { return { statusCode: 301, statusDescription: 'x', headers: { location: { value: request.uri.slice(0, -10) } } }; } return request; }

// # map | viewer-request 2.0 /a/b | works, works | nothing
const redirects = { '/old': '/new', '/blog': 'https://blog.example.com/' };
function handler(event) { const to = redirects[event.request.uri]; if (to) { return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: to } } }; } return event.request; }

// # map regex array | viewer-request 2.0 /a/b | works, works | nothing
const rules = [{ from: /^\/blog\/(\d+)$/, to: '/posts/$1' }];
function handler(event) { const request = event.request; for (let i = 0; i < rules.length; i++) { if (rules[i].from.test(request.uri)) { return { statusCode: 301, headers: { location: { value: request.uri.replace(rules[i].from, rules[i].to) } } }; } } return request; }

// # language (accept-language) | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) {
  const request = event.request; const headers = request.headers;
  if (request.uri === '/') {
  let lang = 'en';
  if (headers['accept-language']) { const v = headers['accept-language'].value.toLowerCase(); if (v.startsWith('de')) { lang = 'de'; } else if (v.indexOf('fr') >= 0) { lang = 'fr'; } }
  return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/' + lang + '/' } } };
  }
  return request; }

// # language everywhere (q parsing) | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) {
  const request = event.request;
  const supported = ['en', 'de', 'fr'];
  const header = request.headers['accept-language'] ? request.headers['accept-language'].value : 'en';
  const wanted = header.split(',').map(part => { const bits = part.trim().split(';q='); return { lang: bits[0].split('-')[0], q: bits[1] ? parseFloat(bits[1]) : 1 }; }).sort((a, b) => b.q - a.q);
  const found = wanted.find(w => supported.includes(w.lang));
  request.uri = '/' + (found ? found.lang : 'en') + request.uri;
  return request; }

// # country aws sample | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) {
  var request = event.request;
  var headers = request.headers;
  var host = request.headers.host.value;
  var country = 'DE';
  var newurl = `https://${host}/de/index.html`;
  if (headers['cloudfront-viewer-country']) {
      var countryCode = headers['cloudfront-viewer-country'].value;
      if (countryCode === country) {
          var response = { statusCode: 302, statusDescription: 'Found', headers: { "location": { "value": newurl } } };
          return response;
      }
  }
  return request;
}

// # country block | viewer-request 2.0 /a/b | works, works | nothing
const blocked = ['RU', 'KP'];
function handler(event) { const c = event.request.headers['cloudfront-viewer-country']; if (c && blocked.includes(c.value)) { return { statusCode: 451, statusDescription: 'x' }; } return event.request; }

// # mobile by user agent | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var r = event.request; var ua = r.headers['user-agent']; if (ua && /Mobile|Android|iPhone/.test(ua.value)) { r.uri = '/m' + r.uri; } return r; }

// # bot UA block | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var r = event.request; var ua = r.headers['user-agent'] ? r.headers['user-agent'].value : ''; if (/bot|crawl|spider/i.test(ua)) { return { statusCode: 403, statusDescription: 'Forbidden' }; } return r; }

// # lowercase uri | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var r = event.request; var l = r.uri.toLowerCase(); if (l !== r.uri) { return { statusCode: 301, headers: { location: { value: l } } }; } return r; }

// # uppercase in table w/ querystring multi | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) {
  var request = event.request; var qs = [];
  for (var key in request.querystring) {
  if (request.querystring[key].multiValue) { request.querystring[key].multiValue.forEach(function (mv) { qs.push(key + '=' + mv.value); }); } else { qs.push(key + '=' + request.querystring[key].value); }
  }
  var host = request.headers.host.value;
  if (host.indexOf('www.') === 0) { return { statusCode: 301, statusDescription: 'Moved', headers: { location: { value: 'https://' + host.substring(4) + request.uri + (qs.length ? '?' + qs.join('&') : '') } } }; }
  return request; }

// # maintenance all | viewer-request 2.0 /a/b | broken, broken | error function-and-preflights
function handler(event) { return { statusCode: 503, statusDescription: 'Service Unavailable', headers: { 'content-type': { value: 'text/html' }, 'retry-after': { value: '3600' } }, body: '<h1>down</h1>' }; }

// # strip prefix | viewer-request 1.0 /a/b | works, works | nothing
function handler(event) { var request = event.request; request.uri = request.uri.replace(/^\/[^/]*\//, '/'); return request; }

// # api prefix strip | viewer-request 2.0 /a/b | works, works | nothing
function handler(event) { const request = event.request; if (request.uri.startsWith('/assets/')) { request.uri = request.uri.substring('/assets'.length); } return request; }
