import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { add, clean, type Verdict } from './verdict.ts';

/** Adds up the verdicts of all runs, for the last line. A run without one ended in an error, which is counted. */
export default class Figures implements Reporter {
  #runs = 0;
  #errors = 0;
  #total: Verdict = clean;

  onTestEnd(_test: TestCase, result: TestResult): void {
    const { description } = result.annotations.find(({ type }) => type === 'verdict') ?? {};
    if (!description && result.status !== 'failed' && result.status !== 'timedOut') return;
    this.#runs += 1;
    if (description) this.#total = add(this.#total, JSON.parse(description));
    else this.#errors += 1;
  }

  onEnd(_result: FullResult): void {
    const { duplicates, lost, wrong } = this.#total;
    console.log(
      `\n${this.#runs} runs: ${duplicates} duplicates, ${lost} lost, ${wrong} wrong statuses, ${this.#errors} without a verdict`,
    );
  }

  printsToStdio(): boolean {
    return false;
  }
}
