import { Annotations, Duration, Fn, Stack, Token } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { ReadContract } from '../../../contract/contract';
import { BROWSER_HEADERS, fixedHeaders, REMOVED_HEADERS, responseHeadersCors } from '../../../contract/response-headers';
import { accountWideName, RESPONSE_HEADERS_POLICY_NAME_LENGTH } from '../names';
import type { ResponseHeaders } from './response-headers';

/** The response headers policy that states a contract; it is the default child of `scope`. */
export function renderPolicy(scope: Construct, contract: ReadContract, headers: ResponseHeaders): cloudfront.ResponseHeadersPolicy {
  noteMany(scope);
  return new cloudfront.ResponseHeadersPolicy(scope, 'Resource', {
    responseHeadersPolicyName: accountWideName(scope, RESPONSE_HEADERS_POLICY_NAME_LENGTH),
    removeHeaders: [...REMOVED_HEADERS],
    corsBehavior: corsBehavior(contract),
    customHeadersBehavior: {
      customHeaders: [...fixedHeaders(contract, headers.crossOriginResourcePolicy), ...headers.custom].map((header) => ({
        ...header,
        override: true,
      })),
    },
    securityHeadersBehavior: securityHeaders(headers),
  });
}

/** A list that is known only at deployment takes no further items, so text is joined and split there. */
function withBrowserHeaders(names: readonly string[]): string[] {
  return Fn.split(',', Fn.join(',', [Fn.join(',', [...names]), ...BROWSER_HEADERS]));
}

function securityHeaders(headers: ResponseHeaders): cloudfront.ResponseSecurityHeadersBehavior {
  const { contentSecurityPolicy, referrerPolicy, frameOptions: frameOption, transportSecurityAge } = headers;
  return {
    contentTypeOptions: { override: true },
    contentSecurityPolicy: contentSecurityPolicy === undefined ? undefined : { contentSecurityPolicy, override: true },
    frameOptions: frameOption && { frameOption, override: true },
    referrerPolicy: referrerPolicy && { referrerPolicy, override: true },
    strictTransportSecurity: transportSecurityAge && { accessControlMaxAge: transportSecurityAge, override: true },
  };
}

/** The policies of this library in each stack. */
const COUNTS = new WeakMap<Stack, number>();

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-policies
const QUOTA = 20;

function noteMany(scope: Construct): void {
  const stack = Stack.of(scope);
  const count = (COUNTS.get(stack) ?? 0) + 1;
  COUNTS.set(stack, count);
  if (count === QUOTA / 2 + 1) {
    Annotations.of(scope).addInfoV2('cdk-cors-asset-distribution:manyPolicies',
      `the stack '${stack.stackName}' makes more than ${QUOTA / 2} response headers policies, and an account has ${QUOTA} response headers policies; `
      + 'equal contracts of several constructs can share one CorsPolicy');
  }
}

function corsBehavior(contract: ReadContract): cloudfront.ResponseHeadersCorsBehavior {
  const cors = responseHeadersCors(contract);
  return {
    accessControlAllowOrigins: [...cors.allowOrigins],
    accessControlAllowMethods: [...cors.allowMethods],
    accessControlAllowHeaders: Token.isUnresolved(contract.allowedHeaders)
      ? withBrowserHeaders(contract.allowedHeaders)
      : [...cors.allowHeaders],
    accessControlExposeHeaders: cors.exposeHeaders && [...cors.exposeHeaders],
    accessControlMaxAge: cors.maxAgeSeconds === undefined ? undefined : Duration.seconds(cors.maxAgeSeconds),
    accessControlAllowCredentials: cors.allowCredentials,
    originOverride: cors.originOverride,
  };
}
