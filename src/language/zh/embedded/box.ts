import type { Texts } from '../../texts.ts';

export const box: Texts['box'] = {
  conversation: '对话',
  ask: '提问',
  playDemo: '播放演示',
  loadsWhenNeeded: 'Python 按需加载',
  startNew: '新建',
  offlineDemo: '离线演示',
  noServer: '没有服务器',
  noKey: '没有 API 密钥',
  notLoaded: '无法加载：{reason}',
  needsKey: '问题会发送到 Gemini API，需要密钥。密钥仅保留在内存中，离开此页面后即清除。',
  serverNeedsKey: '服务器需要密钥。密钥仅保留在内存中，离开此页面后即清除。',
  key: 'API 密钥',
  useKey: '使用密钥',
  cancel: '取消',
};
