// Which documents set a cluster up for k3s, RKE2, Talos, RKE or Kubespray: a look at the beginnings of lines.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';

/** Words that begin a line in the files of one tool and in those of no other. */
const signs =
  /^(?:kube-apiserver-arg|kubelet-arg|kube-controller-manager-arg|write-kubeconfig-mode|kube_api_anonymous_auth|authorization_modes)[ \t]*:|^machine:[ \t]*$|^[ \t]{1,8}kube-api:[ \t]*$/m;

const mentionsSign = mentioning(
  'kube-apiserver-arg',
  'kubelet-arg',
  'kube-controller-manager-arg',
  'write-kubeconfig-mode',
  'kube_api_anonymous_auth',
  'authorization_modes',
  'machine:',
  'kube-api:',
);

/** Whether a text has a line of such a file. */
export const hasClusterSign = (text: string): boolean => signs.test(text);

/** Whether a document may be one of them: a look at the beginnings of lines. */
export function looksLikeClusterFile(document: Document): boolean {
  return document.format === 'yaml' && mentionsSign(document) && hasClusterSign(document.text) && !holdsObjects(document);
}

/** Whether a document of one of these tools holds documents with a kind beside it, as Talos' further settings. Its own file has none. */
export const holdsObjects = ({ text }: Document): boolean =>
  /^apiVersion[ \t]*:/m.test(text) && !(/^machine:[ \t]*$/m.test(text) && /^---/m.test(text));
