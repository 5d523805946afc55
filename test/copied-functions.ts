import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, 'cases/copied-functions');

/** A function that people copy from each other, and what its head says of it. */
export interface Copied {
  readonly title: string;
  readonly event: 'request' | 'response';
  readonly runtime: '1.0' | '2.0';
  readonly path: string;
  readonly besideSettings: Outcome;
  /** Where nothing but the function speaks of CORS. */
  readonly alone?: Outcome;
  readonly text: string;
}

interface Outcome {
  /** What becomes of a GET, and of one with a preflight. */
  readonly verdicts: string;
  /** What check says. */
  readonly says: string;
}

/** The files that they are in, by kind. */
export const COPIED_FILES = readdirSync(FOLDER).sort();

/** The functions of a file. */
export function copiedIn(file: string): readonly Copied[] {
  return readFileSync(join(FOLDER, file), 'utf8').split(/^\/\/ # /m).slice(1).map((section) => {
    const [head = '', ...lines] = section.split('\n');
    const [described = '', alone] = head.split(' || ');
    const [title = '', where = '', ...outcome] = described.split(' | ');
    const [event = '', runtime, path = ''] = where.split(' ');
    return {
      title, event: event === 'viewer-request' ? 'request' : 'response', runtime: runtime === '1.0' ? '1.0' : '2.0', path,
      besideSettings: outcomeOf(outcome), ...(alone === undefined ? {} : { alone: outcomeOf(alone.split(' | ')) }), text: lines.join('\n'),
    };
  });
}

function outcomeOf([verdicts = '', says = '']: readonly string[]): Outcome {
  return { verdicts, says };
}
