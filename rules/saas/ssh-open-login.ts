// What sshd lets in without proof, and root with nothing but a password.
import { sshSetting } from '../../server/engine/facts/hosts/sshd.ts';
import { placeOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const sshOpenLogin = defineRule({
  id: 'saas/ssh-open-login',
  meta: {
    title: 'A machine that lets in without proof, or root by a password',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Who signs in as whom has to be set up first, or everybody is shut out.',
    messages: {
      empty:
        '`PermitEmptyPasswords yes` lets whoever knows the name of an account without a password in; write `no`, and sign in with keys',
      root: '`PermitRootLogin yes` lets in as root whoever has or guesses one password, and the log does not say who it was; write `prohibit-password` or `no`, and sign in with accounts of their own',
    },
    docs: {
      what: 'A file of sshd, or a script or a task of Ansible that writes it, with `PermitEmptyPasswords yes`, or with `PermitRootLogin yes` while passwords are not switched off. What stands below `Match`, and images of containers, are left out.',
      why: 'The name of an account is no secret, and root is on every machine: its password is tried from the day that the port is open. What several people do as root nobody can tell apart.',
      remedy:
        'Write `PermitEmptyPasswords no`, `PermitRootLogin no` and `PasswordAuthentication no`, and give each person a key or a certificate.',
      bad: [{ file: 'etc/ssh/sshd_config', text: 'Port 22\n«PermitEmptyPasswords yes»\n' }],
      good: [{ file: 'etc/ssh/sshd_config', text: 'Port 22\nPermitRootLogin yes\nPasswordAuthentication no\n' }],
      references: ['https://man.openbsd.org/sshd_config'],
    },
  },
  on: {
    grant(grant, { report }) {
      if (grant.carrier.kind !== sshSetting) return;
      const isRoot = grant.carrier.address === 'PermitRootLogin';
      report({
        at: placeOf(grant.actions[0]!),
        message: isRoot ? 'root' : 'empty',
        anchor: grant.anchor,
        severity: isRoot ? 'medium' : undefined,
      });
    },
  },
});
