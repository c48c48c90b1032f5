import { describe, expect, it } from 'vitest';
import type { ToolDescription } from '../../../../src/protocol.ts';
import { searchTools } from '../../../../worker/javascript/searchTools.ts';
import { makeTools } from '../../../../worker/javascript/tools.ts';

function about(documentation: string, ...names: string[]): ToolDescription {
  const parameters = names.map((name) => ({ name, pythonName: name, required: true }));
  return { documentation, signature: `(${names.join(', ')})`, parameters, takesMore: false };
}

const TOOLS = {
  getWeather: about('The weather in a city.\n\ncity: its name', 'city'),
  weather_station_list: about('All stations.'),
  send_mail: about('Sends a mail about the weather.', 'to', 'text'),
  now: about('The time.'),
};
const found = (query: string, limit = 10) => searchTools(TOOLS, query, limit).map(({ name }) => name);

describe('a search among tools', () => {
  it('finds words of names and descriptions, those in names first, then short names', () => {
    expect(found('weather')).toEqual(['getWeather', 'weather_station_list', 'send_mail']);
    expect(found('Mail weather')).toEqual(['send_mail', 'getWeather', 'weather_station_list']);
    expect(found('get weather')[0]).toBe('getWeather');
    expect(found('stat')).toEqual(['weather_station_list']);
  });

  it('gives all for no words, none for words that no tool has, and no more than asked for', () => {
    expect(found('')).toHaveLength(4);
    expect(found('xyzzy')).toEqual([]);
    expect(found('weather', 1)).toEqual(['getWeather']);
  });

  it('says what a tool does and takes', () => {
    expect(searchTools(TOOLS, 'mail', 1)).toEqual([
      { name: 'send_mail', documentation: 'Sends a mail about the weather.', parameters: ['to', 'text'] },
    ]);
  });

  it('is a function of the module, whose name a tool may have', () => {
    const call = async () => '"mine"';
    expect((makeTools(TOOLS, call).search as (query: string) => unknown[])('time')).toMatchObject([{ name: 'now' }]);
    const taken = makeTools({ ...TOOLS, search: about('Searches the web.', 'query') }, call);
    expect((taken.search_ as () => unknown[])()).toHaveLength(5);
  });
});
