/** No silence, no contradiction: what breaks is said although no rule knows why, and what is not judged is said with its reason. */
import type { DeliveryGraph } from '../../lib/graph/types';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { judgeGraphs, notJudgedText } from '../../lib/trial';
import { PROMISE_BROKEN } from '../../lib/trial/report/promise-broken';
import { APP } from '../model/delivery';
import { graphOf, read } from '../rules/judging';

const only = (graph: DeliveryGraph) => ({ worlds: [graph], problems: [], complete: true });
const found = (graph: DeliveryGraph) => judgeGraphs(only(graph)).mistakes.map(({ rule, severity }) => `${severity} ${rule}`);
const open = (graph: DeliveryGraph) => judgeGraphs(only(graph)).notJudged.map(notJudgedText);

describe('promise-broken', () => {
  test('says in words what fails where no rule reports an error, and is quiet where all works', () => {
    const { mistakes } = judgeGraphs(read(PROMISE_BROKEN.example().wrong));
    expect(mistakes.find(({ rule }) => rule === 'promise-broken')).toMatchObject({
      severity: 'error', behavior: 'the default behavior',
      message: expect.stringMatching(/breaks what is promised: GET \/file from a page on https:\/\/app\.example\.com.*keeps it from the page/) as string,
      fix: expect.stringMatching(/1\. browser asks CloudFront.*stops it/) as string,
    });
    expect(PROMISE_BROKEN.check(graphOf(PROMISE_BROKEN.example().wrong))).toHaveLength(1);
    expect(PROMISE_BROKEN.check(graphOf(PROMISE_BROKEN.example().right))).toEqual([]);
  });

  test('adds nothing to an error that explains the failure', () => {
    expect(found(graphOf(exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } })))
      .filter((each) => each.startsWith('error'))).toEqual(['error options-not-allowed']);
  });

  test('an error elsewhere explains nothing: each behavior is judged by itself', () => {
    const parts: ExampleParts = { ...{ cors: { AccessControlAllowOrigins: '{ Items: [\'https://app.example.com:443\'] }' } }, more: `
Second:
  Type: AWS::S3::Bucket
  Properties: { CorsConfiguration: { CorsRules: [{ AllowedOrigins: [https://app.example.com], AllowedMethods: [OPTIONS] }] } }` };
    expect(found(graphOf(exampleStack(parts))).filter((each) => each.startsWith('error')).sort()).toEqual(['error bucket-cors-method', 'error promise-broken']);
  });
});

const runsAt = (event: string) => ({ FunctionAssociations: `[{ EventType: ${event}, FunctionARN: !GetAtt Function.FunctionARN }]` });

describe('not judged', () => {
  test('a function that cannot be seen: the uses are counted, and the reason is said once', () => {
    const graph = graphOf(exampleStack({ behavior: runsAt('viewer-request') }));
    expect(open(graph)).toEqual([expect.stringMatching(/^\d+ uses of Distribution, the default behavior: .*function/) as string]);
    expect(found(graph).filter((each) => each.startsWith('error'))).toEqual([]);
  });

  test.each<[string, ExampleParts, string]>([
    ['CloudFront refuses before a function runs', { cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' }, behavior: { ...runsAt('viewer-request'), AllowedMethods: '[GET, HEAD]' } }, 'broken'],
    ['S3 gives the file to nobody, whatever a function does', { statement: null, behavior: runsAt('viewer-response') }, 'broken'],
    ['S3 refuses a preflight, and no function runs for an error', { cors: null, behavior: { ...runsAt('viewer-response'), OriginRequestPolicyId: undefined } }, 'broken'],
    [
      'a function may add the permission that S3 does not send',
      { cors: null, rule: { AllowedHeaders: undefined }, behavior: { ...runsAt('viewer-response'), OriginRequestPolicyId: undefined, AllowedMethods: '[GET, HEAD]' } }, 'not judged',
    ],
    ['a bucket that is not in the templates may allow everything', { origin: { DomainName: 'theirs.s3.eu-west-1.amazonaws.com' } }, 'not judged'],
    [
      'a bucket that is not in the templates never hears of preflights that CloudFront refuses',
      { origin: { DomainName: 'theirs.s3.eu-west-1.amazonaws.com' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } }, 'broken',
    ],
  ])('%s', (_, parts, expected) => {
    const { findings, notJudged } = judgeGraphs(read(exampleStack(parts)));
    expect(findings.some(({ severity }) => severity === 'error') ? 'broken' : notJudged.length > 0 ? 'not judged' : 'works').toBe(expected);
  });

  test('an origin that only deployment decides is neither equal to a listed origin nor different from it', () => {
    const [listed, other] = ['!Ref AppOrigin', APP].map((entry) => read(`Parameters: { AppOrigin: { Type: String } }\nResources:\n${exampleStack({
      cors: { AccessControlAllowOrigins: '{ Items: [!Ref AppOrigin] }' }, rule: { AllowedOrigins: `[${entry}]` },
    }).replace(/^(?=.)/gm, '  ')}`));
    expect(judgeGraphs(listed as ReturnType<typeof read>).mistakes.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { mistakes, notJudged } = judgeGraphs(other as ReturnType<typeof read>);
    expect(mistakes.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(notJudged.map(({ reason }) => reason)).toContain(`whether ⟨Web.AppOrigin⟩ is ${APP} is decided at deployment`);
  });
});
