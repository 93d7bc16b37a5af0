// Lines of sudo that ask for nothing, in files of their own, in scripts and in tasks.
import { sudoEverything } from '../../../rules/saas/sudo-everything.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const sudoers = at('etc/sudoers.d/deploy');
const shell = at('ops/setup.sh');
const task = at('roles/base/tasks/main.yml');
const cloud = at('machines/web/user-data');

ruleTester(sudoEverything, {
  valid: [
    { ...sudoers`# deploy ALL=(ALL) NOPASSWD: ALL`, because: 'a comment' },
    { ...sudoers`%wheel ALL=(ALL) ALL`, because: 'asked for a password' },
    { ...sudoers`www-data ALL=(root) NOPASSWD: /usr/bin/systemctl restart nginx`, because: 'one command' },
    { ...sudoers`app ALL=(postgres) NOPASSWD: ALL`, because: 'no root' },
    { ...sudoers`ubuntu ALL=(ALL) NOPASSWD:ALL`, because: 'the user of the image' },
    { ...at('images/ci/Dockerfile')`RUN echo "ci ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/ci`, because: 'root of a container' },
    { ...at('notes/people.txt')`deploy ALL=(ALL) NOPASSWD: ALL`, because: 'nothing says that sudo reads it' },
    sudoers`deploy ALL=(`,
    {
      ...cloud`
        users:
          - name: ubuntu
            sudo: ALL=(ALL) NOPASSWD:ALL
      `,
      because: 'the user of the image',
    },
    {
      ...cloud`
        users:
          - name: app
            sudo: ALL=(root) NOPASSWD:/usr/bin/systemctl
      `,
      because: 'one command',
    },
    {
      ...cloud`
        users:
          - name: app
            sudo: ALL=(ALL) ALL
      `,
      because: 'asked for a password',
    },
    {
      ...cloud`
        users:
          - name: app
          # sudo: ALL=(ALL) NOPASSWD:ALL
      `,
      because: 'a comment',
    },
    {
      ...cloud`
        user: app
        sudo: ALL=(ALL) NOPASSWD:ALL
      `,
      because: 'whose it is is not said',
    },
    cloud`sudo: ALL=(ALL) NOPASSWD:ALL`,
    {
      ...task`
        - community.general.sudoers:
            name: backup
            user: backup
            commands: /usr/local/bin/backup
        - community.general.sudoers:
            name: asked
            group: ops
            commands: ALL
            nopassword: false
        - community.general.sudoers:
            name: gone
            user: app
            commands: ALL
            state: absent
        - community.general.sudoers:
            name: database
            user: app
            runas: postgres
            commands: ALL
      `,
      because: 'one command, asked for a password, taken away, no root',
    },
  ],
  invalid: [
    {
      ...task`
        - name: Deploy
          community.general.sudoers:
            name: deploy
            user: deploy
            commands: «ALL»
        - sudoers:
            name: ops
            group: ops
            commands:
              - «ALL»
      `,
    },
    { ...sudoers`deploy ALL=(ALL) «NOPASSWD: ALL»`, severity: 'medium', message: '`deploy` runs every command' },
    sudoers`%ops    ALL = (ALL:ALL) «NOPASSWD:ALL»`,
    {
      ...cloud`
        #cloud-config
        users:
          - default
          - name: router
            groups: adm
            sudo: ALL=(ALL) «NOPASSWD:ALL»
      `,
      message: '`router` runs',
    },
    cloud`
        users:
          - sudo: ["ALL=(ALL:ALL) «NOPASSWD:ALL»"]
            shell: /bin/bash
            name: 'router'
      `,
    cloud`
        users:
        - name: router
          sudo:
            - ALL=(ALL) «NOPASSWD: ALL»
      `,
    cloud`users: [{ name: router, sudo: "ALL=(ALL) «NOPASSWD:ALL»" }]`,
    {
      ...at('infra/main.tf')`
        resource "hcloud_server" "web" {
          user_data = <<-EOT
            #cloud-config
            users:
              - name: ubuntu
                lock_passwd: true

              - name: deploy
                groups: docker, sudo
                sudo: ALL=(ALL) «NOPASSWD:ALL»
          EOT
        }
      `,
      message: '`deploy` runs',
    },
    shell`printf '%s ALL=(ALL) «NOPASSWD:ALL»\n' "$quoted" > /etc/sudoers.d/dotfiles`,
    shell`echo "$APP_USER ALL=(ALL) «NOPASSWD: ALL»" | sudo tee /etc/sudoers.d/app`,
    shell`
      cat > /etc/sudoers.d/ops <<'SUDO'
      %ops ALL=(ALL) «NOPASSWD: ALL»
      SUDO
    `,
    shell`sed -i 's/^# %wheel ALL=(ALL) NOPASSWD: ALL/%wheel ALL=(ALL) «NOPASSWD: ALL»/' /etc/sudoers`,
    task`
      - ansible.builtin.copy:
          dest: /etc/sudoers.d/deploy
          content: "{{ user }} ALL=(ALL) «NOPASSWD: ALL»\n"
    `,
    task`
      - ansible.builtin.lineinfile:
          path: /etc/sudoers
          line: 'jenkins ALL=(ALL) «NOPASSWD: ALL»'
    `,
  ],
});
