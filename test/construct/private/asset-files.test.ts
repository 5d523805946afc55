import { App, Stack } from 'aws-cdk-lib';
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
