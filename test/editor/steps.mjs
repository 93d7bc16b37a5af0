// What a user does in VS Code, as verbs over a page: type, fix, save, look. Each waits for what it needs to see and goes on
// at once; the deadline is for what never comes, so it is far beyond what a busy machine takes. What a person would do again
// because the editor did not take it (a click on a row that moved, a key before the palette was there) is done again.
import { isDeepStrictEqual } from 'node:util';

export let deadline = 60_000;
/** Milliseconds after which something that can be done again is done again. */
const again = 5000;

/** For a case that failed: it is run once more, with twice the patience. */
export function setPatience(times) {
  deadline = 60_000 * times;
}

/** Squiggles of the active editor, as the text that each stands under. Waits until there are `count`. */
export async function squiggles(page, count, timeout = deadline) {
  await page.waitForFunction(
    (wanted) =>
      document.querySelectorAll('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning, .monaco-editor .squiggly-info')
        .length === wanted,
    count,
    { timeout },
  );
}

/** Waits until the squiggles of the active editor stand under these texts: they are drawn anew whenever text or findings change. */
export async function underlines(page, wanted) {
  let seen;
  await until(
    async () => isDeepStrictEqual((seen = await underlined(page)), wanted),
    () => `${wanted} is underlined, not ${seen}`,
  );
}

/** The text under each squiggle of the active editor, by where both are drawn. */
export function underlined(page) {
  return page.evaluate(() => {
    const found = [];
    for (const mark of document.querySelectorAll(
      '.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning, .monaco-editor .squiggly-info',
    )) {
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
  await page.waitForSelector('.markers-panel-container', { timeout: deadline });
  return page.$$eval('.markers-panel-container .monaco-list-row', (rows) =>
    rows.map((row) => row.getAttribute('aria-label') ?? row.textContent),
  );
}

/** What the quick input that is open asks, once it asks this. */
async function asked(page, question, timeout) {
  await page.waitForFunction(
    ([source]) => {
      const widget = [...document.querySelectorAll('.quick-input-widget')].find((one) => one.checkVisibility());
      const words =
        widget &&
        [
          widget.querySelector('input')?.placeholder,
          widget.querySelector('.quick-input-message')?.textContent,
          widget.querySelector('.quick-input-title')?.textContent,
        ].join('\n');
      return words !== undefined && new RegExp(source).test(words) && document.activeElement?.closest('.quick-input-widget') === widget;
    },
    [question.source],
    { timeout },
  );
}

/** Answers a question of the quick input: chooses a row, types, or takes what is there. */
export async function answer(page, question, { choose, type } = {}) {
  await asked(page, question, deadline);
  if (type !== undefined) await page.locator('.quick-input-widget input').first().fill(type);
  if (choose !== undefined) await page.locator('.quick-input-list .monaco-list-row', { hasText: choose }).first().click();
  else await page.keyboard.press('Enter');
}

/** Opens the palette. Keys go where the focus is: what is typed before the palette has it ends in the editor. */
async function openPalette(page) {
  await until(async () => {
    await page.keyboard.press('F1');
    return happens(asked(page, /Type the name of a command|Search files by name/, again));
  }, 'the palette is open');
}

/** Runs a command of the palette by its title. */
export async function command(page, title) {
  await until(async () => {
    await openPalette(page);
    await page.locator('.quick-input-widget input').first().fill(`>${title}`);
    const offered = await happens(
      page.waitForFunction(
        (wanted) => document.querySelector('.quick-input-list .monaco-list-row.focused')?.getAttribute('aria-label')?.startsWith(wanted),
        title,
        { timeout: again },
      ),
    );
    if (offered) return true;
    // A palette that was opened while commands were still being registered does not learn of them: open it again.
    await page.keyboard.press('Escape');
    await happens(
      page.waitForFunction(() => ![...document.querySelectorAll('.quick-input-widget')].some((one) => one.checkVisibility()), undefined, {
        timeout: again,
      }),
    );
    return false;
  }, `the palette offers ${title}`);
  await page.keyboard.press('Enter');
}

/** Whether the palette offers a command by this title. `other` is a title that it does offer: by its row one sees that the list is up to date. */
export async function offers(page, title, other) {
  const typed = async (text) => {
    await page.locator('.quick-input-widget input').first().fill(`>${text}`);
    await page.waitForTimeout(500);
    return page.$$eval(
      '.quick-input-list .monaco-list-row',
      (all, wanted) => all.some((row) => row.getAttribute('aria-label')?.startsWith(wanted)),
      text,
    );
  };
  await openPalette(page);
  await until(() => typed(other), `the palette offers ${other}`);
  const offered = await typed(title);
  await page.keyboard.press('Escape');
  return offered;
}

/** A notification by a piece of its text. Under test the editor shows no toasts: they are looked up where they are kept, which closes when its last one goes. */
export async function notification(page, text) {
  const item = page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
  await until(async () => {
    if (!(await page.locator('.notifications-center').isVisible())) await command(page, 'Notifications: Show Notifications');
    return happens(item.waitFor({ timeout: again }));
  }, `there is a notification: ${text}`);
  return item;
}

/** Adds what the editor itself had to say to the error of a test that failed. */
export async function addNotifications(page, error) {
  try {
    await page.keyboard.press('Escape');
    await command(page, 'Notifications: Show Notifications');
    await page.locator('.notifications-center').waitFor({ timeout: again });
    const said = await page.locator('.notifications-center .notification-list-item').allTextContents();
    error.stack += `\nThe editor says: ${said.join(' | ') || 'nothing'}`;
  } catch {
    // a page that answers no more has nothing to say
  }
}

/** A view of the side bar by the beginning of its title. */
export function pane(page, title) {
  return page.locator('.pane', { has: page.locator('.pane-header', { hasText: title }) });
}

/** A row of a view in the side bar, once it is there. */
export async function treeRow(page, view, label, timeout = deadline) {
  const row = pane(page, view).locator('.monaco-list-row', { hasText: label }).first();
  await row.waitFor({ timeout });
  return row;
}

/** Opens a row until a row below it is there. A click while the panes still move only selects it, and the editor closes a row that it was loading when the view changed: a person clicks again. */
export async function unfold(page, view, label, child) {
  const row = await treeRow(page, view, label);
  await until(async () => {
    if ((await treeRows(page, view)).some((one) => child.test(one))) return true;
    if ((await row.getAttribute('aria-expanded', { timeout: again }).catch(() => undefined)) === 'false')
      await happens(row.click({ timeout: again }));
    return false;
  }, `${child} stands below ${label}`);
}

/** Clicks on a row until this is so: a view that was told anew meanwhile has forgotten the click. */
export async function clickRow(page, view, label, test, what) {
  await treeRow(page, view, label);
  await until(async () => {
    await happens(pane(page, view).locator('.monaco-list-row', { hasText: label }).first().click({ timeout: again }));
    // What a click does may take its time, and it is not always good to do it twice.
    return happens(until(test, what, 4 * again));
  }, what);
}

/** Whether the tab in front has this name. */
export function inFront(page, name) {
  return page.locator('.tab.active', { hasText: name }).first().isVisible();
}

/** Labels of the rows of a view, as they are read aloud. */
export function treeRows(page, view) {
  return pane(page, view)
    .locator('.monaco-list-row')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
}

/** Puts the cursor into the first piece of the editor that holds this text. */
export async function clickOn(page, text) {
  await page.locator('.monaco-editor .view-line span span', { hasText: text }).first().click();
}

/** Titles of the quick fixes at the cursor; the menu stays open. Who asks before the server has answered is told that there are none, and asks again. */
export async function quickFixes(page) {
  return until(async () => {
    await page.keyboard.press('Control+.');
    await happens(page.locator('.action-widget .monaco-list-row.action').first().waitFor({ timeout: again }));
    const titles = await page.$$eval('.action-widget .monaco-list-row.action', (rows) => rows.map((row) => row.textContent.trim()));
    if (titles.length > 0) return titles;
    await page.keyboard.press('Escape');
    return false;
  }, 'quick fixes are offered');
}

/** Picks one of the quick fixes that are shown. A menu that has closed itself, or came before all had answered, is opened again. */
export async function pick(page, title) {
  await until(async () => {
    if (
      await happens(
        page
          .locator('.action-widget .monaco-list-row.action', { hasText: title })
          .first()
          .click({ timeout: 2 * again }),
      )
    )
      return true;
    await page.keyboard.press('Escape');
    await quickFixes(page);
    return false;
  }, `“${title}” is picked`);
}

/** What the editor in front shows of its text, with plain blanks. */
export async function editorText(page) {
  return (await page.locator('.monaco-editor .view-lines').first().innerText()).replaceAll('\u00a0', ' ');
}

export async function save(page) {
  await page.keyboard.press('Control+s');
}

/** Waits until `test()` gives something true. `what` is for the error: a sentence, or how to make it by then. */
export async function until(test, what, timeout = deadline) {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await test();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain until ${typeof what === 'function' ? what() : what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Whether something that is waited for comes, instead of an error where it does not. */
async function happens(promise) {
  return promise.then(
    () => true,
    () => false,
  );
}
