import { createHash, createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { EXAMPLES } from '../examples';
import { findResourceCycles } from './graph/cycles';
import { expectGolden, GOLDEN, templatesOf, updateGolden } from './golden';
import type { Template, Templates } from './golden';

const FOLDER = join(__dirname, '..', 'examples');
const RECORDED = new Map(Object.entries(EXAMPLES).map(([name, example]) => [name, templatesOf(example, recommendedFlags)]));

describe.each([...RECORDED])('the example %s', (name, templates) => {
  test('gives the recorded template with all recommended feature flags', () => {
    updateGolden(name, templates);
    expectGolden(name, templates);
  });

  test('has no resources that depend on each other in a circle, for which CloudFormation would refuse it', () => {
    expect(Object.values(templates).flatMap((template) => findResourceCycles(template))).toEqual([]);
  });

  test('is short enough to be read at a glance, and names the stacks that its command synthesizes', () => {
    const lines = readFileSync(join(FOLDER, `${name}.ts`), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThan(40);
    const command = lines.find((line) => line.startsWith('//   npm run build && npx cdk synth '));
    expect(command?.split('synth ')[1]?.split(' ').sort()).toEqual(Object.keys(templates).sort());
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

  test('no other changes anything: these three alone give the recorded templates', () => {
    const three = Object.fromEntries(Object.keys(FLAGS_THAT_SHOW).map((flag) => [flag, true]));
    expect(Object.fromEntries(Object.entries(EXAMPLES).map(([name, example]) => [name, templatesOf(example, three)])))
      .toEqual(Object.fromEntries(RECORDED));
  });

  test('without any, everything that decides what browsers may do is the same', () => {
    expect(changedTypes({})).toEqual(Object.values(FLAGS_THAT_SHOW).flat().sort());
  });
});

test('no example leaves a warning or a note that a reader would have to look into', () => {
  const app = new App({ context: recommendedFlags });
  Object.values(EXAMPLES).forEach((example) => { example.build(app); });
  // That two of their pages share a browser's cache is said of every contract of that kind, and is no mistake
  const others = app.synth().stacks.flatMap((stack) => stack.messages).filter(({ entry }) => !String(entry.data).includes('originsOfOneSite'));
  expect(others).toEqual([]);
});

test.each(['scripts', 'images'])('the %s, deployed as immutable, carry a hash of their content in their names', (folder) => {
  for (const name of readdirSync(join(FOLDER, 'assets', folder))) {
    const hash = createHash('sha256').update(readFileSync(join(FOLDER, 'assets', folder, name))).digest('hex');
    expect(name).toContain(`-${hash.slice(0, 8)}.`);
  }
});

test('the signing key is one that CloudFront takes: RSA with 2048 bits', () => {
  const key = createPublicKey(readFileSync(join(FOLDER, 'assets', 'signing-public-key.pem')));
  expect([key.asymmetricKeyType, key.asymmetricKeyDetails?.modulusLength]).toEqual(['rsa', 2048]);
});

test('every file in examples is a story that is built, or one of the three that run them', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts')).map((file) => file.replace(/\.ts$/, ''));
  expect(files.sort()).toEqual([...RECORDED.keys(), 'app', 'index', 'summary'].sort());
});

test('every golden belongs to an example', () => {
  expect(readdirSync(GOLDEN).sort()).toEqual([...RECORDED.keys()].map((name) => `${name}.template.json`).sort());
});

/** The types of the resources that differ from the recorded ones in any example. */
function changedTypes(context: Readonly<Record<string, unknown>>): string[] {
  const types = Object.entries(EXAMPLES).flatMap(([name, example]) => {
    const [expected, actual] = [resources(RECORDED.get(name) ?? {}), resources(templatesOf(example, context))];
    const differing = Object.keys({ ...expected, ...actual }).filter((id) => JSON.stringify(expected[id]) !== JSON.stringify(actual[id]));
    return differing.map((id) => (expected[id] ?? actual[id])?.Type);
  });
  return [...new Set(types)].filter((type) => type !== undefined).sort();
}

function resources(templates: Templates): Partial<Template['Resources']> {
  return Object.assign({}, ...Object.values(templates).map((template) => template.Resources)) as Template['Resources'];
}
