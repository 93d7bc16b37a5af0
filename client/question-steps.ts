// Questions one after another in the editor's own quick input, with a way back. Each question is one function; what was
// answered is kept when the user goes back. Knows nothing of what is asked.
import { QuickInputButtons, QuickPickItemKind, window, type Disposable, type QuickPickItem } from 'vscode';

export interface Place {
  readonly title: string;
  readonly step: number;
  readonly of: number;
}

/** The answer, or that the user went back; undefined when everything was left. */
export type Answer<T> = { readonly value: T } | 'back' | undefined;

export interface Choice {
  readonly items: readonly QuickPickItem[];
  readonly placeholder: string;
  /** Label of the item that is chosen already. */
  readonly active?: string;
  /** What is typed may be an answer that no item has. */
  readonly free?: { label(typed: string): string; refused(typed: string): string | undefined };
}

/** One of a list, or where `free` says so, what was typed. The answer is the label of the item or the typed text. */
export function choose({ title, step, of }: Place, { items, placeholder, active, free }: Choice): Promise<Answer<string>> {
  const input = window.createQuickPick<QuickPickItem & { typed?: string }>();
  input.title = title;
  input.step = step;
  input.totalSteps = of;
  input.placeholder = placeholder;
  input.ignoreFocusOut = true;
  input.matchOnDetail = true;
  input.buttons = step > 1 ? [QuickInputButtons.Back] : [];
  input.items = [...items];
  const chosen = items.find(({ label }) => label === active);
  if (chosen) input.activeItems = [chosen];
  else if (active !== undefined && free) input.value = active;
  const offer = (value: string): void => {
    const typed = value.trim();
    const known = typed === '' || items.some(({ label }) => label === typed);
    input.items =
      known || free?.refused(typed) !== undefined ? [...items] : [...items, { label: free!.label(typed), alwaysShow: true, typed }];
  };
  return new Promise((resolve) => {
    const ends: Disposable[] = [input];
    const end = (answer: Answer<string>): void => {
      resolve(answer);
      for (const one of ends) one.dispose();
    };
    if (free) {
      offer(input.value);
      ends.push(input.onDidChangeValue(offer));
    }
    ends.push(
      input.onDidAccept(() => {
        const item = input.selectedItems[0];
        const typed = input.value.trim();
        // Enter can come before the typed text is offered as a row.
        if (item) end({ value: item.typed ?? item.label });
        else if (free && typed !== '' && free.refused(typed) === undefined) end({ value: typed });
      }),
      input.onDidTriggerButton(() => end('back')),
      input.onDidHide(() => end(undefined)),
    );
    input.show();
  });
}

interface Text {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** Why this is no answer yet. */
  refused(text: string): string | undefined;
}

export function write({ title, step, of }: Place, { prompt, placeholder, value, refused }: Text): Promise<Answer<string>> {
  const input = window.createInputBox();
  input.title = title;
  input.step = step;
  input.totalSteps = of;
  input.prompt = prompt;
  input.placeholder = placeholder;
  input.value = value ?? '';
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const ends: Disposable[] = [input];
    const end = (answer: Answer<string>): void => {
      resolve(answer);
      for (const one of ends) one.dispose();
    };
    ends.push(
      input.onDidChangeValue(() => (input.validationMessage = undefined)),
      input.onDidAccept(() => {
        const why = refused(input.value.trim());
        if (why === undefined) end({ value: input.value.trim() });
        else input.validationMessage = why;
      }),
      input.onDidTriggerButton(() => end('back')),
      input.onDidHide(() => end(undefined)),
    );
    input.show();
  });
}

/** Runs questions in order; going back asks the one before again. False when the user left. */
export async function inTurn(questions: readonly (() => Promise<Answer<unknown>>)[]): Promise<boolean> {
  for (let at = 0; at < questions.length;) {
    const answer = await questions[at]!();
    if (answer === undefined) return false;
    at = answer === 'back' ? Math.max(0, at - 1) : at + 1;
  }
  return true;
}

/** Notes an answer, so that it is still there after going back. */
export function kept<T>(answer: Answer<T>, note: (value: T) => void): Answer<T> {
  if (answer !== undefined && answer !== 'back') note(answer.value);
  return answer;
}

/** A choice among people in which another may be typed. */
export function people(names: readonly string[], refused: (typed: string) => string | undefined, placeholder: string): Choice {
  return { items: names.map((label) => ({ label })), placeholder, free: { label: (typed) => typed, refused } };
}

const writeLabel = '$(check) Write the record';

/** The last question: everything once more, a row each, and a yes. Rows are short, because a list cuts what is long. */
export function lastQuestion(record: string, answers: readonly string[], more: readonly QuickPickItem[]): Choice {
  return {
    placeholder: 'Write it? It counts when the team has merged it.',
    items: [
      { label: writeLabel, detail: record },
      { label: 'What you say', kind: QuickPickItemKind.Separator },
      ...answers.map((label) => ({ label: `$(circle-small) ${label}` })),
      ...more,
    ],
  };
}

/** Choosing anything but the yes goes back: it was there to be read. */
export function isLast(answer: Answer<string>): Answer<string> {
  return answer === undefined || answer === 'back' || answer.value === writeLabel ? answer : 'back';
}
