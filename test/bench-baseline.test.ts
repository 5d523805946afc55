import { build as buildByHand } from '../bench/contenders/hand-wired';
import { build as buildConstruct } from '../bench/contenders/construct';
import { anonymousResources } from '../bench/equality';
import { userLines } from '../bench/measure';
import { templateOf } from '../bench/synth';

const byHand = templateOf(buildByHand);
const construct = templateOf(buildConstruct);

test('the bench compares equals: by hand come the same resources, up to names and ids', () => {
  expect(anonymousResources(byHand)).toEqual(anonymousResources(construct));
});

test('the comparison sees a single changed word, so it is not blind', () => {
  expect(anonymousResources(byHand.replace('redirect-to-https', 'allow-all'))).not.toEqual(anonymousResources(construct));
  expect(anonymousResources(byHand.replace('"Origin, Accept-Encoding"', '"Origin"'))).not.toEqual(anonymousResources(construct));
});

test('one statement in place of some sixty lines: what the construct saves', () => {
  expect(userLines(require.resolve('../bench/contenders/construct'))).toBe(2);
  expect(userLines(require.resolve('../bench/contenders/hand-wired'))).toBeGreaterThan(50);
});
