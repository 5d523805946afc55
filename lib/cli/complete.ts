/** `cdk-cors complete`: the script that makes a shell complete commands and options, and what the script asks for at each tab. */
import { readdirSync } from 'node:fs';
import type * as tab from '@bomb.sh/tab' with { 'resolution-mode': 'import' };
import { MODES } from './page-request-words';
import { textOf, UsageError } from './usage-error';
import type { CommandResult } from './usage-error';

export const COMPLETE_USAGE = `cdk-cors complete bash|zsh|fish

Prints a script with which the shell completes commands, options and files of cdk-cors.

Examples:
  cdk-cors complete bash > ~/.local/share/bash-completion/completions/cdk-cors
  cdk-cors complete fish > ~/.config/fish/completions/cdk-cors.fish

For zsh, write source <(cdk-cors complete zsh) into ~/.zshrc.
Exit code: 0 printed, 2 unusable input.`;

const SHELLS: readonly (string | undefined)[] = ['bash', 'zsh', 'fish'];

/** `helps`: the help of each command, which lists its options. */
export async function complete([first, ...words]: readonly string[], helps: Readonly<Record<string, string>>): Promise<CommandResult> {
  if (first !== '--' && (!SHELLS.includes(first) || words.length > 0)) {
    throw new UsageError(`${[first ?? '(nothing)', ...words].join(' ')}: this is not a shell that can be helped; write one of bash, zsh, fish`);
  }
  const root = await commands(helps, words.at(-1) ?? '');
  if (first === '--') {
    root.parse([...words]);
  } else {
    root.setup('cdk-cors', 'cdk-cors', first ?? '');
  }
  return { exitCode: 0, stdout: '' };
}

async function commands(helps: Readonly<Record<string, string>>, typed: string): Promise<tab.RootCommand> {
  const { default: root } = await library();
  for (const [name, help] of Object.entries(helps)) {
    const [, sentence = ''] = help.split('\n\n');
    const command = root.command(name, sentence.replaceAll('\n', ' ').split(/[.:] /)[0] ?? '').argument('template', offering(fileNames(typed)), true);
    for (const { option, value, says } of optionsIn(help)) {
      command.option(option, says, value === undefined ? undefined : offering(value === 'MODE' ? MODES : /FILE|FOLDER|PATH/.test(value) ? fileNames(typed) : []));
    }
  }
  return root;
}

function offering(values: readonly string[]): tab.OptionHandler & tab.ArgumentHandler {
  return (add) => { values.forEach((value) => { add(value, ''); }); };
}

/** What is in the folder that is being typed: the package keeps the shell from completing files by itself. */
function fileNames(typed: string): readonly string[] {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  try {
    return readdirSync(folder === '' ? '.' : folder).filter((name) => !name.startsWith('.')).map((name) => `${folder}${name}`);
  } catch {
    return [];
  }
}

/** The package is made of ES modules, and left out by `--omit=optional`. */
async function library(): Promise<typeof tab> {
  try {
    return await import('@bomb.sh/tab');
  } catch (error) {
    throw new UsageError(`the package "@bomb.sh/tab" cannot be loaded, which only completion needs (${textOf(error)}); npm install @bomb.sh/tab`);
  }
}

interface ListedOption {
  readonly option: string;
  /** What the help calls its value; nothing where it takes none. */
  readonly value?: string;
  readonly says: string;
}

/** The options that a help lists: `  --name VALUE  what it is`, the text in the next line where the label is long. */
export function optionsIn(help: string): readonly ListedOption[] {
  return [...help.matchAll(/^ {2}(?:-\w, )?(--\S.*?)(?: {2,}(.*)|\n {20,}(.*))$/gm)].flatMap(([, label = '', here, below = '']) =>
    [...label.matchAll(/--([a-z-]+)(?: (?!--)(\S+))?/g)].map(([, option = '', value]) => ({ option, value, says: here ?? below })));
}
