import { ruleTester } from '../../support/rule-tester.ts';
import { throwawayPassword } from '../../../rules/secret/throwaway-password.ts';
import { kept, marked, plain, service, thrownAway } from './throwaway.ts';

ruleTester(throwawayPassword, {
  valid: [
    ...plain(kept, 'no service that is thrown away, or no word that everybody writes'),
    { file: 'docker-compose.dev.yml', text: service('${DB_PASSWORD:-postgres}'), because: 'a reference' },
    { file: 'docker-compose.dev.yml', text: service('# postgres'), because: 'commented out' },
  ],
  invalid: marked(thrownAway),
});
