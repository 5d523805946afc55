import { chainKnown, known, mapKnown, type Known } from '../types/known';
import { at, booleanOr, isPresent, itemsOf, numberAt, numberOr, textAt, textsAt, type TemplatePlace } from '../intrinsics/template-place';
import { readBehavior, readOriginGroups, type Targets } from './behavior';
import { readOrigin } from './origin';
import type { ResourceIndex } from './resource-index';
import { distributionArn } from '../intrinsics/resource-values';
import { addressOf, resourceSymbol } from '../intrinsics/stacks';
import type { Behavior, CustomErrorResponse, Distribution } from '../types';

/** `AWS::CloudFront::Distribution`; `properties` is its `Properties`. */
export function readDistribution(logicalId: string, properties: TemplatePlace, index: ResourceIndex): Distribution {
  const { stack } = properties;
  const config = at(properties, 'DistributionConfig');
  const id = resourceSymbol(stack, logicalId);
  const origins = mapKnown(itemsOf(at(config, 'Origins')), (items) => items.map((item) => readOrigin(item, index)));
  const targets = { origins, groups: readOriginGroups(at(config, 'OriginGroups')) };
  return {
    address: addressOf(stack, logicalId),
    id,
    arn: distributionArn(stack, id),
    domainName: resourceSymbol(stack, logicalId, 'DomainName'),
    aliases: textsAt(isPresent(at(config, 'Aliases')) ? at(config, 'Aliases') : at(config, 'CNAMEs')),
    defaultRootObject: textAt(at(config, 'DefaultRootObject')),
    webAclId: textAt(at(config, 'WebACLId')),
    enabled: booleanOr(at(config, 'Enabled'), true),
    httpVersion: textAt(at(config, 'HttpVersion')),
    takesPartInContinuousDeployment: readContinuousDeployment(config),
    behaviors: readBehaviors(config, targets, index),
    origins,
    originGroups: targets.groups,
    customErrorResponses: mapKnown(itemsOf(at(config, 'CustomErrorResponses')), (items) => items.map(readCustomErrorResponse)),
  };
}

function readContinuousDeployment(config: TemplatePlace): Known<boolean> {
  return chainKnown(booleanOr(at(config, 'Staging'), false), (staging) => staging ? known(true)
    : mapKnown(textAt(at(config, 'ContinuousDeploymentPolicyId')), (policy = '') => policy !== ''));
}

/** CloudFront tries path patterns in the order listed and the default behavior last. */
function readBehaviors(config: TemplatePlace, targets: Targets, index: ResourceIndex): Known<readonly Behavior[]> {
  const standard = at(config, 'DefaultCacheBehavior');
  return mapKnown(itemsOf(at(config, 'CacheBehaviors')), (items) =>
    [...items, ...(isPresent(standard) ? [standard] : [])].map((item) => readBehavior(item, targets, index)),
  );
}

function readCustomErrorResponse(place: TemplatePlace): CustomErrorResponse {
  return {
    path: place.path,
    errorCode: numberOr(at(place, 'ErrorCode'), 0),
    responseCode: numberAt(at(place, 'ResponseCode')),
    responsePagePath: textAt(at(place, 'ResponsePagePath')),
    errorCachingMinTtl: numberAt(at(place, 'ErrorCachingMinTTL')),
  };
}
