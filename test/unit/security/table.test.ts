import { describe, expect, it } from 'vitest';
import { type Finding, tableOf, withoutThoseOf } from '../../security/table.ts';

function finding(family: string, name: string): Finding {
  const verdicts: Finding['verdicts'] = [['Python', { escaped: false, what: 'blocked' }]];
  return {
    family,
    name,
    title: `${name}.`,
    tries: 'get out',
    must: 'fail',
    control: false,
    verdicts,
    where: 'Chromium',
    passed: true,
  };
}

describe('the document of the attack probes', () => {
  it('has a row for each probe, in the tables of the families', () => {
    const text = tableOf([finding('user', 'phishing'), finding('network', 'fetch')]);
    expect(text).toContain('2 probes, 2 runs of them, none got through.');
    expect(text.indexOf('`fetch`')).toBeLessThan(text.indexOf('`phishing`'));
  });

  it('keeps what was found of other families when one is run again, without probes that are gone', () => {
    const earlier = [finding('user', 'phishing'), finding('network', 'gone')];
    expect(withoutThoseOf(earlier, [finding('network', 'fetch')])).toEqual([finding('user', 'phishing')]);
  });
});
