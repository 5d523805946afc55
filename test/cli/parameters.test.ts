import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';

const TEMPLATE = `
Parameters:
  Uploads: { Type: String, Default: 'no', AllowedValues: ['no', 'yes'] }
  Name: { Type: String }
Conditions:
  AllowUploads: !Equals [!Ref Uploads, 'yes']
Resources:
  Files:
    Type: AWS::S3::Bucket
    Properties:
      CorsConfiguration: !If [AllowUploads, { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: [GET, HEAD, OPTIONS] }] }, !Ref 'AWS::NoValue']
`;
const file = join(mkdtempSync(join(tmpdir(), 'parameters-')), 'site.yaml');
writeFileSync(file, TEMPLATE);

function findings(...options: readonly string[]): readonly string[] {
  const { findings: found } = JSON.parse(run(['check', file, '--json', ...options]).stdout) as { findings: readonly { readonly rule: string; readonly message: string }[] };
  return found.map(({ rule, message }) => `${rule}${/, when .*/.exec(message)?.[0] ?? ''}`);
}

test('a mistake that a default hides is found, with the value that brings it', () => {
  expect(findings()).toEqual(['bucket-cors-method, when ⟨site.Uploads⟩ is not no']);
});

test('what is chosen at deployment narrows to it', () => {
  expect(findings('--parameter', 'Uploads=yes')).toEqual(['bucket-cors-method']);
  expect(findings('--parameter', 'Uploads=no')).toEqual([]);
});

test.each([
  ['Uploads', /not a name and a value; write NAME=VALUE/],
  ['Upload=yes', /no template has a parameter Upload; they have Uploads, Name$/],
  ['Uploads=maybe', /CloudFormation refuses the value; the template allows no, yes$/],
])('--parameter %s is a mistake of whoever typed it', (given, text) => {
  const { exitCode, stderr = '', stdout } = run(['check', file, '--parameter', given]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(text);
});
