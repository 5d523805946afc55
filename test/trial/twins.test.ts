/** Stacks made from one class have equal logical ids: what is written for one of them must not look at the other. */
import { readTemplates } from '../../lib/graph/readers/templates';
import { installedYaml, parseYamlTemplate } from '../../lib/graph/sources/yaml-template';
import type { DeliveryGraph } from '../../lib/graph/types';
import type { TemplateInput } from '../../lib/graph/types/template-input';
import { RULES } from '../../lib/rules/catalogue';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { exampleBucket, exampleStack } from '../../lib/rules/engine/example-stack';
import type { Finding } from '../../lib/rules/engine/finding';
import { holdsIn } from '../../lib/rules/engine/when';
import { promisedPaths } from '../../lib/rules/promise/promise';
import type { Edit } from '../../lib/trial/fixes/edit';
import { REPAIRS } from '../../lib/trial/fixes/repairs';
import { decides } from '../../lib/trial/report/places';

function stack(name: string, text: string): TemplateInput {
  const yaml = installedYaml();
  if (!yaml) {
    throw new Error('the tests need the package yaml');
  }
  const template = parseYamlTemplate(text, yaml) as Record<string, unknown>;
  return { name, template: 'Resources' in template ? template : { Resources: template } };
}

/** What the repairs of a rule would write for what it finds in the stack Two. */
function editsFor(rule: string, inputs: readonly TemplateInput[]): readonly (readonly [path: string, ways: readonly (readonly Edit[])[]])[] {
  const graphs = readTemplates(inputs);
  return checkGraphs(graphs).findings.filter((finding) => finding.rule === rule && finding.place.address.stack === 'Two').map((finding) => {
    const graph = graphs.worlds.find((world) => holdsIn(finding.when, world));
    const ways = graph && REPAIRS[rule]?.({ finding, graph, inputs, paths: promisedPaths(graph).filter((path) => decides(finding.place, path)) });
    return [finding.place.path, ways ?? []] as const;
  });
}

const REPAIRED = RULES.filter(({ id }) => REPAIRS[id] !== undefined);

test.each(REPAIRED.map((rule) => [rule.id, rule] as const))('what %s writes first does not depend on a stack of equal logical ids with the same mistake', (id, rule) => {
  const two = stack('Two', rule.example().wrong);
  const alone = editsFor(id, [two]);
  expect(alone).not.toEqual([]);
  expect(editsFor(id, [{ ...two, name: 'One' }, two]).map(([path, ways], index) => [path, ways.slice(0, alone[index]?.[1].length)])).toEqual(alone);
});

describe('a stack with what another one is made of', () => {
  const exported = (name: string, value: string) => `  ${name}: { Value: ${value}, Export: { Name: ${name} } }`;
  const withOutputs = (resources: string, ...outputs: readonly string[]) => `Resources:\n${resources.replace(/^/gm, '  ')}\nOutputs:\n${outputs.join('\n')}\n`;

  test('a statement is restricted to the one distribution that reads by it, although another reads a bucket of the same id', () => {
    const one = stack('One', withOutputs(exampleStack(), exported('Domain', '!GetAtt Assets.RegionalDomainName')));
    const partner = `
Partner:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins: [{ Id: other, DomainName: !ImportValue Domain, OriginAccessControlId: !Ref AccessControl, S3OriginConfig: {} }]
      DefaultCacheBehavior: { TargetOriginId: other, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }`;
    const two = (more?: string) => stack('Two', exampleStack({ statement: { Condition: undefined }, more }));
    const alone = editsFor('grant-without-source', [two()]);
    expect(alone).toEqual([[expect.any(String), [[expect.objectContaining({ stack: 'Two', logicalId: 'AssetsPolicy' })]]]]);
    expect(editsFor('grant-without-source', [one, two(partner)])).toEqual(alone);
  });

  test('rules on the wrong bucket move to a bucket of the same id in another stack', () => {
    const edits = editsFor('cors-on-wrong-bucket', [stack('One', exampleStack({ rule: null, cors: null })), stack('Two', exampleBucket({ AllowedOrigins: '[https://app.example.com]', AllowedMethods: '[GET]' }))]);
    expect(edits).toEqual([[expect.any(String), expect.arrayContaining([[expect.objectContaining({ stack: 'One', logicalId: 'Assets' })]])]]);
  });

  test('a policy of the same id is not taken for the place of a finding', () => {
    const second = exampleStack().replace(/[^]*\n(CorsPolicy:\n[^]*?)\n(?=\w)[^]*/, '$1').replace('CorsPolicy:', 'Second:');
    const fonts = '[{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6, ResponseHeadersPolicyId: !Ref Second }]';
    const inputs = [stack('Two', exampleStack({ distribution: { CacheBehaviors: fonts }, more: second }))];
    const [graph] = readTemplates(inputs).worlds as [DeliveryGraph];
    const place = { address: { stack: 'One', logicalId: 'CorsPolicy', type: 'AWS::S3::Bucket' }, path: 'Properties.CorsConfiguration' };
    const ways = REPAIRS['policy-lacks-get']?.({ finding: { place } as Finding, graph, inputs, paths: promisedPaths(graph) });
    expect(ways).toEqual([[expect.objectContaining({ stack: 'Two', logicalId: 'Second' })]]);
  });

  test('an empty policy stays where its stack exports it for a behavior of another one', () => {
    const empty = 'Empty:\n  Type: AWS::CloudFront::ResponseHeadersPolicy\n  Properties: { ResponseHeadersPolicyConfig: { Name: empty } }';
    const user = (name: string) => stack('One', exampleStack({ cors: null, behavior: { ResponseHeadersPolicyId: name } }));
    const two = stack('Two', withOutputs(empty, exported('Policy', '!Ref Empty')));
    expect(editsFor('headers-policy-without-section', [user('!ImportValue Policy'), two])).toEqual([[expect.any(String), []]]);
  });
});
