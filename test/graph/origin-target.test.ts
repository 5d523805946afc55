import type { Distribution } from '../../lib/graph/types';
import { distribution, only, readOne, resource, valueOf } from './reading';

const API = { Api: resource('AWS::ApiGateway::RestApi', { Name: 'api' }), Stage: resource('AWS::ApiGateway::Stage', { RestApiId: { Ref: 'Api' } }) };
const ALB = { Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', {}) };
const URL = { Url: resource('AWS::Lambda::Url', { AuthType: 'NONE' }) };
const HTTP = { Api: resource('AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }) };
const PARAMETERS = { Host: { Type: 'String' }, Prefix: { Type: 'String' } };
const sub = (text: string) => ({ 'Fn::Sub': text });
const hostOf = (value: unknown) => ({ 'Fn::Select': [2, { 'Fn::Split': ['/', value] }] });

function targetOf(domainName: unknown, more: Record<string, unknown> = {}): string {
  const origins = [{ Id: 'o', DomainName: domainName, CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }];
  const graph = readOne({
    Parameters: PARAMETERS, Resources: { ...more, Cdn: distribution({ Origins: origins, DefaultCacheBehavior: { TargetOriginId: 'o' } }) },
  });
  return only(valueOf((graph.distributions.find(({ address }) => address.logicalId === 'Cdn') as Distribution).origins)).target.kind;
}

describe('what S3 needs is asked of origins that are S3, and of no API, load balancer or function', () => {
  test.each<[string, unknown, Record<string, unknown>?]>([
    ['a literal host', 'api.example.com'],
    ['a REST API by its id', sub('${Api}.execute-api.${AWS::Region}.amazonaws.com'), API],
    ['a REST API as the CDK writes it', hostOf({ 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: 'Stage' }, '/']] }), API],
    ['an HTTP API by its endpoint', hostOf({ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }), HTTP],
    ['a function URL', hostOf({ 'Fn::GetAtt': ['Url', 'FunctionUrl'] }), URL],
    ['the DNS name of a load balancer', { 'Fn::GetAtt': ['Alb', 'DNSName'] }, ALB],
    ['a name below a domain', sub('${Prefix}.example.com')],
    ['an App Runner service', sub('${Prefix}.eu-west-1.awsapprunner.com')],
    ['a service of AWS whose name is a parameter', sub('${Prefix}.lambda-url.${AWS::Region}.on.aws')],
    ['another distribution', { 'Fn::GetAtt': ['Other', 'DomainName'] }, { Other: distribution({}) }],
  ])('%s is a custom origin', (...[, host, more]) => {
    expect(targetOf(host, more)).toBe('custom');
  });

  test.each<[string, unknown, Record<string, unknown>?]>([
    ['a parameter', { Ref: 'Host' }],
    ['an import', { 'Fn::ImportValue': 'host' }],
    ['a host below AWS\'s own domain', sub('${Host}.amazonaws.com')],
    ['an output of a nested stack', { 'Fn::GetAtt': ['Child', 'Outputs.Host'] }, { Child: resource('AWS::CloudFormation::Stack', {}) }],
    ['an attribute of a custom resource', { 'Fn::GetAtt': ['Made', 'Host'] }, { Made: resource('Custom::Bucket', {}) }],
    ['an access point', { 'Fn::GetAtt': ['Point', 'Alias'] }, { Point: resource('AWS::S3::AccessPoint', {}) }],
  ])('%s may be S3, so nothing is said of it', (...[, host, more]) => {
    expect(targetOf(host, more)).toBe('unknown');
  });

  test.each([
    ['a bucket by its attribute', { 'Fn::GetAtt': ['Files', 'RegionalDomainName'] }],
    ['a bucket by its name', sub('${Files}.s3.${AWS::Region}.amazonaws.com')],
    ['a bucket whose name is a parameter', sub('${Host}.s3.amazonaws.com')],
    ['the global endpoint with the suffix of the partition', sub('${Host}.s3.${AWS::URLSuffix}')],
  ])('%s is S3', (_, host) => {
    expect(targetOf(host, { Files: resource('AWS::S3::Bucket', {}) })).toBe('s3');
  });
});
