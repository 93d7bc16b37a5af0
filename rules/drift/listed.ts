// A list of items in a message.

/** At most three items by name; the rest as a number. */
export function listed(items: readonly string[]): string {
  const shown = items
    .slice(0, 3)
    .map((item) => `"${item}"`)
    .join(', ');
  return items.length > 3 ? `${shown} and ${items.length - 3} more` : shown;
}
