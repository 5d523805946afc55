import { App, Stack } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import packageJson from 'aws-cdk-lib/package.json';
import cdkJson from '../cdk.json';
import { EXAMPLES } from '../examples';
import { expectGolden, templatesOf } from './golden';
import type { Templates } from './golden';

// Runs against the newest CDK (peer-range/validation.jest.cjs), which has a validator with CloudFormation's own rules inside.
delete process.env.CDK_VALIDATION;
const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true };

test('the CDK is the newest one, with its validation on', () => {
  expect(packageJson.version).toBe('2.276.0');
  expect(process.env.CDK_VALIDATION).toBeUndefined();
});

// First: the CDK keeps its validator, with the rules for these types of resources, as long as no app has another type
test('all examples in one app have no error with all the flags that it recommends', () => {
  const build = (app: App): void => { Object.values(EXAMPLES).forEach((example) => { example.build(app); }); };
  expect(() => templatesOf({ build }, { ...recommendedFlags, ...STRICT })).not.toThrow();
});

test('a bucket rule that names an origin twice fails, so the validator does look', () => {
  const app = new App({ context: STRICT });
  new CfnBucket(new Stack(app, 'Stack'), 'Bucket', {
    corsConfiguration: { corsRules: [{ allowedMethods: ['GET'], allowedOrigins: ['https://a.example', 'https://a.example'] }] },
  });
  expect(() => app.synth()).toThrow('F3037');
});

test.each(Object.entries(EXAMPLES))('%s has no error in its eyes, and gives the recorded template', (name, example) => {
  const strong = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' }; // what the oldest CDK does
  expectGolden(name, withoutNewDefaults(templatesOf(example, { ...cdkJson.context, ...STRICT, ...strong })));
});

/**
 * The newest CDK gives its own function that copies files (`deployFiles`) other defaults than the oldest one, leaves out the markers of several
 * sources when all of them are empty, and knows a newer Node.
 */
function withoutNewDefaults(templates: Templates): Templates {
  for (const [id, resource] of Object.values(templates).flatMap((template) => Object.entries(template.Resources))) {
    const { Properties } = resource;
    if (/^CustomCDKBucketDeployment[0-9A-F]{40}$/.test(id)) {
      expect(Properties).toMatchObject({ Architectures: ['arm64'], MemorySize: 1024 });
      delete Properties?.Architectures;
      delete Properties?.MemorySize;
    }
    const sources = Properties?.SourceObjectKeys;
    if (Array.isArray(sources) && sources.length > 1) {
      expect(Properties).not.toHaveProperty('SourceMarkers');
      const none = sources.map(() => ({}));
      const withMarkers = Object.entries(Properties ?? {}).flatMap(([name, value]) =>
        (name === 'SourceObjectKeys' ? [[name, value], ['SourceMarkers', none], ['SourceMarkersConfig', none]] : [[name, value]]));
      Object.assign(resource, { Properties: Object.fromEntries(withMarkers) as unknown });
    }
    if (Properties !== undefined && /^CorsAssetsBucketSettings\d+[0-9A-F]{8}$/.test(id)) {
      expect(Properties.Runtime).toBe('nodejs24.x');
      Properties.Runtime = 'nodejs22.x';
    }
  }
  return templates;
}
