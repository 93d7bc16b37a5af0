// Accounts that are root on a machine without a password.
import { sudoRule } from '../../server/engine/facts/hosts/sudoers.ts';
import { placeOf, shownOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** Users that images of clouds and places to work come with: how they get there is for the image. */
const ofTheImage =
  /^(?:root|ubuntu|debian|ec2-user|centos|fedora|rocky|almalinux|opc|core|cloud-user|azureuser|vagrant|packer|vscode|gitpod|codespace|node)$/;

export const sudoEverything = defineRule({
  id: 'saas/sudo-everything',
  meta: {
    title: 'An account that is root without a password',
    category: 'admin',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which commands the account needs is not written here.',
    messages: {
      default: '`{who}` runs every command of the machine as root and is asked for nothing; name the commands that it needs',
    },
    docs: {
      what: 'A line of sudo with `NOPASSWD: ALL`, in a file below `sudoers.d`, or written there by a script or a task of Ansible. Users that images come with and images of containers are left out.',
      why: 'Whatever runs as the account is root: a job of the pipeline that deploys, a web server with a hole, a key that was copied.',
      remedy: 'Name the commands with their arguments: `deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop`.',
      bad: [{ file: 'etc/sudoers.d/deploy', text: 'deploy ALL=(ALL) «NOPASSWD: ALL»\n' }],
      good: [{ file: 'etc/sudoers.d/deploy', text: 'deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop\n' }],
      references: ['https://www.sudo.ws/docs/man/sudoers.man/'],
    },
  },
  on: {
    grant(grant, { report }) {
      const [who] = grant.principals;
      if (grant.carrier.kind !== sudoRule || !who) return;
      const name = shownOf(who.id);
      if (!ofTheImage.test(name)) report({ at: placeOf(grant.actions[0]!), message: 'default', anchor: grant.anchor, data: { who: name } });
    },
  },
});
