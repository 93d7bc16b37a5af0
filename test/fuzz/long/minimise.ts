// Makes a text that fails as short as it can be while it fails in the same way: pieces are taken out, large ones first.

/** `fails` says whether a text still shows the same failure. At most `attempts` texts are tried. */
export async function minimise(text: string, fails: (text: string) => Promise<boolean>, attempts = 2000): Promise<string> {
  let best = text;
  let left = attempts;
  for (let size = 2 ** Math.floor(Math.log2(Math.max(1, best.length))); size >= 1 && left > 0;) {
    let shorter = false;
    for (let at = 0; at < best.length && left > 0; left--) {
      const without = best.slice(0, at) + best.slice(at + size);
      if (await fails(without)) {
        best = without;
        shorter = true;
      } else at += size;
    }
    if (!shorter || size > best.length) size = Math.floor(size / 2);
  }
  return best;
}
