import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { EXAMPLES } from '../examples';
import { findResourceCycles } from '../lib/graph/cycles';
import { expectGolden, GOLDEN, templatesOf } from './golden';
import type { Template, Templates } from './golden';

const FOLDER = join(__dirname, '..', 'examples');
const STORIES = Object.entries(EXAMPLES);

describe.each(STORIES)('the example %s', (name, example) => {
  test('gives the recorded template with all recommended feature flags', () => {
    expectGolden(name, templatesOf(example, recommendedFlags));
  });

  test('has no resources that depend on each other in a circle, for which CloudFormation would refuse it', () => {
    const cycles = Object.values(templatesOf(example)).flatMap((template) => findResourceCycles(template));
    expect(cycles).toEqual([]);
  });

  test('is short enough to be read at a glance, and names the stacks that its command synthesizes', () => {
    const lines = readFileSync(join(FOLDER, `${name}.ts`), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThan(40);
    const command = lines.find((line) => line.startsWith('//   npm run build && npx cdk synth '));
    expect(command?.split('synth ')[1]?.split(' ').sort()).toEqual(Object.keys(templatesOf(example)).sort());
  });
});

describe('feature flags', () => {
  const FLAGS_THAT_SHOW: Readonly<Record<string, readonly string[]>> = {
    // `arn:aws:` in place of AWS::Partition where the region is known
    '@aws-cdk/core:enablePartitionLiterals': ['AWS::S3::BucketPolicy'],
    // a log group for each function: the one that copies files, the one that presigns
    '@aws-cdk/aws-lambda:useCdkManagedLogGroup': ['AWS::Logs::LogGroup'],
    // the order of actions that the function may do
    '@aws-cdk/aws-iam:minimizePolicies': ['AWS::IAM::Policy'],
  };

  test.each(Object.entries(FLAGS_THAT_SHOW))('%s changes %j and nothing else', (flag, types) => {
    expect(changedTypes({ ...recommendedFlags, [flag]: undefined })).toEqual(types);
  });

  test.each(STORIES)('no other changes anything: with these three alone %s gives the recorded template', (name, example) => {
    expectGolden(name, templatesOf(example, Object.fromEntries(Object.keys(FLAGS_THAT_SHOW).map((flag) => [flag, true]))));
  });

  test('without any, everything that decides what browsers may do is the same', () => {
    expect(changedTypes({})).toEqual(Object.values(FLAGS_THAT_SHOW).flat().sort());
  });
});

test('every file in examples is a story that is built, or one of the three that run them', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts')).map((file) => file.replace(/\.ts$/, ''));
  expect(files.sort()).toEqual([...Object.keys(EXAMPLES), 'app', 'index', 'summary'].sort());
});

test('every golden belongs to an example', () => {
  expect(readdirSync(GOLDEN).sort()).toEqual(Object.keys(EXAMPLES).map((name) => `${name}.template.json`).sort());
});

/** The types of the resources that differ from those with all recommended flags, in any example. */
function changedTypes(context: Readonly<Record<string, unknown>>): string[] {
  const types = STORIES.flatMap(([, example]) => {
    const [expected, actual] = [resources(templatesOf(example, recommendedFlags)), resources(templatesOf(example, context))];
    const differing = Object.keys({ ...expected, ...actual }).filter((id) => JSON.stringify(expected[id]) !== JSON.stringify(actual[id]));
    return differing.map((id) => (expected[id] ?? actual[id])?.Type);
  });
  return [...new Set(types)].filter((type) => type !== undefined).sort();
}

function resources(templates: Templates): Partial<Template['Resources']> {
  return Object.assign({}, ...Object.values(templates).map((template) => template.Resources)) as Template['Resources'];
}
