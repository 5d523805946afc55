// Code of your own at the edge. A CloudFront function leads /latest/ to the version of today: it sees preflights too, and the checks run its code to see
// that they pass. On images/* a Lambda@Edge function of another stack sees what S3 answers; its code is not here to be run, so you tell the checks what
// it does: new CorsChecks({ edgeCode: { sized: EdgeCode.transparent() } }), and the same for CorsAssertions.
//
//   npm run build && npx cdk synth CodeAtTheEdge
import { Annotations, type App, Stack } from 'aws-cdk-lib';
import { Function, FunctionCode, FunctionEventType, FunctionRuntime, LambdaEdgeEventType } from 'aws-cdk-lib/aws-cloudfront';
import { Version } from 'aws-cdk-lib/aws-lambda';
import { AssetCache, CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'CodeAtTheEdge');
  const allowedOrigins = ['https://app.example.com'];
  const latest = new Function(stack, 'Latest', {
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(`function handler(event) {
  event.request.uri = event.request.uri.replace(/^\\/latest\\//, '/v2/');
  return event.request;
}`),
  });
  const sized = Version.fromVersionArn(stack, 'Sized', 'arn:aws:lambda:us-east-1:111122223333:function:sized:7');

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins,
    functions: [{ function: latest, eventType: FunctionEventType.VIEWER_REQUEST }],
  });
  assets.addPath('images/*', {
    allowedOrigins,
    cache: AssetCache.of({ queryStrings: ['w'] }), // the width that the page asks for
    edgeLambdas: [{ functionVersion: sized, eventType: LambdaEdgeEventType.ORIGIN_RESPONSE }],
  });
  Annotations.of(stack).acknowledgeInfo('cdk-cors-asset-distribution:not-judged', 'the function changes no header that decides CORS');
}
