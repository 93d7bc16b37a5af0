// Editions of the rules. A configuration pins one; rules that came later are reported and stop nobody until it names their
// edition, so that a new version of the program never turns a build red by itself.

/** The newest edition: the highest `since` of a rule. */
export const currentEdition = 2;
