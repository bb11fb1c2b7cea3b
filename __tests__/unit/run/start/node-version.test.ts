import { describe, expect, test } from '@jest/globals';
import { nodeProblem } from '../../../../src/run/start/node-version.ts';

const proxy = { HTTPS_PROXY: 'http://user:secret@proxy.corp.example:3128' };

describe('the Node that runs the action', () => {
  test.each([
    ['20.20.2', {}, 'too old'],
    ['22.22.0', proxy, 'too old'],
    ['24.0.0', {}, 'none'],
    ['24.13.1', {}, 'none'],
    ['24.13.1', proxy, 'no proxy'],
    ['24.13.1', { https_proxy: '' }, 'none'],
    ['24.14.0', proxy, 'none'],
    ['26.1.0', proxy, 'none'],
  ])('%s with %j: %s', (version, env, is) => {
    expect(nodeProblem(version, env).is).toBe(is);
  });

  test('is named in one line with what to do, without the value of the proxy', () => {
    expect(nodeProblem('20.20.2', {})).toMatchObject({
      message:
        'this action needs Node 24, and this is 20.20.2: run it as a step with uses:, on a runner that knows node24',
    });
    expect(JSON.stringify(nodeProblem('24.11.0', proxy))).not.toContain('secret');
  });
});
