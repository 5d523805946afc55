import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TEST = join(__dirname, '..');
const files = readdirSync(TEST, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.startsWith('deploy') && !file.startsWith('languages'))
  .map((file) => ({ file, text: readFileSync(join(TEST, file), 'utf8') }));

test('whatever a suite draws it draws by test/drawing.ts, so that the gate has one result and npm run explore finds it', () => {
  // Code that runs at the edge may draw as well; there the simulation decides
  const ofTheEdge = /^(sandbox.|model.edge-code.|rules.functions\.test|trial.transparent\.test)/;
  const byItself = /\bfc\.(assert|check|sample)\(|Math\.random\(|\bseed\b.*Date\.now\(|Date\.now\(\) %/;
  const allowed = new Set(['drawing.ts', join('gates', 'fixed-seeds.test.ts')]);
  const unseeded = files.filter(({ file, text }) => !allowed.has(file) && !ofTheEdge.test(file) && byItself.test(text.replaceAll(/fc\.sample\(\w+, \{ seed: SEED, numRuns: [\w()]+ \}\)/g, '')));
  expect(unseeded.map(({ file }) => file)).toEqual([]);
});
