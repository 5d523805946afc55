/** Which page an entry of a list of origins is about. */

/** The origin that an entry means, and that stands for all it allows; nothing when nobody can tell. */
export function meantBy(entry: string): string | undefined {
  if (entry === '*' || entry === 'ALL') {
    return 'https://any.example';
  }
  if (entry === 'null') {
    return entry;
  }
  const text = concrete(entry.includes('://') ? entry : `https://${entry}`);
  return /^https?:\/\/[a-z0-9.-]+(:\d+)?\/?$/i.test(text) ? new URL(text).origin : undefined;
}

/** Whether browsers send what the entry says, as it says it. An entry without a scheme is one that CloudFront documents. */
export function isSent(entry: string): boolean {
  const text = concrete(entry);
  return ['*', 'null'].includes(entry) || (entry.includes('://') ? URL.canParse(text) && new URL(text).origin === text : meantBy(entry) === `https://${text}`);
}

function concrete(entry: string): string {
  return entry.replace(/:\*$/, ':8443').replace('*', 'any').replace('*', 'deep');
}
