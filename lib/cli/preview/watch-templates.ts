import { statSync, unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';

const INTERVAL = 500;

/**
 * Says when one of the templates changes after the preview read it. A cloud assembly is written anew as a whole, its manifest last.
 * Returns what stops the watching.
 */
export function watchTemplates(sources: readonly string[], say: (line: string) => void): () => void {
  const files = sources.map((source) => (statSync(source, { throwIfNoEntry: false })?.isDirectory() ? join(source, 'manifest.json') : source));
  for (const file of files) {
    watchFile(file, { interval: INTERVAL, persistent: false }, (now, before) => {
      if (now.mtimeMs !== before.mtimeMs) {
        say(`${file} has changed: the preview goes on serving what it read before. Start it again to serve the new template.`);
      }
    });
  }
  return () => { files.forEach((file) => { unwatchFile(file); }); };
}
