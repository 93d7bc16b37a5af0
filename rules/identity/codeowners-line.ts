// A line in CODEOWNERS for the file of an identity: in the file that is there, since a second one would be read instead of it.
import type { Identity } from '../../server/engine/facts/types.ts';
import type { FixMaker } from '../../server/engine/fix.ts';

/** Where hosts look, in their order. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

export function lineInCodeowners({ at: { uri } }: Identity): FixMaker {
  const line = `/${uri.replace(/[ #]/g, '\\$&')} @your-org/your-team`;
  return {
    title: 'Name an owner in CODEOWNERS: fill in the team',
    make(context) {
      const there = places.map((place) => context.document(place)).find((one) => one !== undefined);
      if (!there)
        return {
          edits: [],
          create: [{ uri: context.document('.gitlab-ci.yml') ? '.gitlab/CODEOWNERS' : '.github/CODEOWNERS', appendLines: [line] }],
        };
      // The last line that matches counts.
      const end = there.text.length;
      return { edits: [{ uri: there.uri, span: [end, end], text: `${end === 0 || there.text.endsWith('\n') ? '' : '\n'}${line}\n` }] };
    },
  };
}
