// A listener of Tekton, or a source of Argo Events, that takes events from whoever reaches it.
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Value } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const openEventListener = defineRule({
  id: 'ci/open-event-listener',
  meta: {
    title: 'Webhook that starts runs for anybody',
    category: 'trust',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The secret has to be made and entered where the events come from.',
    messages: {
      none: 'Nothing in front of the trigger `{trigger}` asks who sends the event: whoever reaches the listener{where} starts its runs, with parameters of their choice and as their service account. Add an interceptor with a `secretRef`',
      unsigned:
        'The interceptor `{interceptor}` of the trigger `{trigger}` has no secret to check the sender with: whoever reaches the listener{where} starts its runs, with parameters of their choice and as their service account. Add a `secretRef`',
      source:
        'The event source `{trigger}` takes requests of whoever reaches it, because no `{interceptor}` says what they have to know: its sensors start their workflows with texts of that sender. Add the secret',
    },
    docs: {
      what: 'A trigger of a Tekton EventListener without an interceptor that checks a signature or a token of the sender, and a webhook of an Argo EventSource without its secret; higher where the listener has an address outside of the cluster.',
      why: 'A listener takes any request. What its bindings take out of the body becomes parameters of a run, which has the secrets and the service account of the pipeline: an address of a repository or a script among them is then the code that runs.',
      remedy:
        'Put the interceptor of GitHub, GitLab, Bitbucket or Slack in front, with `secretRef`, or a CEL filter that compares a header with a secret by `compareSecret`.',
      bad: [
        {
          file: 'tekton/listener.yaml',
          text: 'apiVersion: triggers.tekton.dev/v1beta1\nkind: EventListener\nmetadata: { name: push }\nspec:\n  serviceAccountName: triggers\n  triggers:\n    - name: «push»\n      bindings: [{ ref: push }]\n      template: { ref: build }\n',
        },
      ],
      good: [
        {
          file: 'tekton/listener.yaml',
          text: 'apiVersion: triggers.tekton.dev/v1beta1\nkind: EventListener\nmetadata: { name: push }\nspec:\n  serviceAccountName: triggers\n  triggers:\n    - name: push\n      interceptors:\n        - ref: { name: github }\n          params:\n            - { name: secretRef, value: { secretName: hook, secretKey: token } }\n      bindings: [{ ref: push }]\n      template: { ref: build }\n',
        },
      ],
      references: [
        'https://tekton.dev/docs/triggers/interceptors',
        'https://tekton.dev/docs/triggers/eventlisteners',
        'https://argoproj.github.io/argo-events/eventsources/webhook-authentication/',
      ],
    },
  },
  on: {
    workflow({ system, kind, value, anchor }, context) {
      if (system === 'argo' && kind === 'updates') {
        for (const { key, interceptor } of openSources(value))
          context.report({
            at: key.at,
            message: 'source',
            data: { trigger: textOf(key) ?? '', interceptor, where: '' },
            anchor: `${anchor}|source.${textOf(key)}`,
          });
        return;
      }
      if (system !== 'tekton' || kind !== 'updates') return;
      const spec = entryOf(value, 'spec')?.value;
      const type = textOf(entryOf(entryOf(entryOf(spec, 'resources')?.value, 'kubernetesResource')?.value, 'serviceType')?.value);
      const outside = type === 'LoadBalancer' || type === 'NodePort';
      itemsOf(entryOf(spec, 'triggers')?.value).forEach((trigger, index) => {
        if (trigger.kind !== 'mapping' || !trigger.complete || !entryOf(trigger, 'template')) return;
        const interceptors = itemsOf(entryOf(trigger, 'interceptors')?.value);
        const kinds = interceptors.map(kindOf);
        if (interceptors.length === 0 ? entryOf(trigger, 'interceptors') !== undefined : kinds.includes(undefined)) return;
        if (interceptors.some(checksSender)) return;
        const head = entryOf(trigger, 'name')?.value ?? trigger.entries[0]!.key;
        const signing = interceptors.find((_one, at) => kinds[at] !== 'cel');
        context.report({
          at: head.at,
          message: signing ? 'unsigned' : 'none',
          data: {
            trigger: textOf(entryOf(trigger, 'name')?.value) ?? `${index + 1}`,
            interceptor: signing ? kindOf(signing)! : '',
            where: outside ? ', which has an address outside of the cluster,' : '',
          },
          anchor: `${anchor}|triggers.${index}`,
          ...(outside ? { severity: 'high' as const } : {}),
        });
      });
    },
  },
});

/** Kinds of events that come by a request, with the key that says which secret its sender knows. From the reference of Argo Events. */
const secretOf = {
  webhook: 'authSecret',
  github: 'webhookSecret',
  gitlab: 'secretToken',
  bitbucketserver: 'webhookSecret',
  slack: 'signingSecret',
};

/** The events of an Argo EventSource that anybody may send. */
function openSources(value: Value): { readonly key: Leaf; readonly interceptor: string }[] {
  const spec = entryOf(value, 'spec')?.value;
  return Object.entries(secretOf).flatMap(([kind, secret]) => {
    const events = entryOf(spec, kind)?.value;
    if (events?.kind !== 'mapping' || !events.complete) return [];
    return events.entries.flatMap(({ key, value: event }) =>
      event.kind === 'mapping' && event.complete && !entryOf(event, secret) ? [{ key, interceptor: secret }] : [],
    );
  });
}

/** `github`, `gitlab`, `bitbucket`, `slack` or `cel`, in the notation of today and in the older one; undefined for another, which may check what it likes. */
function kindOf(interceptor: Value): string | undefined {
  const name = textOf(entryOf(entryOf(interceptor, 'ref')?.value, 'name')?.value);
  const own = kinds.find((kind) => entryOf(interceptor, kind) !== undefined);
  return name === undefined ? own : kinds.find((kind) => kind === name);
}

const kinds = ['github', 'gitlab', 'bitbucket', 'slack', 'cel'] as const;

function checksSender(interceptor: Value): boolean {
  const kind = kindOf(interceptor);
  if (kind === 'cel') return leavesOfAll(interceptor).some((text) => text.includes('compareSecret'));
  const named = itemsOf(entryOf(interceptor, 'params')?.value).some((one) => textOf(entryOf(one, 'name')?.value) === 'secretRef');
  return named || entryOf(entryOf(interceptor, kind ?? '')?.value, 'secretRef') !== undefined;
}

function leavesOfAll(value: Value): string[] {
  if (value.kind === 'mapping') return value.entries.flatMap((entry) => leavesOfAll(entry.value));
  if (value.kind === 'list') return value.items.flatMap(leavesOfAll);
  return leavesOf(value).flatMap((leaf) => textOf(leaf) ?? []);
}
