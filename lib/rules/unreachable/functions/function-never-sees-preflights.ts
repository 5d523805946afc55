import { nameOf } from '../../../model/edge-code';
import { exampleFunction } from '../../engine/example-stack';
import { decided } from '../../../model/undecided';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { behaviorPlace } from '../../subjects/asset-path';
import { eachFunction, isAt } from '../../subjects/seen-functions';

const ANSWERS: readonly string[] = [
  'if (event.request.method !== "OPTIONS") {', '  return event.request;', '}',
  'return {', '  statusCode: 204,', '  headers: {',
  '    "access-control-allow-origin": { value: "https://app.example.com" },', '    "access-control-allow-headers": { value: "x-requested-with" }',
  '  }', '};',
];

export const functionNeverSeesPreflights: Rule = {
  id: 'function-never-sees-preflights',
  severity: 'error',
  family: 'unreachable',
  title: 'A function answers preflights that CloudFront refuses before it runs',
  why: 'The browser asks with OPTIONS, which the behavior does not allow: CloudFront answers 403, and the request is never sent.',
  fix: 'Set AllowedMethods to [GET, HEAD, OPTIONS].',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-invalid-method.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesAllowedHTTPMethods',
  ],
  unless: 'The function serves other behaviors too, and no page sends preflights to this one.',
  example: () => ({
    wrong: exampleFunction('viewer-request', ANSWERS, { cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } }),
    right: exampleFunction('viewer-request', ANSWERS, { cors: { AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' } }),
  }),
  witness: [{ by: 'CloudFront', step: 'preflight', refusedWith: 'InvalidMethod' }],
  check: eachFunction(({ effects, found, path }) => {
    const answer = effects.find(({ request, result }) => request.method === 'OPTIONS' && result.kind === 'response' && 'access-control-allow-origin' in result.headers);
    if (!answer || !isAt(found, 'viewer-request')) {
      return undefined;
    }
    const allowed = decided(path.behavior.allowedMethods);
    return failIf(behaviorPlace(path, 'AllowedMethods'), allowed.includes('OPTIONS') ? undefined : `allows ${allowed.join(', ')}, so that ${nameOf(found)}, which answers preflights, never sees one`);
  }),
};
