import { scenesOf } from './family';
import { SETUPS } from './grid';
import { askersOf, ENCODINGS } from './requests';
import { Tally, walk } from './walk';

test('measure', () => {
  const tally = new Tally();
  for (const setup of SETUPS) {
    const t = Date.now(); const c0 = process.cpuUsage().user;
    const scenes = scenesOf(setup);
    const t1 = Date.now();
    let violations = 0;
    const before = { ...tally };
    for (const scene of scenes) {
      for (const origin of askersOf(scene).main) {
        for (const v of walk({ scene, origin, encoding: ENCODINGS[0], depth: Number(process.env.DEPTH ?? 1) }, tally)) {
          violations++;
          if (violations < 4) {
            console.log(setup.name, scene.place, v.kind, v.request.origin, v.history, v.judgement, v.outcome, v.readings);
          }
        }
      }
    }
    console.log(setup.name, scenes.length, 'synth', t1 - t, 'walk', Date.now() - t1, 'cpu', (process.cpuUsage().user - c0) / 1000, 'states', tally.states - before.states, 'ex', tally.exchanges - before.exchanges, 'ev', tally.events - before.events, 'violations', violations);
  }
  console.log(tally);
});
