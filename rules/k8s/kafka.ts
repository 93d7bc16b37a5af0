// Users of Kafka that Strimzi makes with everything, and superusers that need no login.
import { patternOf } from '../../server/engine/facts/value.ts';
import type { Example, Rule } from '../../server/engine/rule.ts';
import { entitlementRule, type EntitlementRule } from './entitlement-rule.ts';

const user = (name: string): Example => ({
  file: 'deploy/user.yaml',
  text: `apiVersion: kafka.strimzi.io/v1\nkind: KafkaUser\nmetadata:\n  name: orders\n  labels:\n    strimzi.io/cluster: shop\nspec:\n  authentication:\n    type: tls\n  authorization:\n    type: simple\n    acls:\n      - resource:\n          type: topic\n          name: ${name}\n          patternType: literal\n        operations: [All]\n`,
});
const cluster = (superuser: string): Example => ({
  file: 'deploy/kafka.yaml',
  text: `apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata:\n  name: shop\nspec:\n  kafka:\n    authorization:\n      type: simple\n      superUsers:\n        - ${superuser}\n`,
});

const table: readonly EntitlementRule[] = [
  {
    id: 'k8s/kafka-user-everything',
    title: 'User of Kafka with every operation on everything',
    severity: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      '`{user}` may do everything with {what}, those of other teams and of tomorrow included: name them by a prefix, and the operations',
    what: 'A KafkaUser of Strimzi whose list allows `All` on every topic, group or transaction, or on the cluster.',
    why: 'Whoever holds its password or certificate reads and writes what every other service sends, changes who may do what where the list is of the cluster, and deletes topics.',
    remedy:
      'Give the service its own prefix (`patternType: prefix`) with `Read`, `Write` and `Describe`, and leave the cluster to an administrator.',
    bad: user('"«*»"'),
    good: user('orders.created'),
    reference: 'https://strimzi.io/docs/operators/latest/configuring.html#type-AclRule-reference',
    fix: { why: 'Which topics and operations the service needs is known to those who run it.' },
    data(grant, entitlement) {
      const type = /^KafkaUser\/(.+)$/.exec(entitlement)?.[1];
      return type === undefined
        ? undefined
        : {
            user: grant.carrier.address.slice(grant.carrier.address.lastIndexOf('/') + 1),
            what: type === 'cluster' ? 'the cluster' : `every ${type === 'transactionalId' ? 'transaction' : type}`,
          };
    },
  },
  {
    id: 'k8s/kafka-anonymous-superuser',
    title: 'Callers without a login are superusers of Kafka',
    severity: 'critical',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    message:
      '`{user}` is everyone who reaches a listener without authentication, and a superuser is asked for nothing: give the clients users of their own and take it out',
    what: 'A Kafka of Strimzi with `ANONYMOUS` among its superusers.',
    why: 'The authorizer lets superusers through before it looks at any list. Every pod that reaches the listener reads, writes and deletes every topic and changes the lists themselves.',
    remedy: 'Turn authentication of the listener on, make a KafkaUser for each client, and name administrators alone as superusers.',
    bad: cluster('«ANONYMOUS»'),
    good: cluster('CN=kafka-admin'),
    reference: 'https://strimzi.io/docs/operators/latest/configuring.html#type-KafkaAuthorizationSimple-reference',
    fix: { why: 'Clients without a login lose their way in: they need users first.' },
    data: (grant, entitlement) => (entitlement === 'Kafka/anonymous' ? { user: patternOf(grant.actions[0]!) } : undefined),
  },
];

export const kafkaRules: readonly Rule[] = table.map(entitlementRule);
