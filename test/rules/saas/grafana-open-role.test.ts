import { grafanaOpenRole } from '../../../rules/saas/grafana-open-role.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const ini = at('grafana/custom.ini');
const compose = at('docker-compose.yml');
const values = at('monitoring/values.yaml');
const manifest = at('k8s/grafana.yaml');
const env = at('grafana.env');
const shell = at('run.sh');
const docker = at('Dockerfile');
const task = at('task.json');

ruleTester(grafanaOpenRole, {
  valid: [
    ini`
      [auth.anonymous]
      enabled = false
      org_role = Admin
    `,
    ini`
      [auth.anonymous]
      ;enabled = true
      org_role = Admin
    `,
    ini`
      [auth.basic]
      enabled = true
      [auth.anonymous]
      org_role = Admin
    `,
    ini`
      [users]
      auto_assign_org_role = Editor
      allow_sign_up = false
    `,
    values`
      grafana:
        grafana.ini:
          auth.anonymous:
            enabled: true
            org_role: Viewer
    `,
    values`
      grafana:
        grafana.ini:
          auth.anonymous:
            enabled: {{ .Values.open }}
            org_role: Admin
    `,
    compose`
      services:
        grafana:
          environment:
            - GF_AUTH_ANONYMOUS_ENABLED=${'$'}{OPEN}
            - GF_AUTH_ANONYMOUS_ORG_ROLE=Admin
        other:
          environment:
            - GF_AUTH_ANONYMOUS_ENABLED=true
    `,
    shell`# docker run -e GF_AUTH_ANONYMOUS_ENABLED=true -e GF_AUTH_ANONYMOUS_ORG_ROLE=Admin grafana/grafana`,
  ],
  invalid: [
    ini`
      [auth.anonymous]
      enabled = true
      org_name = Main Org.
      org_role = «Admin»
      [users]
      allow_sign_up = true
      auto_assign_org_role = «Editor»
    `,
    compose`
      services:
        wall:
          environment:
            GF_AUTH_ANONYMOUS_ENABLED: true
            GF_AUTH_ANONYMOUS_ORG_ROLE: «Admin»
        other:
          environment:
            - "GF_AUTH_ANONYMOUS_ENABLED=true"
            - "GF_AUTH_ANONYMOUS_ORG_ROLE=«Editor»"
    `,
    values`
      kube-prometheus-stack:
        grafana:
          grafana.ini:
            auth.anonymous:
              enabled: true
              org_role: «Admin»
    `,
    manifest`
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: grafana
      data:
        grafana.ini: |
          [auth.anonymous]
          enabled = true
          org_role = «Admin»
    `,
    task`{ "containerDefinitions": [{ "environment": [{ "name": "GF_AUTH_ANONYMOUS_ENABLED", "value": "true" }, { "name": "GF_AUTH_ANONYMOUS_ORG_ROLE", "value": "«Admin»" }] }] }`,
    env`
      GF_AUTH_ANONYMOUS_ENABLED=true
      GF_AUTH_ANONYMOUS_ORG_ROLE="«Admin»"
    `,
    docker`
      FROM grafana/grafana:11.2.0
      ENV GF_AUTH_ANONYMOUS_ENABLED true
      ENV GF_AUTH_ANONYMOUS_ORG_ROLE «Admin»
    `,
    {
      ...shell`docker run -e GF_AUTH_ANONYMOUS_ENABLED=true -e GF_AUTH_ANONYMOUS_ORG_ROLE=«Admin» grafana/grafana`,
      suggestions: ['docker run -e GF_AUTH_ANONYMOUS_ENABLED=true -e GF_AUTH_ANONYMOUS_ORG_ROLE=Viewer grafana/grafana'],
    },
  ],
});
