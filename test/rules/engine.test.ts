import type { DeliveryGraph, DeliveryGraphs } from '../../lib/graph/types';
import { RULES } from '../../lib/rules/catalogue';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { fail, judged, pass, unknownAt } from '../../lib/rules/engine/judge';
import { firstWanted } from '../../lib/rules/promise/promised-requests';
import { decided, Undecided } from '../../lib/model/undecided';
import type { Judgement, Place, Rule } from '../../lib/rules/engine/rule';
import { read } from './judging';

const [method] = RULES.filter(({ id }) => id === 'bucket-cors-method');

function ruleThat(check: Rule['check'], id = 'stub'): Rule {
  return { ...(method as Rule), id, check };
}

function place(logicalId: string, path = 'Properties', stack = 'Web'): Place {
  return { address: { stack, logicalId, type: 'AWS::S3::Bucket' }, path };
}

function world(...premises: readonly string[]): DeliveryGraph {
  return {
    premises: premises.map((text) => ({ text: text.replace(/^not /, ''), value: 'prod', equal: !text.startsWith('not ') })),
    distributions: [], buckets: [], cachePolicies: [], originRequestPolicies: [], responseHeadersPolicies: [],
    originAccessControls: [], originAccessIdentities: [], kmsKeys: [], strayBucketPolicies: [],
  };
}

function worlds(...all: readonly DeliveryGraph[]): DeliveryGraphs {
  return { worlds: all, problems: [], complete: true };
}

const texts = (when: readonly (readonly { text: string; equal: boolean }[])[]) =>
  when.map((premises) => premises.map(({ text, equal }) => (equal ? text : `not ${text}`)));

test('a finding carries the rule\'s words, and the judgement\'s own where it has any', () => {
  const judged: Judgement[] = [fail(place('A'), 'as the rule says'), fail(place('B'), 'as the place says', { severity: 'info', fix: 'do this' })];
  const { findings } = checkGraphs(worlds(world()), [ruleThat(() => judged)]);
  expect(findings).toMatchObject([
    { rule: 'stub', severity: 'error', family: 'deploy', message: 'as the rule says', why: method?.why, fix: method?.fix, when: [] },
    { rule: 'stub', severity: 'info', message: 'as the place says', fix: 'do this', when: [] },
  ]);
});

test('findings are sorted by place, and numbers in paths count as numbers', () => {
  const places = [place('B'), place('A', 'X.10'), place('A', 'X.2'), place('Z', 'X', 'Api')];
  const { findings } = checkGraphs(worlds(world()), [ruleThat(() => places.map((each) => fail(each, 'm')))]);
  expect(findings.map(({ place: { address, path } }) => `${address.stack} ${address.logicalId} ${path}`))
    .toEqual(['Api Z X', 'Web A X.2', 'Web A X.10', 'Web B Properties']);
});

test('the same finding is reported once, however many worlds and behaviors lead to it', () => {
  const twice = ruleThat(() => [fail(place('A'), 'm'), fail(place('A'), 'm')]);
  expect(checkGraphs(worlds(world('prod'), world('not prod')), [twice]).findings).toHaveLength(1);
  expect(checkGraphs(worlds(world()), [twice, ruleThat(() => [fail(place('A'), 'm')], 'other')]).findings).toHaveLength(2);
});

test('a finding counts as gravely as in its gravest world', () => {
  const [calm, grave] = [world('prod'), world('not prod')];
  const rule = ruleThat((graph) => [fail(place('A'), 'm', graph === calm ? { severity: 'info' } : {})]);
  expect(checkGraphs(worlds(calm, grave), [rule]).findings).toMatchObject([{ severity: 'error', when: [] }]);
});

test.each([
  ['in all worlds: nothing', [['a'], ['not a']], [0, 1], []],
  ['in one of two: what tells it apart', [['a'], ['not a']], [0], [['a']]],
  ['what makes no difference is left out', [['a', 'b'], ['a', 'not b'], ['not a', 'b'], ['not a', 'not b']], [0, 1], [['a']]],
  ['with no common ground, each world', [['a', 'b'], ['not a', 'not b'], ['a', 'not b']], [0, 1], [['a', 'b'], ['not a', 'not b']]],
])('names the premises of a finding that holds %s', (_, all, holding, expected) => {
  const graphs = all.map((premises) => world(...premises));
  const rule = ruleThat((graph) => (holding.includes(graphs.indexOf(graph)) ? [fail(place('A'), 'm')] : [pass(place('A'))]));
  expect(texts(checkGraphs(worlds(...graphs), [rule]).findings[0]?.when ?? [])).toEqual(expected);
});

test('a finding behind a condition of a real template names the condition\'s comparison', () => {
  const { findings } = checkGraphs(read(`
Parameters: { Stage: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Assets:
    Type: AWS::S3::Bucket
    Properties:
      CorsConfiguration:
        CorsRules:
          - AllowedOrigins: [https://app.example.com]
            AllowedMethods: !If [IsProd, [OPTIONS], [GET]]
`), [method as Rule]);
  expect(findings).toMatchObject([{ rule: 'bucket-cors-method', when: [[{ value: 'prod', equal: true }]] }]);
});

test('what is unknown is collected and is no finding', () => {
  const report = checkGraphs(worlds(world()), [ruleThat(() => [unknownAt(place('A'), 'a parameter')])]);
  expect(report.findings).toEqual([]);
  expect(report.unknowns).toEqual([{ rule: 'stub', place: place('A'), reason: 'a parameter', when: [] }]);
});

test('a rule that throws is a mistake in the rule, and is not swallowed', () => {
  const broken = ruleThat(() => {
    throw new TypeError('a bug');
  });
  expect(() => checkGraphs(worlds(world()), [broken])).toThrow('a bug');
});

test('what could not be read is passed on', () => {
  const problems = [{ where: 'a.json', message: 'm', fix: 'f' }];
  expect(checkGraphs({ worlds: [world()], problems, complete: false })).toEqual({ findings: [], unknowns: [], problems, complete: false });
});

describe('a fact that is not known', () => {
  const open = { known: false, reason: 'a parameter decides' } as const;

  test('makes the place unknown for its reason, where it is asked for', () => {
    expect(judged(place('A'), (here) => (decided<boolean>(open) ? pass(here) : fail(here, 'm')))).toEqual([unknownAt(place('A'), 'a parameter decides')]);
  });

  test('changes nothing where it is not asked for', () => {
    expect(judged(place('A'), (here) => fail(here, 'whatever it turns out to be'))).toEqual([fail(place('A'), 'whatever it turns out to be')]);
  });

  test('does not hide another mistake', () => {
    expect(() => judged(place('A'), () => { throw new TypeError('a bug'); })).toThrow('a bug');
  });

  test('of several items does not hide one that is certain', () => {
    const wanted = (item: string): boolean => {
      if (item === 'open') {
        throw new Undecided('a parameter decides');
      }
      return item === 'wanted';
    };
    expect(firstWanted(['open', 'wanted'], wanted)).toBe('wanted');
    expect(firstWanted(['other'], wanted)).toBeUndefined();
    expect(() => firstWanted(['open', 'other'], wanted)).toThrow(Undecided);
  });
});

test('what fails for every list of origins fails where a parameter holds the list', () => {
  const { findings } = checkGraphs(read(`
Parameters: { Pages: { Type: CommaDelimitedList } }
Resources:
  Policy:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: cors
        CorsConfig:
          AccessControlAllowOrigins: { Items: !Ref Pages }
          AccessControlAllowMethods: { Items: [GET] }
          AccessControlAllowHeaders: { Items: [X-Requested-With] }
          AccessControlAllowCredentials: false
          OriginOverride: true
  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins: [{ Id: files, DomainName: files.s3.eu-west-1.amazonaws.com, S3OriginConfig: {} }]
        DefaultCacheBehavior:
          TargetOriginId: files
          ViewerProtocolPolicy: redirect-to-https
          AllowedMethods: [GET, HEAD]
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
          ResponseHeadersPolicyId: !Ref Policy
`));
  expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['options-not-allowed']);
});
