// The integ test needs an account. Here it compiles and synthesizes, and what it expects of AWS is what the model says.
import { CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CorsAssertions } from '../lib';
import { readTemplates } from '../lib/graph/readers/templates';
import { answerClient, newCaches, newSimulation, ASSUMPTIONS } from '../lib/model';
import type { HttpResponse, AssumptionChoices } from '../lib/model';
import { app, stack } from './integ.assets';
import { APP, KEY, REQUESTS } from './integ/requests';
import type { DeployedRequest } from './integ/requests';

const [graph] = readTemplates([{ name: stack.stackName, template: Template.fromStack(stack).toJSON() }]).worlds;

test('the deployment asks over HTTP once for each request, and once more where headers must be absent', () => {
  const types = app.node.findAll().map((construct) => (CfnResource.isCfnResource(construct) ? construct.cfnResourceType : ''));
  const count = (kind: string): number => types.filter((type) => type.startsWith(`Custom::DeployAssert@${kind}`)).length;
  expect([count('HttpCall'), count('SdkCallLambdainvoke')]).toEqual([REQUESTS.length, REQUESTS.filter(({ lacks }) => lacks.length > 0).length]);
});

test('the stack keeps its promise in the model', () => {
  CorsAssertions.fromStack(stack).allows({ origin: APP, path: `/${KEY}` });
});

/** The answers to all requests in order, as one visitor after the other gets them from one location of CloudFront. */
function answers(assumptions: AssumptionChoices): HttpResponse[] {
  const caches = newCaches();
  return REQUESTS.map(({ method, headers }, index) =>
    answerClient(graph, { method, path: `/${KEY}`, headers }, newSimulation({ caches, assumptions, now: index })));
}

const assumptions: [string, AssumptionChoices][] = Object.entries(ASSUMPTIONS).flatMap(([id, { alternatives }]) =>
  Object.keys(alternatives).map((alternative): [string, AssumptionChoices] => [`${id}: ${alternative}`, { [id]: alternative }]));

test.each(assumptions)('the model answers as the integ test expects when %s', (_, choices) => {
  expect(answers(choices).map(summary)).toEqual(REQUESTS.map(expected));
});

function summary({ status, headers }: HttpResponse, index: number): unknown {
  const { has, lacks } = REQUESTS[index] as DeployedRequest;
  // CloudFront writes Vary: Origin by itself; whether the policy's own Vary arrives next to it is what the deployment shows
  return [status, Object.entries(has).map(([name, value]) => (name === 'vary' && headers.vary?.includes('Origin') ? value : headers[name])), lacks.filter((name) => name in headers)];
}

function expected({ status, has }: DeployedRequest): unknown {
  return [status, Object.values(has), []];
}
