import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib/core';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { Problems } from '../../contract/problem';

/** What a user says of the names under which the files are served. */
export interface CustomDomain {
  readonly domainNames?: readonly string[];
  readonly certificate?: acm.ICertificate;
  readonly hostedZone?: route53.IHostedZone;
  readonly minimumProtocolVersion?: cloudfront.SecurityPolicyProtocol;
}

const EXAMPLE = 'domainNames: ["assets.example.com"], certificate';

/** Adds what is wrong with the domain to `problems`. */
export function checkDomain(domain: CustomDomain, problems: Problems): void {
  const { domainNames, certificate, hostedZone, minimumProtocolVersion } = domain;
  const named = domainNames !== undefined && (Token.isUnresolved(domainNames) || domainNames.length > 0);
  if (named && certificate === undefined) {
    problems.add('domain-without-certificate', 'certificate', undefined, EXAMPLE);
  }
  if (!named && (certificate !== undefined || hostedZone !== undefined)) {
    problems.add('certificate-without-domain', 'domainNames', domainNames, EXAMPLE);
  }
  if (minimumProtocolVersion !== undefined && !(named && certificate !== undefined)) {
    problems.add('tls-without-domain', 'minimumProtocolVersion', minimumProtocolVersion, `${EXAMPLE}, or leave it out`);
  }
  if (certificate !== undefined) {
    checkRegion(certificate, problems);
  }
  if (named && hostedZone !== undefined) {
    checkNames(domainNames, zoneNameOf(hostedZone), problems);
  }
}

function checkNames(names: readonly string[], zone: string | undefined, problems: Problems): void {
  if (Token.isUnresolved(names)) {
    problems.add('records-of-unknown-names', 'domainNames', undefined, 'domainNames: ["assets.example.com"]');
    return;
  }
  names.forEach((name, index) => {
    if (zone !== undefined && !Token.isUnresolved(name) && !isInside(name.toLowerCase(), zone.toLowerCase())) {
      problems.add('domain-outside-zone', `domainNames[${index}]`, name, `a name in ${zone}, or no hostedZone and new ARecord(this, ..., { zone, target: RecordTarget.fromAlias(new CloudFrontTarget(assets.distribution)) }) in each zone`);
    }
  });
}

/** Undefined when it is known only at deployment, or not at all: a zone imported by its id alone throws when it is asked. */
function zoneNameOf(zone: route53.IHostedZone): string | undefined {
  try {
    return Token.isUnresolved(zone.zoneName) ? undefined : zone.zoneName;
  } catch {
    return undefined;
  }
}

/** Names as name servers compare them, each once; CloudFront refuses a name that is given twice. */
export function uniqueNames(names: string[] | undefined): string[] | undefined {
  return names === undefined || Token.isUnresolved(names)
    ? names
    : [...new Set(names.map((name) => Token.isUnresolved(name) ? name : name.toLowerCase()))];
}

/** CloudFront reads certificates of us-east-1 only; the CDK sees it for imported ones, not for those made in a stack. */
function checkRegion(certificate: acm.ICertificate, problems: Problems): void {
  const arn = certificate.certificateArn;
  const region = Token.isUnresolved(arn) ? regionOfResource(arn) : arn.split(':')[3];
  if (region !== undefined && !Token.isUnresolved(region) && region !== 'us-east-1') {
    problems.add('certificate-region', 'certificate', region, 'a certificate made in a us-east-1 stack (crossRegionReferences: true on both)');
  }
}

/** Where the certificate is made, when it is made in this app; an ARN from a parameter may be of any region. */
function regionOfResource(arn: string): string | undefined {
  const token = Tokenization.reverseString(arn).firstToken;
  const resource = token !== undefined && Reference.isReference(token) ? token.target : undefined;
  return resource !== undefined && CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::CertificateManager::Certificate'
    ? Stack.of(resource).region
    : undefined;
}

function isInside(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** IPv4, IPv6, and HTTPS: the last lets browsers start with HTTP/3 without asking first (RFC 9460). */
export function addRecords(
  scope: Construct,
  names: readonly string[],
  zone: route53.IHostedZone,
  distribution: cloudfront.IDistribution,
): void {
  const target = route53.RecordTarget.fromAlias(new CloudFrontTarget(distribution));
  names.forEach((name, index) => {
    // With a dot at its end the CDK does not complete the name by the zone's, which it may not know.
    const recordName = name.endsWith('.') ? name : `${name}.`;
    const id = Token.isUnresolved(name) ? `Name${index}` : name;
    new route53.ARecord(scope, `${id} A`, { zone, recordName, target });
    new route53.AaaaRecord(scope, `${id} AAAA`, { zone, recordName, target });
    new route53.HttpsRecord(scope, `${id} HTTPS`, { zone, recordName, target });
  });
}
