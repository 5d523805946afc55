import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { ProbeError } from '../problem';

/** An address that is asked instead of a name, for all requests of a probe. */
export interface PinnedAddress {
  readonly address: string;
  readonly family: 4 | 6;
  /** Whether it can only be this machine. */
  readonly loopback: boolean;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry; 168.63.129.16 is the host of Azure's machines
const NOT_PUBLIC: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['168.63.129.16', 32], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
  ['::', 128], ['::1', 128], ['::ffff:0:0', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001:db8::', 32], ['2002::', 16],
  ['fc00::', 7], ['fe80::', 10], ['ff00::', 8],
];

/** Two lists, because an IPv4 address is also compared with the subnets of mapped ones. */
const notPublic = { 4: new BlockList(), 6: new BlockList() };
for (const [network, prefix] of NOT_PUBLIC) {
  const family = network.includes(':') ? 6 : 4;
  notPublic[family].addSubnet(network, prefix, `ipv${family}`);
}

/** Whether an address belongs to nobody's own network, and to no machine's metadata. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return (family === 4 || family === 6) && !notPublic[family].check(address, `ipv${family}`);
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

/** Resolves a host once. What it leads to must be public, unless the user says otherwise. */
export async function pinAddress(host: string, allowPrivate: boolean, milliseconds: number): Promise<PinnedAddress> {
  const name = host.replace(/^\[|\]$/g, '');
  const { address, family } = isIP(name) === 0 ? await resolve(name, milliseconds) : { address: name, family: isIP(name) };
  if (!allowPrivate && !isPublicAddress(address)) {
    throw new ProbeError(
      'address-private',
      `${host} leads to ${address}, which is not a public address; add --allow-private if it is your own machine or network`,
    );
  }
  return { address, family: family === 6 ? 6 : 4, loopback: isLoopback(address) };
}

async function resolve(name: string, milliseconds: number): Promise<{ readonly address: string; readonly family: number }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => { reject(new ProbeError('timeout', `the name ${name} was not resolved within ${milliseconds / 1000} s; check the network`)); },
      milliseconds,
    );
  });
  try {
    return await Promise.race([lookup(name, { verbatim: false }), late]);
  } catch (error) {
    throw error instanceof ProbeError ? error : new ProbeError(
      'name-not-found', `the name ${name} cannot be resolved (${codeOf(error)}); check the host of the URL`,
    );
  } finally {
    clearTimeout(timer);
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
