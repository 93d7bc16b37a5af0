// No token-shaped text lies in this repository, not in a test, not in an example, not in a page: tokens are made at run
// time. Holds for every file that git tracks or would, whatever the configuration leaves out.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { scanSecrets } from '../../server/engine/secrets/scan.ts';

it('holds no token of any provider', () => {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && !/\.(?:png|gif|ico|vsix)$/.test(file));
  const found = files
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return scanSecrets(createDocument(file, text))
        .filter(
          (one) =>
            one.format !== 'generic' &&
            one.kind === 'secret' &&
            one.provider !== undefined &&
            one.context.where !== 'url' &&
            one.context.where !== 'connection-string',
        )
        .map((one) => `${file}:${text.slice(0, one.at.span[0]).split('\n').length} ${one.title} (${one.preview})`);
    });
  expect(found, 'write {{token:FORMAT}} instead').toEqual([]);
});
