// `posture fmt`: records of the working tree in their one form, so that two people who write the same write the same bytes.
import { join, relative } from 'node:path';
import { formatRecord, isWrittenAs } from '../posture/format.ts';
import { identitiesFolder, longestIdentity } from '../posture/identity-file.ts';
import { decisionsFolder } from '../workspace/decision-files.ts';
import { recordTextsIn } from '../workspace/record-files.ts';
import { repositoryAt } from '../workspace/repository.ts';
import { writeFiles, type FileWrite } from '../workspace/write-files.ts';
import { printError, printOut } from './print.ts';

export async function fmtCommand(flags: { readonly check?: boolean }): Promise<void> {
  const { root } = await repositoryAt(process.cwd(), 'posture fmt');
  const writes: FileWrite[] = [];
  let broken = 0;
  let all = 0;
  for (const folder of [decisionsFolder, identitiesFolder]) {
    const { files, refused } = recordTextsIn(root, folder, longestIdentity * 4);
    for (const { uri, problems } of refused) {
      broken++;
      printError(`posture: ${uri}: ${problems.map((problem) => problem.message).join('; ')}\n`);
    }
    for (const { uri, text } of files) {
      all++;
      const formatted = formatRecord(text, uri);
      if ('problems' in formatted) {
        broken++;
        printError(`posture: ${uri}: ${formatted.problems.map((problem) => problem.message).join('; ')}\n`);
      } else if (!isWrittenAs(text, formatted.text)) writes.push({ path: join(root, uri), text: formatted.text, before: text });
    }
  }
  for (const { path } of writes) printOut(`${flags.check ? 'written otherwise' : 'written anew'}: ${relative(root, path)}\n`);
  if (!flags.check) writeFiles(writes, root);
  printOut(
    `${all} ${all === 1 ? 'record' : 'records'}, ${writes.length} ${flags.check ? 'to be ' : ''}written anew, ${broken} that cannot be read or would lose something.\n`,
  );
  process.exitCode = broken > 0 ? 2 : flags.check && writes.length > 0 ? 1 : 0;
}
