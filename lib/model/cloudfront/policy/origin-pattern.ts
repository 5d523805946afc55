import { isSymbolic } from '../../../graph/types/symbolic-text';
import type { Assumptions } from '../../assumptions';
import { Undecided } from '../../undecided';

/** One entry of a policy's allowed origins, compiled. */
export type OriginPattern = (origin: ParsedOrigin, assumptions: Assumptions) => boolean;

/** An Origin taken apart; `port` is undefined when the origin names none. */
export interface ParsedOrigin {
  readonly text: string;
  readonly scheme?: string;
  readonly host: string;
  readonly port?: string;
}

/** Takes an origin or an entry apart. */
export function parseOrigin(text: string): ParsedOrigin {
  const separator = text.indexOf('://');
  const scheme = separator < 0 ? undefined : text.slice(0, separator);
  const authority = separator < 0 ? text : text.slice(separator + 3);
  const colon = authority.lastIndexOf(':');
  return colon < 0 || authority.endsWith(']')
    ? { text, scheme, host: authority }
    : { text, scheme, host: authority.slice(0, colon), port: authority.slice(colon + 1) };
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-cors
/** Compiles an entry other than the bare `*`. */
export function compileOriginPattern(entry: string): OriginPattern {
  if (isSymbolic(entry)) {
    return symbolicEntry(entry);
  }
  const written = comparison(entry);
  const lowered = entry === entry.toLowerCase() ? undefined : comparison(entry.toLowerCase());
  return (origin, assumptions) => written(origin, assumptions)
    || (lowered !== undefined && lowered(origin, assumptions) && assumptions.choose('origin-letter-case') === 'case-insensitive');
}

function symbolicEntry(entry: string): OriginPattern {
  return (origin) => {
    if (origin.text === entry) {
      return true;
    }
    throw new Undecided(`whether the allowed origin ${entry} is ${origin.text} is decided at deployment`);
  };
}

function comparison(entry: string): OriginPattern {
  if (!entry.includes('*') && entry.includes('://')) {
    return (origin) => origin.text === entry;
  }
  const pattern = parseOrigin(entry);
  return (origin, assumptions) => {
    if (pattern.scheme !== undefined && pattern.scheme !== origin.scheme) {
      return false;
    }
    if (!couldBeHost(pattern.host, origin.host) || !couldBePort(pattern.port, origin.port)) {
      return false;
    }
    // The table of the page: an entry without a scheme stands for any scheme and any depth
    return pattern.scheme === undefined || !spansLabels(pattern.host, origin.host) || assumptions.choose('origin-wildcard-depth') === 'any-depth';
  };
}

function couldBeHost(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host;
}

function spansLabels(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') && host.slice(0, host.length - pattern.length + 1).includes('.');
}

// `:*` stands for every port and for none, `:1*3` for 13 and 1893; an entry without a port allows only origins without one (same table)
function couldBePort(pattern: string | undefined, port: string | undefined): boolean {
  if (pattern === undefined || port === undefined) {
    return pattern === port || pattern === '*';
  }
  const star = pattern.indexOf('*');
  return star < 0
    ? pattern === port
    : port.length >= pattern.length - 1 && port.startsWith(pattern.slice(0, star)) && port.endsWith(pattern.slice(star + 1));
}
