/** Repairs that take back a promise which nothing keeps. They come last: what is taken back never worked. */
import { valueOr } from '../../../graph/types/known';
import type { PromisedPath } from '../../../rules/promise/promise';
import type { Edit } from '../edit';
import { pathsHere } from './forwarding';
import { ownPolicy, policyList, set } from './context';
import type { Repair, RepairContext } from './context';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/** The policy names the methods alone that the behavior lets through. */
export const withdrawMethods: Repair = (context) => pathsHere(context).slice(0, 1).flatMap((path) => {
  const { distribution: { address }, behavior } = path;
  const allowed = valueOr<readonly string[], readonly string[]>(behavior.allowedMethods, []);
  // Reading is not a promise to take back
  return allowed.includes('GET') ? withdrawn(context, path, allowed) : [[set(address, `${behavior.path}.AllowedMethods`, READS)]];
});

/** The behavior reads, and the policy says so: uploads go to the bucket's own endpoint. */
export const withdrawUploads: Repair = (context) => pathsHere(context).slice(0, 1).map((path) => {
  const [policy = []] = withdrawn(context, path, READS);
  return [set(path.distribution.address, `${path.behavior.path}.AllowedMethods`, READS), ...policy];
});

function withdrawn(context: RepairContext, path: PromisedPath, allowed: readonly string[]): readonly (readonly Edit[])[] {
  const policy = ownPolicy(path);
  const listed = policyList(context, path, 'Methods');
  if (policy === undefined || listed === undefined) {
    return [];
  }
  const kept = listed.filter((method) => allowed.includes(String(method)));
  const methods = listed.includes('ALL') ? allowed.filter((method) => method !== 'OPTIONS') : kept.length > 0 ? kept : ['GET', 'HEAD'];
  return JSON.stringify(methods) === JSON.stringify(listed) ? []
    : [[set(policy.address, 'Properties.ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowMethods.Items', methods)]];
}
