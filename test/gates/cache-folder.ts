import { homedir } from 'node:os';
import { join } from 'node:path';

/** What gates keep from run to run and from clone to clone: downloads, environments, repacked dependencies; each keyed by its versions. */
export const CACHE_FOLDER = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk-cors-asset-distribution');
