/** What somebody sees who sits before a terminal; pipes and files get plain lines. */
import { stripVTControlCharacters } from 'node:util';
import { onScreen } from '../../lib/cli/screen';

const plain = (text: string, columns: number): readonly string[] => onScreen(text, { columns, colors: false }).split('\n');

test('a long line goes on below where its text began', () => {
  expect(plain('  impact   S3 never learns that a request is a CORS request, and refuses it.', 50)).toEqual([
    '  impact   S3 never learns that a request is a', '           CORS request, and refuses it.',
  ]);
  expect(plain('  --json  one two three four five six seven eight', 40)).toEqual(['  --json  one two three four five six', '          seven eight']);
});

test('each header of a message has a line in explain', () => {
  expect(plain(' 12. browser asks CloudFront: GET /a; Origin: https://app.example.com; Vary: Origin; and more', 80)).toEqual([
    ' 12. browser asks CloudFront: GET /a', '       Origin: https://app.example.com', '       Vary: Origin; and more',
  ]);
});

test.each([
  ['code, which is pasted', `  fix      (this.node.findChild('Cdn') as CfnResource).addPropertyOverride('A', 'two words'); ${'x '.repeat(50)}`],
  ['a value, which is pasted', `  the new cache policy Policy: { Type: ${'x '.repeat(50)}`], ['a command, which is pasted', `  cdk-cors explain cdk.out ${'--x y '.repeat(20)}`],
  ['a word that is longer than the line', `https://${'x'.repeat(100)}`], ['a blank line', ''],
])('%s stays whole', (_, line) => {
  expect(plain(line, 60)).toEqual([line]);
});

test.each([20, 0, Number.NaN])('%d columns are no width to break lines for', (columns) => {
  expect(plain('  impact   S3 never learns that a request is a CORS request', columns)).toHaveLength(1);
});

test.each([
  ['ERROR a-rule', '\u001b[31mERROR\u001b[39m a-rule'], ['BLOCKED: GET', '\u001b[31mBLOCKED\u001b[39m: GET'], ['ALLOWED: GET', '\u001b[32mALLOWED\u001b[39m: GET'],
  ['WARNING a-rule', '\u001b[33mWARNING\u001b[39m a-rule'], ['  what     is it', '\u001b[2m  what\u001b[22m     is it'], ['next: run', '\u001b[1mnext\u001b[22m: run'], ['a line', 'a line'],
])('%s is painted', (line, painted) => {
  expect(onScreen(line, { columns: 80, colors: true })).toBe(painted);
  expect(stripVTControlCharacters(painted)).toBe(line);
});
