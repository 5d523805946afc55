import { isSymbolic } from '../../graph/types/symbolic-text';
import type { Address, Bucket, Distribution } from '../../graph/types';

/** The region of a bucket whose template leaves it to the deployment. */
const ASSUMED_REGION = 'us-east-1';

/** Text whose parts that are decided at deployment are given a name that a host can have. */
function asHostName(text: string): string {
  return text.replace(/[\u27e8\u27e9]/g, ' ').trim().toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}

/** The name of a bucket, resolved as far as a preview can. */
export function bucketName({ name }: Bucket): string {
  return isSymbolic(name) ? asHostName(name) : name;
}

/** Where the bucket is, or where the preview takes it to be. */
export function bucketRegion({ region }: Bucket): string {
  return region.known && !isSymbolic(region.value) ? region.value : ASSUMED_REGION;
}

/** The hosts that lead to a bucket, its regional endpoint first. */
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
export function bucketHosts(bucket: Bucket): readonly string[] {
  const name = bucketName(bucket);
  const region = bucketRegion(bucket);
  return [`${name}.s3.${region}.amazonaws.com`, `${name}.s3.amazonaws.com`, `${name}.localhost`];
}

/** The hosts of S3 itself, under which the bucket is the first part of the path. */
export function pathStyleHosts(bucket: Bucket): readonly string[] {
  return [`s3.${bucketRegion(bucket)}.amazonaws.com`, 's3.amazonaws.com'];
}

/**
 * The hosts that lead to a distribution: its aliases as far as they are known, then its own domain name. Where the deployment decides
 * that, the short name takes its place, because two stacks of one construct give their distributions the same logical id.
 */
export function distributionHosts({ aliases, domainName }: Distribution, shortName: string): readonly string[] {
  const known = aliases.known ? aliases.value.filter((alias) => !isSymbolic(alias)) : [];
  return [...known, isSymbolic(domainName) ? `${asHostName(shortName)}.cloudfront.net` : domainName];
}

/** What of a distribution's or bucket's names could not be resolved, in words. */
export function unresolved(node: Bucket | Distribution): readonly string[] {
  if ('aliases' in node) {
    const open = node.aliases.known ? node.aliases.value.filter(isSymbolic) : [`all aliases (${node.aliases.reason})`];
    return open.map((alias) => `the alias ${alias} is decided at deployment and has no host here`);
  }
  return [
    ...(isSymbolic(node.name) ? [`the bucket's name is decided at deployment; here it is ${bucketName(node)}`] : []),
    ...(node.region.known && !isSymbolic(node.region.value) ? [] : [`the region is decided at deployment; here it is ${ASSUMED_REGION}`]),
  ];
}

/** Short names, unless they are taken twice. */
export function shortNames(nodes: readonly { readonly address: Address }[]): readonly string[] {
  const ids = nodes.map(({ address }) => address.logicalId);
  return nodes.map(({ address }) => (ids.filter((id) => id === address.logicalId).length > 1 ? `${address.stack}.${address.logicalId}` : address.logicalId));
}

/** Whether a host of a server, possibly with a wildcard for its first label, is the host that a client named. */
export function isHost(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && !host.slice(0, -pattern.length + 1).includes('.') : pattern === host;
}

/** Whether a host can only be this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
