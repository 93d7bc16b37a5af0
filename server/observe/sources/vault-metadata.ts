// `vault kv metadata get -format=json`, and OpenBao's: versions of one secret and when they were written. It prints no values.
import { entriesOf, fieldOf, numberOf, textOf } from '../fields.ts';
import { jsonFile, type Source } from '../reading.ts';

export const vaultMetadata: Source = {
  id: 'vault-metadata',
  title: 'versions of a secret in Vault or OpenBao, and when they were written',
  reference: 'https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-metadata',
  commands: [{ program: 'vault', args: ['kv', 'metadata', 'get', '-format=json', '<about>'] }],
  subjectForm: 'the path of the secret with its mount, such as secret/ci/deploy',
  open(reading) {
    const path = reading.subject?.replace(/^\/+|\/+$/g, '').replace(/^([^/]+)\/metadata\//, '$1/');
    let files = 0;
    return {
      file(name) {
        let data: unknown;
        const inner = jsonFile(reading, name, [['data']], (_path, value) => {
          data = value;
        });
        return {
          push: inner.push,
          end() {
            inner.end();
            if (++files > 1) return reading.refuse('one secret at a time: each file is about another one');
            const version = numberOf(data, 'current_version');
            if (version === undefined)
              return reading.refuse(
                fieldOf(data, 'data') === undefined
                  ? `${name} holds no current_version: it is no output of kv metadata get`
                  : `${name} holds the secret itself, from kv get: delete it, and use kv metadata get`,
              );
            if (path === undefined)
              return reading.refuse('the export does not say which secret it is about: give --about PATH, such as secret/ci/deploy');
            const versions = entriesOf(data, 'versions')
              .flatMap(([number, value]) => {
                if (!/^\d{1,9}$/.test(number)) return [];
                const created = reading.past(textOf(value, 'created_time'));
                const deleted = textOf(value, 'deletion_time');
                return [
                  {
                    version: Number(number),
                    ...(created ? { created } : {}),
                    gone: fieldOf(value, 'destroyed') === true || (deleted !== undefined && deleted <= reading.now),
                  },
                ];
              })
              .sort((a, b) => a.version - b.version);
            const created = versions.find((one) => one.version === version)?.created ?? reading.past(textOf(data, 'updated_time'));
            const owner = textOf(data, 'custom_metadata', 'owner') ?? textOf(data, 'custom_metadata', 'team');
            reading.add({ fact: 'rotation', path, version, ...(created ? { created } : {}), ...(owner ? { owner } : {}), versions });
          },
        };
      },
      finish: () => ({ ...(path ? { place: `vault:${path}` } : {}), complete: ['rotation'] }),
    };
  },
};
