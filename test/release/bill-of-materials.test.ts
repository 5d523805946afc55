import { join } from 'node:path';
import { ALLOWED_LICENSES, components, cycloneDx, licenseProblems } from '../../release/bill-of-materials';
import { optionalDependencies, peerDependencies } from '../../package.json';

const ROOT = join(__dirname, '..', '..');
const found = components(ROOT);

test('what the command line brings is what package.json says and what those need, and nothing that develops the library', () => {
  const names = found.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(optionalDependencies)));
  expect(names).not.toEqual(expect.arrayContaining(['jest']));
  expect(names.filter((name) => name in peerDependencies)).toEqual([]);
});

test('everything that ships beside the library has a licence that allows it', () => {
  expect(licenseProblems(found)).toEqual([]);
});

test('a licence nobody has agreed to is named with its package', () => {
  expect(licenseProblems([{ name: 'left', version: '1.0.0', license: 'AGPL-3.0-only' }]).join()).toMatch(/left@1\.0\.0 has the licence AGPL-3\.0-only; allowed are /);
  expect(ALLOWED_LICENSES.has('AGPL-3.0-only')).toBe(false);
});

test('the bill of materials is CycloneDX and lists the same packages', () => {
  const { bomFormat, components: listed } = JSON.parse(cycloneDx(ROOT)) as { bomFormat: string; components: { name: string; version: string }[] };
  const shipped = listed.filter(({ name }) => found.some((component) => component.name === name));
  expect(bomFormat).toBe('CycloneDX');
  expect(shipped).toHaveLength(found.length);
});
