import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json';
import type { Matrix } from '../../lib/trial/matrix';
import { previewPage } from '../../lib/preview/own-pages/page';
import { APP, systemWith } from './systems';

const FOLDER = join(__dirname, '..', '..', 'lib', 'preview', 'page');
const page = previewPage(systemWith(), { origins: ['https://admin.example.com'] });

test('the page, with a policy that lets nothing run but its own files', () => {
  const { status, headers, body } = page('/__preview') ?? { status: 0, headers: {}, body: '' };
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';/);
  expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
  expect(body).toMatch(/^<!doctype html>/);
  expect(page('/__preview/')?.body).toBe(body);
});

test('everything that the page names is served with its type, and nothing is from elsewhere', () => {
  const html = page('/__preview')?.body ?? '';
  const named = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(named).toEqual(['/__preview/look.css', '/__preview/page.css', '/__preview/page.js']);
  const scripts = readdirSync(FOLDER).filter((name) => name.endsWith('.js'));
  const imported = scripts.flatMap((name) => [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^import .* from '\.\/(.+)';$/gm)].map(([, file]) => `/__preview/${file ?? ''}`));
  expect(imported.length).toBeGreaterThan(5);
  for (const path of [...named, ...imported]) {
    expect([path, page(path)?.headers['content-type']]).toEqual([path, path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8']);
  }
  expect(readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8')).join('\n')).not.toMatch(/https?:\/\/(?!app\.example\.com)/);
});

test('no data can become markup: no script of the page knows how', () => {
  const scripts = readdirSync(FOLDER).filter((name) => name.endsWith('.js')).map((name) => readFileSync(join(FOLDER, name), 'utf8')).join('\n');
  expect(scripts).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\b|new Function|setAttribute\('on/);
});

test('the matrix is that of the graph and of the origins asked about', () => {
  const answer = page('/__preview/matrix?x=1');
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  const { distributions: [distribution] } = JSON.parse(answer?.body ?? '') as Matrix;
  expect(distribution?.paths[0]?.rows.map(({ origin }) => origin)).toEqual([APP, 'https://admin.example.com', 'https://other.example']);
});

test.each([
  '/', '/page.css', '/__preview.css', '/__previewpage.css', '/__preview/nothing.js', '/__preview/exchanges', '/__preview/../../package.json', '/__preview/..%2f..%2fpackage.json',
  '/__preview/page/page.js', '/__preview/constructor', '/__preview//etc/passwd', '/__preview/page.css/', '/__preview/\0',
])('%j is none of its files, wherever it points', (path) => {
  expect(page(path)).toBeUndefined();
});

test('the files of the page are in the package', () => {
  expect(packageJson.files).toContain('lib/preview/page');
});
