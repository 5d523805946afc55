import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { CorsAssetDistribution } from '../../../lib';
import { findResourceCycles } from '../../graph/cycles';

function stackWithFiles(immutable?: string[]): Template {
  const stack = new Stack(new App(), 'Stack');
  const assets = new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'] });
  assets.deployFiles('Files', { sources: [Source.data('index.txt', 'hello')], immutable });
  return Template.fromStack(stack);
}

test('the changing files wait for the immutable ones, which they name, so no page asks for a file that is not there yet', () => {
  const deployments = stackWithFiles(['assets/*']).findResources('Custom::CDKBucketDeployment');
  const [immutable, revalidated] = ['Immutable', 'Revalidated'].map((kind) => Object.keys(deployments).find((id) => id.includes(kind)));
  expect(deployments[revalidated ?? '']?.DependsOn).toContain(immutable);
});

test.each([[undefined], [['assets/*']]])('deploying files with immutable %j gives no circle of resources, for which CloudFormation refuses the stack', (immutable) => {
  expect(findResourceCycles(stackWithFiles(immutable).toJSON())).toEqual([]);
});

describe('several deployments', () => {
  const SOURCES = [Source.data('index.txt', 'hello')];
  type Call = readonly [id: string, keyPrefix: string | undefined, prune: boolean, immutable?: string[]];
  const CALLS: readonly Call[] = [['Shell', undefined, true, ['*.js']], ['App1', 'app1', true], ['Deep', '/app1/deep/', false], ['App2', 'app2', true]];

  function propertiesOf(calls: readonly Call[]): Record<string, Record<string, unknown>> {
    const stack = new Stack(new App(), 'Stack');
    const assets = new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'], originPath: '/site', uploads: {}, uploadKeyPrefix: 'site/app1/in/' });
    calls.forEach(([id, keyPrefix, prune, immutable]) => { assets.deployFiles(id, { sources: SOURCES, keyPrefix, prune, immutable }); });
    const deployments = Object.entries(Template.fromStack(stack).findResources('Custom::CDKBucketDeployment'));
    return Object.fromEntries(calls.flatMap(([id]) => deployments.filter(([logicalId]) => logicalId.startsWith(`Assets${id}`))
      .map(([logicalId, resource]) => [`${id}${logicalId.includes('Immutable') ? ' immutable' : ''}`, resource.Properties as Record<string, unknown>])));
  }

  test('keep what others put deeper and what pages upload, and invalidate their own place only', () => {
    const properties = propertiesOf(CALLS);
    const told = Object.entries(properties).map(([id, { DestinationBucketKeyPrefix: prefix, Exclude: exclude, Prune: prune, DistributionPaths: paths }]) => [id, prefix, prune, exclude, paths]);
    expect(told).toEqual([
      ['Shell immutable', 'site', false, ['*'], undefined],
      ['Shell', 'site', true, ['*.js', 'app1/*', 'app1/deep/*', 'app2/*', 'app1/in/*'], ['/*']],
      ['App1', 'site/app1', true, ['deep/*', 'in/*'], ['/app1/*']],
      ['Deep', 'site/app1/deep', false, [], ['/app1/deep/*']],
      ['App2', 'site/app2', true, [], ['/app2/*']],
    ]);
  });

  test('do so in any order of calls', () => {
    const sorted = (calls: readonly Call[]): object => Object.fromEntries(Object.entries(propertiesOf(calls)).sort().map(([id, { Exclude: exclude }]) => [id, [...exclude as string[]].sort()]));
    expect(sorted([...CALLS].reverse())).toEqual(sorted(CALLS));
  });

  test.each<[string, readonly [Call, Call]]>([
    ['of which both prune', [['A', 'app', true], ['B', '/app/', true]]],
    ['of which the first prunes', [['A', undefined, true], ['B', undefined, false]]],
    ['of which the second prunes', [['A', 'a', false], ['B', 'a', true]]],
  ])('in one place, %s, fail the synthesis: each would delete the files of the other', (_, calls) => {
    expect(() => propertiesOf(calls)).toThrow(/\[files-overlap\] deployFiles\('B'\)\.prune.*keyPrefix for 'B' or 'A'/s);
  });

  test('in one place, of which none prunes, are fine', () => {
    expect(() => propertiesOf([['A', undefined, false], ['B', undefined, false]])).not.toThrow();
  });

  test('may be kept by browsers for a while, and invalidate what is named', () => {
    const stack = new Stack(new App(), 'Stack');
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['*'] }).deployFiles('Files', { sources: SOURCES, maxAge: Duration.minutes(5), invalidationPaths: ['/index.txt'] });
    Template.fromStack(stack).hasResourceProperties('Custom::CDKBucketDeployment', {
      SystemMetadata: { 'cache-control': 'public, max-age=300, must-revalidate, s-maxage=86400' }, DistributionPaths: ['/index.txt'],
    });
  });
});
