// k8s/kafka-user-everything and k8s/kafka-anonymous-superuser (kafka.ts).
import { kafkaRules } from '../../../rules/k8s/kafka.ts';
import { helm, kubernetes, ruleTester } from '../../support/rule-tester.ts';

const [everything, anonymous] = kafkaRules;
const user = (acl: string, group = 'kafka.strimzi.io/v1beta2') =>
  `apiVersion: ${group}\nkind: KafkaUser\nmetadata: {name: orders}\nspec:\n  authorization:\n    type: simple\n    acls:\n      - ${acl}\n`;

ruleTester(everything!, {
  valid: [
    { ...kubernetes``, text: user('{resource: {type: topic, name: orders.created, patternType: literal}, operations: [All]}') },
    {
      ...kubernetes``,
      text: user('{resource: {type: topic, name: orders., patternType: prefix}, operation: All}'),
      because: 'its own topics',
    },
    {
      ...kubernetes``,
      text: user('{resource: {type: topic, name: "*"}, operations: [Describe, Read]}'),
      because: 'a reader of everything, such as a mirror',
    },
    { ...kubernetes``, text: user('{type: deny, resource: {type: topic, name: "*"}, operations: [All]}') },
    { ...kubernetes``, text: user('{resource: {type: cluster}, operations: [Describe]}') },
    {
      ...kubernetes``,
      text: user('{resource: {type: topic, name: "*"}, operations: [All]}', 'kafka.example.com/v1'),
      because: 'another kind of that name',
    },
    { ...helm``, text: user('{resource: {type: topic, name: "{{ .Values.topic }}"}, operations: [All]}') },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: user('{resource: {type: topic, name: "«*»", patternType: literal}, operations: [Read, All]}'),
      severity: 'high',
      message: '`orders` may do everything with every topic',
    },
    { ...kubernetes``, text: user('{resource: {type: group, name: "«*»"}, operation: All, host: "*"}'), message: 'every group' },
    { ...kubernetes``, text: user('{resource: {type: cluster}, operations: [«All»]}'), message: 'everything with the cluster' },
    {
      ...helm``,
      text: user('{resource: {type: topic, name: "«*»"}, operation: All}').replace('name: orders', 'name: {{ .Release.Name }}'),
      because: 'whatever it is called',
    },
  ],
});

const cluster = (users: string) =>
  `apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: shop}\nspec:\n  kafka:\n    authorization:\n      type: simple\n      superUsers: ${users}\n`;

ruleTester(anonymous!, {
  valid: [
    { ...kubernetes``, text: cluster('[CN=kafka-admin, anonymous-reports]') },
    { ...helm``, text: cluster('{{ .Values.superUsers }}') },
  ],
  invalid: [
    { ...kubernetes``, text: cluster('[CN=admin, «ANONYMOUS»]'), severity: 'critical' },
    { ...kubernetes``, text: cluster('["«User:ANONYMOUS»"]') },
  ],
});
