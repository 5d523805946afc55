import { exampleFunction } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachFunction, isAt } from '../../subjects/seen-functions';

export const functionChangesOrigin: Rule = {
  id: 'function-changes-origin',
  severity: 'warning',
  family: 'unreachable',
  title: 'A function takes Origin away from requests, or puts one in',
  why: 'S3 answers by Origin. Without it, S3 adds no CORS headers and refuses every preflight; with one that no browser sent, it adds them for a page that does not exist.',
  fix: 'Leave the header Origin alone: S3 and the response headers policy answer it.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html',
  ],
  unless: 'A policy with OriginOverride answers every page, and no page sends preflights; or every page may read the files, and a fixed Origin has S3 say so on all copies.',
  noEdit: 'Only the author of the function knows why it changes the header.',
  example: () => ({
    wrong: exampleFunction('viewer-request', ['delete event.request.headers.origin;', 'return event.request;']),
    right: exampleFunction('viewer-request', ['event.request.uri = event.request.uri.toLowerCase();', 'return event.request;']),
  }),
  check: eachFunction(({ effects, found, place }) => {
    if (!isAt(found, 'viewer-request')) {
      return undefined;
    }
    const changes = effects.flatMap(({ request, result }) => (result.kind === 'request' && result.headers.origin !== request.origin ? [{ request, after: result.headers.origin as string | undefined }] : []));
    const removing = changes.find(({ after }) => after === undefined);
    if (removing) {
      return fail(place, `takes Origin away from ${removing.request.method} requests, so that S3 sees none and adds no CORS headers`);
    }
    return changes.length === 0 ? pass(place) : fail(place, `puts Origin: ${changes[0].after ?? ''} into requests ${changes[0].request.origin === undefined ? 'that have none' : `of ${changes[0].request.origin}`}, and S3 answers that page`, { severity: 'info' });
  }),
};
