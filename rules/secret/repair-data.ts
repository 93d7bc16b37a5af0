// How a secret leaves a manifest, a template or a settings file in YAML or JSON, by what the tool that reads it offers: a
// Secret beside the manifest, Secrets Manager, the environment of the controller.
import type { Document } from '../../server/engine/document.ts';
import { locateAround } from '../../server/engine/edit/locate.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { lineEndOf } from '../../server/engine/text/text.ts';
import { entryTakenOut, type Repair } from './repair-plan.ts';

/** The repair of a value that is a string of its own; undefined where no tool is known to fill the place. */
export function dataRepair(candidate: SecretCandidate, name: string, format: 'yaml' | 'json'): Repair | undefined {
  const { uri } = candidate.at;
  const path = candidate.context.path ?? '';
  const replace = (text: string): readonly TextEdit[] => [{ uri, span: candidate.token.span, text }];
  if (/^Resources\./.test(path)) {
    const secret = `{{resolve:secretsmanager:${name.toLowerCase().replaceAll('_', '-')}:SecretString}}`;
    return { title: 'Resolve it from Secrets Manager', edits: () => replace(format === 'json' ? JSON.stringify(secret) : `'${secret}'`) };
  }
  // A parameter without a default is asked for when the template is deployed.
  const parameter = /^(?:Parameters\.([^.]+)\.Default|parameters\.([^.]+)\.defaultValue)$/.exec(path);
  if (parameter)
    return {
      title: `Take the default value out; give ${parameter[1] ?? parameter[2]!} when the template is deployed`,
      edits(document) {
        const chain = /"?Resources"?\s{0,8}:|deploymentTemplate/.test(document.text)
          ? locateAround(document, candidate.token.span)
          : undefined;
        const removal = chain && entryTakenOut(document, chain, parameter[1] === undefined ? 'defaultValue' : 'Default');
        return removal && [removal];
      },
    };
  if (format === 'yaml' && isEnvironmentValue(path)) return secretKeyRef(candidate, name);
  if (format === 'yaml' && /(?:^|\/)(?:group_vars|host_vars|roles|playbooks?)\//.test(uri))
    return {
      title: `Look ${name} up in the environment of the controller; better, in a vault`,
      edits: () => replace(`"{{ lookup('env', '${name}') }}"`),
    };
  if (format === 'json' && /(?:^|\/)appsettings[\w.-]*\.json$/.test(uri) && /^[\w.-]+$/.test(path))
    return {
      title: `Empty it; give it as ${path.replaceAll('.', '__')} in the environment, or as a user secret`,
      edits: () => replace('""'),
    };
  return undefined;
}

/** `spec.containers.[app].env.[TOKEN].value`, in whatever stands around it; steps of Tekton are containers too. */
function isEnvironmentValue(path: string): boolean {
  const containers = path.search(/(?:(?:c|initC|ephemeralC)ontainers|spec\.steps|spec\.sidecars|\.(?:container|script))\./);
  return containers >= 0 && path.endsWith('.value') && path.includes('.env.', containers);
}

/** `value: x` of a container's environment becomes a reference to a key of a Secret. */
function secretKeyRef(candidate: SecretCandidate, name: string): Repair | undefined {
  const entry = candidate.context.entry;
  if (!entry) return undefined;
  return {
    title: 'Read it from a Secret with secretKeyRef',
    edits: ({ text }: Document) => {
      const key = name.toLowerCase().replaceAll('_', '-');
      const lineStart = text.lastIndexOf('\n', entry.span[0] - 1) + 1;
      // Inside of braces everything stays on the line.
      if (/[{,]\s*$/.test(text.slice(lineStart, entry.span[0])))
        return [{ uri: candidate.at.uri, span: entry.span, text: `valueFrom: {secretKeyRef: {name: app-secrets, key: ${key}}}` }];
      const indent = ' '.repeat(entry.span[0] - lineStart);
      return [
        {
          uri: candidate.at.uri,
          span: entry.span,
          text: ['valueFrom:', `${indent}  secretKeyRef:`, `${indent}    name: app-secrets`, `${indent}    key: ${key}`].join(
            lineEndOf(text),
          ),
        },
      ];
    },
  };
}
