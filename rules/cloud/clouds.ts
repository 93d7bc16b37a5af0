// The clouds of this area, by the names that their users know.
import type { Platform } from '../../server/engine/facts/types.ts';

export type OtherCloud = Extract<Platform, 'alibaba' | 'oracle' | 'ibm' | 'tencent' | 'huawei' | 'scaleway' | 'yandex'>;

export const cloudNames: Readonly<Record<OtherCloud, string>> = {
  alibaba: 'Alibaba Cloud',
  oracle: 'Oracle Cloud',
  ibm: 'IBM Cloud',
  tencent: 'Tencent Cloud',
  huawei: 'Huawei Cloud',
  scaleway: 'Scaleway',
  yandex: 'Yandex Cloud',
};

/** Whether a platform is one of them. */
export function isOtherCloud(platform: Platform): platform is OtherCloud {
  return Object.hasOwn(cloudNames, platform);
}
