/** A reader works off one finding a cause, the gravest first, and is quiet after at most three rounds. */
import type { TemplateInput } from '../../lib/graph/types/template-input';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { fixFor, hurtBy, judgeGraphs, patchOf } from '../../lib/trial';
import { readTemplates } from '../../lib/graph/readers/templates';
import { gainsIn } from '../../lib/trial/fixes/probes';
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import { patched } from './apply-patch';

function inputsOf(parts: ExampleParts): readonly TemplateInput[] {
  const yaml = installedYaml();
  if (!yaml) {
    throw new Error('the tests need the package yaml');
  }
  return [{ name: 'Web', template: { Resources: parseYamlTemplate(exampleStack(parts), yaml) } }];
}

const SIBLING = (more: string) => ({ CacheBehaviors: `[{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6, `
  + `OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf, ResponseHeadersPolicyId: !Ref CorsPolicy${more} }]` });

describe('grouped', () => {
  const graphs = readTemplates(inputsOf({ cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, behavior: { AllowedMethods: '[GET, HEAD]' }, distribution: SIBLING(', AllowedMethods: [GET, HEAD]') }));
  const { mistakes } = judgeGraphs(graphs);

  test('one mistake at two behaviors of a distribution is one finding, which names the places and whom it hurts', () => {
    const found = mistakes.filter(({ rule }) => rule === 'options-not-allowed');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ behavior: 'the behavior fonts/*', also: [{ place: { path: 'Properties.DistributionConfig.DefaultCacheBehavior.AllowedMethods' } }] });
    expect(found.flatMap((each) => hurtBy(each, graphs)).map(({ behavior }) => behavior).sort()).toEqual(['the behavior fonts/*', 'the default behavior']);
  });

  test('errors come first', () => {
    const severities = mistakes.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
    expect(severities).toEqual([...severities].sort());
    expect(new Set(severities).size).toBeGreaterThan(1);
  });
});

/** Three to five mistakes each, as people make them together. */
const UNTIDY: Readonly<Record<string, ExampleParts>> = {
  'no OPTIONS, no headers in the bucket, a slash at the origin': {
    behavior: { AllowedMethods: '[GET, HEAD]' }, rule: { AllowedHeaders: undefined, AllowedOrigins: '[https://app.example.com/]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' },
  },
  'nothing forwarded, the bucket closed, OPTIONS cached, no override': {
    behavior: { OriginRequestPolicyId: undefined, CachedMethods: '[GET, HEAD, OPTIONS]' }, statement: null, cors: { OriginOverride: 'false' },
  },
  'the old way without headers, another origin in the bucket, a statement for everybody\'s distributions': {
    behavior: { CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: false }' }, rule: { AllowedOrigins: '[https://admin.example.com]' },
    statement: { Condition: undefined }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' },
  },
  'Host forwarded, unsigned, no rules, files for the same origin only': {
    behavior: { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' }, rule: null, accessControl: { SigningBehavior: 'never' },
    policy: { CustomHeadersConfig: '{ Items: [{ Header: Cross-Origin-Resource-Policy, Value: same-origin, Override: true }] }' },
  },
  'a method that S3 does not know, a header twice, OPTIONS missing on one path, no ETag for uploads': {
    rule: { AllowedMethods: '[GET, HEAD, PUT, OPTIONS]', AllowedHeaders: '[X-Trace, X-Trace]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace] }' }, distribution: SIBLING(', AllowedMethods: [GET, HEAD]'),
  },
};

describe('advice that is followed converges', () => {
  test.each(Object.entries(UNTIDY))('%s', (_, parts) => {
    let inputs = inputsOf(parts);
    const gained = gainsIn(readTemplates(inputs));
    const rounds: string[][] = [];
    for (let round = 0; round < 3; round++) {
      const graphs = readTemplates(inputs);
      const loud = judgeGraphs(graphs).mistakes.filter(({ severity }) => severity !== 'info');
      rounds.push(loud.map(({ rule, severity }) => `${severity} ${rule}`));
      // What is printed is followed literally: each fix as it was proven on what the reader had, in the order in which it stands there
      for (const mistake of loud) {
        const fix = fixFor(inputs, graphs, mistake);
        if (fix?.proven) {
          const [{ template } = { template: undefined }] = inputs;
          const operations = patchOf(fix.changes);
          inputs = [{ name: 'Web', template: tryPatch(template, operations) }];
        }
      }
    }
    const left = judgeGraphs(readTemplates(inputs)).mistakes.filter(({ severity }) => severity === 'error');
    expect({ rounds, left: left.map(({ rule }) => rule) }).toEqual({ rounds, left: [] });
    expect(rounds[0]?.filter((each) => each.startsWith('error')).length).toBeGreaterThan(1);
    expect([...gainsIn(readTemplates(inputs))].filter((gain) => !gained.has(gain))).toEqual([]);
  });
});

/** Two fixes may set the same place: the reader writes the later one over the earlier. */
function tryPatch(template: unknown, operations: ReturnType<typeof patchOf>): unknown {
  return operations.reduce<unknown>((sofar, operation) => {
    const attempts = [operation, { ...operation, op: 'replace' as const }, { ...operation, op: 'add' as const }];
    for (const attempt of attempts) {
      try {
        return patched(sofar, [attempt]);
      } catch {
        continue;
      }
    }
    return sofar;
  }, template);
}
