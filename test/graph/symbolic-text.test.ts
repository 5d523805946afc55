import { arnFields, mayTurnOutEqual } from '../../lib/graph/types/symbolic-text';

test.each([
  ['⟨Web.A⟩/fonts/x', '⟨Web.A⟩/x', false],
  ['arn:aws:s3:::⟨Web.A⟩', 'arn:aws:s3:::⟨Web.A⟩/x', false],
  ['⟨Web.A⟩', '⟨Web.B⟩', true],
  ['⟨Web.A⟩', '⟨Web.AB⟩', true],
  ['assets-⟨Web.Stage⟩', 'assets-prod', true],
  ['assets-⟨Web.Stage⟩', 'logs-⟨Web.Stage⟩', true], // the stage may start with anything
  ['plain', 'other', false],
  ['', '⟨Web.A⟩', true],
])('%s and %s may turn out equal: %p', (a, b, expected) => {
  expect(mayTurnOutEqual(a, b)).toBe(expected);
  expect(mayTurnOutEqual(b, a)).toBe(expected);
});

test('a colon in a symbol parts no fields', () => {
  expect(arnFields('arn:⟨AWS::Partition⟩:cloudfront::⟨AWS::AccountId⟩:distribution/⟨Web.D⟩'))
    .toEqual(['arn', '⟨AWS::Partition⟩', 'cloudfront', '', '⟨AWS::AccountId⟩', 'distribution/⟨Web.D⟩']);
  expect(arnFields('arn:aws:s3:::bucket/key')).toEqual(['arn', 'aws', 's3', '', '', 'bucket/key']);
});
