import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { CACHE_FOLDER } from '../gates/cache-folder';

// Not those of @sparticuz/chromium: they hold --disable-web-security and --allow-running-insecure-content, under which every
// CORS test passes whatever the server says.
const ARGUMENTS = [
  '--no-sandbox', '--font-render-hinting=none',
  // WebGL without a graphics card, and nothing else through it: drawing a page that way took a third of a suite
  '--disable-gpu-compositing',
  '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  // Every name is on loopback here: permission prompts for the local network and automatic https would decide in place of CORS
  '--disable-features=LocalNetworkAccessChecks,HttpsUpgrades',
];

const ROOM = 1024 ** 3;

const INSTALLED = [
  '/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where the browser comes from: a path, or the folder into which the npm package is unpacked on first use. */
type Source = { readonly path: string } | { readonly home: string } | { readonly missing: string };

function findChromium(): Source {
  const chosen = process.env.CHROME_PATH;
  if (chosen === 'none') {
    return { missing: 'CHROME_PATH is none' };
  }
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) {
      throw new Error(`CHROME_PATH is ${chosen}, and there is no such file; give the path of a Chrome or Chromium executable, none to do without, or leave it out`);
    }
    return { path: chosen };
  }
  const path = INSTALLED.find((candidate) => existsSync(candidate));
  if (process.platform === 'linux' && process.arch === 'x64') {
    const home = unpacked();
    return 'missing' in home && path !== undefined ? { path } : home;
  }
  return path === undefined
    ? { missing: `there is no Chrome or Chromium for ${process.platform} ${process.arch} at the usual places; set CHROME_PATH to its executable` }
    : { path };
}

/**
 * Processes of Chromium share memory by files, one or more for each request. Playwright keeps them in the folder for temporary files,
 * because containers often have little room in /dev/shm; where there is room, they are in memory.
 */
function withSharedMemory(): { readonly ignoreDefaultArgs?: string[] } {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > ROOM ? { ignoreDefaultArgs: ['--disable-dev-shm-usage'] } : {};
  } catch {
    return {};
  }
}

/** A suite that needs a browser; where there is none it is skipped, and says so. */
export function describeInChromium(name: string, suite: () => void): void {
  const source = findChromium();
  if ('missing' in source) {
    // The gate prints the titles of what was skipped
    describe.skip(`${name}: ${source.missing}`, suite);
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
  const options = { args, ...withSharedMemory() };
  if ('path' in source) {
    return chromium.launch({ executablePath: source.path, ...options });
  }
  const executablePath = join(source.home, 'chromium');
  try {
    return await chromium.launch({ executablePath, ...options });
  } catch (error) {
    if (!String(error).includes('error while loading shared libraries')) {
      throw error;
    }
    const libraries = join(source.home, 'al2023', 'lib');
    return chromium.launch({ executablePath, ...options, env: { ...process.env, LD_LIBRARY_PATH: libraries } });
  }
}

/** The folder with the unpacked browser, kept from run to run. Made aside and moved into place, so that nobody ever meets half a browser. */
function unpacked(): Source {
  let own: string | undefined;
  try {
    const { version } = JSON.parse(readFileSync(join(dirname(require.resolve('@sparticuz/chromium')), '../../package.json'), 'utf8')) as { version: string };
    const home = join(CACHE_FOLDER, `chromium-${version}`);
    if (!existsSync(home)) {
      mkdirSync(CACHE_FOLDER, { recursive: true });
      own = mkdtempSync(join(CACHE_FOLDER, 'unpacking-chromium-'));
      unpackInto(own);
      renameSync(own, home);
    }
    return { home };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Another process was faster
    return code === 'ENOTEMPTY' || code === 'EEXIST' ? unpacked() : { missing: `the Chromium of @sparticuz/chromium cannot be unpacked (${message.split('\n')[0]})` };
  } finally {
    if (own !== undefined) {
      rmSync(own, { recursive: true, force: true });
    }
  }
}

// The package unpacks into the folder for temporary files, and its shared libraries only where it believes to be on AWS Lambda.
// In a process of its own, because both are told by the environment.
function unpackInto(folder: string): void {
  const script = 'require("@sparticuz/chromium").executablePath().catch((error) => { console.error(error); process.exitCode = 1; })';
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: __dirname, env, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr.trim());
  }
}
