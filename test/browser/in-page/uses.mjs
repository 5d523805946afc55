// Runs in the page: uses a file of another host as an application would, and says whether it worked.

let count = 0;

function settled(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve(element));
    element.addEventListener('error', () => reject(new Error(`<${element.localName}> fired its error event`)));
  });
}

function added(name, attributes) {
  const element = Object.assign(document.createElement(name), attributes);
  const done = settled(element);
  document.head.append(element);
  return done;
}

function check(holds, otherwise) {
  if (!holds) {
    throw new Error(otherwise);
  }
}

function widthOf(family, text) {
  const span = Object.assign(document.createElement('span'), { textContent: text });
  span.style.cssText = `position: absolute; font: 64px ${family}`;
  document.body.append(span);
  const { width } = span.getBoundingClientRect();
  span.remove();
  return width;
}

async function image(url, crossOrigin) {
  const element = new Image();
  element.crossOrigin = crossOrigin;
  element.src = url;
  await element.decode();
  return element;
}

async function read(url, init) {
  const response = await fetch(url, init);
  check(response.ok, `status ${response.status}`);
  const { byteLength } = await response.arrayBuffer();
  check(byteLength > 0, 'an empty body');
  return response;
}

const USES = {
  async font({ url, text = 'mmmiiiWWW' }) {
    const family = `probe-${count++}`;
    const style = document.createElement('style');
    style.textContent = `@font-face { font-family: ${family}; src: url("${url}"); }`;
    document.head.append(style);
    await document.fonts.load(`64px ${family}`, text);
    check(document.fonts.check(`64px ${family}`, text), 'the font is not loaded');
    check(widthOf(`${family}, monospace`, text) !== widthOf('monospace', text), 'the text is as wide as in the fallback font');
  },

  async moduleScript({ url, integrity, leaves }) {
    delete globalThis[leaves];
    // A second script of the same URL would not run again
    await added('script', { type: 'module', crossOrigin: 'anonymous', integrity, src: `${url}?${count++}` });
    check(leaves === undefined || leaves in globalThis, `the module has not left globalThis.${leaves}`);
  },

  async script({ url, integrity, leaves }) {
    delete globalThis[leaves];
    await added('script', { crossOrigin: 'anonymous', integrity, src: url });
    check(leaves === undefined || leaves in globalThis, `the script has not left globalThis.${leaves}`);
  },

  async stylesheet({ url, styles }) {
    const link = await added('link', { rel: 'stylesheet', crossOrigin: 'anonymous', href: url });
    check(link.sheet.cssRules.length > 0, 'the stylesheet has no rules');
    if (styles) {
      const element = Object.assign(document.createElement('div'), { className: styles.className });
      document.body.append(element);
      const value = getComputedStyle(element)[styles.property];
      check(value === styles.value, `${styles.property} is ${value}`);
      element.remove();
    }
    // Or the next one would seem to apply
    link.remove();
  },

  async jsonModule({ url }) {
    // A page keeps its modules, and those that failed, under their URLs
    const { default: data } = await import(`${url}?${count++}`, { with: { type: 'json' } });
    check(data !== undefined, 'the module has no content');
  },

  async canvas({ url }) {
    const picture = await image(url, 'anonymous');
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context.drawImage(picture, 0, 0);
    check(context.getImageData(0, 0, picture.width, picture.height).data.some((byte) => byte > 0), 'the canvas is empty');
  },

  async webgl({ url }) {
    const picture = await image(url, 'anonymous');
    const gl = document.createElement('canvas').getContext('webgl');
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    check(gl.getError() === gl.NO_ERROR, 'the texture is refused');
    // A page has room for sixteen
    gl.getExtension('WEBGL_lose_context').loseContext();
  },

  fetch: ({ url }) => read(url),
  fetchWithHeader: ({ url, header = 'X-App' }) => read(url, { headers: { [header]: '1' } }),
  fetchWithAuthorization: ({ url }) => read(url, { headers: { Authorization: 'Bearer token' } }),
  fetchWithCredentials: ({ url }) => read(url, { credentials: 'include' }),

  async fetchOfARange({ url }) {
    const { status, headers } = await read(url, { headers: { Range: 'bytes=0-3' } });
    check(status === 206, `status ${status}`);
    check(headers.get('content-range') !== null, 'Content-Range is not exposed');
  },

  async imageThenFetch({ url }) {
    await image(url, null);
    await read(url);
  },

  async put({ url, headers = {} }) {
    const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array([1, 2, 3]) });
    check(response.ok, `status ${response.status}`);
    check(response.headers.get('etag') !== null, 'ETag is not exposed');
  },

  async post({ url, fields }) {
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => form.append(name, value));
    form.append('file', new Blob([new Uint8Array([1, 2, 3])]));
    const response = await fetch(url, { method: 'POST', body: form });
    check(response.ok, `status ${response.status}`);
    check(response.headers.get('etag') !== null, 'ETag is not exposed');
  },
};

async function tryUse({ use, how }) {
  try {
    await USES[use](how);
    return { ok: true };
  } catch (error) {
    return { ok: false, error: String(error) };
  }
}

// All at once, as a page does; but those that leave something behind take turns, so that none finds what another has left.
globalThis.tryUses = function tryUses(tries) {
  let turn = Promise.resolve();
  return Promise.all(tries.map((one) => {
    if (one.how.leaves === undefined) {
      return tryUse(one);
    }
    turn = turn.then(() => tryUse(one));
    return turn;
  }));
};
