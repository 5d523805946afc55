import type { DeliveryGraph } from '../../graph/types';
import { assuming } from '../../model';
import type { HttpResponse, Assumptions, AssumptionChoices, StoredObject, SimulationLog } from '../../model';
import type { ClientRequest, Server } from '../../model/server';
import { overTheWire } from '../../model/simulation';
import type { Simulation } from '../../model/simulation';
import type { Bodies } from '../storage/bodies';
import { EdgeMemory } from './edge-memory';

const REMEMBERED_REQUESTS = 1_000;

/** What all requests to a previewed system share. */
export class PreviewedSystem {
  public readonly edge = new EdgeMemory();
  public readonly assumptions: Assumptions;
  /** Which objects a request took the last time; nothing is looked up for one that the cache answers. */
  private readonly taken = new Map<string, readonly MissingObject[]>();

  public constructor(
    public readonly graph: DeliveryGraph,
    assumptions: AssumptionChoices,
    public readonly bodies: Bodies,
    private readonly clock: () => number,
  ) {
    this.assumptions = assuming(assumptions);
  }

  /**
   * Asks the model. It asks back for objects while it runs, and a file system answers later: so a run that misses one is
   * dropped without a trace, and repeated once the object is known. What a request took the last time is looked up before it runs.
   */
  public async ask<L extends SimulationLog>(
    server: Server,
    request: ClientRequest,
    newLog: () => L,
  ): Promise<{ readonly response: HttpResponse; readonly log: L }> {
    const objects = new Map<string, StoredObject | undefined>();
    const last = `${server.name} ${request.path}?${request.query}`;
    await Promise.all((this.taken.get(last) ?? []).map((missing) => this.lookUp(missing, objects)));
    const taken = new Map<string, MissingObject>();
    for (;;) {
      const log = newLog();
      const answered = this.attempt(server, request, objects, log, taken);
      if (!(answered instanceof MissingObject)) {
        this.remember(last, [...taken.values()]);
        return { response: answered, log };
      }
      await this.lookUp(answered, objects);
    }
  }

  private async lookUp({ bucketName, key }: MissingObject, objects: Map<string, StoredObject | undefined>): Promise<void> {
    objects.set(objectId(bucketName, key), await this.bodies.store(bucketName)?.head(key));
  }

  private remember(request: string, taken: readonly MissingObject[]): void {
    if (taken.length === 0) {
      this.taken.delete(request);
      return;
    }
    if (this.taken.size >= REMEMBERED_REQUESTS) {
      this.taken.clear();
    }
    this.taken.set(request, taken);
  }

  private attempt(
    server: Server,
    request: ClientRequest,
    objects: ReadonlyMap<string, StoredObject | undefined>,
    log: SimulationLog,
    taken: Map<string, MissingObject>,
  ): HttpResponse | MissingObject {
    try {
      const response = overTheWire(log, `${asksForPage(request) ? 'browser' : 'client'} and ${server.name}`, request, (asked) =>
        server.answer(asked, this.simulation(objects, log, taken)),
      );
      this.edge.commit();
      return response;
    } catch (error) {
      this.edge.rollback();
      if (error instanceof MissingObject) {
        return error;
      }
      throw error;
    }
  }

  private simulation(
    objects: ReadonlyMap<string, StoredObject | undefined>, log: SimulationLog, taken: Map<string, MissingObject>,
  ): Simulation {
    return {
      log,
      assumptions: this.assumptions,
      now: this.clock(),
      caches: { edge: this.edge, browsers: NO_BROWSERS },
      objects: (bucketName, key) => {
        const id = objectId(bucketName, key);
        const asked = taken.get(id) ?? new MissingObject(bucketName, key);
        taken.set(id, asked);
        if (!objects.has(id)) {
          throw asked;
        }
        return objects.get(id);
      },
    };
  }
}

/** Whether the request speaks for a page, so that a browser judges the answer. */
// https://www.w3.org/TR/fetch-metadata/#sec-fetch-mode-header: on every request of a browser to https or to this machine
function asksForPage({ headers }: ClientRequest): boolean {
  return 'origin' in headers || 'sec-fetch-mode' in headers;
}

// Browsers keep their caches themselves
const NO_BROWSERS: Simulation['caches']['browsers'] = new Map();

function objectId(bucketName: string, key: string): string {
  return `${bucketName} ${key}`;
}

class MissingObject {
  public constructor(public readonly bucketName: string, public readonly key: string) {}
}
