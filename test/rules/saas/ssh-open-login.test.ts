// Lines of sshd that let in without proof, in files of their own, in scripts and in tasks.
import { sshOpenLogin } from '../../../rules/saas/ssh-open-login.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const own = at('etc/ssh/sshd_config');
const shell = at('ops/setup.sh');
const task = at('roles/base/tasks/main.yml');

ruleTester(sshOpenLogin, {
  valid: [
    {
      ...own`
        PermitRootLogin prohibit-password
        PermitEmptyPasswords no
      `,
      because: 'root has a key',
    },
    {
      ...own`
        #PermitEmptyPasswords yes
        # PermitRootLogin yes
      `,
      because: 'comments',
    },
    {
      ...own`
        PermitRootLogin yes
        PasswordAuthentication no
      `,
      because: 'nobody signs in with a password',
    },
    {
      ...own`
        PermitRootLogin no
        PermitRootLogin yes
      `,
      because: 'sshd takes the first of two',
    },
    {
      ...own`
        PermitRootLogin no
        Match Address 10.0.0.0/8
          PermitEmptyPasswords yes
      `,
      because: 'for some alone',
    },
    { ...at('roles/common/templates/sshd_config.j2')`PermitRootLogin {{ root | default('no') }}`, because: 'filled in elsewhere' },
    { ...shell`sed -i 's/PermitRootLogin yes/PermitRootLogin no/' /etc/ssh/sshd_config`, because: 'it is closed here' },
    { ...shell`sed -i '/^PermitRootLogin yes/d' /etc/ssh/sshd_config`, because: 'taken away' },
    { ...shell`grep -q 'PermitEmptyPasswords yes' /etc/ssh/sshd_config && exit 1`, because: 'asked for' },
    { ...shell`echo 'PermitRootLogin yes is forbidden, see sshd_config'`, because: 'said to a person' },
    {
      ...shell`
        sed -i 's/#PermitRootLogin.*/PermitRootLogin yes/' /etc/ssh/sshd_config
        sed -i 's/#PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config
      `,
      because: 'root needs a key',
    },
    { ...at('images/box/Dockerfile')`RUN echo "PermitRootLogin yes" >> /etc/ssh/sshd_config`, because: 'root of a container' },
    { ...at('docs/audit.txt')`PermitRootLogin yes`, because: 'nothing says that sshd reads it' },
  ],
  invalid: [
    {
      ...own`
        Port 22
        «PermitEmptyPasswords yes»
      `,
      severity: 'high',
      message: 'without a password',
    },
    {
      ...own`PasswordAuthentication yes
«PermitRootLogin yes»
`,
      severity: 'medium',
      message: '`prohibit-password`',
    },
    at('etc/ssh/sshd_config.d/90-cloud.conf')`«PermitRootLogin yes» # rescue`,
    shell`echo "«PermitEmptyPasswords yes»" >> /etc/ssh/sshd_config`,
    shell`sed -ri 's/^#?PermitRootLogin .*/«PermitRootLogin yes»/' /etc/ssh/sshd_config`,
    shell`
      cat > /etc/ssh/sshd_config.d/10-ops.conf <<CONF
      PasswordAuthentication yes
      «PermitRootLogin yes»
      CONF
    `,
    task`
      - ansible.builtin.lineinfile:
          path: /etc/ssh/sshd_config
          regexp: '^#?PermitEmptyPasswords'
          line: '«PermitEmptyPasswords yes»'
    `,
    at('cloud-init/user-data')`
      #cloud-config
      runcmd:
        - sed -i 's/^#*PermitRootLogin.*/«PermitRootLogin yes»/' /etc/ssh/sshd_config
    `,
  ],
});
