import { Stack, Token } from 'aws-cdk-lib';
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
    domainNames.forEach((name, index) => {
      if (!Token.isUnresolved(name) && !isInside(name, hostedZone.zoneName)) {
        problems.add('domain-outside-zone', `domainNames[${index}]`, name, `a name in ${hostedZone.zoneName}`);
      }
    });
  }
}

/** CloudFront reads certificates of us-east-1 only; the CDK sees it for imported ones, not for those made in a stack. */
function checkRegion(certificate: acm.ICertificate, problems: Problems): void {
  const arnRegion = Token.isUnresolved(certificate.certificateArn) ? undefined : certificate.certificateArn.split(':')[3];
  const region = arnRegion ?? Stack.of(certificate).region;
  if (!Token.isUnresolved(region) && region !== 'us-east-1') {
    problems.add('certificate-region', 'certificate', region, 'a certificate made in a us-east-1 stack (crossRegionReferences: true on both)');
  }
}

function isInside(name: string, zone: string): boolean {
  return Token.isUnresolved(zone) || name === zone || name.endsWith(`.${zone}`);
}

/** IPv4, IPv6, and HTTPS: the last lets browsers start with HTTP/3 without asking first (RFC 9460). */
export function addRecords(scope: Construct, names: readonly string[], zone: route53.IHostedZone, distribution: cloudfront.IDistribution): void {
  const target = route53.RecordTarget.fromAlias(new CloudFrontTarget(distribution));
  names.forEach((name, index) => {
    const id = Token.isUnresolved(name) ? `Name${index}` : name;
    new route53.ARecord(scope, `${id} A`, { zone, recordName: name, target });
    new route53.AaaaRecord(scope, `${id} AAAA`, { zone, recordName: name, target });
    new route53.HttpsRecord(scope, `${id} HTTPS`, { zone, recordName: name, target });
  });
}
