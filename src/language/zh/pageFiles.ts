import type { Texts } from '../texts.ts';

export const pageFiles: Texts['pageFiles'] = {
  notLoaded: '无法加载 {address}：{reason}。',
  noAnswer: '服务器没有响应（是否离线？）',
  status: '服务器返回 {status}',
  otherFile: '它是一个网页或其他文件',
};
