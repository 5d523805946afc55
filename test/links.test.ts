import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenLinks } from '../docs/links';

/** What is broken in a page next to a folder with another page. */
function brokenIn(page: string): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'links-'));
  mkdirSync(join(root, 'docs'));
  writeFileSync(join(root, 'docs', 'other.md'), '# Other\n\n## Ask why: `cdk-cors explain`\n\n## Twice\n\n## Twice\n\n### `code`, and Größe! <a name="x" id="own"></a>\n\n```md\n## In code\n```\n');
  writeFileSync(join(root, 'README.md'), `# Title\n\n${page}\n`);
  return brokenLinks(root);
}

test.each([
  '[a](docs/other.md)', '[a](docs)', '[a](docs/other.md#ask-why-cdk-cors-explain)', '[a](docs/other.md#twice-1)', '[a](docs/other.md#code-and-größe-)', '[a](docs/other.md#own)',
  '[a](#title)', '[a]: docs/other.md', '<a href="docs/other.md#x">a</a>', '![a](docs/other.md "title")', '`[a](nowhere.md)`', '```md\n[a](nowhere.md)\n```', '[a](https://example.com/nowhere)', '[a](mailto:a@example.com)',
])('%s leads somewhere', (link) => {
  expect(brokenIn(link)).toEqual([]);
});

test('an address of the repository that a message of the library names has to lead somewhere too', () => {
  const root = mkdtempSync(join(tmpdir(), 'links-'));
  const OWN = 'https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution';
  mkdirSync(join(root, 'lib'));
  writeFileSync(join(root, 'README.md'), '# Title\n');
  writeFileSync(join(root, 'lib', 'a.ts'), `const A = '${OWN}#title';\nconst B = '${OWN}#nowhere';\nconst C = \`${OWN}/blob/main/docs/\${id}.md\`; // https://github.com/nobody/nothing\n`);
  expect(brokenLinks(root)).toEqual([`lib/a.ts: ${OWN}#nowhere`]);
});

test.each([
  ['[a](nowhere.md)', 'nowhere.md'], ['[a](docs/Other.md)', 'docs/Other.md'], ['[a](docs/other.md#nowhere)', 'docs/other.md#nowhere'], ['[a](docs/other.md#twice-2)', 'docs/other.md#twice-2'],
  ['[a](docs/other.md#in-code)', 'docs/other.md#in-code'], ['[a](#nowhere)', '#nowhere'], ['[a]: nowhere.md', 'nowhere.md'], ['![a](nowhere.png)', 'nowhere.png'], ['<img src="nowhere.png">', 'nowhere.png'],
  ['[a](../outside.md)', '../outside.md'],
  ['[a](https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution#nowhere)', 'https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution#nowhere'],
  ['[a](https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/nowhere.md)', 'https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/nowhere.md'],
])('%s leads nowhere', (link, named) => {
  expect(brokenIn(link)).toEqual([`README.md: ${named}`]);
});
