import type { User } from './state.ts';
import { redacted } from './user-config.ts';

/** A user as the API shows it. The password is empty until it is ready. */
export function userAnswer(user: User, secrets: 'shown' | 'redacted', now: number): object {
  const answer = withCredentials(user);
  const password = secrets === 'shown' ? user.password : redacted;
  return {
    ...answer,
    password: now < user.passwordAt ? '' : password,
    access_key: secrets === 'shown' ? user.accessKey : redacted,
  };
}

/** The answer to a create, the only one that always has the credentials. */
export function withCredentials(user: User): object {
  return {
    username: user.username,
    type: user.type,
    password: user.password,
    access_key: user.accessKey,
    access_cert: user.accessCert,
    access_cert_not_valid_after_time: '2099-01-01T00:00:00Z',
  };
}
