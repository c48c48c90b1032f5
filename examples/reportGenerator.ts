/** Report generator: a chat in three steps (figures, charts, insights) that become one report. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const readings = `hour,kilowatts,temperature
06:00,1.2,11.5
08:00,3.9,12.8
10:00,4.4,15.1
12:00,4.1,17.9
14:00,3.8,19.2
16:00,4.6,18.4
18:00,9.7,16.0
20:00,5.2,13.7
22:00,2.0,12.1`;

console.log(await report('Workshop, 14 May', readings));

async function report(title: string, csv: string): Promise<string> {
  const chat = ai.chats.create({
    model: 'gemini-3.8-flash',
    config: { tools: [{ codeExecution: {} }] },
  });

  const figures = await chat.sendMessage({
    message: `Compute mean, median and standard deviation of each column of figures, and find outliers by the interquartile range:\n\n${csv}`,
  });

  const charts = await chat.sendMessage({
    message: 'Draw the kilowatts over the day, with the outliers marked.',
  });
  const pictures = (charts.candidates?.[0]?.content?.parts ?? []).flatMap((part) => part.inlineData ?? []);
  for (const { mimeType, data } of pictures) {
    const picture = new Image();
    picture.src = `data:${mimeType};base64,${data}`;
    document.body.append(picture);
  }

  const insights = await chat.sendMessage({
    message: 'Name the two findings that matter most, each with its figures.',
  });

  return [`# ${title}`, '## Figures', figures.text, `## Charts: ${pictures.length}`, '## Insights', insights.text].join(
    '\n\n',
  );
}
