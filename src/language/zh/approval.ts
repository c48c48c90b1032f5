import type { Texts } from '../texts.ts';

export const approval: Texts['approval'] = {
  title: '需要批准的调用',
  wants: '代码请求调用 {tool}。',
  withoutArguments: '无参数。',
  arguments: '参数',
  allow: '允许',
  allowAll: '本次运行全部允许',
  refuse: '拒绝',
};
