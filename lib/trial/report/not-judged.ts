/** What could not be judged, counted, each reason once. */
import { resourceKey } from '../../graph/types/same-resource';
import type { DeliveryGraphs } from '../../graph/types';
import type { UnjudgedPlace } from '../../rules/engine/finding';
import type { Place } from '../../rules/engine/rule';
import { promisedPaths } from '../../rules/promise/promise';
import type { PromisedPath } from '../../rules/promise/promise';
import { resourceName } from '../../graph/types/same-resource';
import { behaviorName, decides, resourcesOf } from './places';
import { listed } from './tried-at';
import { triedUses } from '../uses/tried-uses';

/** One reason for which something is not judged. */
export interface NotJudged {
  /** A clause that names what is unknown. */
  readonly reason: string;
  /** Uses of pages whose outcome is unknown for it; 0 where only rules asked. */
  readonly uses: number;
  /** Rules that could not tell for it. */
  readonly rules: readonly string[];
  /** `Cdn, the default behavior`. */
  readonly where: readonly string[];
  /** The first place. */
  readonly place: Place;
}

/** Everything that is not judged in any world, most uses first. */
export function notJudgedIn({ worlds }: DeliveryGraphs, unknowns: readonly UnjudgedPlace[]): readonly NotJudged[] {
  const reasons = new Map<string, { uses: Set<string>; rules: Set<string>; where: Set<string>; place: Place }>();
  const entry = (reason: string, place: Place) => {
    const found = reasons.get(reason) ?? { uses: new Set(), rules: new Set(), where: new Set(), place };
    reasons.set(reason, found);
    return found;
  };
  const open: { readonly path: PromisedPath; readonly reason: string }[] = [];
  for (const graph of worlds) {
    for (const { use: { kind, origin, path }, verdict, tried } of triedUses(graph)) {
      if (verdict === 'not-judged') {
        const { distribution, behavior } = path;
        const found = entry(tried.reason ?? '', { address: distribution.address, path: behavior.path });
        found.uses.add(`${distribution.address.stack} ${distribution.address.logicalId} ${behavior.path} ${kind} ${origin}`);
        found.where.add(`${resourceName(distribution.address)}, ${behaviorName(behavior)}`);
        open.push({ path, reason: tried.reason ?? '' });
      }
    }
    for (const path of promisedPaths(graph)) {
      const { distribution, behavior, promise } = path;
      if (!promise.known) {
        entry(promise.reason, { address: distribution.address, path: behavior.path }).where.add(`what ${resourceName(distribution.address)}, ${behaviorName(behavior)}, promises`);
        open.push({ path, reason: promise.reason });
      }
    }
  }
  const around = listed(open.flatMap((each) => [...resourcesOf(each.path)].map((key) => [key, each] as const)));
  for (const { rule, place, reason } of unknowns) {
    // A rule that asks about a path of which it is said already why it is not judged adds nothing
    const said = around.get(resourceKey(place.address))?.find(({ path }) => decides(place, path));
    const found = entry(reasons.has(reason) ? reason : said?.reason ?? reason, place);
    found.rules.add(rule);
    if (found.where.size === 0) {
      found.where.add(`${resourceName(place.address)} ${place.path}`);
    }
  }
  return [...reasons]
    .map(([reason, { uses, rules, where, place }]) => ({ reason, uses: uses.size, rules: [...rules], where: [...where], place }))
    .sort((a, b) => b.uses - a.uses);
}

/** `4 uses of Cdn, the default behavior, are not judged: …`. */
export function notJudgedText({ reason, uses, rules, where }: NotJudged): string {
  const [first = '', ...others] = where;
  const place = `${first}${others.length === 0 ? '' : ` and ${String(others.length)} more`}`;
  const subject = uses > 0 ? `${String(uses)} ${uses === 1 ? 'use' : 'uses'} of ${place}` : rules.length > 0 ? `what ${rules.length === 1 ? `the rule ${rules[0] ?? ''} asks` : `${String(rules.length)} rules ask`} of ${place}` : place;
  return `${subject}: ${reason}`;
}
