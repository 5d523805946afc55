/**
 * Over mistakes made on purpose, one and two at a time, in golden templates and in stacks written by hand, and many at a time in stacks
 * whose every setting is picked at random:
 *
 * - the doors agree: what the report calls broken is an error of check, what check tried ends in explain as it does there;
 * - every printed fix works: applied alone, as the patch that is printed, it takes its error away and brings none; all of them together
 *   leave no error that had one.
 *
 * FIXES_SEED repeats other mistakes than those of the gate, FIXES_SINGLES, FIXES_DOUBLES and FIXES_HAND_WRITTEN take more of them.
 */
import fc from 'fast-check';
import type { DeliveryGraphs } from '../../lib/graph/types';
import type { TemplateInput } from '../../lib/graph/types/template-input';
import { readTemplates } from '../../lib/graph/readers/templates';
import { checkGraphs } from '../../lib/rules/engine/check-graphs';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { fixFor, judgeGraphs, patchOf, planFor } from '../../lib/trial';
import type { Change } from '../../lib/trial';
import { handWritten } from '../rules/theorems/hand-written';
import { mutated, mutationsOf } from '../rules/theorems/mutations';
import { rightStacks } from '../rules/theorems/right-stacks';
import { goldenSystems, systemOf } from '../rules/theorems/templates';
import type { System } from '../rules/theorems/templates';
import { patched } from './apply-patch';
import { contradictions } from './contradictions';

const SEED = Number(process.env.FIXES_SEED ?? 1);
const SINGLES = Number(process.env.FIXES_SINGLES ?? 2);
const DOUBLES = Number(process.env.FIXES_DOUBLES ?? 2);
const HAND_WRITTEN = Number(process.env.FIXES_HAND_WRITTEN ?? 12);
const BASES: readonly System[] = [...goldenSystems(), ...rightStacks()];

/** Lehmer's generator. */
function numbersFrom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function* mistakes(): Generator<System> {
  const next = numbersFrom(SEED);
  for (const base of BASES) {
    const all = mutationsOf(base);
    const pick = () => all[Math.floor(next() * all.length)];
    for (let count = 0; count < SINGLES + DOUBLES; count++) {
      const chosen = (count < SINGLES ? [pick()] : [pick(), pick()]).flatMap((mutation) => mutation ?? []);
      const system = mutated(base, ...chosen);
      if (system) {
        yield system;
      }
    }
  }
  // Each setting at random: three to eight mistakes at a time
  yield* fc.sample(handWritten, { seed: SEED, numRuns: HAND_WRITTEN }).map((parts, index) => systemOf(`hand-written ${String(index)}`, exampleStack(parts)));
}

/** Read and tried once, for both laws. */
const MISTAKEN = [...mistakes()].map(({ name, stacks }) => {
  const inputs: readonly TemplateInput[] = Object.entries(stacks).map(([stack, template]) => ({ name: stack, template }));
  return { name, inputs, graphs: readTemplates(inputs) };
});
const errorsIn = (graphs: DeliveryGraphs) => checkGraphs(graphs).findings.filter(({ severity }) => severity === 'error').map(({ rule, place: { address } }) => `${rule} ${address.stack} ${address.logicalId}`);
const applied = (inputs: readonly TemplateInput[], changes: readonly Change[]) => readTemplates(inputs.map((input) =>
  ({ ...input, template: patched(input.template, patchOf(changes.filter(({ stack }) => stack === input.name))) })));

test('check, explain and report agree on every use', () => {
  const wrong: string[] = [];
  for (const { name, graphs } of MISTAKEN) {
    wrong.push(...contradictions(graphs).map((each) => `${name}\n  ${each}`));
  }
  expect({ seed: SEED, wrong: wrong.slice(0, 5) }).toEqual({ seed: SEED, wrong: [] });
  expect(MISTAKEN.length).toBeGreaterThan(BASES.length * 2);
}, 600_000);

test('every printed fix works alone, and all of them together leave no error that had one', () => {
  const wrong: string[] = [];
  const counts = { errors: 0, proven: 0, together: 0 };
  for (const { name, inputs, graphs } of MISTAKEN) {
    const before = errorsIn(graphs);
    const found = judgeGraphs(graphs).mistakes.filter(({ severity }) => severity === 'error');
    const fixes = found.map((mistake) => ({ key: `${mistake.rule} ${mistake.place.address.stack} ${mistake.place.address.logicalId}`, fix: fixFor(inputs, graphs, mistake) }));
    counts.errors += found.length;
    for (const { key, fix } of fixes) {
      if (fix?.proven) {
        counts.proven++;
        const after = errorsIn(applied(inputs, fix.changes));
        const news = after.filter((each) => each === key || !before.includes(each));
        if (news.length > 0) {
          wrong.push(`${name}\n  ${key} alone: ${news.join(', ')}`);
        }
      }
    }
    if (fixes.length > 0 && fixes.every(({ fix }) => fix?.proven)) {
      counts.together++;
      const after = errorsIn(applied(inputs, planFor(inputs)));
      if (after.length > 0) {
        wrong.push(`${name}\n  together: ${after.join(', ')}`);
      }
    }
  }
  console.log(`fixes: ${JSON.stringify(counts)}; FIXES_SEED=${String(SEED)} repeats them`);
  expect({ seed: SEED, wrong: wrong.slice(0, 5) }).toEqual({ seed: SEED, wrong: [] });
  expect(counts.proven).toBeGreaterThan(counts.errors * 3 / 4);
}, 600_000);
