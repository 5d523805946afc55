import { Token } from 'aws-cdk-lib/core';

/** Where one deployment puts its files. */
export interface PlacedFiles {
  /** The beginning of its keys, without a slash at either end; empty for the whole bucket. */
  readonly prefix: string;
  readonly prunes: boolean;
  /** The id of the deployment, for messages. */
  readonly id: string;
}

/** Every place that files of one construct are put to. Later calls count too, so it is asked when the template is written. */
export class FilesOfConstruct {
  private readonly placed: PlacedFiles[] = [];

  /** `uploads` is the prefix of keys that pages upload; absent while nobody may. */
  constructor(private readonly uploads: () => string | undefined) {}

  add(files: PlacedFiles): void {
    this.placed.push(files);
  }

  /** Sync filters for what a deployment must not touch; they are relative to its own place. */
  filtersOf(files: PlacedFiles): readonly string[] {
    const others = this.placed.filter((other) => other !== files).map(({ prefix }) => `${prefix}/`);
    const uploads = this.uploads();
    return [...others, ...(uploads === undefined ? [] : [uploads])].flatMap((beginning) => relative(beginning, files.prefix)).map((beginning) => `${beginning}*`);
  }

  /** A deployment at the same place, when one of the two deletes what it does not know. */
  conflictOf(files: PlacedFiles): PlacedFiles | undefined {
    const before = this.placed.slice(0, this.placed.indexOf(files));
    return before.find((other) => other.prefix === files.prefix && (other.prunes || files.prunes));
  }
}

/** A beginning of keys as it is seen from a place; nothing when it is not below it. */
function relative(beginning: string, place: string): string[] {
  const inside = place === '' ? beginning : beginning.startsWith(`${place}/`) ? beginning.slice(place.length + 1) : '';
  return inside === '' || inside === '/' ? [] : [inside];
}

/** Parts of a key prefix as one, without the slashes that keys do not have. */
export function joinedPrefix(...parts: readonly (string | undefined)[]): string {
  return parts.map((part = '') => Token.isUnresolved(part) ? part : part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '').join('/');
}
