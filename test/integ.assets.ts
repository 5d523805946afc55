// Deploys the construct into an account and asks the real CloudFront and S3. It costs a few cents and about ten minutes.
//
//   npx integ-runner --directory test --language typescript --update-on-failed
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import type { IApiCall } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';
import { APP, KEY, REQUESTS } from './integ/requests';
import type { DeployedRequest } from './integ/requests';

export const app = new App();
export const stack = new Stack(app, 'CorsAssetsInteg');

const assets = new CorsAssetDistribution(stack, 'Assets', {
  allowedOrigins: [APP],
  uploads: { allowedOrigins: ['https://admin.example.com'] },
  removalPolicy: RemovalPolicy.DESTROY,
});
assets.deployFiles('Files', { sources: [Source.jsonData(KEY, { today: 'soup' })] });

// HTTP assertions cannot say that a header is absent, so this client says it
const client = new lambda.Function(stack, 'Client', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline(`
    const https = require('node:https');
    exports.handler = ({ url, method, headers, names }) => new Promise((resolve, reject) => {
      https.request(url, { method, headers }, (response) => {
        response.resume();
        resolve(Object.fromEntries(names.map((name) => [name, response.headers[name] ?? 'absent'])));
      }).on('error', reject).end();
    });`),
});

const integ = new IntegTest(app, 'CorsAssets', { testCases: [stack] });
const url = assets.assetUrl(KEY);

function answers({ method, headers, status, has }: DeployedRequest): IApiCall {
  const values = Object.fromEntries(Object.entries(has).map(([name, value]) => [name, [value]]));
  return integ.assertions.httpApiCall(url, { method, headers }).expect(ExpectedResult.objectLike({ status, headers: values }));
}

function staysSilent({ method, headers, lacks }: DeployedRequest): IApiCall {
  const absent = Object.fromEntries(lacks.map((name) => [name, 'absent']));
  return integ.assertions
    .invokeFunction({ functionName: client.functionName, payload: stack.toJsonString({ url, method, headers, names: lacks }) })
    .expect(ExpectedResult.objectLike({ Payload: JSON.stringify(absent) }));
}

// One after the other: what a request leaves in CloudFront's cache is part of the test
REQUESTS.flatMap((request) => (request.lacks.length > 0 ? [answers(request), staysSilent(request)] : [answers(request)])).reduce((before, after) => before.next(after));
