import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';

/** The account's name or the word itself, where a service lives as long as a test run or a day at one machine. */
export const throwawayPassword = defineRule({
  id: 'secret/throwaway-password',
  meta: {
    title: 'Everybody\u2019s password for a service that is thrown away',
    category: 'secret',
    severity: 'low',
    confidence: 'low',
    profile: 'strict',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix:
      'The service and its clients in the same place have to get the same value, and nothing fills a reference for a service of a pipeline.',
    messages: {
      password:
        'A {what} is written here{name}, and it is one of the first that anybody tries. It does no harm for a service of a pipeline, of tests or of one machine; where others reach the service, or production starts from this file, read it from the environment.',
    },
    docs: {
      what: 'The name of an account or the word for a password (`postgres`, `root`, `password`) is the password of a service in a pipeline, in settings for development or tests, in a sample, or at the machine itself.',
      why: 'Nobody gets in anywhere with it as long as the service is thrown away. The same file is where the next environment is copied from, and a port that is open to the network makes it a way in.',
      remedy: 'Read it from the environment where the file is used elsewhere too, and bind the service to the machine itself.',
      bad: [
        {
          file: 'docker-compose.dev.yml',
          text: 'services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: «postgres»\n',
        },
      ],
      good: [
        {
          file: 'docker-compose.dev.yml',
          text: 'services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-postgres}\n',
        },
      ],
      references: ['https://cwe.mitre.org/data/definitions/1392.html'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) !== 'throwaway-password') return;
      context.report({
        at: candidate.at,
        message: 'password',
        anchor: candidate.anchor,
        data: { what: `${candidate.title} ${candidate.preview}`, name: candidate.context.name ? ` in ${candidate.context.name}` : '' },
      });
    },
  },
});
