import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

// Not those of @sparticuz/chromium: they hold --disable-web-security and --allow-running-insecure-content, under which every
// CORS test passes whatever the server says.
const ARGUMENTS = [
  '--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none',
  // WebGL without a graphics card
  '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  // Every name is on loopback here: permission prompts for the local network and automatic https would decide in place of CORS
  '--disable-features=LocalNetworkAccessChecks,HttpsUpgrades',
];

const INSTALLED = [
  '/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where the browser comes from: a path, or the npm package that is unpacked on first use. */
type Source = { readonly path: string } | { readonly packed: true } | { readonly missing: string };

function findChromium(): Source {
  const chosen = process.env.CHROME_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) {
      throw new Error(`CHROME_PATH is ${chosen}, and there is no such file; give the path of a Chrome or Chromium executable, or leave it out`);
    }
    return { path: chosen };
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    return { packed: true };
  }
  const path = INSTALLED.find((candidate) => existsSync(candidate));
  return path === undefined
    ? { missing: `no Chrome or Chromium for ${process.platform} ${process.arch} at the usual places; set CHROME_PATH to its executable` }
    : { path };
}

/** A suite that needs a browser; where there is none it is skipped, and says so. */
export function describeInChromium(name: string, suite: () => void): void {
  const source = findChromium();
  if ('missing' in source) {
    // Not by console: of a file in which everything is skipped Jest prints nothing
    process.stderr.write(`SKIPPED in this run: ${name}. There is ${source.missing}.\n`);
    describe.skip(name, suite);
  } else {
    describe(name, suite);
  }
}

/** Starts a headless Chromium in which the names of `hostRules` resolve to loopback and certificates with the given key are trusted. */
export async function launchChromium(hostRules: readonly string[], trustedKeys: readonly string[]): Promise<Browser> {
  const source = findChromium();
  if ('missing' in source) {
    throw new Error(source.missing);
  }
  const args = [
    ...ARGUMENTS, `--host-resolver-rules=${hostRules.join(', ')}`,
    // By key, because responses over a connection with a certificate error never enter the browser's cache
    `--ignore-certificate-errors-spki-list=${trustedKeys.join(',')}`,
  ];
  if ('path' in source) {
    return chromium.launch({ executablePath: source.path, args });
  }
  const home = await unpacked();
  const executablePath = join(home, 'chromium');
  try {
    return await chromium.launch({ executablePath, args });
  } catch (error) {
    if (!String(error).includes('error while loading shared libraries')) {
      throw error;
    }
    const libraries = join(home, 'al2023', 'lib');
    return chromium.launch({ executablePath, args, env: { ...process.env, LD_LIBRARY_PATH: libraries } });
  }
}

/** The folder with the unpacked browser. Made aside and moved into place, so that two test files at once never meet half a browser. */
async function unpacked(): Promise<string> {
  const shared = join(tmpdir(), 'chromium-for-tests');
  if (existsSync(shared)) {
    return shared;
  }
  const own = mkdtempSync(join(tmpdir(), 'chromium-unpacking-'));
  await unpackInto(own);
  try {
    renameSync(own, shared);
  } catch (error) {
    if (!existsSync(shared)) {
      throw error;
    }
    rmSync(own, { recursive: true });
  }
  return shared;
}

// The package unpacks into the folder for temporary files, and its shared libraries only where it believes to be on AWS Lambda.
// In a process of its own, because both are told by the environment.
async function unpackInto(folder: string): Promise<void> {
  const script = 'require("@sparticuz/chromium").executablePath().catch((error) => { console.error(error); process.exitCode = 1; })';
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  await promisify(execFile)(process.execPath, ['-e', script], { cwd: __dirname, env });
}
