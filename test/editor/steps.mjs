// What a user does in VS Code, as verbs over a page: type, fix, save, look.

/** Squiggles of the active editor, as the text that each stands under. Waits until there are `count`. */
export async function squiggles(page, count, timeout = 20_000) {
  await page.waitForFunction((wanted) => document.querySelectorAll('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning, .monaco-editor .squiggly-info').length === wanted, count, { timeout });
}

/** The text under each squiggle of the active editor, by where both are drawn. */
export function underlined(page) {
  return page.evaluate(() => {
    const found = [];
    for (const mark of document.querySelectorAll('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning, .monaco-editor .squiggly-info')) {
      const box = mark.getBoundingClientRect();
      const middle = box.top + box.height / 2;
      let text = '';
      for (const line of document.querySelectorAll('.monaco-editor .view-line')) {
        const lineBox = line.getBoundingClientRect();
        if (middle < lineBox.top || middle > lineBox.bottom) continue;
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (let i = 0; i < node.data.length; i++) {
            const range = document.createRange();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const character = range.getBoundingClientRect();
            const centre = (character.left + character.right) / 2;
            if (centre > box.left && centre < box.right) text += node.data[i];
          }
        }
      }
      found.push(text);
    }
    return found;
  });
}

/** Problems as the editor's own Problems view lists them. */
export async function problems(page) {
  if (!(await page.locator('.markers-panel-container').count())) await page.keyboard.press('Control+Shift+m');
  await page.waitForSelector('.markers-panel-container', { timeout: 10_000 });
  return page.$$eval('.markers-panel-container .monaco-list-row', (rows) => rows.map((row) => row.getAttribute('aria-label') ?? row.textContent));
}

/** Runs a command of the palette by its title. */
export async function command(page, title) {
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('F1');
    await page.waitForSelector('.quick-input-widget:not([style*="display: none"]) input');
    await page.keyboard.type(title);
    try {
      await page.waitForFunction((wanted) => {
        const row = document.querySelector('.quick-input-list .monaco-list-row.focused, .quick-input-list .monaco-list-row');
        return row?.getAttribute('aria-label')?.includes(wanted);
      }, title.replace(/^>/, ''), { timeout: 5_000 });
      break;
    } catch (error) {
      // A palette that was opened while commands were still being registered does not learn of them: open it again.
      if (attempt === 5) throw error;
      await page.keyboard.press('Escape');
    }
  }
  await page.keyboard.press('Enter');
}

/** Puts the cursor into the first piece of the editor that holds this text. */
export async function clickOn(page, text) {
  await page.locator('.monaco-editor .view-line span span', { hasText: text }).first().click();
}

/** Titles of the quick fixes at the cursor; the menu stays open. */
export async function quickFixes(page) {
  for (let attempt = 0; attempt < 10; attempt++) {
    await page.keyboard.press('Control+.');
    try {
      await page.locator('.action-widget').first().waitFor({ timeout: 2000 });
      const titles = await page.$$eval('.action-widget .monaco-list-row.action', (rows) => rows.map((row) => row.textContent.trim()));
      if (titles.length > 0) return titles;
    } catch {
      // asked too early: the editor answers "no actions" while it still waits for the server
    }
    await page.keyboard.press('Escape');
  }
  throw new Error('no quick fixes are offered');
}

/** Picks one of the quick fixes that are shown. */
export async function pick(page, title) {
  await page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
}

export async function save(page) {
  await page.keyboard.press('Control+s');
}

/** Waits until `test()` gives something true. */
export async function until(test, what, timeout = 15_000) {
  const deadline = Date.now() + timeout;
  for (;;) {
    const value = await test();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
