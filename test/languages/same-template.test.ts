import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sameTemplate } from './same-template';

const recorded = readFileSync(join(__dirname, '../golden/two-apps-two-paths.template.json'), 'utf8');
const file = join(mkdtempSync(join(tmpdir(), 'template-')), 'template.json');

/** What comes of a project that wrote this. */
function comparedWith(template: string): { readonly outcome: string; readonly detail?: string } {
  writeFileSync(file, template);
  return sameTemplate(file, JSON.parse(recorded));
}

test('the recorded template is the same, whatever the hashes of its assets and the order of its keys', () => {
  const { Resources, ...rest } = JSON.parse(recorded.replaceAll('ASSET_HASH', 'a'.repeat(64))) as { readonly Resources: object };
  const reordered = { ...rest, Resources: Object.fromEntries(Object.entries(Resources).reverse()) };
  expect(comparedWith(JSON.stringify(reordered))).toMatchObject({ outcome: 'passed' });
});

test.each([
  ['another value', recorded.replace('"MaxAge": 7200', '"MaxAge": 7201'), /\/MaxAge: recorded 7200, written 7201$/],
  ['a value more', recorded.replace('"MaxAge": 7200', '"MaxAge": 7200, "Id": "a"'), /\/Id: recorded undefined, written "a"$/],
  ['a list in another order', recorded.replace('"GET",', '"HEAD",'), /\/AllowedMethods\/0: recorded "GET", written "HEAD"$/],
])('%s is not the same, and the place is named', (_, template, detail) => {
  expect(comparedWith(template)).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(detail) as unknown });
});

test('a project that wrote nothing has failed', () => {
  expect(sameTemplate(`${file}.missing`, {})).toMatchObject({ outcome: 'failed' });
});
