/** `cdk-cors check` shows each error to be true, by one line; what AWS refuses to deploy is the only error without. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { RULES } from '../../lib/rules/catalogue';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { REFUSALS } from '../rules/recorded-refusals';

const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** What is printed of each error of a rule: the lines that show it. */
function evidence(resources: string, rule: string): readonly (readonly string[])[] {
  const file = join(folder, `${rule}.yaml`);
  writeFileSync(file, /^Resources:/m.test(resources) ? resources : `Resources:\n${resources.replace(/^(?=.)/gm, '  ')}`);
  const findings = run(['check', file]).stdout.split('\n\n').filter((each) => each.startsWith(`ERROR ${rule}\n`));
  return findings.map((each) => each.split('\n').filter((line) => line.startsWith('  example  ')));
}

const ERRORS = RULES.filter(({ severity }) => severity === 'error');

describe('an error that is deployed has one line that shows it', () => {
  const deployed = ERRORS.filter(({ id }) => !(id in REFUSALS));

  test.each(deployed.map(({ id, example }) => [id, example().wrong] as const))('%s', (id, wrong) => {
    const shown = evidence(wrong, id);
    expect(shown).not.toEqual([]);
    shown.forEach((lines) => { expect(lines).toEqual([expect.stringMatching(/^ {2}example {2}\S.*: \S/)]); });
  });
});

describe('an error of deployment has none', () => {
  test.each(Object.keys(REFUSALS))('%s', (id) => {
    const shown = evidence(ERRORS.find((rule) => rule.id === id)?.example().wrong ?? '', id);
    expect(shown).not.toEqual([]);
    expect(shown.flat()).toEqual([]);
  });
});

describe('who gets what they should not is named', () => {
  const everybody = { Effect: 'Allow', Principal: '\'*\'', Action: 's3:GetObject', Resource: '!Sub \'${Assets.Arn}/*\'' };
  const unlocked = { PublicAccessBlockConfiguration: '{ BlockPublicAcls: true, IgnorePublicAcls: true }' };
  const writes: ExampleParts = { statement: { Action: '[s3:GetObject, s3:DeleteObject]' }, behavior: { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]' } };
  const foreign = 'arn:aws:cloudfront::999999999999:distribution/EFOREIGN00000, which is somebody else\'s,';
  const list = { Effect: 'Allow', Principal: '{ Service: cloudfront.amazonaws.com }', Action: 's3:ListBucket', Resource: '!GetAtt Assets.Arn' };

  test.each<[string, string, ExampleParts, string]>([
    ['a distribution of another account', 'grant-without-source', { statement: { Condition: undefined } }, `${foreign} comes for /x: the policy gives it s3:GetObject`],
    ['the same, under the prefix that is granted', 'grant-without-source', { statement: { Condition: undefined, Resource: '!Sub \'${Assets.Arn}/fonts/*\'' } }, `${foreign} comes for /fonts/x: the policy gives it s3:GetObject`],
    ['the same, for the names alone', 'grant-without-source', { statements: [list] }, `${foreign} lists the objects: the policy gives it s3:ListBucket`],
    ['every viewer who deletes', 'grant-beyond-reading', writes, 'DELETE /x from anybody: CloudFront signs it as Distribution, which has s3:DeleteObject'],
    ['every viewer of the root', 'list-without-root-object', { statements: [list] }, 'GET / from anybody: CloudFront asks as Distribution, which has s3:ListBucket, and S3 answers with the names of all objects'],
    ['everybody', 'public-beside-access-control', { bucket: unlocked, statements: [everybody] }, 'an unsigned GET of /x at the bucket\'s own endpoint: the policy gives everybody s3:GetObject'],
  ])('%s', (_, rule, parts, line) => {
    expect(evidence(exampleStack(parts), rule)).toEqual([[`  example  ${line}`]]);
  });

  test('the distribution that it happens at, of two that share the bucket', () => {
    const [, second = ''] = /^(Distribution:[^]*?)^\w/m.exec(exampleStack()) ?? [];
    const stack = exampleStack({ statements: [list], distribution: { DefaultRootObject: 'index.html' }, more: second.replace('Distribution:', 'Second:') });
    expect(evidence(stack, 'list-without-root-object')).toEqual([[expect.stringContaining('CloudFront asks as Second, which') as string]]);
  });

  test('nobody where S3 refuses the public policy, or the public ACL', () => {
    expect(evidence(exampleStack({ statements: [everybody] }), 'public-beside-access-control')).toEqual([[]]);
    expect(evidence(exampleStack({ bucket: { AccessControl: 'PublicRead' } }), 'public-acl')).toEqual([[]]);
    expect(evidence(exampleStack({ bucket: { AccessControl: 'PublicRead', OwnershipControls: '{ Rules: [{ ObjectOwnership: ObjectWriter }] }' } }), 'public-acl')).toEqual([[]]);
  });

  test('nobody where a Deny takes it back from all but the own distribution', () => {
    const own = '{ StringNotEquals: { AWS:SourceArn: !Sub \'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}\' } }';
    const back = { ...everybody, Effect: 'Deny', Principal: '{ Service: cloudfront.amazonaws.com }', Condition: own };
    expect(evidence(exampleStack({ statement: { Condition: undefined }, statements: [back] }), 'grant-without-source')).toEqual([]);
  });
});
