import { ASSUMPTIONS } from '../../model';
import { CAUSES } from '../causes';
import { labeled } from '../words';
import { settled } from './compare';
import type { Comparison } from './compare';
import type { Difference } from './difference';
import type { Deviation } from './drift';

/** What a comparison adds to a report. */
export function comparisonLines(comparison: Comparison): readonly string[] {
  const { deviations, assumptions, notPredicted, onlyIfMissing } = comparison;
  const drift = deviations.filter(({ kind }) => kind === 'drift');
  const outside = deviations.filter(({ kind }) => kind === 'outside-the-model');
  const contested = assumptions.filter(({ left }) => left.length > 1);
  return [
    ...labeled('drift', drift.length === 0 ? ['none: every answer is one that the template allows'] : driftLines(drift)),
    ...labeled('template', onlyIfMissing ? [ONLY_IF_MISSING] : []),
    ...labeled('outside', outside.map(outsideLine)),
    ...labeled(
      'settled', Object.entries(settled(comparison)).map(([id, alternative]) => `${id}=${alternative}: ${meaningOf(id, alternative)}`),
    ),
    ...labeled(
      'open',
      contested.length === 0 ? [] : [`${contested.map(({ id }) => id).join(', ')}: these answers hold under either alternative`],
    ),
    ...labeled('unpredicted', notPredicted.map(({ n, because }) => `#${n} the template does not say: ${because}`)),
  ];
}

/** Settings that explain several answers are named once. */
function driftLines(drift: readonly Deviation[]): readonly string[] {
  const bySettings = new Map<string, Deviation[]>();
  for (const deviation of drift) {
    const settings = deviation.settings.join('; or ');
    bySettings.set(settings, [...bySettings.get(settings) ?? [], deviation]);
  }
  return [...bySettings].flatMap(([settings, [first, ...more]]) => (first === undefined ? [] : [
    `differs from the template: ${settings}`,
    `  #${first.n} ${differencesOf(first)}${more.length === 0 ? '' : `; so also ${more.map(({ n }) => `#${n}`).join(', ')}`}`,
  ]));
}

const ONLY_IF_MISSING = 'it lets CloudFront read the file: so the file does not exist under this path, or what is deployed differs in '
  + CAUSES['access-denied'].settings.join(' or ');

function outsideLine(deviation: Deviation): string {
  return `#${deviation.n} ${differencesOf(deviation)}: no setting of the template explains this; please report the record`;
}

function differencesOf({ differences }: Deviation): string {
  return differences.map(differenceText).join('; ');
}

function differenceText({ of, seen, predicted }: Difference): string {
  return `${of} is ${seen ?? 'absent'}, and the template says ${predicted ?? 'absent'}`;
}

function meaningOf(id: string, alternative: string): string {
  const alternatives: Readonly<Record<string, string | undefined>> = ASSUMPTIONS[id as keyof typeof ASSUMPTIONS].alternatives;
  return alternatives[alternative] ?? '';
}
