/** Whom a mistake hurts: the behaviors and uses that fail where it stands. */
import type { DeliveryGraphs } from '../../graph/types';
import type { Fix } from '../fixes/prove';
import { triedUses } from '../uses/tried-uses';
import type { TriedUse } from '../uses/tried-uses';
import type { Mistake } from './grouped';
import { behaviorName, decides } from './places';
import { triedUsesAround } from './tried-at';

/** One behavior with what fails there. */
export interface Hurt {
  readonly behavior: string;
  /** `With a header for https://app.example.com`. */
  readonly uses: readonly string[];
}

/** What fails at the places of a mistake; where its fix alone makes some of it work, only that. */
export function hurtBy(mistake: Mistake, { worlds }: DeliveryGraphs, fix?: Fix): readonly Hurt[] {
  if (mistake.family === 'deploy' || mistake.family === 'exposure') {
    return [];
  }
  const places = [mistake, ...mistake.also].map(({ place }) => place);
  const broken = worlds.flatMap((world) => triedUsesAround(world, mistake.place.address))
    .filter(({ verdict, use }) => verdict === 'broken' && places.some((place) => decides(place, use.path)));
  const works = new Set(fix?.proven ? fix.state.graphs.worlds.flatMap(triedUses).filter(({ verdict }) => verdict === 'works').map(keyOf) : []);
  const fixed = broken.filter((tried) => works.has(keyOf(tried)));
  const hurt = new Map<string, Set<string>>();
  for (const { use } of fixed.length > 0 ? fixed : broken) {
    const name = behaviorName(use.path.behavior);
    hurt.set(name, (hurt.get(name) ?? new Set()).add(`${use.title} for ${use.origin}`));
  }
  return [...hurt].map(([behavior, uses]) => ({ behavior, uses: [...uses] }));
}

function keyOf({ use: { kind, origin, path: { distribution: { address }, behavior } } }: TriedUse): string {
  return `${address.stack} ${address.logicalId} ${behavior.path} ${kind} ${origin}`;
}

const MOST_SHOWN = 3;

/** `the default behavior: Font for https://app.example.com, … and 4 more`. */
export function hurtText({ behavior, uses }: Hurt): string {
  const more = uses.length - MOST_SHOWN;
  return `${behavior}: ${uses.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}
