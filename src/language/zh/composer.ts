import type { Texts } from '../texts.ts';

export const composer: Texts['composer'] = {
  question: '输入问题',
  placeholder: '提问',
  ask: '提问',
  stop: '停止',
  attach: '添加附件',
  attached: '已添加的附件',
  remove: '移除 {name}',
  needsKey: '问题会发送到 Gemini API，需要密钥。文本会保留在此处。演示不需要密钥。',
  enterKey: '输入密钥',
  needsServer: '设置中未指定服务器或其模型。文本会保留在此处。',
  chooseServer: '选择服务器',
  demosOnly: '设置为“仅离线演示”，因此不会发送问题。文本会保留在此处。',
  changeSettings: '更改设置',
  seeDemos: '查看演示',
};
