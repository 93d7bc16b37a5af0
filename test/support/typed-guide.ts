// A page of the documentation as a test plays it: files are written, diffs applied, commands typed in a shell, and every
// line that the page shows has to come, in its order; a line `…` stands for lines that are left out, and `…` at the end of
// one for the rest of it.
import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { bundle, folderOf, plainEnvironment, write } from '../cli/posture.ts';

export interface Block {
  readonly language: string;
  /** The name behind the language: the file that the block is. */
  readonly file: string;
  readonly text: string;
}

export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)].map(([, language, file, text]) => ({
    language: language!,
    file: file!,
    text: text!,
  }));
}

/** Each command of a block with the code it has to end with and the lines that are shown. */
function commandsOf(text: string): { typed: string; ends: number; shown: string[] }[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((one) => {
      const [typed, ...shown] = one.trimEnd().split('\n');
      return { typed: typed!, ends: Number(/# ends with (\d)$/.exec(typed!)?.[1] ?? 0), shown };
    });
}

/** The environment of somebody who has `posture` on the path and a git that calls the first branch main. */
export function typistEnvironment(): NodeJS.ProcessEnv {
  const bin = folderOf({ posture: `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(bundle)} "$@"\n` });
  return {
    ...plainEnvironment,
    PATH: `${bin}:${plainEnvironment.PATH}`,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'init.defaultBranch',
    GIT_CONFIG_VALUE_0: 'main',
  };
}

/** Plays the blocks in a folder; gives how many commands of ours were typed. Blocks with neither a file nor commands are passed over. */
export function play(blocks: readonly Block[], folder: string, env: NodeJS.ProcessEnv): number {
  let typedHere = 0;
  for (const { language, file, text } of blocks) {
    if (language === 'diff') {
      const applied = spawnSync('git', ['apply'], { cwd: folder, env, input: text, encoding: 'utf8' });
      expect(applied.stderr).toBe('');
    } else if (language !== 'console') {
      if (file !== '') write(folder, { [file]: text });
    } else {
      for (const { typed, ends, shown } of commandsOf(text)) {
        typedHere += Number(typed.startsWith('posture'));
        const outcome = spawnSync('sh', ['-c', typed], { cwd: folder, env, encoding: 'utf8' });
        expect(outcome.status, `${typed}\n${outcome.stdout}${outcome.stderr}`).toBe(ends);
        let rest = outcome.stdout;
        for (const line of shown.filter((one) => one !== '…')) {
          const whole = line.endsWith('…') ? line.slice(0, -1) : `${line}\n`;
          expect(rest, typed).toContain(whole);
          rest = rest.slice(rest.indexOf(whole) + whole.length - 1);
        }
        if (shown.length > 0 && !shown.includes('…')) expect(outcome.stdout.trimEnd().split('\n'), typed).toEqual(shown);
      }
    }
  }
  return typedHere;
}
