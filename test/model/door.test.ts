import { join } from 'node:path';
import { verdicts } from '../../examples/model/verdicts';

// What the README shows, on a template of this library
const TEMPLATE = join(__dirname, '..', 'golden', 'fonts-on-another-origin.template.json');

test.each([
  ['https://app.example.com', 'allowed'],
  ['https://stranger.example', 'blocked'],
  ['https://a.b.preview.example.com', 'depends'],
])('a font for %s is %s', (origin, verdict) => {
  expect(verdicts(TEMPLATE, { origin, path: '/fonts/inter.woff2', load: 'font' })).toEqual([verdict]);
});

test('a file that is not a template is an error that says so', () => {
  expect(() => verdicts(join(__dirname, '..', '..', 'package.json'), { origin: 'https://app.example.com', path: '/a' })).toThrow('Resources');
});
