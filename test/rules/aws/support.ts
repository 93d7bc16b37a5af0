// Policies for the tests of this area.
import { iamJson, type Source } from '../../support/rule-tester.ts';

/** A policy file with these statements. */
export const policy = (...statements: readonly string[]): Source => iamJson`{
  "Version": "2012-10-17",
  "Statement": [
    ${statements.join(',\n    ')}
  ]
}
`;

/** A trust policy file with one statement. */
export const trustPolicy = (principal: string, condition = '', action = 'sts:AssumeRole'): Source =>
  policy(`{ "Effect": "Allow", "Principal": ${principal}, "Action": "${action}"${condition && `, "Condition": ${condition}`} }`);
