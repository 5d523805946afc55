import type { ReadContract, UploadContract } from './contract';
import { headerNameProblem, uniqueHeaderNames } from './header-name';
import type { HeaderListKind } from './header-name';
import type { Problems } from './problem';
import { parseWebOrigin } from './web-origin';
import type { WebOrigin } from './web-origin';

/** What a contract says in addition to its origins, as it is written, before it is looked at. */
export interface TermsInput {
  readonly allowedHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** A contract as it is written. */
export interface ContractInput extends TermsInput {
  readonly allowedOrigins: readonly string[];
}

/** Tells a deploy-time value, which passes unchecked, from a literal one. */
export type IsUnresolved = (value: unknown) => boolean;

/** Response headers that scripts need for validation, range requests and media; S3 and CloudFront expose none by themselves. */
export const DEFAULT_EXPOSED_HEADERS: readonly string[] = ['ETag', 'Content-Range', 'Accept-Ranges'];

/** An upload's ETag is what multipart uploads are completed with. */
export const DEFAULT_UPLOAD_EXPOSED_HEADERS: readonly string[] = ['ETag'];

/** Two hours: as long as Chromium keeps a preflight. */
export const DEFAULT_MAX_AGE_SECONDS = 7200;

/** With credentials `*` is refused, so the request headers that scripts commonly set are named. */
export const DEFAULT_HEADERS_WITH_CREDENTIALS: readonly string[] = [
  'Accept', 'Accept-Language', 'Cache-Control', 'Content-Language', 'Content-Type', 'If-Match', 'If-Modified-Since',
  'If-None-Match', 'If-Range', 'If-Unmodified-Since', 'Pragma', 'Range', 'X-Requested-With',
];

/** Whether S3 and CloudFront take it as a number of seconds. */
export function isMaxAge(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= 2 ** 31 - 1;
}

/** Parses what a user promises for reading; what is wrong is added to `problems`. */
export class ContractParser {
  constructor(
    private readonly problems: Problems,
    private readonly isUnresolved: IsUnresolved = () => false,
  ) {}

  read(input: ContractInput, credentials: boolean, at = ''): ReadContract {
    const origins = this.origins(input.allowedOrigins, `${at}allowedOrigins`);
    if (credentials && origins.some((origin) => origin.kind === 'any')) {
      this.problems.add('credentials-any-origin', `${at}allowedOrigins`, '*', 'the origins of your apps, or leave allowCredentials out');
    }
    const allowedHeaders = this.headers(
      input.allowedHeaders ?? (credentials ? DEFAULT_HEADERS_WITH_CREDENTIALS : ['*']), `${at}allowedHeaders`, 'read',
    );
    if (credentials && allowedHeaders.includes('*')) {
      this.problems.add('credentials-header-wildcard', `${at}allowedHeaders`, '*', 'the names of the headers that your pages send');
    }
    return { origins, allowedHeaders, credentials, ...this.rest(input, DEFAULT_EXPOSED_HEADERS, at) };
  }

  upload(input: TermsInput, origins: readonly WebOrigin[], methods: readonly string[] = ['PUT', 'POST'], at = ''): UploadContract {
    return {
      methods,
      origins,
      allowedHeaders: this.headers(input.allowedHeaders ?? ['*'], `${at}allowedHeaders`, 'upload'),
      ...this.rest(input, DEFAULT_UPLOAD_EXPOSED_HEADERS, at),
    };
  }

  private rest(input: TermsInput, exposed: readonly string[], at: string): { exposedHeaders: readonly string[]; maxAgeSeconds?: number } {
    const exposedHeaders = this.headers(input.exposedHeaders ?? exposed, `${at}exposedHeaders`, 'exposed');
    const maxAgeSeconds = input.maxAgeSeconds;
    if (maxAgeSeconds !== undefined && !this.isUnresolved(maxAgeSeconds) && !isMaxAge(maxAgeSeconds)) {
      this.problems.add('max-age', `${at}maxAge`, maxAgeSeconds, 'Duration.hours(2)');
    }
    return { exposedHeaders, maxAgeSeconds };
  }

  origins(values: readonly string[], path: string, parse = parseWebOrigin): readonly WebOrigin[] {
    if (this.isUnresolved(values)) {
      return values.map((value) => ({ value, kind: 'unresolved' }));
    }
    if (!this.isList(values, path)) {
      return [];
    }
    if (values.length === 0) {
      this.problems.add('origins-empty', path, values, '["https://app.example.com"]');
    }
    const origins = new Map<string, WebOrigin>();
    values.forEach((text, index) => {
      const origin: ReturnType<typeof parseWebOrigin> =
        this.isUnresolved(text) ? { value: text, kind: 'unresolved' } : parse(text);
      if ('code' in origin) {
        this.problems.add(origin.code, `${path}[${index}]`, text, origin.write);
      } else {
        origins.set(origin.value, origin);
      }
    });
    if (origins.has('*') && origins.size > 1) {
      this.problems.add('origin-any-mixed', path, values, '["*"], or the list without "*"');
    }
    return [...origins.values()];
  }

  private headers(given: readonly string[], path: string, kind: HeaderListKind): readonly string[] {
    if (this.isUnresolved(given)) {
      return given;
    }
    if (!this.isList(given, path)) {
      return [];
    }
    const example = kind === 'exposed' ? '"ETag"' : '"X-Requested-With"';
    const values = given.filter((name, index) => this.isString(name, `${path}[${index}]`, example));
    if (given.length === 0 && kind !== 'exposed') {
      this.problems.add('headers-empty', path, given, '["*"], or leave it out');
    }
    values.forEach((name, index) => {
      const code = this.isUnresolved(name) ? undefined : headerNameProblem(name, kind);
      if (code !== undefined) {
        this.problems.add(code, `${path}[${index}]`, name, example);
      }
    });
    return uniqueHeaderNames(values);
  }

  /** What the compiler does not hold in JavaScript, and after `!` in TypeScript. */
  private isList(value: unknown, path: string): boolean {
    const isList = Array.isArray(value);
    if (!isList) {
      this.problems.add('list-expected', path, value, `[${JSON.stringify(value)}]`);
    }
    return isList;
  }

  private isString(value: unknown, path: string, example: string): boolean {
    const isString = typeof value === 'string' || this.isUnresolved(value);
    if (!isString) {
      this.problems.add('string-expected', path, value, example);
    }
    return isString;
  }
}
