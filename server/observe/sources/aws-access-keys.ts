// `aws iam list-access-keys`: the keys of one user by their public ids, of which only a digest is kept.
import { textOf } from '../fields.ts';
import { listFile, type Source } from '../reading.ts';
import { digestsOf } from './digests.ts';

export const awsAccessKeys: Source = {
  id: 'aws-access-keys',
  title: 'access keys of a user of AWS, and whether they are active',
  reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html',
  commands: [{ program: 'aws', args: ['iam', 'list-access-keys', '--user-name', '<about>', '--output', 'json'] }],
  placeForm: 'aws:ACCOUNT',
  subjectForm: 'the name of the user',
  open(reading) {
    const users = new Set<string>();
    let number = 0;
    return {
      file: (name) =>
        listFile(reading, name, ['AccessKeyMetadata'], (item) => {
          const user = textOf(item, 'UserName');
          const key = textOf(item, 'AccessKeyId');
          const status = textOf(item, 'Status');
          if (user === undefined || key === undefined) return reading.gap('a key without a user or an id');
          if (!reading.first('key', key, item)) return;
          users.add(user);
          const created = reading.past(textOf(item, 'CreateDate'));
          const [digest] = digestsOf(key);
          number++;
          reading.add({
            fact: 'credential',
            identity: `aws:user:${user}`,
            kind: 'access-key',
            name: `access key ending in ${key.slice(-4)}`,
            active: status === 'Active',
            ...(created ? { created } : {}),
            ...(digest ? { digest } : {}),
          });
        }),
      finish() {
        const [user] = users;
        const place =
          reading.place !== undefined && users.size === 1 ? `${reading.place.replace(/:user\/.*$/, '')}:user/${user}` : reading.place;
        if (number === 0) reading.gap('no key at all');
        return { ...(place ? { place } : {}), complete: [] };
      },
    };
  },
};
