// Each of the twenty-odd files of typescript-estree takes TypeScript through a copy of its own, with a getter for every one of
// its 2,248 names: nearly nine megabytes in every thread that reads a program, and the time to make them. The copy says nothing
// that the original does not, so the bundles take the original.
import { readFile } from 'node:fs/promises';

const copied = '__importStar(require("typescript"))';

/** A plugin of esbuild. The build fails when there is nothing left to replace: then this file can go. */
export const oneTypeScript = {
  name: 'one-typescript',
  setup(context) {
    let replaced = 0;
    context.onStart(() => void (replaced = 0));
    context.onLoad({ filter: /[\\/]@typescript-eslint[\\/]typescript-estree[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      replaced += text.split(copied).length - 1;
      return { contents: text.replaceAll(copied, 'require("typescript")') };
    });
    context.onEnd(() =>
      replaced > 0 ? undefined : { errors: [{ text: 'typescript-estree copies TypeScript no more, or in other words' }] },
    );
  },
};
