// Runs one of jsii's tools without the eleven-line banner that each prints on Node 20; package.json says which versions are supported here.
import { spawnSync } from 'node:child_process';

const [tool, ...args] = process.argv.slice(2);
const env = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', ...process.env };
// Room for young objects, of which compilers make many, and patience before a function is optimized: a third of the processor time
const { status } = spawnSync(process.execPath, ['--max-semi-space-size=64', '--interrupt-budget=600000', `node_modules/${tool}/bin/${tool}`, ...args], { stdio: 'inherit', env });
process.exit(status ?? 1);
