import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CorsAssetDistribution } from '../../lib';

function notes(allowedOrigins: string[], vary?: string[]): number {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Web');
  new CorsAssetDistribution(stack, 'Assets', { allowedOrigins, vary });
  return Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('share a browser\'s cache')).length;
}

test.each<[string, string[], number]>([
  ['one origin', ['https://app.example.com'], 0],
  ['every origin', ['*'], 0],
  ['origins of different sites', ['https://app.example.com', 'https://app.example.org', 'http://app.example.com'], 0],
  ['customers of a public suffix', ['https://one.github.io', 'https://two.github.io', 'https://*.pages.dev'], 0],
  ['an app and its local development', ['https://app.example.com', 'http://localhost:*'], 0],
  ['two origins of one site', ['https://app.example.com', 'https://admin.example.com'], 1],
  ['two ports of one host', ['https://app.example.com:8443', 'https://app.example.com'], 1],
  ['a wildcard', ['https://*.example.com'], 1],
])('%s: the note that two pages may share a copy is given %#', (_, origins, expected) => {
  expect(notes(origins)).toBe(expected);
});

test('a function that writes Vary rules it out, and the note is not given', () => {
  expect([notes(['https://*.example.com'], ['Accept-Language', 'origin']), notes(['https://*.example.com'], ['Accept-Language'])]).toEqual([0, 1]);
});
