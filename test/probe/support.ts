import { diagnose, Evidence, parseTargetUrl, probe } from '../../lib/probe';
import type { Diagnosis, Probed, ProbeOptions, ProbeTarget } from '../../lib/probe';

export const APP = 'https://app.example.com';

/** A probe for a page on {@link APP} that fetches a file. */
export function targetAt(url: string, more: Partial<ProbeTarget> = {}): ProbeTarget {
  return { url: parseTargetUrl(url, true), page: { origin: APP }, otherOrigin: 'https://cdk-cors-probe.invalid', secrets: [], thorough: false, comparing: false, nonce: 'n0nce', ...more };
}

/** Probes a server of this machine. */
export async function probed(target: ProbeTarget, options: ProbeOptions = {}): Promise<{ readonly asked: Probed; readonly diagnosis: Diagnosis }> {
  const asked = await probe(target, { allowPrivate: true, pause: 0, ...options });
  return { asked, diagnosis: diagnose(new Evidence(target, asked.exchanges)) };
}
