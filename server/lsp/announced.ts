// What the server tells a client of itself before anything was computed. Needs nothing, so that the thread that speaks to the
// editor loads no rule and no catalogue for it.

/** All safe fixes of a document at once; also run on save by `editor.codeActionsOnSave`. */
export const fixAllKind = 'source.fixAll.posture';

/** Characters after which an editor asks for completions by itself. */
export const completionTriggers = [':', '"', "'", '/', ' ', '@'] as const;
