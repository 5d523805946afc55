/** The map of `lib` in CONTRIBUTING.md, made from the paragraph at the head of each room's door. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIB = join(__dirname, '..', 'lib');

/** The file to read first in a room; elsewhere it is `index.ts`. */
const DOORS: Readonly<Record<string, string | undefined>> = {
  checks: 'cors-checks.ts',
  cli: 'main.ts',
  construct: 'cors-asset-distribution.ts',
  contract: 'contract.ts',
  graph: 'types/index.ts',
  rules: 'catalogue.ts',
};

/** From the inside out. */
const ORDER = ['contract', 'graph', 'model', 'sandbox', 'rules', 'trial', 'checks', 'construct', 'bucket-settings', 'preview', 'probe', 'cli'];

export function roomsTable(): string {
  const rooms = readdirSync(LIB, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const missing = rooms.filter((room) => !ORDER.includes(room));
  if (missing.length > 0) {
    throw new Error(`docs/rooms.ts does not know where ${missing.join(', ')} belongs`);
  }
  const rows = ORDER.filter((room) => rooms.includes(room)).map((room) => `| [\`lib/${room}\`](lib/${room}/${doorOf(room)}) | ${paragraphOf(room)} |`);
  return ['| room | who lives there |', '|---|---|', ...rows].join('\n');
}

function doorOf(room: string): string {
  const door = DOORS[room] ?? 'index.ts';
  if (!existsSync(join(LIB, room, door))) {
    throw new Error(`lib/${room} has no door ${door}`);
  }
  return door;
}

function paragraphOf(room: string): string {
  const [, comment] = /^(?:#!.*\n)?\/\*\*([^]*?)\*\//.exec(readFileSync(join(LIB, room, doorOf(room)), 'utf8')) ?? [];
  const [paragraph = ''] = (comment ?? '').replaceAll(/^\s*\* ?/gm, '').trim().split(/\n\s*\n/);
  if (paragraph === '') {
    throw new Error(`lib/${room}/${doorOf(room)} needs a paragraph at its head that says who lives in the room`);
  }
  return paragraph.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
