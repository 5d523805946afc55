import type { DeliveryGraph } from '../../graph/types';
import { assuming } from '../../model';
import type { HttpResponse, Assumptions, AssumptionChoices, StoredObject, SimulationLog } from '../../model';
import type { ClientRequest, Server } from '../../model/server';
import { overTheWire } from '../../model/simulation';
import type { Simulation } from '../../model/simulation';
import type { Bodies } from '../storage/bodies';
import { EdgeMemory } from './edge-memory';

/** What all requests to a previewed system share. */
export class PreviewedSystem {
  public readonly edge = new EdgeMemory();
  public readonly assumptions: Assumptions;

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
   * dropped without a trace, and repeated once the object is known.
   */
  public async ask<L extends SimulationLog>(
    server: Server,
    request: ClientRequest,
    newLog: () => L,
  ): Promise<{ readonly response: HttpResponse; readonly log: L }> {
    const objects = new Map<string, StoredObject | undefined>();
    for (;;) {
      const log = newLog();
      const answered = this.attempt(server, request, objects, log);
      if (!(answered instanceof MissingObject)) {
        return { response: answered, log };
      }
      objects.set(objectId(answered.bucketName, answered.key), await this.bodies.store(answered.bucketName)?.head(answered.key));
    }
  }

  private attempt(
    server: Server,
    request: ClientRequest,
    objects: ReadonlyMap<string, StoredObject | undefined>,
    log: SimulationLog,
  ): HttpResponse | MissingObject {
    try {
      const response = overTheWire(log, `${asksForPage(request) ? 'browser' : 'client'} and ${server.name}`, request, (asked) =>
        server.answer(asked, this.simulation(objects, log)),
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

  private simulation(objects: ReadonlyMap<string, StoredObject | undefined>, log: SimulationLog): Simulation {
    return {
      log,
      assumptions: this.assumptions,
      now: this.clock(),
      caches: { edge: this.edge, browsers: NO_BROWSERS },
      objects: (bucketName, key) => {
        const id = objectId(bucketName, key);
        const object = objects.get(id);
        if (object === undefined && !objects.has(id)) {
          throw new MissingObject(bucketName, key);
        }
        return object;
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
