import { generate } from 'selfsigned';

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

/** A certificate for these hosts that nobody trusts yet: browsers ask, tools are given it as their authority. */
export async function selfSigned(hosts: readonly string[]): Promise<Certificate> {
  const names = ['localhost', '*.localhost', ...hosts];
  const made = await generate([{ name: 'commonName', value: 'cdk-cors preview' }], {
    keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notAfterDate: new Date(Date.now() + DAYS * DAY),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...[...new Set(names)].map((value) => ({ type: 2 as const, value })), { type: 7 as const, ip: '127.0.0.1' }, { type: 7 as const, ip: '::1' }],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
