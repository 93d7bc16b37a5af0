// How a parser says that it stopped at a limit of ours and not at a mistake of the text: what lies behind was not read, and
// whoever calls that clean would be wrong.

export function nestedDeeper(than: number | 'can be read'): string {
  return `nested deeper than ${than}`;
}

/** The limits that a tree was cut at, among its problems. */
export function limitsIn(tree: unknown): string[] {
  const { problems } = (tree ?? {}) as { readonly problems?: readonly { readonly message: string }[] };
  return Array.isArray(problems)
    ? problems.filter(({ message }) => message.startsWith('nested deeper than ')).map(({ message }) => message)
    : [];
}
