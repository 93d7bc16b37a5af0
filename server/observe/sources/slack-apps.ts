// Slack's `admin.apps.approved.list`: applications that were approved for a workspace or an organization.
import { fromMilliseconds, listOf, numberOf, textOf } from '../fields.ts';
import { listFile, pageOf, shown, type Pages, type Source } from '../reading.ts';

export const slackApps: Source = {
  id: 'slack-apps',
  title: 'applications approved in a Slack workspace',
  reference: 'https://docs.slack.dev/reference/methods/admin.apps.approved.list',
  commands: [],
  placeForm: 'slack:WORKSPACE',
  open(reading) {
    const pages: Pages = { all: 0, last: 0 };
    return {
      file(name) {
        let more = false;
        const inner = listFile(
          reading,
          name,
          ['approved_apps'],
          (item) => {
            const id = textOf(item, 'app', 'id');
            if (id === undefined) return reading.gap('an application without an id');
            if (!reading.first('application', id, item)) return;
            const identity = `saas:oauth-client:${id}`;
            const seconds = numberOf(item, 'date_updated');
            const created = seconds === undefined ? undefined : reading.past(fromMilliseconds(seconds * 1000));
            reading.add({
              fact: 'identity',
              id: identity,
              platform: 'saas',
              kind: 'oauth-client',
              name: shown(textOf(item, 'app', 'name') ?? id),
              reference: id,
            });
            const scopes = listOf(item, 'scopes').flatMap((scope) => {
              const word = textOf(scope, 'name');
              return word === undefined ? [] : [`scope ${word}`];
            });
            reading.add({
              fact: 'grant',
              identity,
              by: 'approval',
              items: [...new Set(['effect allow', ...scopes])].sort(),
              ...(created ? { created } : {}),
            });
          },
          ['ok', 'response_metadata'],
          (field, value) => {
            if (field === 'ok' && value !== true) reading.refuse(`${name} is an error of Slack, and no list`);
            if (field === 'response_metadata' && textOf(value, 'next_cursor') !== undefined) more = true;
          },
        );
        return pageOf(inner, pages, () => more);
      },
      finish() {
        if (pages.all > 0 && pages.last === 0) reading.refuse('every file has a next_cursor: the last page is missing');
        return { complete: ['identity', 'grant'] };
      },
    };
  },
};
