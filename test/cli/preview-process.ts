// The preview in a process, once for each signal that ends it: starting a process costs more than what is tested
import { runIn } from '../../lib/cli/main';
import { processTerminal } from '../../lib/cli/terminal';

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    const { exitCode } = await runIn(process.argv.slice(2), processTerminal());
    console.log(`${signal} ended it with ${exitCode}`);
  }
}

void main();
