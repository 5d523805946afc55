// Runs in the page: starts one load as an application would and tells what the application got to see.

let lastScriptError;
addEventListener('error', (event) => {
  lastScriptError = event.message;
  event.preventDefault();
});

const KEPT = { seen: 'kept' };

function read(readable, more = {}) {
  return { seen: readable ? 'read' : 'shown', ...more };
}

function settled(element) {
  return new Promise((resolve) => {
    element.addEventListener('load', () => resolve(true));
    element.addEventListener('error', () => resolve(false));
  });
}

// Bytes, because a text would bring its own Content-Type
const HAS_BODY = new Set(['POST', 'PUT', 'pUt', 'PATCH', 'DELETE']);

async function byFetch({ url, start, method, headers, integrity }) {
  let response;
  try {
    const { mode, credentials } = start;
    const body = HAS_BODY.has(method) ? new Uint8Array(1) : undefined;
    response = await fetch(url, { mode, credentials, method, headers, integrity, body });
  } catch (error) {
    return KEPT;
  }
  if (response.type === 'opaque') {
    return read(false);
  }
  await response.arrayBuffer();
  const names = [...response.headers.keys()].sort();
  return response.ok ? read(true, { status: response.status, names }) : { seen: 'error', status: response.status };
}

async function byImage({ url, start }) {
  const image = new Image();
  const done = settled(image);
  image.crossOrigin = start.crossOrigin ?? null;
  image.src = url;
  if (!await done) {
    return KEPT;
  }
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  canvas.drawImage(image, 0, 0);
  try {
    canvas.getImageData(0, 0, 1, 1);
    return read(true);
  } catch (error) {
    return read(false);
  }
}

async function byScript({ url, start, integrity }) {
  const script = document.createElement('script');
  // Before anybody awaits the load, because the next script may fail before awaiting code goes on
  let legible;
  script.addEventListener('load', () => { legible = start.load === 'module-script' || lastScriptError.includes('legible'); });
  const done = settled(script);
  script.crossOrigin = start.crossOrigin ?? null;
  script.type = start.load === 'module-script' ? 'module' : '';
  script.integrity = integrity ?? '';
  script.src = url;
  document.head.append(script);
  return await done ? read(legible) : KEPT;
}

async function byStylesheet({ url, start, integrity }) {
  const link = document.createElement('link');
  const done = settled(link);
  link.crossOrigin = start.crossOrigin ?? null;
  link.rel = 'stylesheet';
  link.integrity = integrity ?? '';
  link.href = url;
  document.head.append(link);
  if (!await done) {
    return KEPT;
  }
  try {
    return read(link.sheet.cssRules.length === 1);
  } catch (error) {
    return read(false);
  }
}

async function byFont({ url }) {
  try {
    await new FontFace('probe', `url(${url})`).load();
    return read(true);
  } catch (error) {
    return KEPT;
  }
}

const BY = { fetch: byFetch, font: byFont, image: byImage, script: byScript, stylesheet: byStylesheet, 'module-script': byScript };

const CONCURRENCY = 16;

// Does all of them, several at a time, and answers in their order.
globalThis.loadAll = async function loadAll(loads) {
  const results = [];
  let next = 0;
  async function worker() {
    while (next < loads.length) {
      const index = next++;
      results[index] = await BY[loads[index].start.load](loads[index]);
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
};
