// Keeps what a whole run came to, sealed with everything that it was made of, as kept-reading.ts keeps what was read of a
// folder: who asks the same questions and gets the same answers opens it, and needs neither facts nor rules. What was asked
// stands beside it by name; what a run is made of besides, its caller says in words.
import { fileFor, makeRoom, mostOfOne, stillUsed } from './room.ts';
import { keyOf, open, readParts, seal, writeParts } from './sealed-file.ts';

export interface KeptAnswer<Questions, Answer> {
  /** What the run whose answer is kept had asked; undefined where there is none. */
  readonly questions: Questions | undefined;
  /** The answer, where it was made of these words and no others. */
  recall(words: Iterable<string>): Answer | undefined;
  /** Keeps an answer, which is plain JSON, and what was asked for it. */
  keep(questions: Questions, words: Iterable<string>, answer: Answer): void;
}

/** The name of the one part. */
const name = 'answer';

/** The answer to `request` about the tree at `root`, in `folder`. `kind` names the build. */
export function keptAnswer<Questions, Answer>(folder: string, root: string, kind: string, request: string): KeptAnswer<Questions, Answer> {
  const file = fileFor(folder, [root, kind, request], 'answer');
  const before = readParts<Questions>(file).get(name);
  const keyFor = (words: Iterable<string>): Buffer => keyOf([kind, root, request, ...words]);
  return {
    questions: before?.note,
    recall(words) {
      const bytes = before && open(before.sealed, keyFor(words));
      if (bytes === undefined) return undefined;
      try {
        stillUsed(file);
      } catch {
        // Gone meanwhile, or not ours to touch: what was opened is whole all the same.
      }
      return JSON.parse(bytes.toString('utf8')) as Answer;
    },
    keep(questions, words, answer) {
      try {
        const sealed = seal(Buffer.from(JSON.stringify(answer)), keyFor(words));
        if (sealed.length > mostOfOne) return;
        writeParts(file, new Map([[name, { note: questions, sealed }]]));
        makeRoom(folder, file);
      } catch {
        // A full disk, or a folder that is gone: the next run comes to the answer itself.
      }
    },
  };
}
