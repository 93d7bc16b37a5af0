// Whether `editor.codeActionsOnSave` asks for our safe fixes when a document is saved: the same reading of that setting as
// VS Code's own. Knows no editor.

/** The kind of our action that applies all safe fixes of a document. */
export const fixAllKind = 'source.fixAll.posture';

/** Why a document is saved, as VS Code counts it: by hand, after a pause in typing, or because the focus went elsewhere. */
export const saveReasons = { manual: 1, afterDelay: 2, focusOut: 3 } as const;

/** `setting` is a list of kinds, or kinds with when they run: `explicit`, `always`, `never`, and true and false as they once were. */
export function asksForFixes(setting: unknown, reason: number): boolean {
  if (reason === saveReasons.afterDelay || typeof setting !== 'object' || setting === null) return false;
  const entries: (readonly [kind: unknown, when: unknown])[] = Array.isArray(setting)
    ? setting.map((kind) => [kind, 'explicit'])
    : Object.entries(setting);
  const whens = entries.flatMap(([kind, when]) => (kind === fixAllKind || fixAllKind.startsWith(`${String(kind)}.`) ? [when] : []));
  if (whens.includes('never')) return false;
  return whens.includes('always') || (reason === saveReasons.manual && (whens.includes('explicit') || whens.includes(true)));
}
