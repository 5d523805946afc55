import { isSymbolic } from '../../../graph/types/symbolic-text';
import type { Distribution } from '../../../graph/types';
import { decided, Undecided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { inTurn } from '../../engine/subject';
import { eachBehavior } from '../../subjects/deliveries';
import { eachOriginGroup } from '../../subjects/origin-groups';

export const targetNamesNoOrigin: Rule = {
  id: 'target-names-no-origin',
  severity: 'error',
  family: 'deploy',
  title: 'A behavior, or a member of an origin group, names an origin that the distribution does not have',
  why: 'CloudFront refuses the distribution (NoSuchOrigin: "One or more of your origins or origin groups do not exist."), so the stack does not deploy.',
  fix: 'Write the Id of one of the origins. A behavior may also name an origin group.',
  see: ['https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html'],
  unless: 'Never: CloudFront refuses the name.',
  example: () => ({
    wrong: exampleStack({ behavior: { TargetOriginId: 'asset' } }),
    right: exampleStack(),
  }),
  check: inTurn(
    eachBehavior('TargetOriginId', ({ targetOriginId }, place, distribution) =>
      failIf(place, missing(decided(targetOriginId), [...originIds(distribution), ...groupIds(distribution)]))),
    eachOriginGroup('Members', ({ members }, place, distribution) =>
      decided(members).map((member) => failIf(place, missing(member, originIds(distribution))))),
  ),
};

function originIds({ origins }: Distribution): readonly string[] {
  return decided(origins).map(({ id }) => decided(id));
}

function groupIds({ originGroups }: Distribution): readonly string[] {
  return decided(originGroups).flatMap(({ id }) => decided(id) ?? []);
}

/** What is wrong with a name; nothing where there are no origins at all, which has a finding of its own. */
function missing(name: string, ids: readonly string[]): string | undefined {
  if (ids.length === 0 || ids.includes(name)) {
    return undefined;
  }
  const open = [name, ...ids].find(isSymbolic);
  if (open !== undefined) {
    throw new Undecided(`whether ${name} is the id of an origin is decided at deployment`);
  }
  return `names ${JSON.stringify(name)}, and the distribution has ${ids.map((id) => JSON.stringify(id)).join(', ')}`;
}
