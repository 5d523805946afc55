import { allKnown, chainKnown, known, mapKnown, type Known } from '../types/known';
import { at, booleanOr, entriesAt, isPresent, itemsOf, literalsAt, numberAt, numberOr, presenceOf, textAt, textOr, type TemplatePlace } from '../intrinsics/template-place';
import { addressOf, resourceSymbol } from '../intrinsics/stacks';
import type { CustomResponseHeader, ResponseHeadersCors, ResponseHeadersPolicy } from '../types';

/** `AWS::CloudFront::ResponseHeadersPolicy`. */
export function readResponseHeadersPolicy(logicalId: string, properties: TemplatePlace): ResponseHeadersPolicy {
  const config = at(properties, 'ResponseHeadersPolicyConfig');
  return {
    address: addressOf(properties.stack, logicalId),
    id: resourceSymbol(properties.stack, logicalId),
    name: textOr(at(config, 'Name'), ''),
    cors: readCors(at(config, 'CorsConfig')),
    customHeaders: mapKnown(itemsOf(at(config, 'CustomHeadersConfig.Items')), readCustomHeaders),
    securityHeaders: readSecurityHeaders(at(config, 'SecurityHeadersConfig')),
    removeHeaders: chainKnown(itemsOf(at(config, 'RemoveHeadersConfig.Items')), readNames),
    serverTiming: isPresent(at(config, 'ServerTimingHeadersConfig')) || undefined,
  };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-responseheaderspolicy-corsconfig.html */
const REQUIRED = [
  'AccessControlAllowOrigins',
  'AccessControlAllowHeaders',
  'AccessControlAllowMethods',
  'AccessControlAllowCredentials',
  'OriginOverride',
];

function readCors(place: TemplatePlace): Known<ResponseHeadersCors | undefined> {
  const presence = presenceOf(place);
  if (!presence.known) {
    return presence;
  }
  if (!presence.value) {
    return known(undefined);
  }
  return known({
    path: place.path,
    allowOrigins: entriesAt(at(place, 'AccessControlAllowOrigins.Items')),
    allowHeaders: literalsAt(at(place, 'AccessControlAllowHeaders.Items')),
    allowMethods: literalsAt(at(place, 'AccessControlAllowMethods.Items')),
    allowCredentials: booleanOr(at(place, 'AccessControlAllowCredentials'), false),
    exposeHeaders: literalsAt(at(place, 'AccessControlExposeHeaders.Items')),
    maxAgeSeconds: numberAt(at(place, 'AccessControlMaxAgeSec')),
    originOverride: booleanOr(at(place, 'OriginOverride'), false),
    missing: REQUIRED.filter((name) => !isPresent(at(place, name))),
  });
}

function readCustomHeaders(items: readonly TemplatePlace[]): readonly CustomResponseHeader[] {
  return items.map(readCustomHeader);
}

function readCustomHeader(place: TemplatePlace): CustomResponseHeader {
  return {
    header: textOr(at(place, 'Header'), ''),
    value: textOr(at(place, 'Value'), ''),
    override: booleanOr(at(place, 'Override'), false),
  };
}

function readNames(items: readonly TemplatePlace[]): Known<readonly string[]> {
  return allKnown(items.map(readName));
}

function readName(item: TemplatePlace): Known<string> {
  return textOr(at(item, 'Header'), '');
}

/** The header each block of `SecurityHeadersConfig` becomes, with the block's property that is the value. */
const SECURITY_HEADERS: readonly (readonly [block: string, header: string, value: (block: TemplatePlace) => Known<string>])[] = [
  ['ContentSecurityPolicy', 'Content-Security-Policy', (block) => textOr(at(block, 'ContentSecurityPolicy'), '')],
  ['ContentTypeOptions', 'X-Content-Type-Options', () => known('nosniff')],
  ['FrameOptions', 'X-Frame-Options', (block) => textOr(at(block, 'FrameOption'), '')],
  ['ReferrerPolicy', 'Referrer-Policy', (block) => textOr(at(block, 'ReferrerPolicy'), '')],
  ['StrictTransportSecurity', 'Strict-Transport-Security', strictTransportSecurity],
  ['XSSProtection', 'X-XSS-Protection', xssProtection],
];

function readSecurityHeaders(place: TemplatePlace): Known<readonly CustomResponseHeader[]> {
  const presence = presenceOf(place);
  if (!presence.known) {
    return presence;
  }
  const headers: CustomResponseHeader[] = [];
  for (const [name, header, value] of SECURITY_HEADERS) {
    const block = at(place, name);
    if (isPresent(block)) {
      headers.push({ header: known(header), value: value(block), override: booleanOr(at(block, 'Override'), false) });
    }
  }
  return known(headers);
}

function strictTransportSecurity(block: TemplatePlace): Known<string> {
  const parts = [
    mapKnown(numberOr(at(block, 'AccessControlMaxAgeSec'), 0), (seconds) => `max-age=${String(seconds)}`),
    mapKnown(booleanOr(at(block, 'IncludeSubdomains'), false), (on) => (on ? '; includeSubDomains' : '')),
    mapKnown(booleanOr(at(block, 'Preload'), false), (on) => (on ? '; preload' : '')),
  ];
  return mapKnown(allKnown(parts), (texts) => texts.join(''));
}

function xssProtection(block: TemplatePlace): Known<string> {
  const parts = [
    mapKnown(booleanOr(at(block, 'Protection'), false), (on) => (on ? '1' : '0')),
    mapKnown(booleanOr(at(block, 'ModeBlock'), false), (on) => (on ? '; mode=block' : '')),
    mapKnown(textAt(at(block, 'ReportUri')), (uri) => (uri === undefined ? '' : `; report=${uri}`)),
  ];
  return mapKnown(allKnown(parts), (texts) => texts.join(''));
}
