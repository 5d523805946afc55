import { alternativesOf, copyOfCaches, explore, newCaches } from '../../model';
import type { Caches, HttpResponse, AssumptionChoices, AssumptionId, StoredObject, Simulation } from '../../model';
import type { ClientRequest, Server } from '../../model/server';
import { Undecided } from '../../model/undecided';

/** One way in which everything that nobody can see may be. */
export interface Possibility {
  /** What AWS leaves undocumented, as far as it was asked for. */
  readonly assumptions: AssumptionChoices;
  readonly caches: Caches;
  readonly files: Files;
}

/** What nobody can see of a bucket. */
export interface Files {
  /** Whether the file that was asked for exists. */
  readonly asked: boolean;
  /** Whether others do, such as error pages. */
  readonly others: boolean;
}

/** What the model answers in one possibility, and what it is afterwards. */
export interface Predicted {
  readonly after: Possibility;
  readonly response: HttpResponse;
  readonly fromCopy: boolean;
}

/** Who may have left the copy that answers now. */
export interface Earlier {
  readonly request: ClientRequest;
  /** Seconds on the clock of the exchanges. */
  readonly at: number;
}

/** What all possibilities share. */
export interface Setting {
  readonly server: Server;
  readonly objectOf: (files: Files) => (bucketName: string, key: string) => StoredObject | undefined;
}

/** Before anything was asked. */
export function firstPossibilities(files: readonly Files[]): readonly Possibility[] {
  return files.map((each) => ({ assumptions: {}, caches: newCaches(), files: each }));
}

/** Every answer that the model has for a request, with the assumptions that lead to it; a text where the template does not say. */
export function predict(
  setting: Setting, from: Possibility, request: ClientRequest, now: number, before: readonly Earlier[] = [],
): readonly Predicted[] | string {
  try {
    return explore((assumptions) => {
      const caches = copyOfCaches(from.caches);
      let use: string | undefined;
      const simulation = (at: number): Simulation => ({
        assumptions, caches, now: at, objects: setting.objectOf(from.files),
        log: { say: ignore, asks: ignore, answers: ignore, finds: (found) => { use ??= found; } },
      });
      for (const { request: earlier, at } of before) {
        setting.server.answer(earlier, simulation(at));
      }
      use = undefined;
      const response = setting.server.answer(request, simulation(now));
      return { caches, response, fromCopy: use === 'hit' };
    }, from.assumptions).map(({ assumptions: chosen, outcome: { caches, response, fromCopy } }) => ({
      after: { ...from, caches, assumptions: { ...from.assumptions, ...chosen } }, response, fromCopy,
    }));
  } catch (error) {
    if (error instanceof Undecided) {
      return error.reason;
    }
    throw error;
  }
}

function ignore(): void {
  // Nobody reads along
}

/** The same with empty caches at the edge: another cache of the location answered, or the copy was dropped. */
export function withoutCopies(possibility: Possibility): Possibility {
  return { ...possibility, caches: newCaches() };
}

/** What is left of one assumption. */
export interface Remaining {
  readonly id: AssumptionId;
  readonly left: readonly string[];
  readonly excluded: readonly string[];
}

/** Which alternatives no possibility holds any more. */
export function remaining(possibilities: readonly Possibility[], asked: ReadonlySet<AssumptionId>): readonly Remaining[] {
  return [...asked].map((id) => {
    const open = possibilities.some(({ assumptions }) => assumptions[id] === undefined);
    const held = new Set(possibilities.map(({ assumptions }) => assumptions[id]));
    const all: readonly string[] = alternativesOf(id);
    const left = open ? all : all.filter((alternative) => held.has(alternative as never));
    return { id, left, excluded: all.filter((alternative) => !left.includes(alternative)) };
  });
}
