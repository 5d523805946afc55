import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { BinaryLike } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '../../model';
import type { ClientRequest } from '../../model/server';

/** The keys that uploads and reads are signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Why S3 does not take a signature. */
export type Refusal = NonNullable<ClientRequest['authenticationError']>;

/** Who signs, for what, when: the parts of a signature of version 4. */
export interface Signature {
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  readonly signature: string;
}

/** SHA-256, or with a key its HMAC, in the form in which the signer wants it. */
class Sha256 {
  private readonly hash;

  public constructor(secret?: BinaryLike) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  public update(data: BinaryLike): void {
    this.hash.update(data);
  }

  public digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  public reset(): void {
    throw new Error('a digest is made once');
  }
}

/** The signer that AWS's SDKs use, asked for the signature that a request should have. */
export class Verifier extends SignatureV4 {
  public constructor(
    private readonly keys: Credentials,
    private readonly region: string | undefined,
  ) {
    super({
      service: 's3',
      region: region ?? 'us-east-1',
      credentials: keys,
      sha256: Sha256 as never,
      uriEscapePath: false,
      applyChecksum: false,
    });
  }

  /** Whether these headers, path and query were signed. */
  public async refusesRequest(
    { method, path, headers }: HttpRequest,
    query: Readonly<Record<string, string>>,
    signed: Signature,
    signedHeaders: readonly string[],
    payloadHash: string,
  ): Promise<Refusal | undefined> {
    const canonicalHeaders = Object.fromEntries(
      [...signedHeaders].sort().map((name) => [name, ((headers[name] as string | undefined) ?? '').trim().replace(/\s+/g, ' ')]),
    );
    const request = { method, path, query: { ...query }, headers: canonicalHeaders, protocol: 'https:', hostname: '' };
    const canonical = this.createCanonicalRequest(request, canonicalHeaders, payloadHash);
    const scope = `${signed.day}/${signed.region}/${signed.service}/aws4_request`;
    return this.refusesText(await this.createStringToSign(signed.date, scope, canonical, 'AWS4-HMAC-SHA256'), signed);
  }

  /** Whether this text was signed. */
  public async refusesText(text: string, signed: Signature): Promise<Refusal | undefined> {
    if (signed.accessKeyId !== this.keys.accessKeyId) {
      return { status: 403, code: 'InvalidAccessKeyId', message: 'The AWS Access Key Id you provided does not exist in our records.' };
    }
    if (this.region !== undefined && signed.region !== this.region) {
      return {
        status: 400,
        code: 'AuthorizationHeaderMalformed',
        message: `The authorization header is malformed; the region '${signed.region}' is wrong; expecting '${this.region}'`,
      };
    }
    if (signed.service !== 's3' || !signed.date.startsWith(signed.day)) {
      return {
        status: 400,
        code: 'AuthorizationHeaderMalformed',
        message: 'The authorization header is malformed; the scope does not fit the service and the date.',
      };
    }
    const expected = await this.sign(text, {
      signingDate: dateOf(signed.date),
      signingRegion: signed.region,
      signingService: signed.service,
    });
    return sameText(expected, signed.signature) ? undefined : MISMATCH;
  }
}

const MISMATCH: Refusal = {
  status: 403, code: 'SignatureDoesNotMatch', message: 'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
};

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

/** The moment that `YYYYMMDDTHHMMSSZ` names; not a number when it names none. */
export function dateOf(text: string): Date {
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** The parts of `KEY/DAY/REGION/SERVICE/aws4_request`. */
export function credentialParts(credential: string): Pick<Signature, 'accessKeyId' | 'day' | 'region' | 'service'> | undefined {
  const [, accessKeyId, day, region, service] = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential) ?? [];
  return accessKeyId === undefined || day === undefined || region === undefined || service === undefined
    ? undefined
    : { accessKeyId, day, region, service };
}
