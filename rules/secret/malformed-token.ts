import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';
import { reportSecret } from './report.ts';

/** What a checksum disproves is shown at a lower severity and never dropped in silence. */
export const malformedToken = defineRule({
  id: 'secret/malformed-token',
  meta: {
    title: 'Malformed token or placeholder',
    category: 'secret',
    severity: 'low',
    confidence: 'low',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whether a real token was meant, and which, is not to be seen from the text.',
    messages: {
      checksum:
        '{what} has the form of a token here{name}, but its checksum does not fit: it was changed, cut or made up. If it was real, rotate it',
      misshapen:
        '{what} begins like a token here{name}, but its length or its characters do not fit: it was cut, changed or made up. If it was real, rotate it',
      printed:
        '{what} stands here{name} as it is printed in {where}: everybody knows it, and it opens nothing of yours. Make sure that it never reaches a real environment',
      placeholder:
        '{what} has the form of a token here{name} and was made to be replaced: nobody issued it. Write a reference, so that a real one never takes its place',
    },
    docs: {
      what: 'A text has the form of a provider\u2019s token, but its checksum does not fit, or it is a placeholder.',
      why: 'A token that was changed by one character is no credential, and silence would hide a format that the provider changed. A placeholder in the form of a token teaches readers to put the real one there.',
      remedy: 'Look whether it is a copy that was cut; rotate it if so. Write placeholders in a form that no one takes for a token.',
      bad: [
        { file: 'docs/setup.md', text: 'Export `GITHUB_TOKEN=«{{token:placeholder-github-pat}}»` first.\n' },
        { file: 'src/client.ts', text: "export const token = '«{{token:malformed-github-pat}}»';\n" },
      ],
      good: [{ file: 'docs/setup.md', text: 'Export `GITHUB_TOKEN` first.\n' }],
      references: ['https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) !== 'malformed-token') return;
      if (candidate.printedIn !== undefined) reportSecret(candidate, context, 'printed', 'info', [], { where: candidate.printedIn });
      else if (candidate.misshapen) reportSecret(candidate, context, 'misshapen', candidate.confidence === 'low' ? 'info' : 'low');
      else if (candidate.placeholder) reportSecret(candidate, context, 'placeholder', candidate.confidence === 'low' ? 'info' : 'low');
      else reportSecret(candidate, context, 'checksum', 'low');
    },
  },
});
