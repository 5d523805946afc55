import type { ReadingChoices } from '../model';

export const STRICTEST_READINGS: ReadingChoices = {};
