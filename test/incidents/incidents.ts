import { ACCESS_AND_UPLOADS } from './cases/access-and-uploads';
import { BROWSER_AND_ERRORS } from './cases/browser-and-errors';
import { CACHE_KEY } from './cases/cache-key';
import { CREDENTIALS_AND_REFUSALS } from './cases/credentials-and-refusals';
import { PREFLIGHT } from './cases/preflight';
import type { Incident } from './incident';

export const INCIDENTS: readonly Incident[] = [...CACHE_KEY, ...PREFLIGHT, ...BROWSER_AND_ERRORS, ...CREDENTIALS_AND_REFUSALS, ...ACCESS_AND_UPLOADS];
