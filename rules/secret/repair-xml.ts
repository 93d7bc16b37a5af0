// How a secret leaves the settings of a .NET program: the setting is emptied, and the section names a file beside it that is
// ignored and that the program reads over it. Connection strings have no such file for one of them, so they have no repair.
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import type { Repair } from './repair-plan.ts';

const besides = 'secrets.config';

/** The repair of a value in `appSettings`; undefined elsewhere. */
export function settingsRepair(candidate: SecretCandidate): Repair | undefined {
  const { uri, span } = candidate.at;
  if (
    !/(?:^|\/)(?:web|app)(?:\.[\w-]+)?\.config$/i.test(uri) ||
    !candidate.whole ||
    !/(?:^|\.)appSettings\.add\./.test(`${candidate.context.path ?? ''}.`)
  )
    return undefined;
  return {
    title: `Empty it; give it in ${besides}, which is not committed`,
    edits({ text }) {
      const start = text.lastIndexOf('<appSettings', span[0]);
      const head = /^<appSettings(?=[\s>])[^<>]{0,500}>/.exec(text.slice(start, start + 520))?.[0];
      if (start < 0 || head === undefined || text.slice(start, span[0]).includes('</appSettings')) return undefined;
      const emptied = { uri, span, text: '' };
      // Another source of this section stands there already, or all of it lies elsewhere.
      if (/\s(?:file|configBuilders)\s*=/.test(head)) return [emptied];
      if (/\sconfigSource\s*=/.test(head)) return undefined;
      const at = start + '<appSettings'.length;
      return [{ uri, span: [at, at], text: ` file="${besides}"` }, emptied];
    },
    create: [{ uri: '.gitignore', appendLines: [besides] }],
  };
}
