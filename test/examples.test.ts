import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { EXAMPLES } from '../examples';
import { differences, expectRecorded, GOLDEN, goldenText, templatesOf } from './golden';

const FOLDER = join(__dirname, '..', 'examples');
const STORIES = Object.entries(EXAMPLES);

describe.each(STORIES)('the example %s', (name, example) => {
  test('gives the recorded template with all recommended feature flags', () => {
    expectRecorded(`${name}.template.json`, goldenText(templatesOf(example, recommendedFlags)));
  });

  test('is short enough to be read at a glance, and says how to run it', () => {
    const lines = readFileSync(join(FOLDER, `${name}.ts`), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThan(40);
    const command = lines.find((line) => line.startsWith('//   npm run build && npx cdk synth '))?.split('synth ')[1]?.split(' ');
    expect(command?.sort()).toEqual(Object.keys(templatesOf(example)).sort());
  });
});

test('without feature flags only what the CDK makes around the construct differs', () => {
  const found = STORIES.map(([name, example]) => [name, differences(templatesOf(example, recommendedFlags), templatesOf(example))] as const);
  const differing = Object.fromEntries(found.filter(([, places]) => Object.keys(places).length > 0));
  expectRecorded('differences/without-feature-flags.json', `${JSON.stringify(differing, undefined, 1)}\n`);
});

test('every file in examples is a story that is built, or one of the three that run them', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts')).map((file) => file.replace(/\.ts$/, ''));
  expect(files.sort()).toEqual([...Object.keys(EXAMPLES), 'app', 'index', 'summary'].sort());
});

test('every golden belongs to an example', () => {
  const files = readdirSync(GOLDEN).filter((file) => file.endsWith('.json'));
  expect(files.sort()).toEqual(Object.keys(EXAMPLES).map((name) => `${name}.template.json`).sort());
});
