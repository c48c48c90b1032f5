import type { Texts } from '../../texts.ts';

export const exercise: Texts['exercise'] = {
  check: '检查',
  startOver: '重新开始',
  hint: '提示',
  hints: '提示',
  hintNumber: '提示 {number}/{count}',
  solution: '答案',
  showSolution: '显示答案',
  hideSolution: '隐藏答案',
  solutionAfter: { other: '再尝试 {count} 次后可查看答案' },
  solved: '已完成。',
  correctAtOnce: '{correct}，一次通过。',
  correctAfter: '{correct}，共尝试 {count} 次。',
  correct: '正确',
  notYet: '还不对。',
  notYetDone: '还不对：已完成 {percent}%。',
  notRight: '还不正确。',
  timedOut: '检查超时。代码中的每个循环都会结束吗？',
  hasToRun: '代码必须先完整运行。',
};
