// Rows of comma-separated values as RFC 4180 has them, from text that comes in pieces. Never throws.

export interface CsvStream {
  push(text: string): void;
  /** False when a quote was opened and not closed. */
  end(): boolean;
}

export function openCsv(onRow: (cells: readonly string[]) => void): CsvStream {
  let cells: string[] = [];
  let parts: string[] = [];
  let quoted = false;
  let closing = false;
  let any = false;
  const cell = (): void => {
    cells.push(parts.join(''));
    parts = [];
    closing = false;
  };
  const row = (): void => {
    cell();
    if (cells.length > 1 || cells[0] !== '') onRow(cells);
    cells = [];
    any = false;
  };
  return {
    push(text) {
      let start = 0;
      let at = 0;
      const take = (end: number): void => {
        if (end > start) parts.push(text.slice(start, end));
        start = end + 1;
      };
      for (; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === 34) {
          take(at);
          if (quoted) {
            quoted = false;
            closing = true;
          } else {
            // A doubled quote inside of quotes is one.
            if (closing) parts.push('"');
            quoted = true;
            closing = false;
          }
          any = true;
        } else if (!quoted && code === 44) {
          take(at);
          cell();
          any = true;
        } else if (!quoted && (code === 10 || code === 13)) {
          take(at);
          if (any || parts.length > 0) row();
        } else {
          closing = false;
          any = true;
        }
      }
      if (text.length > start) parts.push(text.slice(start));
    },
    end() {
      if (any || parts.length > 0) row();
      return !quoted;
    },
  };
}
