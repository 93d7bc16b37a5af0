// Buckets of clouds beside the three large ones that are open to everybody by a word of their own: a canned ACL, a kind of
// access, a switch. Policies are read as such elsewhere. Words as the providers' own pages have them (read in 2026-11).
import { wordAt } from '../made-values.ts';
import type { Platform } from '../types.ts';
import { leavesOf, textOf, type Leaf } from '../value.ts';
import { tableOf } from '../../table.ts';
import { pushGrant } from './given.ts';
import type { ResourceReader } from './resource.ts';

/** What everybody may do with a bucket: the action of the grant that stands for it. */
export type BucketOpening = 'object-read' | 'object-write' | 'object-list' | 'settings-read';

interface OpenBucket {
  readonly platform: Platform;
  /** Attribute, or block and attribute, with what opens it, and what for where the word does not say it. */
  readonly words: readonly (readonly [path: string, open: RegExp, lets?: BucketOpening])[];
}

const canned = /^public-read(?:-write)?$/;
const acl = (platform: Platform): OpenBucket => ({ platform, words: [['acl', canned]] });

const buckets = tableOf<OpenBucket>({
  alicloud_oss_bucket: acl('alibaba'),
  alicloud_oss_bucket_acl: acl('alibaba'),
  tencentcloud_cos_bucket: acl('tencent'),
  huaweicloud_obs_bucket: acl('huawei'),
  scaleway_object_bucket: acl('scaleway'),
  scaleway_object_bucket_acl: acl('scaleway'),
  yandex_storage_bucket: {
    platform: 'yandex',
    words: [
      ['acl', canned],
      ['anonymous_access_flags.read', /^true$/],
      ['anonymous_access_flags.list', /^true$/, 'object-list'],
      ['anonymous_access_flags.config_read', /^true$/, 'settings-read'],
    ],
  },
  oci_objectstorage_bucket: { platform: 'oracle', words: [['access_type', /^ObjectRead(?:WithoutList)?$/]] },
  digitalocean_spaces_bucket: acl('saas'),
  linode_object_storage_bucket: acl('saas'),
});

/** Pushes what everybody on the internet may do with a bucket: read its objects, write them too, or see their names or its settings. */
export const openBucket: ResourceReader = (reading) => {
  const { view } = reading;
  const found = buckets.get(reading.instance.resource.type);
  for (const [path, open, lets] of found?.words ?? []) {
    const [block, inner] = path.split('.') as [string, string | undefined];
    const values = inner === undefined ? [view.attribute(block)] : view.blocks(block).map((one) => one.attribute(inner));
    for (const leaf of values.flatMap((value): readonly Leaf[] => leavesOf(value))) {
      const word = textOf(leaf) ?? '';
      if (!open.test(word)) continue;
      pushGrant(reading, {
        anchor: path,
        platform: found!.platform,
        principals: [{ kind: 'any', id: leaf }],
        role: 'resource',
        actions: [wordAt(lets ?? (word.endsWith('-write') ? 'object-write' : 'object-read'), leaf.at)],
        level: 'resource',
        attribute: leaf.at,
      });
    }
  }
};

export const bucketReaders: Readonly<Record<string, ResourceReader>> = Object.fromEntries(
  [...buckets.keys()].map((type) => [type, openBucket]),
);
